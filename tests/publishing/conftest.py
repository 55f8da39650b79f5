"""Both examples, read and set out once for all tests of reports."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assay.publishing.build import report_of
from assay.publishing.report_model import Report
from assay.rating.results import Result

EXAMPLES = Path(__file__).parents[2] / "examples"
Edit = Callable[..., Path]


@pytest.fixture(scope="session")
def made_up() -> Report:
    return report_of(EXAMPLES / "made-up")[0]


@pytest.fixture(scope="session")
def made_up_result() -> Result:
    return report_of(EXAMPLES / "made-up")[1].result


@pytest.fixture(scope="session")
def swm() -> Report:
    return report_of(EXAMPLES / "swm-2020")[0]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """Copy an example into a folder of its own, with texts in inspection.toml replaced."""

    def edit(example: str, *replacements: tuple[str, str]) -> Path:
        for file in (EXAMPLES / example).iterdir():
            (tmp_path / file.name).write_bytes(file.read_bytes())
        place = tmp_path / "inspection.toml"
        text = place.read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in text, f"{old!r} is not in the example"
            text = text.replace(old, new, 1)
        place.write_text(text, encoding="utf-8")
        return tmp_path

    return edit
