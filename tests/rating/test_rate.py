"""From judgements to ratings, with what is missing left as bounds."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.rating.inputs import Assessments, Judgement, PublishedRating
from assay.rating.overall import rate_overall
from assay.rating.rate import rate
from assay.rating.results import Result
from assay.standards.framework import RATINGS, Framework, Rating
from assay.standards.load import framework_ids, load_framework

YES_OF_TEN = {"Inadequate": 4, "Requires improvement": 5, "Good": 7, "Outstanding": 8}
CRC = load_framework("crc-2019")


def inspection(framework: Framework, ratings: dict[str, Rating]) -> Result:
    """Rate a framework so that each standard gets the rating asked for."""
    rows: list[tuple[str, str, str]] = []
    judgements = {}
    for standard in framework.standards:
        if standard.number not in ratings:
            continue
        rating = ratings[standard.number]
        if standard.decided_by == "judgement":
            judgements[standard.number] = Judgement(standard.number, rating, "Made-up reason")
            continue
        for question in standard.key_questions:
            yes = YES_OF_TEN[rating]
            rows += [(f"made-up-{i}", question.number, "yes") for i in range(yes)]
            rows += [(f"made-up-{i}", question.number, "no") for i in range(yes, 10)]
    cases = (
        Assessments("made-up.csv", *map(list, zip(*rows, strict=True)), extra={}) if rows else None
    )
    return rate(framework, rules=framework.latest, assessments=cases, judgements=judgements)


def with_points(framework: Framework, total: int) -> dict[str, Rating]:
    """Ratings of every standard that add up to a total."""
    ratings: dict[str, Rating] = {}
    left = total
    for standard in framework.standards:
        points = min(3, left) if standard.in_overall else 0
        ratings[standard.number] = RATINGS[points]
        left -= points
    return ratings


EDGES = [
    (framework_id, step.least, step.rating)
    for framework_id in framework_ids()
    for step in load_framework(framework_id).latest.overall_bands.steps
] + [
    (framework_id, step.most, step.rating)
    for framework_id in framework_ids()
    for step in load_framework(framework_id).latest.overall_bands.steps
]


@pytest.mark.parametrize(("framework_id", "total", "rating"), EDGES)
def test_the_overall_band_changes_where_the_framework_says(
    framework_id: str, total: int, rating: str
) -> None:
    framework = load_framework(framework_id)
    overall = inspection(framework, with_points(framework, total)).overall
    assert (overall.points, overall.rating) == (total, rating)


@pytest.mark.parametrize(
    ("total", "rating"),
    [
        (5, "Inadequate"),
        (6, "Requires improvement"),
        (15, "Requires improvement"),
        (16, "Good"),
        (25, "Good"),
        (26, "Outstanding"),
    ],
)
def test_ten_standards_have_the_published_edges(total: int, rating: str) -> None:
    overall = inspection(CRC, with_points(CRC, total)).overall
    assert (overall.points, overall.rating, overall.max) == (total, rating, 30)


def test_a_standard_takes_its_lowest_key_question_and_says_which(
    assessed: Callable[..., Assessments],
) -> None:
    cases = assessed({"2.1.1": (71, 29), "2.1.2": (64, 36), "2.1.3": (41, 59)})
    result = rate(CRC, rules=CRC.latest, assessments=cases)
    standard = next(s for s in result.standards if s.number == "2.1")
    assert (standard.rating, standard.points, standard.deciding) == ("Inadequate", 0, ("2.1.3",))
    assert "lowest key question, 2.1.3 at 41 per cent: Inadequate." in " ".join(standard.trace)


def test_ties_for_the_lowest_key_question_are_all_named(
    assessed: Callable[..., Assessments],
) -> None:
    cases = assessed({"2.1.1": (5, 5), "2.1.2": (50, 50), "2.1.3": (7, 3)})
    result = rate(CRC, rules=CRC.latest, assessments=cases)
    assert result.standards[4].deciding == ("2.1.1", "2.1.2")


def test_a_key_question_without_cases_leaves_the_standard_unrated_below_a_ceiling(
    assessed: Callable[..., Assessments],
) -> None:
    cases = assessed({"2.1.1": (7, 3), "2.1.2": (6, 4)})
    standard = rate(CRC, rules=CRC.latest, assessments=cases).standards[4]
    assert standard.rating is None
    assert standard.possible == ("Inadequate", "Requires improvement")
    assert standard.reason is not None
    assert "no relevant case for 2.1.3" in standard.reason


def test_a_standard_already_at_the_bottom_is_rated_whatever_is_missing(
    assessed: Callable[..., Assessments],
) -> None:
    cases = assessed({"2.1.1": (1, 9)})
    standard = rate(CRC, rules=CRC.latest, assessments=cases).standards[4]
    assert (standard.rating, standard.possible) == ("Inadequate", ("Inadequate",))


def test_nothing_at_all_gives_the_widest_bounds() -> None:
    overall = rate(CRC, rules=CRC.latest).overall
    assert (overall.rating, overall.points) == (None, None)
    assert (overall.points_min, overall.points_max, overall.possible) == (0, 30, RATINGS)


def test_published_ratings_stand_in_where_nothing_else_is_known() -> None:
    known = dict.fromkeys(("2.1", "2.2", "2.3", "2.4"), "Inadequate") | {"4.2": "Outstanding"}
    published = {n: PublishedRating(n, rating, "A source") for n, rating in known.items()}
    overall = rate(CRC, rules=CRC.latest, published=published).overall
    assert (overall.points_min, overall.points_max) == (3, 18)
    assert overall.possible == ("Inadequate", "Requires improvement", "Good")


@given(st.lists(st.sampled_from([*RATINGS, None]), min_size=10, max_size=10), st.data())
def test_bounds_always_hold_whatever_is_filled_in_later(
    ratings: list[Rating | None], data: st.DataObject
) -> None:
    numbers = [standard.number for standard in CRC.standards]
    known = {n: r for n, r in zip(numbers, ratings, strict=True) if r is not None}
    bounds = inspection(CRC, known).overall
    full = {n: known.get(n) or data.draw(st.sampled_from(RATINGS)) for n in numbers}
    overall = inspection(CRC, full).overall
    assert overall.points is not None
    assert bounds.points_min <= overall.points <= bounds.points_max
    assert overall.rating in bounds.possible


rows = st.lists(
    st.tuples(
        st.sampled_from(["2.1.1", "2.1.2", "2.1.3"]),
        st.sampled_from(["yes", "no", "not_applicable"]),
    ),
    min_size=1,
    max_size=40,
)


def read(pairs: list[tuple[str, str]]) -> Assessments:
    cases = [f"made-up-{i}" for i in range(len(pairs))]
    questions, answers = zip(*pairs, strict=True)
    return Assessments("made-up.csv", cases, list(questions), list(answers), {})


@settings(deadline=None, max_examples=50)
@given(rows, st.integers())
def test_the_order_of_rows_never_changes_anything(pairs: list, seed: int) -> None:
    first = read(pairs)
    order = list(range(len(pairs)))
    Random(seed).shuffle(order)  # noqa: S311 - a shuffle, not a secret
    second = Assessments(
        "made-up.csv",
        *(
            [column[i] for i in order]
            for column in (first.case_ids, first.questions, first.answers)
        ),
        extra={},
    )
    assert rate(CRC, rules=CRC.latest, assessments=first) == rate(
        CRC, rules=CRC.latest, assessments=second
    )


@settings(deadline=None, max_examples=50)
@given(rows, st.sampled_from(["2.1.1", "2.1.2", "2.1.3"]))
def test_one_more_sufficient_case_never_lowers_a_rating_or_its_bounds(
    pairs: list, question: str
) -> None:
    def standard(given_pairs: list) -> tuple[int, ...]:
        result = rate(CRC, rules=CRC.latest, assessments=read(given_pairs)).standards[4]
        return tuple(RATINGS.index(rating) for rating in result.possible)

    if question not in dict(pairs):
        return  # a first answer narrows what was open; it does not raise a rating
    before, after = standard(pairs), standard([*pairs, (question, "yes")])
    if before == (0,) or not any(a != "not_applicable" for q, a in pairs if q == question):
        return
    assert max(after) >= max(before)


def test_a_blank_answer_is_reported_not_counted(assessed: Callable[..., Assessments]) -> None:
    cases = assessed({"2.1.1": (7, 3), "2.1.2": (7, 3), "2.1.3": (6, 2)})
    result = rate(CRC, rules=CRC.latest, assessments=cases)
    assert result.notes == (
        "2 cases read on 2.1 gave no answer to 2.1.3 and so count neither way there.",
    )


def test_the_cap_changes_nothing_unless_it_is_asked_for() -> None:
    ratings = dict.fromkeys([s.number for s in CRC.standards], "Outstanding")
    ratings |= {"2.1": "Inadequate", "2.2": "Inadequate"}
    plain = inspection(CRC, ratings)
    assert plain.overall.rating == "Good"
    capped = rate_overall(plain.standards, CRC.latest, apply_cap=True)
    assert capped.rating == "Requires improvement"
    assert "2 found" in capped.trace[-1]


def test_the_cap_counts_ratings_that_are_still_open() -> None:
    ratings = dict.fromkeys([s.number for s in CRC.standards], "Outstanding")
    ratings["4.1"] = "Inadequate"
    del ratings["4.2"]
    part = inspection(CRC, ratings)
    assert part.overall.possible == ("Good", "Outstanding")
    capped = rate_overall(part.standards, CRC.latest, apply_cap=True)
    assert capped.possible == ("Requires improvement", "Good", "Outstanding")
    assert "1 to 2 possible, so it may apply" in " ".join(capped.trace)
    assert capped.trace[-1] == (
        "Overall ratings still possible: Requires improvement, Good, Outstanding."
    )


def test_a_standard_outside_the_overall_rating_is_rated_apart() -> None:
    youth = load_framework("youth-2021")
    apart = [standard.number for standard in youth.standards if not standard.in_overall]
    ratings = dict.fromkeys([s.number for s in youth.standards], "Good")
    assert len(apart) == 1
    ratings[apart[0]] = "Inadequate"
    result = inspection(youth, ratings)
    assert (result.overall.points, result.overall.max) == (24, 36)
    assert result.overall.rating == "Good"


def test_the_overall_trace_shows_the_sum(crc: Framework) -> None:
    overall = inspection(crc, with_points(crc, 7)).overall
    assert overall.trace[0].startswith("Points: 3 (1.1) + 3 (1.2) + 1 (1.3) + 0 (1.4)")
    assert overall.trace[0].endswith("= 7 of 30.")
    assert overall.trace[1] == ("7 points is in the overall band Requires improvement (6 to 15).")
