"""Drawing a sample from start to finish. Every person here is made up."""

import datetime as dt
import hashlib
import json
import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.caseload.case_list import CaseList
from assay.sampling.certificate import certify
from assay.sampling.fit import percent
from assay.sampling.sample import Request, Sample, draw_sample
from assay.sampling.size import size_for
from assay.sampling.specification import load_specification
from assay.sampling.strata import NOT_RECORDED, one_spelling

AS_OF = dt.date(2020, 3, 31)
OURS = load_specification("assay-2026")
HMIP = load_specification("hmip-2020")
UNRECORDED = "not recorded as male or female"


def drawn(cases: CaseList, specification: Any = OURS, **asked: Any) -> Sample:
    return draw_sample(cases, specification, Request(as_of=AS_OF, **{"seed": 1, **asked}))


RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "crn": st.integers(1, 60).map(lambda n: f"M{n}"),
            "pnc": st.sampled_from(["", "", "", "P1", "P2"]),
            "family_name": st.sampled_from(["Madeup", "Madeup", "Madeup", "*"]),
            "gender": st.sampled_from(["male", "female", UNRECORDED]),
            "sentence_type": st.sampled_from(["community order", "licence"]),
            "rosh_level": st.sampled_from(["low", "high"]),
            "start_date": st.sampled_from([AS_OF, dt.date(2019, 1, 1), dt.date(2021, 1, 1)]),
            "cluster": st.sampled_from(["North", "South"]),
            "ldu": st.sampled_from(["Hill", "Vale"]),
            "responsible_officer": st.sampled_from(["Amy", "Bob", "Cat", ""]),
        }
    ),
    max_size=80,
)


@given(RECORDS, st.integers(1, 60), st.integers(0, 100), st.sampled_from([OURS, HMIP]))
def test_the_sample_is_whole_or_its_shortfall_is_explained(
    people: Callable, records: list[dict[str, Any]], size: int, buffer: int, rules: Any
) -> None:
    cases = people(records)
    sample = drawn(cases, rules, size=size, buffer_percent=buffer)
    document = certify(sample)
    assert len(sample.cases) + sample.shortfall == document["wanted"]
    assert sum(part["count"] for part in document["shortfall_by"]) == sample.shortfall
    assert sum(not case.reserve for case in sample.cases) == min(size, len(sample.cases))
    assert len({case.index for case in sample.cases}) == len(sample.cases)
    assert all(case.index in sample.cells[case.cell] for case in sample.cases)
    officers = Counter(case.cell[3] for case in sample.cases if case.cell[3] != NOT_RECORDED)
    assert max(officers.values(), default=0) <= 6


