"""A made-up extract to read, and copies of it to damage."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assay.caseload.record.shape import record
from assay.caseload.record.synthetic.write import synthesise

Change = Callable[[pa.Table], pa.Table]


def make(folder: Path, people: int, seed: int = 1) -> Path:
    """Write a made-up extract."""
    synthesise(record(), people, seed, folder, lambda _: None)
    return folder


@pytest.fixture(scope="session")
def made_up_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make an extract of so many people, with a seed."""

    def call(people: int, seed: int = 1) -> Path:
        return make(tmp_path_factory.mktemp("made-up") / "extract", people, seed)

    return call


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up extract of 400 people. Not to be changed."""
    return make(tmp_path_factory.mktemp("made-up") / "extract", 400)


@pytest.fixture
def extract(made_up: Path, tmp_path: Path) -> Path:
    """A copy of the made-up extract, to damage."""
    return Path(shutil.copytree(made_up, tmp_path / "extract"))


@pytest.fixture
def change(extract: Path) -> Callable[[str, Change], None]:
    """Change one table of the copy."""

    def call(table: str, work: Change) -> None:
        path = extract / f"{table}.parquet"
        pq.write_table(work(pq.read_table(path)), path)

    return call
