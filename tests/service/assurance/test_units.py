"""How units stand, for a head of service and a quality lead: shares, without any officer."""

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from assay.service.assurance.actions.restricting import restrict
from assay.service.assurance.keys import UNIT, key_of
from assay.service.assurance.models import Caseload
from assay.service.assurance.shares import percent
from assay.service.audit.models import Event
from assay.service.providers.models import Provider

pytestmark = pytest.mark.django_db
STATES = {"met": 9, "not met": 3, "cannot tell": 2, "due": 1, "excused": 1}


def many(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give P03 in both teams: 16 cases in the first, five in the second; A12 of two officers."""
    first, other = rows[0], next(row for row in rows if row["officer_id"] == "S3")
    states = [state for state, number in STATES.items() for _ in range(number)]
    made = [{**first, "case_id": f"D{n}", "state": state} for n, state in enumerate(states)]
    made += [{**other, "case_id": f"E{n}", "criterion": "P03", "state": "met"} for n in range(5)]
    return made


@pytest.fixture
def shares(kept: Callable[..., Caseload], rows: list[dict[str, Any]]) -> Caseload:
    return kept(many(rows))


def row_of(page: str, name: str) -> list[str]:
    """Give the words of the row of a table that begins with a name."""
    [row] = [one for one in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if f">{name}<" in one]
    return [unescape(cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]


def unit(provider: Provider, name: str) -> str:
    return str(key_of(provider, UNIT, name))


@pytest.mark.parametrize("who", ["head", "quality"])
def test_work_not_done_stands_apart_from_data_missing(
    shares: Caseload,
    provider: Provider,
    people: Callable[[str], Client],
    at: Callable[..., str],
    who: str,
) -> None:
    browser = people(who)
    page = browser.get(at("units", "")).text
    assert row_of(page, "Risk management plan covers every risk found") == [
        "82%",
        "14",
        "3",
        "2",
        "1",
        "1",
    ]
    team = browser.get(at("units", unit(provider, "T1"), "")).text
    assert row_of(team, "Risk management plan covers every risk found") == [
        "75%",
        "9",
        "3",
        "2",
        "1",
        "1",
    ]
    above = browser.get(at("units", unit(provider, "U1"), "")).text
    assert row_of(above, "Risk management plan covers every risk found") == [
        "82%",
        "14",
        "3",
        "2",
        "1",
        "1",
    ]
    assert "Made-up team 1" in above


def test_of_few_there_is_no_share_and_no_number(
    shares: Caseload, provider: Provider, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    page = people("head").get(at("units", unit(provider, "T2"), "")).text
    assert row_of(page, "Risk management plan covers every risk found") == [
        "Not enough to say",
        *["–"] * 5,
    ]


def test_no_officer_and_no_case_is_on_the_pages_of_units(
    shares: Caseload, provider: Provider, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    browser = people("head")
    for address in (at("units", ""), at("units", unit(provider, "T1"), ""), at("criteria", "P03")):
        page = browser.get(address).text
        main = page[page.index("<main") : page.index("</main")]
        assert not re.search(r"\b([DE]\d+|S[123])\b", main)
    assert browser.get(at("cases", "D1", "")).status_code == 404


def test_the_page_of_a_criterion_says_how_units_stand_to_those_who_may_see_it(
    shares: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    address = at("criteria", "P03")
    page = people("head").get(address, {"level": "team"}).text
    assert row_of(page, "All units")[0] == "82%"
    assert row_of(page, "Made-up team 1")[0] == "75%"
    assert row_of(page, "Made-up team 2")[0] == "Not enough to say"
    assert row_of(people("quality").get(address).text, "Made-up unit")[0] == "82%"
    for who in ("S1", "M1"):
        assert "How units stand" not in people(who).get(address).text


def test_a_restricted_case_is_in_no_share(
    shares: Caseload, provider: Provider, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    lead = people("quality")
    restrict(by=lead.user, provider=provider, case_ref="D9", to=[], reason="known")
    page = people("head").get(at("units", "")).text
    assert row_of(page, "Risk management plan covers every risk found")[:3] == ["88%", "14", "2"]


def test_every_unit_is_taken_out_as_a_marked_file(
    shares: Caseload, people: Callable[[str], Client], at: Callable[..., str]
) -> None:
    answer = people("head").get(at("units", "units.csv"))
    assert "official-sensitive" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    whole, _, first, second = rows
    assert (whole["level"], whole["share_met"], whole["asked"]) == ("all", "0.8235", "21")
    assert (first["unit"], first["work_not_done"], first["data_missing"]) == (
        "Made-up team 1",
        "3",
        "2",
    )
    assert (second["asked"], second["note"]) == ("", "Not enough to say")
    assert {row["marking"] for row in rows} == {"OFFICIAL-SENSITIVE"}
    assert Event.objects.filter(action="caseload.export_units", kind="disclosure").count() == 1


def test_a_share_that_is_not_quite_all_is_never_called_all() -> None:
    assert [percent(one) for one in (1.0, 0.999, 0.5, 0.001, 0.0)] == [
        *("100%", "over 99%", "50%", "under 1%", "0%")
    ]
