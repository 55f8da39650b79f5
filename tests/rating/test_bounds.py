"""Bounds: tight, and the same as counting every way the standards could have been rated."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.rating.bounds import Bounds
from assay.rating.facts import (
    CountRated,
    Fact,
    Improved,
    OverallRated,
    PointsKnown,
    PointsMore,
    StandardsRated,
)
from assay.rating.programme import Contradiction, Programme
from assay.rating.reasoning import reasoning, weakest
from assay.rating.sheet import Inspected, Slot
from assay.standards.framework import RATINGS, Rating, Step
from assay.standards.load import load_framework

Way = Mapping[tuple[str, str], Rating | None]
MADE_UP = "made-up source"
POINTS = dict(zip(RATINGS, range(4), strict=True))
CRC = load_framework("crc-2019")
KNOWN = (
    "2.1, 2.2, 2.3, 2.4 Inadequate: 0 points each; 4.2 Outstanding: 3 points; "
    "5 standards not known, 0 to 3 points each"
)


def bands(size: int) -> tuple[Step, ...]:
    ends = [size // 2, size * 3 // 2, size * 5 // 2, size * 3]
    starts = [0, *(end + 1 for end in ends)]
    return tuple(
        Step(rating=r, least=a, most=b) for r, a, b in zip(RATINGS, starts[:-1], ends, strict=True)
    )


def small(name: str, slots: Sequence[Slot]) -> Inspected:
    size = sum(slot.counts for slot in slots)
    return Inspected(name, f"inspection {name}", tuple(slots), (0, 1, 2, 3), bands(size))


SLOTS = (Slot("1", "leadership"), Slot("2", "staff"), Slot("3", "extra", counts=False))
CAST = {name: small(name, SLOTS) for name in ("old", "new")}


def ways() -> Iterator[Way]:
    """Every way both inspections can have been rated; the extra standard may be unrated."""
    cells = [(name, slot.number) for name in CAST for slot in SLOTS]
    choices = [(*RATINGS, None) if number == "3" else RATINGS for _, number in cells]
    for ratings in product(*choices):
        yield dict(zip(cells, ratings, strict=True))


def total(way: Way, name: str, standards: Sequence[str] = ()) -> int:
    return sum(POINTS[way[name, s] or "Inadequate"] for s in standards or ("1", "2"))


def agrees(way: Way, fact: Fact) -> bool:
    name = fact.inspection
    match fact:
        case StandardsRated():
            return all(way[name, s] in fact.ratings for s in fact.standards)
        case CountRated():
            among = fact.standards or ("1", "2", "3")
            return fact.least <= sum(way[name, s] == fact.rating for s in among) <= fact.most
        case PointsKnown():
            return total(way, name, fact.standards) == fact.points
        case OverallRated():
            step = next(s for s in CAST[name].bands if s.rating == fact.rating)
            return step.least <= total(way, name) <= step.most
        case PointsMore():
            return total(way, name) - total(way, fact.than) == fact.points
        case Improved():
            among = fact.standards or ("1", "2")
            better = sum(total(way, name, [s]) > total(way, fact.since, [s]) for s in among)
            return fact.least <= better <= fact.most
    raise AssertionError(fact)


NAMES = st.sampled_from(["old", "new"])
RATING = st.sampled_from(RATINGS)
COUNTED = st.sampled_from([("1",), ("2",), ("1", "2"), ()])
SPAN = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(sorted)
ONE_FACT = st.one_of(
    st.builds(
        lambda name, standards, ratings: StandardsRated(
            inspection=name, standards=standards, ratings=tuple(sorted(ratings)), source=MADE_UP
        ),
        NAMES, st.sampled_from([("1",), ("2",), ("3",), ("1", "3")]), st.sets(RATING, min_size=1),
    ),
    st.builds(
        lambda name, rating, span, standards: CountRated(
            inspection=name, rating=rating, least=span[0], most=span[1],
            standards=standards, source=MADE_UP,
        ),
        NAMES, RATING, SPAN, COUNTED,
    ),
    st.builds(
        lambda name, points, standards: PointsKnown(
            inspection=name, points=points, standards=standards, source=MADE_UP
        ),
        NAMES, st.integers(0, 6), COUNTED,
    ),
    st.builds(
        lambda name, rating: OverallRated(inspection=name, rating=rating, source=MADE_UP),
        NAMES, RATING,
    ),
    st.builds(
        lambda points: PointsMore(inspection="new", than="old", points=points, source=MADE_UP),
        st.integers(-4, 4),
    ),
    st.builds(
        lambda span, standards: Improved(
            inspection="new", since="old", least=span[0], most=span[1],
            standards=standards, source=MADE_UP,
        ),
        SPAN, COUNTED,
    ),
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(ONE_FACT, max_size=4))
def test_the_programme_finds_what_counting_every_way_finds(facts: list[Fact]) -> None:
    left = [way for way in ways() if all(agrees(way, fact) for fact in facts)]
    programme = Programme(CAST, facts)
    if not left:
        with pytest.raises(Contradiction):
            programme.difference("new", "old")
        return
    for name, inspected in CAST.items():
        totals = {total(way, name) for way in left}
        expected = tuple(
            s.rating for s in inspected.bands if any(s.least <= t <= s.most for t in totals)
        )
        assert programme.bounds(name) == Bounds(min(totals), max(totals), expected)
        for slot in SLOTS:
            seen = {way[name, slot.number] for way in left}
            assert programme.possible(name, slot.number) == tuple(r for r in RATINGS if r in seen)
    changes = {total(way, "new") - total(way, "old") for way in left}
    assert programme.difference("new", "old") == (min(changes), max(changes))


@settings(max_examples=25)
@given(st.lists(ONE_FACT, max_size=4))
def test_the_last_stage_of_the_reasoning_is_the_answer(facts: list[Fact]) -> None:
    stages = reasoning("new", CAST, facts)
    try:
        assert stages[-1].bounds == Programme(CAST, facts).bounds("new")
    except Contradiction:
        assert stages[-1].bounds is None
    spans = [stage.bounds for stage in stages if stage.bounds]
    for before, after in pairwise(spans):
        assert before.least <= after.least <= after.most <= before.most


@settings(max_examples=25)
@given(st.lists(ONE_FACT, max_size=5))
def test_a_contradiction_names_facts_of_which_none_can_be_spared(facts: list[Fact]) -> None:
    try:
        Programme(CAST, facts).difference("new", "old")
    except Contradiction as contradiction:
        named = contradiction.facts
        assert not any(all(agrees(way, fact) for fact in named) for way in ways())
        for spared in range(len(named)):
            rest = [*named[:spared], *named[spared + 1 :]]
            assert any(all(agrees(way, fact) for fact in rest) for way in ways())


def test_a_contradiction_says_in_words_what_does_not_fit() -> None:
    facts = [
        CountRated(inspection="new", rating="Good", least=2, most=2, standards=("1", "2"),
                   source=MADE_UP),
        OverallRated(inspection="new", rating="Inadequate", source=MADE_UP),
    ]  # fmt: skip
    with pytest.raises(Contradiction, match="exactly 2 of 1, 2 were Good; overall Inadequate"):
        Programme(CAST, facts).bounds("new")


def crc(name: str, title: str) -> Inspected:
    return Inspected.under(CRC, CRC.latest, id=name, title=title)


def test_two_more_points_than_last_time_narrow_both_inspections() -> None:
    cast = {"2018": crc("2018", "that of 2018"), "2020": crc("2020", "that of 2020")}
    facts = [
        StandardsRated(inspection="2020", standards=("2.1", "2.2", "2.3", "2.4"),
                       ratings=("Inadequate",), source=MADE_UP),
        StandardsRated(inspection="2020", standards=("4.2",), ratings=("Outstanding",),
                       source=MADE_UP),
        OverallRated(inspection="2020", rating="Requires improvement", source=MADE_UP),
        OverallRated(inspection="2018", rating="Requires improvement", source=MADE_UP),
        PointsMore(inspection="2020", than="2018", points=2, source=MADE_UP),
    ]  # fmt: skip
    stages = reasoning("2020", cast, facts)
    assert [(stage.words, str(stage.bounds)) for stage in stages] == [
        (
            KNOWN,
            "3 to 18",
        ),
        ("overall Requires improvement means 6 to 15 points", "6 to 15"),
        (
            "that of 2020 has 2 points more than that of 2018; that of 2018 has 6 to 15 by itself",
            "8 to 15",
        ),
    ]
    programme = Programme(cast, facts)
    assert str(programme.bounds("2018")) == "6 to 13"
    assert programme.difference("2020", "2018") == (2, 2)
    assert programme.connected("2018") == ("2018", "2020")


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (CountRated(inspection="new", rating="Good", least=1, most=3, source=MADE_UP),
         "at least 1 of the 3 standards was Good"),
        (CountRated(inspection="new", rating="Good", least=0, most=2, source=MADE_UP),
         "at most 2 of the 3 standards were Good"),
        (CountRated(inspection="new", rating="Good", least=1, most=2, source=MADE_UP),
         "1 to 2 of the 3 standards were Good"),
        (PointsKnown(inspection="new", points=1, source=MADE_UP),
         "the total was published as 1 of 6 points"),
        (PointsKnown(inspection="new", points=1, standards=("1", "2"), source=MADE_UP),
         "1, 2 add up to 1 point"),
        (PointsMore(inspection="new", than="old", points=-1, source=MADE_UP),
         "inspection new has 1 point fewer than inspection old"),
        (Improved(inspection="new", since="old", least=1, most=1, standards=("1",),
                  source=MADE_UP),
         "1 was rated higher in inspection new than in inspection old"),
        (StandardsRated(inspection="new", standards=("1",),
                        ratings=("Inadequate", "Requires improvement"), source=MADE_UP),
         "1 Inadequate or Requires improvement: 0 to 1 points"),
    ],
)  # fmt: skip
def test_a_fact_reads_as_a_sentence(fact: Fact, words: str) -> None:
    assert fact.words(CAST) == words


def test_the_weakest_confidence_speaks_for_all() -> None:
    assert weakest(["sourced", "worded", "sourced"]) == "worded"
    assert weakest([]) == "sourced"


@given(st.lists(st.sets(st.integers(0, 3), min_size=1), min_size=1, max_size=10))
def test_arithmetic_and_programme_agree_when_standards_stand_alone(
    possible: list[set[int]],
) -> None:
    slots = [Slot(str(place), f"theme-{place}") for place in range(len(possible))]
    inspected = small("one", slots)
    facts = [
        StandardsRated(inspection="one", standards=(slot.number,),
                       ratings=tuple(RATINGS[p] for p in sorted(points)), source=MADE_UP)
        for slot, points in zip(slots, possible, strict=True)
    ]  # fmt: skip
    bounds = Programme({"one": inspected}, facts).bounds("one")
    assert (bounds.least, bounds.most) == (sum(map(min, possible)), sum(map(max, possible)))
    assert bounds.exact == (bounds.least if bounds.least == bounds.most else None)
