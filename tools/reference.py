"""Write docs/reference from the code and the data, or check that it is not stale.

    python -m tools.reference [--check] [PAGE ...]

Without PAGE, every page. With --check nothing is written, and the exit status is 1 if a
page is stale.
"""

import argparse
import sys
from pathlib import Path

from tools import (
    reference_commands,
    reference_criteria,
    reference_files,
    reference_frameworks,
    reference_profiles,
    reference_record,
)

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
NOTE = "<!-- Made by `make docs` from the code and the data: change those, not this page. -->\n\n"
PAGES = {
    "frameworks.md": reference_frameworks.page,
    "commands.md": reference_commands.page,
    "files.md": reference_files.page,
    "record.md": reference_record.page,
    "criteria.md": reference_criteria.page,
    "profiles.md": reference_profiles.page,
}


def main(arguments: list[str]) -> int:
    """Write or check the pages named; give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.reference", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say which pages are stale")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=", ".join(PAGES))
    asked = parser.parse_args(arguments)
    unknown = [name for name in asked.pages if name not in PAGES]
    if unknown:
        parser.error(f"no such page: {', '.join(unknown)}")
    texts = {name: NOTE + PAGES[name]() for name in asked.pages or PAGES}
    if not asked.check:
        for name, text in texts.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        return 0
    stale = [name for name, text in texts.items() if _on_disk(FOLDER / name) != text]
    for name in stale:
        sys.stderr.write(f"docs/reference/{name} is stale: run make docs and commit it\n")
    return 1 if stale else 0


def _on_disk(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
