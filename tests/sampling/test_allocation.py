"""Sharing out a sample, on examples worked by hand from the rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.sampling.allocation import plan, rounded, split, with_buffer

# Each example: size, buffer per cent, what each part holds, what each part gives.
EXAMPLES = [
    pytest.param(
        *(100, 0, {"A": 300, "B": 200, "C": 500}, {"A": 30, "B": 20, "C": 50}),
        # 100 x 300/1000 = 30; 100 x 200/1000 = 20; 100 x 500/1000 = 50
        id="shares that come out whole",
    ),
    pytest.param(
        *(10, 0, {"A": 25, "B": 25, "C": 50}, {"A": 3, "B": 3, "C": 4}),
        # 10 x 25/100 = 2.5, up to 3, twice; 10 x 50/100 = 5; 3 + 3 + 5 = 11, one too many:
        # taken from the largest, C
        id="halves go up, and the largest gives back",
    ),
    pytest.param(
        *(10, 0, {"A": 33, "B": 33, "C": 33, "D": 1}, {"A": 3, "B": 3, "C": 3, "D": 1}),
        # 10 x 33/100 = 3.3, down to 3, three times; 0.1 down to 0; 9, one short: to the
        # smallest share, D
        id="the smallest share gets what is missing",
    ),
    pytest.param(
        *(7, 0, {"A": 3, "B": 3, "C": 3, "D": 3, "E": 3}),
        {"A": 2, "B": 2, "C": 1, "D": 1, "E": 1},
        # 7 x 3/15 = 1.4, down to 1, five times; two short: A and B, by name
        id="ties go by name",
    ),
    pytest.param(
        *(5, 0, {"A": 1, "B": 2, "C": 2, "D": 2}, {"A": 1, "B": 2, "C": 1, "D": 1}),
        # 5 x 1/7 = 0.71, up to 1; 5 x 2/7 = 1.43, down to 1, three times; one short: all
        # have 1, A is first by name but full, so B
        id="a full part is passed over",
    ),
    pytest.param(
        *(4, 0, dict.fromkeys("ABCDEFGH", 1)),
        {"A": 0, "B": 0, "C": 0, "D": 0, "E": 1, "F": 1, "G": 1, "H": 1},
        # 4 x 1/8 = 0.5, up to 1, eight times; four too many: A to D, by name
        id="taking goes round by name",
    ),
    pytest.param(
        *(10, 25, {"A": 50, "B": 50}, {"A": 7, "B": 6}),
        # 10 x 50/100 = 5, and 5 x 25% = 1.25, down to 1: 6 each, 12. The whole is 10 + 2.5,
        # up to 3: 13. One short: A, by name
        id="each part has its own buffer, and the whole has one too",
    ),
    pytest.param(
        *(10, 50, {"A": 3, "B": 9}, {"A": 3, "B": 9}),
        # 10 x 3/12 = 2.5, up to 3, and 50% more is 5, but A holds 3; 10 x 9/12 = 7.5, up to
        # 8, and 4 more is 12, but B holds 9. The whole would be 15, and 12 is all there is
        id="never more than is held",
    ),
    pytest.param(
        *(6, 50, {"A": 2, "B": 30}, {"A": 0, "B": 9}),
        # 6 x 2/32 = 0.375, down to 0, no buffer on 0; 6 x 30/32 = 5.6, up to 6, and 3 more
        # is 9; the whole is 9
        id="no buffer on nothing",
    ),
    pytest.param(10, 0, {"A": 2, "B": 3}, {"A": 2, "B": 3}, id="everything when too few"),
    pytest.param(3, 0, {"A": 0, "B": 0}, {"A": 0, "B": 0}, id="nothing from nothing"),
]


@pytest.mark.parametrize(("size", "buffer", "held", "given_out"), EXAMPLES)
def test_the_split_is_the_one_worked_by_hand(
    size: int, buffer: int, held: dict[str, int], given_out: dict[str, int]
) -> None:
    shares = split(size, {(name,): count for name, count in held.items()}, buffer)
    assert {name: share for (name,), share in shares.items()} == given_out


def test_the_plan_is_split_the_same_way_at_every_level() -> None:
    # The made-up area: two strata over two clusters, 40 cases.
    held = {
        ("men", "North", "Hill", "Amy"): 9,
        ("men", "North", "Hill", "Bob"): 3,
        ("men", "North", "Vale", "Cat"): 8,
        ("men", "South", "Port", "Dan"): 8,
        ("women", "North", "Hill", "Amy"): 3,
        ("women", "North", "Hill", "Bob"): 1,
        ("women", "North", "Vale", "Cat"): 4,
        ("women", "South", "Port", "Dan"): 4,
    }
    cells = {cell: range(count) for cell, count in held.items()}
    planned = plan(cells, ["women", "men", "nobody"], 10, 20)
    assert planned.wanted == 12  # 10 + 20% of 10
    assert planned.share == {
        # 10 x 28/40 = 7, and 20% of 7 = 1.4, 1 more; 10 x 12/40 = 3, and 0.6, 1 more;
        # 8 + 4 = 12, as wanted
        ("men",): 8,
        ("women",): 4,
        ("nobody",): 0,
        # 8 x 20/28 = 5.71, up to 6; 8 x 8/28 = 2.29, down to 2; 8
        ("men", "North"): 6,
        ("men", "South"): 2,
        # 4 x 8/12 = 2.67, up to 3; 4 x 4/12 = 1.33, down to 1; 4
        ("women", "North"): 3,
        ("women", "South"): 1,
        # 6 x 12/20 = 3.6, up to 4; 6 x 8/20 = 2.4, down to 2; 6
        ("men", "North", "Hill"): 4,
        ("men", "North", "Vale"): 2,
        ("men", "South", "Port"): 2,
        # 3 x 4/8 = 1.5, up to 2, twice; one too many: Hill is first by name
        ("women", "North", "Hill"): 1,
        ("women", "North", "Vale"): 2,
        ("women", "South", "Port"): 1,
        # 4 x 9/12 = 3; 4 x 3/12 = 1
        ("men", "North", "Hill", "Amy"): 3,
        ("men", "North", "Hill", "Bob"): 1,
        ("men", "North", "Vale", "Cat"): 2,
        ("men", "South", "Port", "Dan"): 2,
        # 1 x 3/4 = 0.75, up to 1; 1 x 1/4 = 0.25, down to 0
        ("women", "North", "Hill", "Amy"): 1,
        ("women", "North", "Hill", "Bob"): 0,
        ("women", "North", "Vale", "Cat"): 2,
        ("women", "South", "Port", "Dan"): 1,
    }
    assert planned.population["men", "North", "Hill"] == 12
    assert planned.population["nobody",] == 0


@pytest.mark.parametrize(
    ("top", "bottom", "whole"),
    [(0, 3, 0), (1, 2, 1), (3, 2, 2), (5, 2, 3), (49, 100, 0), (4, 3, 1)],
)
def test_halves_are_rounded_up_exactly(top: int, bottom: int, whole: int) -> None:
    assert rounded(top, bottom) == whole


HOLDINGS = st.dictionaries(
    st.text("ABCDEF", min_size=1, max_size=2), st.integers(0, 40), min_size=1
)


@given(total=st.integers(0, 200), held=HOLDINGS, buffer=st.integers(0, 100))
def test_a_split_adds_up_and_never_passes_what_is_held(
    total: int, held: dict[str, int], buffer: int
) -> None:
    shares = split(total, {(name,): count for name, count in held.items()}, buffer)
    assert sum(shares.values()) == min(with_buffer(total, buffer), sum(held.values()))
    assert all(0 <= share <= held[name] for (name,), share in shares.items())


@given(total=st.integers(0, 200), held=HOLDINGS, shuffle=st.randoms())
def test_the_order_in_which_parts_are_listed_never_matters(
    total: int, held: dict[str, int], shuffle: object
) -> None:
    parts = [((name,), count) for name, count in held.items()]
    before = split(total, dict(parts))
    shuffle.shuffle(parts)  # type: ignore[attr-defined]
    assert split(total, dict(parts)) == before
