"""The unofficial league table: fair places, honest ranges, and a proof of the rules."""

import csv
import datetime as dt
import io
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from assay.problems import InputProblems
from assay.publishing.league import league
from assay.publishing.league_check import check
from assay.publishing.league_text import Edition, as_csv, formula, notice, span
from assay.publishing.record.load import load_record
from assay.publishing.record.model import Record
from assay.standards.load import load_framework

RECORD = load_record()
ALL = league(RECORD, on=RECORD.newest)
ROWS = {row.body: row for row in ALL.rows}
EDITION = Edition("1.2.3", dt.date(2026, 1, 2), dt.date(2020, 4, 1))


def with_rating(inspection: str, rating: str) -> Record:
    """The record with one overall rating changed, which makes it wrong."""
    changed = RECORD.inspections[inspection].model_copy(update={"overall_rating": rating})
    return replace(RECORD, inspections={**RECORD.inspections, inspection: changed})


def test_every_body_stands_once_by_its_newest_rated_inspection() -> None:
    assert len(ROWS) == len(ALL.rows)
    assert ROWS["Staffordshire and West Midlands CRC"].inspection == "swm-crc-2020-03"
    assert ROWS["Hampshire and Isle of Wight CRC"].published == "2019-05-08"


def test_the_gain_is_exact_although_neither_total_is_known() -> None:
    row = ROWS["Staffordshire and West Midlands CRC"]
    assert (row.points, row.points_min, row.points_max, row.max) == (None, 8, 15, 30)
    assert (row.change_in_points, row.change_min, row.change_max) == (2, 2, 2)


def test_a_change_that_is_not_settled_is_a_range() -> None:
    row = ROWS["Durham Tees Valley CRC"]
    assert row.change_in_points is None
    assert (row.change_min, row.change_max) == (1, 12)


def test_versions_with_other_standards_are_not_compared() -> None:
    row = ROWS["Gwent PDU"]
    assert row.framework == "pdu-2023"
    assert (row.change_in_points, row.change_min, row.change_max) == (None, None, None)


def test_nothing_in_the_table_is_official() -> None:
    assert not any(row.official for row in ALL.rows)


def test_places_are_given_within_one_version_of_the_standards() -> None:
    for framework in {row.framework for row in ALL.rows}:
        group = [row for row in ALL.rows if row.framework == framework]
        assert min(row.rank_min for row in group) == 1
        assert max(row.rank_max for row in group) <= len(group)
        for row in group:
            better = sum(other.points_min > row.points_max for other in group)
            assert row.rank_min == better + 1


def test_equal_points_share_a_place() -> None:
    tied = [ROWS["Lambeth PDU"], ROWS["Ealing and Hillingdon PDU"]]
    assert tied[0].points == tied[1].points == 3
    assert tied[0].rank_min == tied[1].rank_min
    assert tied[0].rank_max == tied[1].rank_max


def test_the_newest_version_comes_first() -> None:
    order = list(dict.fromkeys(row.framework for row in ALL.rows))
    starts = [load_framework(name).in_force.starts for name in order]
    assert all(newer >= older for newer, older in pairwise(starts))


def test_a_day_shows_the_table_as_it_stood() -> None:
    table = league(RECORD, on=dt.date(2020, 3, 4))
    row = next(r for r in table.rows if r.body == "Staffordshire and West Midlands CRC")
    assert row.inspection == "swm-crc-2018-12"
    assert row.in_operation
    assert not ROWS["Staffordshire and West Midlands CRC"].in_operation


def test_a_result_known_to_the_month_counts_from_its_last_day() -> None:
    early = league(RECORD, on=dt.date(2018, 9, 29))
    assert not early.rows
    assert [row.body for row in league(RECORD, on=dt.date(2018, 9, 30)).rows] == ["Merseyside CRC"]


def test_the_table_can_be_narrowed() -> None:
    assert {r.body_type for r in league(RECORD, on=RECORD.newest, family="youth").rows} == {"Youth"}
    assert {r.framework for r in league(RECORD, on=RECORD.newest, body_type="NPS").rows} == {
        "nps-2018", "nps-2019",
    }  # fmt: skip


