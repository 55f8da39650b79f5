"""Redrawing a certified sample. Every person here is made up."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from assay.caseload.case_list import CaseList
from assay.problems import InputProblems
from assay.sampling.certificate import certify
from assay.sampling.sample import Request, draw_sample
from assay.sampling.specification import load_specification
from assay.sampling.verify import verify

Document = dict[str, Any]


@pytest.fixture
def cases(people: Callable) -> CaseList:
    return people([{"responsible_officer": f"Officer {number % 9}"} for number in range(90)])


def certificate(cases: CaseList, **asked: Any) -> Document:
    request = Request(as_of=dt.date(2020, 3, 31), **({"size": 10, "buffer_percent": 20} | asked))
    document = certify(draw_sample(cases, load_specification(), request))
    return json.loads(json.dumps(document))


@pytest.mark.parametrize("asked", [{}, {"seed": 5}, {"size": None}, {"size": None, "seed": -3}])
def test_an_honest_certificate_is_redrawn_the_same(cases: CaseList, asked: Document) -> None:
    assert verify(certificate(cases, **asked), cases) == ()


def test_another_list_is_told_by_its_hash(cases: CaseList, people: Callable) -> None:
    other = people([{}] * 90, sha256="1" * 64)
    differences = verify(certificate(cases), other)
    assert differences[0].startswith("the case list is not the file that was drawn from")


def test_a_case_swapped_for_another_is_found_by_row(cases: CaseList) -> None:
    document = certificate(cases, seed=1)
    rows = {case["row"] for case in document["cases"]}
    gone, put_in = document["cases"][0]["row"], next(row for row in cases.rows if row not in rows)
    document["cases"][0]["row"] = put_in
    assert verify(document, cases) == (
        f"on the certificate, but not drawn: row {put_in}",
        f"drawn, but not on the certificate: row {gone}",
    )


def test_a_reserve_made_a_main_case_is_found(cases: CaseList) -> None:
    document = certificate(cases, seed=1)
    document["cases"][-1]["reserve"] = False
    row = document["cases"][-1]["row"]
    assert verify(document, cases) == (f"described differently: row {row}",)


def test_cases_listed_in_another_order_are_found(cases: CaseList) -> None:
    document = certificate(cases, seed=1)
    document["cases"].reverse()
    assert "another order" in verify(document, cases)[0]


def test_a_seed_shopped_for_under_the_name_of_the_hash_is_found(cases: CaseList) -> None:
    document = certificate(cases, seed=12345)
    document["seed_origin"] = "derived from the input's hash"
    assert "seed is not what the redrawn sample has" in verify(document, cases)


def test_a_changed_figure_and_a_key_of_ones_own_are_found(cases: CaseList) -> None:
    document = certificate(cases, seed=1) | {"eligible": 89, "remark": "approved"}
    assert verify(document, cases) == (
        "eligible is not what the redrawn sample has",
        "remark is not what the redrawn sample has",
    )


def test_everything_missing_from_a_certificate_is_named(cases: CaseList) -> None:
    document = certificate(cases) | {"size": 0, "as_of": "31 February"}
    del document["seed"], document["cases"]
    with pytest.raises(InputProblems) as caught:
        verify(document, cases, "made-up.json")
    wrong = " ".join(problem.wrong for problem in caught.value.problems)
    assert all(key in wrong for key in ("seed", "cases", "as_of"))
    assert {problem.file for problem in caught.value.problems} == {"made-up.json"}


def test_a_size_of_nothing_asked_for_is_refused(cases: CaseList) -> None:
    with pytest.raises(InputProblems, match="1 or more"):
        verify(certificate(cases) | {"size": 0}, cases)


def test_an_unknown_specification_is_refused(cases: CaseList) -> None:
    with pytest.raises(InputProblems, match="no sampling specification"):
        verify(certificate(cases) | {"specification": "hmip-1999"}, cases)
