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


def in_hill(**officers: tuple[tuple[int, int], tuple[int, int]]) -> tuple[dict, dict]:
    """Shares and holdings in one unit: officer to (planned, held) of women and of men."""
    shares, held = {}, {}
    for officer, pairs in officers.items():
        for stratum, (planned, holds) in zip(STRATA, pairs, strict=True):
            shares[stratum, "North", "Hill", officer] = planned
            held[stratum, "North", "Hill", officer] = holds
    return shares, held


def test_an_officer_is_counted_over_the_whole_sample() -> None:
    # Busy has 4 + 4 = 8, two too many. Among the men of Hill Amy can take them over; in Port
    # nobody could. So both come from the men.
    shares = {
        ("men", "North", "Hill", "Busy"): 4,
        ("men", "North", "Hill", "Amy"): 0,
        ("women", "South", "Port", "Busy"): 4,
    }
    after, unplaced = cap_officers(shares, dict.fromkeys(shares, 10), STRATA, CAP)
    assert after == {
        ("men", "North", "Hill", "Busy"): 2,
        ("men", "North", "Hill", "Amy"): 2,
        ("women", "South", "Port", "Busy"): 4,
    }
    assert unplaced == ()


def test_a_case_is_taken_where_a_colleague_can_replace_it_like_for_like() -> None:
    # Bob has 3 women and 4 men: one too many. Only women can be replaced, by Ann's third.
    after, unplaced = cap_officers(
        *in_hill(Ann=((2, 3), (0, 0)), Bob=((3, 3), (4, 4))), STRATA, CAP
    )
    assert [after[s, "North", "Hill", o] for o in ("Ann", "Bob") for s in STRATA] == [3, 0, 2, 4]
    assert unplaced == ()


def test_a_case_of_another_stratum_is_better_than_none() -> None:
    # Bob has 7 men, and nobody else has a man to give: a woman of Ann's takes the place.
    after, unplaced = cap_officers(
        *in_hill(Ann=((2, 3), (0, 0)), Bob=((0, 0), (7, 9))), STRATA, CAP
    )
    assert [after[s, "North", "Hill", o] for o in ("Ann", "Bob") for s in STRATA] == [3, 0, 0, 6]
    assert unplaced == ()


def test_the_fewest_cases_are_those_of_the_whole_sample() -> None:
    # Busy gives up one man. Amy has no man but five women; Bob has two men in all: Bob first.
    after, _ = cap_officers(
        *in_hill(Amy=((5, 9), (0, 9)), Bob=((0, 0), (2, 9)), Busy=((0, 0), (7, 9))), STRATA, CAP
    )
    assert after["men", "North", "Hill", "Bob"] == 3


def test_somebody_already_at_the_cap_elsewhere_takes_over_nothing() -> None:
    # Amy has 3 + 3 = 6 in Hill and Vale, so Busy's two in Hill can go to nobody.
    shares = {
        ("men", "North", "Hill", "Busy"): 8,
        ("men", "North", "Hill", "Amy"): 3,
        ("men", "North", "Vale", "Amy"): 3,
        ("men", "North", "Vale", "Bob"): 0,
    }
    after, unplaced = cap_officers(shares, dict.fromkeys(shares, 10), STRATA, CAP)
    assert list(after.values()) == [6, 3, 3, 0]
    assert unplaced == (Unplaced(UNIT, 2),)


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


@given(plans=st.dictionaries(CELLS, st.tuples(st.integers(0, 15), st.integers(0, 15))))
def test_a_shortfall_means_that_nobody_in_the_unit_could_take_another_case(
    plans: dict[tuple[str, str, str, str], tuple[int, int]],
) -> None:
    held = {cell: max(numbers) for cell, numbers in plans.items()}
    shares = {cell: min(numbers) for cell, numbers in plans.items()}
    after, unplaced = cap_officers(shares, held, STRATA, CAP)
    total = {name: sum(n for c, n in after.items() if c[3] == name) for *_, name in after}
    for left in unplaced:
        for cell in (cell for cell in after if cell[1:3] == left.unit[1:]):
            full = cell[3] != NOT_RECORDED and total[cell[3]] >= CAP
            assert full or after[cell] == held[cell]
