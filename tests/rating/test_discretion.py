"""A panel may change a counted rating only where a published trigger fired."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.files.tables import Table
from assay.problems import InputProblems
from assay.rating.discretion import Discretion, allowed_ratings, read_discretion
from assay.rating.document import as_document
from assay.rating.flags import band, bands_in_reach, panel_flags
from assay.rating.inputs import Assessments
from assay.rating.rate import rate
from assay.rating.results import StandardResult
from assay.rating.tally import Tally
from assay.standards.framework import RATINGS, Framework, Rating, Rules
from assay.standards.load import load_framework

HEADER = ("standard", "rating", "reason", "agreed_by", "dissent")
LATEST = load_framework("crc-2019").latest
NEAR_GOOD = {"2.1.1": (70, 30), "2.1.2": (70, 30), "2.1.3": (63, 37)}
FAR_FROM_ALL = {"2.1.1": (70, 30), "2.1.2": (70, 30), "2.1.3": (57, 43)}


def decision(rating: Rating, standard: str = "2.1", dissent: str = "") -> dict[str, Discretion]:
    return {
        standard: Discretion(
            standard, rating, "Made-up reason.", "Made-up panel", dissent, "made-up.csv", 2
        )
    }


def rated(crc: Framework, rules: Rules, cases: Assessments, **given: object) -> StandardResult:
    result = rate(crc, rules=rules, assessments=cases, **given)  # type: ignore[arg-type]
    return next(each for each in result.standards if each.number == "2.1")


def test_a_panel_may_cross_a_boundary_that_is_near_and_the_trace_says_who_agreed(
    crc: Framework, rules: Rules, assessed: Callable[..., Assessments]
) -> None:
    cases = assessed(NEAR_GOOD)
    before = rated(crc, rules, cases)
    assert (before.rating, before.points, before.changed) == ("Requires improvement", 1, None)
    after = rated(crc, rules, cases, discretion=decision("Good", dissent="One inspector."))
    assert (after.rating, after.points, after.possible) == ("Good", 2, ("Good",))
    assert after.changed
    assert after.changed.counted == "Requires improvement"
    assert after.trace[-5:] == (
        "The panel may use discretion: 63 per cent is within 5 points of 65, where Good starts.",
        "The panel gave Good instead of Requires improvement: Made-up reason.",
        "Agreed by Made-up panel.",
        "Not everybody agreed: One inspector.",
        "Good earns 2 points.",
    )


def test_the_total_follows_and_the_document_says_what_was_changed(
    crc: Framework, rules: Rules, assessed: Callable[..., Assessments]
) -> None:
    cases = assessed(NEAR_GOOD)
    before = rate(crc, rules=rules, assessments=cases)
    after = rate(crc, rules=rules, assessments=cases, discretion=decision("Good"))
    assert after.overall.points_min == before.overall.points_min + 1
    was, now = (
        next(each for each in as_document(result)["standards"] if each["number"] == "2.1")
        for result in (before, after)
    )
    assert "discretion" not in was
    assert now["discretion"]["agreed_by"] == "Made-up panel"


@pytest.mark.parametrize(
    ("counts", "rating", "why"),
    [
        (FAR_FROM_ALL, "Good", "no published trigger fired for 2.1"),
        (NEAR_GOOD, "Inadequate", "do not reach Inadequate"),
        (NEAR_GOOD, "Outstanding", "do not reach Outstanding"),
        (NEAR_GOOD, "Requires improvement", "is Requires improvement already"),
        ({"2.2.1": (5, 5)}, "Good", "not rated from cases here"),
    ],
)
def test_anything_else_is_refused_with_its_row(
    crc: Framework,
    rules: Rules,
    assessed: Callable[..., Assessments],
    counts: dict[str, tuple[int, int]],
    rating: Rating,
    why: str,
) -> None:
    with pytest.raises(InputProblems) as refused:
        rate(crc, rules=rules, assessments=assessed(counts), discretion=decision(rating))
    (problem,) = refused.value.problems
    assert (problem.file, problem.row) == ("made-up.csv", 2)
    assert why in problem.wrong


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_band_is_in_reach_only_where_a_trigger_fired_and_never_far_off(
    enough: int, not_enough: int
) -> None:
    counts = Tally(enough, not_enough)
    if not counts.relevant:
        return
    reached, now = bands_in_reach(counts, LATEST), band(counts, LATEST)
    assert now not in reached
    assert bool(reached) == bool(panel_flags(counts, LATEST))
    most = LATEST.panel_triggers.bands_moved
    assert all(abs(RATINGS.index(each) - RATINGS.index(now)) <= most for each in reached)


def test_few_cases_let_the_panel_go_one_band_either_way(
    crc: Framework, rules: Rules, assessed: Callable[..., Assessments]
) -> None:
    cases = assessed({"2.1.1": (5, 0), "2.1.2": (5, 0), "2.1.3": (3, 2)})
    standard = rated(crc, rules, cases)
    assert standard.rating == "Requires improvement"
    assert allowed_ratings(standard, rules) == ("Inadequate", "Good")


def test_every_fault_of_a_file_of_decisions_is_listed(
    crc: Framework, table: Callable[..., Table]
) -> None:
    rows = [
        HEADER,
        ("2.1", "Good", "Made-up reason", "Made-up panel", ""),
        ("2.1", "Good", "Made-up reason", "Made-up panel", ""),
        ("1.1", "Splendid", "", "", ""),
    ]
    with pytest.raises(InputProblems) as refused:
        read_discretion(table(rows), crc)
    assert [(each.row, each.column) for each in refused.value.problems] == [
        (3, "standard"),
        (4, "standard"),
        (4, "rating"),
        (4, "reason"),
        (4, "agreed_by"),
    ]
    with pytest.raises(InputProblems) as without:
        read_discretion(table([("standard", "rating"), ("2.1", "Good")]), crc)
    assert len(without.value.problems) == 2
