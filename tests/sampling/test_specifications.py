"""The shipped specifications, and what stops a bad one."""

import pytest

from assay.problems import InputProblems
from assay.sampling.specification import (
    SHIPPED,
    UNRECORDED_SEX,
    load_specification,
    parse_specification,
    specification_ids,
)

HMIP = SHIPPED.joinpath("hmip-2020.toml").read_text(encoding="utf-8")


def test_both_specifications_ship_and_ours_is_the_default() -> None:
    assert specification_ids() == ("assay-2026", "hmip-2020")
    assert load_specification().id == "assay-2026"


@pytest.mark.parametrize("name", specification_ids())
def test_a_specification_is_named_as_its_file(name: str) -> None:
    assert load_specification(name).id == name


def test_the_inspectorates_five_strata() -> None:
    strata = load_specification("hmip-2020").stratum_by_kind()
    assert strata["female", "licence", "very high"] == "women"
    assert strata["male", "community order", "low"] == "men, community, low risk"
    assert strata["male", "suspended sentence order", "high"] == "men, community, above low risk"
    assert strata["male", "licence", "low"] == "men, custody, low risk"
    assert strata["male", "post-sentence supervision", "medium"] == "men, custody, above low risk"
    assert len(set(strata.values())) == 5
    assert not any(kind[0] == UNRECORDED_SEX for kind in strata)


def test_ours_adds_a_stratum_so_that_nobody_disappears() -> None:
    ours, theirs = load_specification("assay-2026"), load_specification("hmip-2020")
    assert ours.stratum_names == (*theirs.stratum_names, "sex not recorded as male or female")
    added = ours.stratum_by_kind()[UNRECORDED_SEX, "licence", "low"]
    assert added == "sex not recorded as male or female"
    assert ours.officer_cap.most == theirs.officer_cap.most == 6


def test_an_unknown_specification_is_a_problem_that_names_the_known_ones() -> None:
    with pytest.raises(InputProblems, match="assay-2026, hmip-2020"):
        load_specification("hmip-1999")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param('sex = ["female"]', 'sex = ["male"]', "falls in 0", id="a gap"),
        pytest.param('risk_group = ["low"]\n', "", "falls in 2", id="an overlap"),
        pytest.param('"high", ', '"high", "low", ', "'low' is given twice", id="two groups"),
        pytest.param('name = "women"', 'name = "men, custody, low risk"', "twice", id="a name"),
        pytest.param('key = "sampler"', 'key = "other"', "not in", id="an unknown source"),
        pytest.param("most = 6", "most = 0", "officer_cap.most", id="a cap of nothing"),
        pytest.param("most = 6", "most = 6\nleast = 1", "officer_cap.least", id="an unknown key"),
        pytest.param("most = 6", "most = 6\nmost = 7", "overwrite", id="a key given twice"),
    ],
)
def test_a_faulty_specification_stops_the_load(old: str, new: str, said: str) -> None:
    assert old in HMIP
    with pytest.raises(ValueError, match=r"(?s).") as caught:
        parse_specification(HMIP.replace(old, new))
    assert said in str(caught.value)