@given(RECORDS, st.integers(1, 60), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_changes_who_is_drawn(
    people: Callable, records: list[dict[str, Any]], size: int, chance: random.Random
) -> None:
    def who(some: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
        sample = drawn(people(some), size=size, buffer_percent=20)
        return [
            (*some[case.index].values(), case.cell, case.reserve, case.order)
            for case in sample.cases
        ]

    before = who(records)
    chance.shuffle(records)
    assert who(records) == before


@given(RECORDS)
def test_every_row_is_accounted_for_once(people: Callable, records: list[dict[str, Any]]) -> None:
    document = certify(drawn(people(records), HMIP, size=5))
    rows = [row for group in document["excluded"] for row in group["rows"]]
    rows += [row for person in document["duplicates"] for row in person["dropped_rows"]]
    assert len(rows) == len(set(rows))
    assert len(rows) + document["eligible"] == document["population"]


def test_what_is_set_aside_counts_under_its_first_reason(people: Callable) -> None:
    later = {"start_date": dt.date(2020, 4, 1)}
    records = [
        {},
        {"crn": "M2", "family_name": "Mad*"} | later,
        {"gender": UNRECORDED} | later,
        {"gender": UNRECORDED},
        {"crn": "M5", "first_name": "*"},
        {"start_date": AS_OF},
    ]
    cases = people(records)
    theirs = certify(drawn(cases, HMIP, size=1))
    assert [(part["reason"], part["rows"]) for part in theirs["excluded"]] == [
        ("restricted record", [3, 6]),
        ("starts after the as-of date", [4]),
        ("sex not recorded as male or female", [5]),
    ]
    ours = certify(drawn(cases, OURS, size=3))
    assert [part["count"] for part in ours["excluded"]] == [2, 1]
    assert ours["strata"][-1] == {
        "name": "sex not recorded as male or female",
        "population": 1,
        "drawn": 1,
        "reserve": 0,
    }


def test_a_restricted_row_is_set_aside_before_duplicates_are_sought(people: Callable) -> None:
    cases = people([{"crn": "M1", "first_name": "*"}, {"crn": "M1"}])
    document = certify(drawn(cases, size=1))
    assert (document["eligible"], document["duplicates"]) == (1, [])


def test_the_lowest_hashes_of_seed_and_identifier_are_drawn(people: Callable) -> None:
    crns = [f"M{number}" for number in range(40)]
    lots = {crn: hashlib.sha256(f"7:{crn.lower()}".encode()).hexdigest() for crn in crns}
    cases = people([{"crn": crn} for crn in crns])
    sample = drawn(cases, size=5, seed=7)
    assert {cases.crn[case.index] for case in sample.cases} == set(sorted(crns, key=lots.get)[:5])  # type: ignore[arg-type]


def test_another_seed_draws_other_people(people: Callable) -> None:
    cases = people([{}] * 200)
    assert certify(drawn(cases, size=6, seed=1)) == certify(drawn(cases, size=6, seed=1))
    assert certify(drawn(cases, size=6, seed=1)) != certify(drawn(cases, size=6, seed=2))


def test_without_a_seed_one_comes_from_the_list_and_the_note_says_so(people: Callable) -> None:
    document = certify(drawn(people([{}], sha256="0000000a" + "f" * 56), size=1, seed=None))
    assert document["seed"] == 10
    assert document["seed_origin"] == "derived from the input's hash"
    assert any("No seed was given" in note for note in document["notes"])


def test_someone_without_crn_or_pnc_is_drawn_by_name_and_birth(people: Callable) -> None:
    named = {"family_name": "Madeup", "date_of_birth": dt.date(1990, 1, 1)}
    cases = people([named | {"first_name": "Ann"}, named | {"first_name": "Ben"}, {"pnc": "P1"}])
    assert len(drawn(cases, size=3).cases) == 3


def test_main_cases_and_reserves_are_numbered_within_each_stratum(people: Callable) -> None:
    # 60 women and 40 men; 10 wanted and half as many again: 6 + 3 women and 4 + 2 men.
    officers = [{"responsible_officer": f"Officer {n // 5}"} for n in range(100)]
    sexes = ["female"] * 60 + ["male"] * 40
    records = [officer | {"gender": sex} for officer, sex in zip(officers, sexes, strict=True)]
    document = certify(drawn(people(records), size=10, buffer_percent=50))
    listed = [(case["stratum"], case["reserve"], case["order"]) for case in document["cases"]]
    men = "men, community, above low risk"
    assert listed == [
        *(("women", False, n) for n in range(1, 7)),
        *((men, False, n) for n in range(1, 5)),
        *(("women", True, n) for n in range(1, 4)),
        *((men, True, n) for n in range(1, 3)),
    ]
    assert [(s["drawn"], s["reserve"]) for s in document["strata"][:3]] == [(9, 3), (0, 0), (6, 2)]


def test_the_cap_is_kept_and_its_shortfall_is_placed(people: Callable) -> None:
    # Amy holds 10 and Bob 1, all in one unit: of 9 wanted Amy gives 6, Bob 1, and 2 are left.
    records = [{"responsible_officer": "Amy"}] * 10 + [{"responsible_officer": "Bob"}]
    document = certify(drawn(people(records), size=9))
    assert document["shortfall"] == 2
    (part,) = document["shortfall_by"]
    assert part["count"] == 2
    assert (part["stratum"], part["cluster"], part["ldu"]) == (
        *("men, community, above low risk", "North", "Hill"),
    )
    assert document["allocation"]["officer"] == [
        {**where, "officer": name, "population": held, "share": share, "after_cap": n, "drawn": n}
        for where in [{key: part[key] for key in ("stratum", "cluster", "ldu")}]
        for name, held, share, n in [("Amy", 10, 8, 6), ("Bob", 1, 1, 1)]
    ]
    assert document["fit"]["officer"] == {
        "officers_in_list": 2,
        "officers_in_sample": 2,
        "most_cases_for_one": 6,
        "most_with_reserves": 6,
    }


def test_one_officer_under_two_spellings_is_one_officer(people: Callable) -> None:
    records = [{"responsible_officer": name} for name in ("Amy Madeup", "AMY  madeup") * 5]
    document = certify(drawn(people(records), size=10))
    assert len(document["cases"]) == 6
    assert {case["responsible_officer"] for case in document["cases"]} == {"AMY madeup"}


def test_cases_without_an_officer_are_not_capped_and_a_note_says_so(people: Callable) -> None:
    document = certify(drawn(people([{"responsible_officer": ""}] * 9), size=9))
    assert len(document["cases"]) == 9
    assert document["cases"][0]["responsible_officer"] == "(not recorded)"
    (note,) = document["notes"]
    assert note.startswith("Cases drawn with no responsible officer recorded: 9;")


def test_when_too_few_are_eligible_everyone_is_drawn(people: Callable) -> None:
    officers = [{"responsible_officer": f"Officer {number}"} for number in range(3)]
    document = certify(drawn(people(officers), size=10))
    assert len(document["cases"]) == 3
    assert document["shortfall_by"] == [
        {
            "reason": "fewer eligible cases than wanted",
            "stratum": None,
            "cluster": None,
            "ldu": None,
            "count": 7,
        }
    ]


def test_a_list_with_nobody_eligible_gives_an_empty_sample(people: Callable) -> None:
    cases = people([{"crn": "M1", "family_name": "*"}])
    document = certify(drawn(cases, size=None))
    assert (document["eligible"], document["size"], document["cases"]) == (0, 0, [])
    assert certify(drawn(cases, size=3))["shortfall"] == 3


def test_the_fit_sets_sample_beside_list(people: Callable) -> None:
    # 30 of 40 in the North: 75%. Of 8 drawn, 6 in the North: 75%.
    records = [
        {"cluster": "North" if n < 30 else "South", "responsible_officer": f"Officer {n}"}
        for n in range(40)
    ]
    fit = certify(drawn(people(records), size=8))["fit"]
    north = {"name": "North", "list": 30, "list_percent": 75.0, "sample": 6, "sample_percent": 75.0}
    assert fit["cluster"][0] == north
    assert [part["name"] for part in fit["risk"]] == ["medium"]
    assert fit["sex"][0]["list"] == 40


def test_percentages_have_one_decimal_with_halves_up() -> None:
    assert percent(1, 3) == 33.3
    assert percent(1, 2000) == 0.1
    assert percent(0, 0) is None


@pytest.mark.parametrize(
    ("eligible", "confidence", "margin", "cases"),
    [
        # z = 1.2816; 1.2816 x 1.2816 x 0.25 / 0.05 / 0.05 = 164.25
        pytest.param(1_000, "80", "5", 142, id="164.25 / (1 + 163.25 / 1000) = 141.2"),
        pytest.param(10**9, "80", "5", 165, id="a list without end, 164.25"),
        # z = 1.9600; 1.96 x 1.96 x 0.25 / 0.05 / 0.05 = 384.16
        pytest.param(10**9, "95", "5", 385, id="the textbook figure, 384.16"),
        pytest.param(200, "95", "5", 132, id="384.16 / (1 + 383.16 / 200) = 131.7"),
        pytest.param(1, "80", "5", 1, id="one case"),
        pytest.param(0, "80", "5", 0, id="no case"),
    ],
)
def test_the_size_is_the_one_worked_by_hand(
    eligible: int, confidence: str, margin: str, cases: int
) -> None:
    size = size_for(eligible, Decimal(confidence), Decimal(margin))
    assert size.cases == cases
    assert size.working


@given(st.integers(1, 10**6), st.integers(1, 99), st.integers(1, 49))
def test_the_size_is_never_more_than_is_eligible(n: int, confidence: int, margin: int) -> None:
    assert 1 <= size_for(n, Decimal(confidence), Decimal(margin)).cases <= n


def test_the_working_is_shown_when_no_size_is_asked_for(people: Callable) -> None:
    records = [{"responsible_officer": f"Officer {number}"} for number in range(1000)]
    document = certify(drawn(people(records), size=None))
    assert (document["size"], len(document["cases"])) == (142, 142)
    assert document["size_from"] == {"confidence": "80", "margin": "5"}
    assert "= 142 cases, rounded up." in document["size_working"][-1]


def test_the_certificate_is_plain_json(people: Callable) -> None:
    document = certify(drawn(people([{}] * 30), size=5))
    assert json.loads(json.dumps(document)) == document


def test_spellings_are_joined_under_the_first_in_the_alphabet() -> None:
    names = ["hill", "Hill ", "  ", "", "Vale"]
    assert one_spelling(names) == ["Hill", "Hill", NOT_RECORDED, NOT_RECORDED, "Vale"]
