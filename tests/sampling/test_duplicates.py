"""Finding the same person on several rows. Every person here is made up."""

import datetime as dt
from collections.abc import Callable
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assay.sampling.duplicates import Duplicate, drop_duplicates, same_person

BORN = dt.date(1990, 2, 1)
LATER, EARLIER = dt.date(2019, 6, 1), dt.date(2019, 5, 1)
NAMED: dict[str, Any] = {"family_name": "Madeup", "first_name": "Ann", "date_of_birth": BORN}


def found(people: Callable, *records: dict[str, Any]) -> tuple[list[int], tuple[Duplicate, ...]]:
    """Drop duplicates; give the rows kept and the duplicates."""
    cases = people(records)
    kept, duplicates = drop_duplicates(cases, range(len(records)))
    return [cases.rows[index] for index in kept], duplicates


def test_a_shared_crn_whatever_its_case_and_spaces_is_one_person(people: Callable) -> None:
    kept, duplicates = found(people, {"crn": "M1"}, {"crn": "m 1"}, {"crn": "M2"})
    assert kept == [2, 4]
    assert duplicates == (Duplicate(2, (3,), ("same CRN",)),)


def test_a_shared_name_and_date_of_birth_is_one_person(people: Callable) -> None:
    kept, duplicates = found(people, NAMED | {"crn": "M1"}, NAMED | {"first_name": " ANN "})
    assert duplicates[0].because == ("same name and date of birth",)
    assert len(kept) == 1


def test_blank_identifiers_match_nothing(people: Callable) -> None:
    kept, duplicates = found(
        people,
        {"crn": "M1", "pnc": "", "family_name": "Madeup"},
        {"crn": "M2", "pnc": "", "family_name": "Madeup"},
        {"crn": "", "pnc": "P1", "first_name": "Ann", "date_of_birth": BORN},
        {"crn": "", "pnc": "P2", "first_name": "Ann", "date_of_birth": BORN},
        NAMED | {"crn": "M5", "date_of_birth": None},
        NAMED | {"crn": "M6", "date_of_birth": None},
    )
    assert kept == [2, 3, 4, 5, 6, 7]
    assert duplicates == ()


def test_the_relation_carries(people: Callable) -> None:
    # Rows 2 and 3 share a CRN, 3 and 4 a PNC number, 4 and 5 a name and date of birth.
    chain = [
        {"crn": "M1"},
        {"crn": "M1", "pnc": "P1"},
        NAMED | {"crn": "M2", "pnc": "P1"},
        NAMED | {"crn": "M3", "start_date": EARLIER},
    ]
    because = ("same CRN", "same PNC number", "same name and date of birth")
    assert found(people, *chain) == ([5], (Duplicate(5, (2, 3, 4), because),))


def test_the_earliest_start_is_kept_wherever_it_stands(people: Callable) -> None:
    late, early = {"crn": "M1", "start_date": LATER}, {"crn": "M1", "start_date": EARLIER}
    assert found(people, late, early)[0] == [3]
    assert found(people, early, late)[0] == [2]


def test_rows_that_start_on_one_day_are_settled_by_identifier(people: Callable) -> None:
    one, other = {"crn": "M2", "pnc": "P1"}, {"crn": "M1", "pnc": "P1"}
    assert found(people, one, other)[0] == [3]
    assert found(people, other, one)[0] == [2]


def test_then_by_what_they_hold_so_that_row_order_never_matters(people: Callable) -> None:
    south, north = {"crn": "M1", "cluster": "South"}, {"crn": "M1", "cluster": "North"}
    assert found(people, south, north)[0] == [3]
    assert found(people, north, south)[0] == [2]


KEYS = st.lists(st.tuples(*[st.sampled_from(["", "a", "b", "c", "d", "e"])] * 3), max_size=14)


def pairwise(records: list[tuple[str, str, str]]) -> set[frozenset[int]]:
    """The plain way: join every pair that shares a key, again and again until nothing moves."""
    groups = [{number} for number in range(len(records))]
    pairs = [
        (one, other)
        for one, other in combinations(range(len(records)), 2)
        if any(a and a == b for a, b in zip(records[one], records[other], strict=True))
    ]
    for _ in records:
        for one, other in pairs:
            joined = groups[one] | groups[other]
            groups[one] = groups[other] = joined
    return {frozenset(group) for group in groups if len(group) > 1}


@given(KEYS)
def test_the_groups_are_those_of_plain_pairwise_comparison(
    records: list[tuple[str, str, str]],
) -> None:
    kinds = ("crn", "pnc", "name")
    keys = {kind: [record[i] for record in records] for i, kind in enumerate(kinds)}
    groups = same_person(keys, len(records))
    assert {frozenset(members) for members, _ in groups} == pairwise(records)
    assert all(members == sorted(members) for members, _ in groups)
