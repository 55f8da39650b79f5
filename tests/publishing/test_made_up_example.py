"""The committed made-up inspection is what its generator writes, and says it is made up."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.caseload.case_list import read_case_list
from assay.sampling.verify import verify

FOLDER = Path(__file__).parents[2] / "examples" / "made-up"
WRITTEN = ("case_list.csv", "certificate.json", "assessments.csv", "second_reads.csv")


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(FOLDER.parents[1])
    from tools import made_up_inspection  # noqa: PLC0415 - found only on the path set above

    monkeypatch.setattr(made_up_inspection, "FOLDER", tmp_path)
    made_up_inspection.main()
    return tmp_path


@pytest.mark.parametrize("name", WRITTEN)
def test_the_generator_writes_what_is_committed(written: Path, name: str) -> None:
    assert (written / name).read_bytes() == (FOLDER / name).read_bytes()


def test_anyone_can_redraw_the_sample() -> None:
    certificate = json.loads((FOLDER / "certificate.json").read_text(encoding="utf-8"))
    cases = read_case_list(FOLDER / "case_list.csv")
    assert not verify(certificate, cases, "certificate.json")
    assert len(certificate["cases"]) == 150


def test_nobody_in_it_could_be_taken_for_a_real_person() -> None:
    cases = read_case_list(FOLDER / "case_list.csv")
    assert all(crn.startswith("MADEUP") for crn in cases.crn)
    assert all(name.startswith("Madeup") for name in cases.family_name)
    assert all(officer.startswith("Made-up") for officer in cases.responsible_officer)
