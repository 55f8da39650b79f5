"""Small, made-up judgements to rate."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from assay.files.tables import Table
from assay.rating.inputs import Assessments, read_assessments
from assay.standards.framework import Framework, Rules
from assay.standards.load import load_framework

Counts = Mapping[str, tuple[int, int]]


@pytest.fixture
def crc() -> Framework:
    return load_framework("crc-2019")


@pytest.fixture
def rules(crc: Framework) -> Rules:
    return crc.latest


@pytest.fixture
def table() -> Callable[..., Table]:
    """A table from rows of text, the header first."""

    def build(rows: Sequence[Sequence[str]], file: str = "made-up.csv") -> Table:
        header, *body = rows
        columns = {name: [row[i] for row in body] for i, name in enumerate(header)}
        return Table(file, "0" * 64, columns, range(2, len(body) + 2))

    return build


@pytest.fixture
def assessed(crc: Framework, table: Callable[..., Table]) -> Callable[..., Assessments]:
    """Answers from counts: key question to (sufficient, not sufficient)."""

    def build(counts: Counts, framework: Framework = crc) -> Assessments:
        rows = [("case_id", "key_question", "sufficient")]
        for question, (yes, no) in counts.items():
            answers = ["yes"] * yes + ["no"] * no
            rows += [(f"made-up-{i}", question, answer) for i, answer in enumerate(answers)]
        return read_assessments(table(rows), framework)

    return build
