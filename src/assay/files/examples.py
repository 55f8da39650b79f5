"""Where the worked examples lie."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from assay.problems import InputProblems


def example(name: str) -> Path:
    """Give an example's folder: inside an installed package, or at the root of a checkout.

    Raises:
        InputProblems: It is in neither.
    """
    for folder in _places():
        if (folder / name / "inspection.toml").is_file():
            return folder / name
    raise InputProblems.one(
        f"examples/{name}", "the example is not installed", "Install Assay again, whole"
    )


def _places() -> Iterator[Path]:
    package = Path(str(files("assay")))
    yield package / "examples"
    yield package.parents[1] / "examples"