def test_what_has_no_place_is_listed_with_the_reason() -> None:
    left = {item.inspection.inspection: item.reason for item in ALL.left_out}
    assert left["hiow-crc-2020-07"] == "no overall rating is known"
    assert "no framework" in left["wakefield-yjs-2025"]
    assert not left.keys() & {row.inspection for row in ALL.rows}


def test_a_row_says_when_its_bounds_need_more_than_what_is_stated_outright() -> None:
    assert ROWS["Thames Valley CRC"].confidence == "inferred"
    assert ROWS["Dorset Devon and Cornwall CRC"].confidence == "inferred"
    doubtful = {row.body for row in ALL.rows if row.confidence != "sourced"}
    assert doubtful == {"Thames Valley CRC", "Dorset Devon and Cornwall CRC"}


def test_every_published_rating_is_computed_or_possible() -> None:
    checked = check(RECORD)
    assert not checked.problems
    assert (checked.computed, checked.possible, checked.left_out) == (13, 110, 9)
    assert "CL CRC, 2019-05-30: 7 of 30 points is Requires improvement, as published" in (
        checked.lines
    )


@pytest.mark.parametrize(
    ("inspection", "rating", "words"),
    [
        ("london-crc-2019-08", "Good", "15 of 30 points is Requires improvement, but Good was"),
        ("hiow-crc-2019-05", "Outstanding", "but Outstanding was published"),
        ("swm-crc-2020-03", "Inadequate", "but Inadequate was published"),
    ],
)
def test_a_published_rating_that_can_not_be_is_found(
    inspection: str, rating: str, words: str
) -> None:
    problems = check(with_rating(inspection, rating)).problems
    assert any(inspection in p.wrong and words in p.wrong for p in problems)


def test_a_table_is_not_made_from_facts_that_contradict_each_other() -> None:
    with pytest.raises(InputProblems, match="can't all be true"):
        league(with_rating("london-crc-2019-08", "Good"), on=RECORD.newest)


def test_facts_that_contradict_each_other_fail_the_check() -> None:
    wrong = with_rating("swm-crc-2018-12", "Outstanding")
    assert any("can't all be true" in p.wrong for p in check(wrong).problems)


def test_the_whole_table_takes_under_two_seconds() -> None:
    started = time.process_time()  # not by the clock: others may be using this machine
    league(RECORD, on=RECORD.newest)
    assert time.process_time() - started < 2


def test_the_notice_says_unofficial_maker_version_date_and_formula() -> None:
    words = " ".join(notice(EDITION))
    assert words.startswith("Unofficial")
    for part in ("Assay 1.2.3", "2026-01-02", "published by 2020-04-01", "Formula", "can't say"):
        assert part in words
    assert "all results in the record" in " ".join(notice(replace(EDITION, on=None)))
    assert formula(load_framework("youth-2021")) == (
        "12 standards; Inadequate 0, Requires improvement 1, Good 2, Outstanding 3; "
        "36 points at most"
    )


def test_the_csv_rebuilds_the_table_and_begins_with_the_notice() -> None:
    table = league(RECORD, on=RECORD.newest, body_type="CRC")
    lines = list(csv.reader(io.StringIO(as_csv(table, EDITION).decode(), newline="")))
    head = next(place for place, line in enumerate(lines) if line[0] == "body")
    assert [line[0] for line in lines[: len(notice(EDITION))]] == list(notice(EDITION))
    assert lines[head - 1][0].startswith("crc-2018: 10 standards")
    rows = [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :]]
    assert [row["body"] for row in rows] == [row.body for row in table.rows]
    swm = next(row for row in rows if row["inspection"] == "swm-crc-2020-03")
    assert (swm["points"], swm["points_min"], swm["change_in_points"]) == ("", "8", "2")
    assert swm["official"] == "False"


def test_a_range_reads_as_words() -> None:
    assert span(8, 15) == "8 to 15"
    assert span(7, 7) == "7"
    assert span(-2, 3, signed=True) == "-2 to +3"
    assert span(None, None) == ""
