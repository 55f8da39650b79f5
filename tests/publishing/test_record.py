"""The published record: whole, sourced, and refused when anything in it is wrong."""

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from assay.problems import InputProblems
from assay.publishing.record.constraints import cast_of, facts_of
from assay.publishing.record.find import find
from assay.publishing.record.load import load_record, read_record
from assay.publishing.record.model import last_day
from assay.rating.facts import StandardsRated
from assay.rating.programme import Programme

RECORD = load_record()
Change = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped record to spoil."""
    with as_file(files("assay.publishing.record")) as shipped:
        for pattern in ("*.csv", "*.toml"):
            for file in shipped.glob(pattern):
                shutil.copy(file, tmp_path)
    return tmp_path


@pytest.fixture
def spoilt(folder: Path) -> Change:
    """Replace one text in one file and give what is then wrong."""

    def change(name: str, old: str, new: str) -> list[str]:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(InputProblems) as refusal:
            read_record(folder)
        return [f"{p.file}, {p.row}, {p.column}: {p.wrong}" for p in refusal.value.problems]

    return change


def test_the_first_round_has_the_results_the_inspectorate_counted() -> None:
    first_round = ("crc-2018", "nps-2018")
    ratings = Counter(
        i.overall_rating for i in RECORD.inspections.values() if i.framework in first_round
    )
    assert ratings == {"Good": 6, "Requires improvement": 21, "Inadequate": 1}


def test_every_row_names_its_source() -> None:
    rows = [
        *RECORD.bodies.values(), *RECORD.successions, *RECORD.inspections.values(),
        *RECORD.ratings, *RECORD.statements,
    ]  # fmt: skip
    assert all(row.source for row in rows)
    assert len(RECORD.inspections) == 132


def test_every_closed_body_has_a_successor() -> None:
    closed = {body.body for body in RECORD.bodies.values() if body.closed}
    assert closed == {succession.predecessor for succession in RECORD.successions}
    assert all(RECORD.successors(body) for body in closed)


def test_what_rests_on_general_knowledge_is_marked_unverified() -> None:
    assert not any(succession.verified for succession in RECORD.successions)
    assert all(not body.verified for body in RECORD.bodies.values() if body.owner)


def test_a_rating_taken_from_a_sources_wording_is_marked() -> None:
    worded = {r.inspection for r in RECORD.ratings if r.confidence == "worded"}
    assert "essex-crc-2018-10" in worded
    assert RECORD.inspections["thames-valley-crc-2020-01"].confidence == "inferred"


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2018", dt.date(2018, 12, 31)),
        ("2018-09", dt.date(2018, 9, 30)),
        ("2024-02", dt.date(2024, 2, 29)),
        ("2020-03-05", dt.date(2020, 3, 5)),
    ],
)
def test_a_partly_known_date_counts_from_its_last_day(published: str, day: dt.date) -> None:
    assert last_day(published) == day


def test_a_bodys_days_say_whether_it_is_in_operation() -> None:
    body = RECORD.bodies["Staffordshire and West Midlands CRC"]
    assert body.in_operation(dt.date(2021, 6, 25))
    assert not body.in_operation(dt.date(2021, 6, 26))
    assert RECORD.bodies["Essex North PDU"].in_operation(dt.date(2024, 1, 1))


@pytest.mark.parametrize(
    ("inspection", "bounds"),
    [
        ("london-crc-2019-08", "15"),
        ("see-nps-2019-09", "15"),
        ("cl-crc-2019-05", "7"),
        ("birmingham-nes-pdu-2022-08", "2"),
        ("bradford-and-calderdale-pdu-2024-11", "1"),
        ("lambeth-pdu-2022-10", "3"),
        ("hfkcw-pdu-2022-10", "0"),
        ("essex-north-pdu-2022-05", "1 to 3"),
        ("hiow-crc-2019-05", "16 to 19"),
        ("dorset-yjs-2023-01", "23 to 24"),
        ("east-riding-yot-2019", "36"),
        ("swm-crc-2020-03", "8 to 15"),
        ("swm-crc-2018-12", "6 to 13"),
        ("ddc-crc-2019-02", "1 to 5"),
    ],
)
def test_points_follow_from_what_was_published(inspection: str, bounds: str) -> None:
    programme = Programme(cast_of(RECORD), facts_of(RECORD))
    assert str(programme.bounds(inspection)) == bounds


def test_a_low_percentage_holds_its_standard_down() -> None:
    ceilings = [
        fact
        for fact in facts_of(RECORD)
        if isinstance(fact, StandardsRated)
        and fact.inspection == "knowsley-and-st-helens-pdu-2023-06"
    ]
    assert [(fact.standards, fact.ratings) for fact in ceilings] == [(("2.2",), ("Inadequate",))]


@pytest.mark.parametrize(
    ("name", "old", "new", "wrong"),
    [
        ("inspections.csv", "merseyside-crc-2018-09,Merseyside CRC,", "m,Mersey CRC,",
         "inspections.csv, 2, body: there is no such body"),
        ("inspections.csv", "crc-2018,2018", "crc-1918,2018",
         "inspections.csv, 2, framework: there is no such framework"),
        ("inspections.csv", "crc-2018,2018", "youth-2018,2018",
         "inspections.csv, 2, framework: youth-2018 is not for adult bodies"),
        ("inspections.csv", "Requires improvement,,,6500", "Excellent,,,6500",
         "inspections.csv, 2, overall_rating: input should be 'Inadequate'"),
        ("inspections.csv", "Inadequate,0,", "Inadequate,28,",
         "inspections.csv, 49, score: the score is above 27, the most there is"),
        ("inspections.csv", ",2018-09,", ",2018-13,",
         "inspections.csv, 2, published: there is no such month"),
        ("inspections.csv", ",2018-09,", ",September 2018,",
         "inspections.csv, 2, published: not a date as YYYY"),
        ("inspections.csv", "essex-crc-2018-10,", "merseyside-crc-2018-09,",
         "inspections.csv, 3, inspection: the row says again what row 2 says"),
        ("inspections.csv", "cases_assessed", "cases",
         "inspections.csv, 1, None: the columns are inspection, body"),
        ("inspections.csv", "merseyside-crc-2018-09,Merseyside CRC", "merseyside-crc-2018-09",
         "inspections.csv, 2, None: the row has too many or too few cells"),
        ("standard_ratings.csv", "essex-crc-2018-10,4.1", "essex-crc-2018-10,3.1",
         "standard_ratings.csv, 2, standard: there is no such standard"),
        ("standard_ratings.csv", "essex-crc-2018-10,", "wessex-crc-2018-10,",
         "standard_ratings.csv, 2, inspection: there is no such inspection"),
        ("standard_ratings.csv", f"4.1,Good,,,,,{RECORD.ratings[0].source}", "4.1,Good,,,,,",
         "standard_ratings.csv, 2, source: input should be a valid string"),
        ("standard_ratings.csv", "P2.3,,,,23,", "P2.3,,,,123,",
         "percent_3: input should be less than or equal to 100"),
        ("standard_ratings.csv", "P2.3,,,,23,,", "P2.3,,,,,23,",
         "pdu-2023 has no key question P2.3.4"),
        ("bodies.csv", "2014-06-01,2021-06-25", "2014-06-01,2011-06-25",
         "closed: it closed on 2011-06-25 before it opened on 2014-06-01"),
        ("bodies.csv", ",BeNCH CRC,", ",BGSW CRC,",
         "bodies.csv, 3, short_name: the row says again what row 2 says"),
        ("succession.csv", "2021-06-26,true", "2021-06-26,false",
         "split: several bodies took over from this one, but the row is not marked as a split"),
        ("succession.csv", "Merseyside CRC,", "Mersey CRC,",
         "succession.csv, 2, predecessor: there is no such body"),
        ("facts.toml", '[[facts]]\nkind = "count"', '[[facts]]\nkind = "guess"',
         "facts.toml, 1, None: kind: input tag"),
        ("facts.toml", "exactly = 5", "", "the count needs either exactly, or"),
        ("facts.toml", 'than = "swm-crc-2018-12"', 'than = "dtv-crc-2019-03"',
         "the two inspections are not of one body at two times"),
        ("facts.toml", 'than = "swm-crc-2018-12"', 'than = "nowhere"',
         "there is no such inspection"),
        ("facts.toml", 'standards = ["4.2"]', 'standards = ["9.9"]', "there is no such standard"),
        ("facts.toml", '"cl-crc-2019-05"', '"wakefield-yjs-2025"',
         "wakefield-yjs-2025 has no framework that Assay holds"),
        ("facts.toml", "[[facts]]", "[[facts]", "not valid TOML"),
        ("facts.toml", "[[facts]]", "[[guesses]]", "only [[facts]] tables belong here"),
    ],
)  # fmt: skip
def test_a_fault_in_the_record_is_refused_with_its_place(
    spoilt: Change, name: str, old: str, new: str, wrong: str
) -> None:
    problems = spoilt(name, old, new)
    assert any(wrong in problem for problem in problems), problems


def test_totals_of_different_standards_are_never_compared(spoilt: Change) -> None:
    problems = spoilt(
        "facts.toml",
        'inspection = "swm-crc-2020-03"\nthan = "swm-crc-2018-12"',
        'inspection = "gwent-pdu-2025"\nthan = "gwent-pdu-2022-02"',
    )
    assert problems == ["facts.toml, 10, None: the two inspections did not rate the same standards"]


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "bodies.csv").unlink()
    with pytest.raises(InputProblems, match="can't be read"):
        read_record(folder)


@pytest.mark.parametrize(
    "typed", ["swm", "SWM CRC", "staffordshire west", "Staffordshire and West Midlands CRC"]
)
def test_a_body_is_found_by_any_of_its_names(typed: str) -> None:
    found = [inspection.inspection for inspection in find(RECORD, typed)]
    assert found == ["swm-crc-2018-12", "swm-crc-2020-03"]


def test_an_inspection_is_found_by_its_id() -> None:
    assert [i.published for i in find(RECORD, "SWM-CRC-2020-03")] == ["2020-03-05"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("london", "2 bodies fit.*London CRC; London NPS"),
        ("londn crc", "no body or inspection fits.*Did you mean: London CRC"),
        ("zzzz", "Run assay league to see the bodies"),
        ("North West region", "holds no inspection of North West region"),
        ("", "no body or inspection fits"),
    ],
)
def test_what_is_not_found_gets_advice(typed: str, words: str) -> None:
    with pytest.raises(InputProblems, match=words):
        find(RECORD, typed)
