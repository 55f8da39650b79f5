"""The officer cap, on examples worked by hand. The cap is 6 unless the example says so."""

from hypothesis import given
from hypothesis import strategies as st

from assay.sampling.officers import Unplaced, cap_officers
from assay.sampling.strata import NOT_RECORDED

UNIT = ("men", "North", "Hill")
STRATA = ("women", "men")
CAP = 6


def capped(
    planned: dict[str, int], held: dict[str, int]
) -> tuple[dict[str, int], tuple[Unplaced, ...]]:
    """Apply the cap in a single unit."""
    shares = {(*UNIT, name): count for name, count in planned.items()}
    holds = {(*UNIT, name): count for name, count in held.items()}
    after, unplaced = cap_officers(shares, holds, STRATA, CAP)
    return {cell[3]: count for cell, count in after.items()}, unplaced


def test_six_cases_for_one_officer_are_left_alone() -> None:
    assert capped({"Amy": 6}, {"Amy": 30}) == ({"Amy": 6}, ())


def test_the_excess_goes_round_from_the_fewest_cases_up() -> None:
    # Busy gives up 9 - 6 = 3. Order: Cat (0), Amy (1), Bob (1). One each: Cat now holds no
    # more, Amy 2, Bob 2.
    planned = {"Busy": 9, "Amy": 1, "Bob": 1, "Cat": 0}
    held = {"Busy": 40, "Amy": 9, "Bob": 9, "Cat": 1}
    assert capped(planned, held) == ({"Busy": 6, "Amy": 2, "Bob": 2, "Cat": 1}, ())


def test_the_order_is_fixed_before_the_first_case_is_moved() -> None:
    # Busy gives up 4. Order: Amy (0), Bob (2). Amy, Bob, Amy, Bob: not Amy twice first,
    # though after her first case she would still have the fewest.
    after, unplaced = capped({"Busy": 10, "Amy": 0, "Bob": 2}, {"Busy": 40, "Amy": 9, "Bob": 9})
    assert (after, unplaced) == ({"Busy": 6, "Amy": 2, "Bob": 4}, ())


def test_what_nobody_in_the_unit_can_take_is_a_shortfall() -> None:
    # Busy gives up 3; Amy has 1 and holds 2, so takes 1; 2 are left.
    after, unplaced = capped({"Busy": 9, "Amy": 1}, {"Busy": 40, "Amy": 2})
    assert after == {"Busy": 6, "Amy": 2}
    assert unplaced == (Unplaced(UNIT, 2),)


def test_nobody_who_takes_over_cases_passes_the_cap() -> None:
    # Busy gives up 3; Amy has 5 and may take 1; 2 are left.
    after, unplaced = capped({"Busy": 9, "Amy": 5}, {"Busy": 40, "Amy": 40})
    assert after == {"Busy": 6, "Amy": 6}
    assert unplaced == (Unplaced(UNIT, 2),)


def test_cases_without_an_officer_are_not_capped() -> None:
    assert capped({NOT_RECORDED: 9}, {NOT_RECORDED: 20}) == ({NOT_RECORDED: 9}, ())


def test_an_officer_is_counted_over_the_whole_sample_strata_first() -> None:
    # Women come first in the specification: Busy has 4 there, so 2 are left to her among
    # the men, and 2 of 4 go to Amy.
    shares = {
        ("men", "North", "Hill", "Busy"): 4,
        ("men", "North", "Hill", "Amy"): 0,
        ("women", "South", "Port", "Busy"): 4,
    }
    held = dict.fromkeys(shares, 10)
    after, unplaced = cap_officers(shares, held, STRATA, CAP)
    assert after == {
        ("men", "North", "Hill", "Busy"): 2,
        ("men", "North", "Hill", "Amy"): 2,
        ("women", "South", "Port", "Busy"): 4,
    }
    assert unplaced == ()


def test_cases_taken_over_count_against_the_cap_later_on() -> None:
    # In Hill Busy gives up 2, and Amy goes from 3 to 5. In Vale Amy then has room for 1 of
    # her 3; Bob takes the other 2.
    shares = {
        ("men", "North", "Hill", "Busy"): 8,
        ("men", "North", "Hill", "Amy"): 3,
        ("men", "North", "Vale", "Amy"): 3,
        ("men", "North", "Vale", "Bob"): 0,
    }
    after, unplaced = cap_officers(shares, dict.fromkeys(shares, 10), STRATA, CAP)
    assert list(after.values()) == [6, 5, 1, 2]
    assert unplaced == ()


CELLS = st.tuples(
    st.sampled_from(STRATA),
    st.sampled_from(["North", "South"]),
    st.just("Hill"),
    st.sampled_from(["Amy", "Bob", "Cat", NOT_RECORDED]),
)


@given(plans=st.dictionaries(CELLS, st.tuples(st.integers(0, 15), st.integers(0, 15))))
def test_no_one_passes_the_cap_and_nothing_is_lost(
    plans: dict[tuple[str, str, str, str], tuple[int, int]],
) -> None:
    held = {cell: max(numbers) for cell, numbers in plans.items()}
    shares = {cell: min(numbers) for cell, numbers in plans.items()}
    after, unplaced = cap_officers(shares, held, STRATA, CAP)
    for officer in ("Amy", "Bob", "Cat"):
        assert sum(count for cell, count in after.items() if cell[3] == officer) <= CAP
    assert all(0 <= after[cell] <= held[cell] for cell in shares)
    left = sum(unit.count for unit in unplaced)
    assert sum(after.values()) + left == sum(shares.values())
