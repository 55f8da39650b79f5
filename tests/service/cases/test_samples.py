"""Drawing the sample, its certificate, and putting a reserve in a case's place."""

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from assay.cli import assay
from assay.sampling.sample import Request
from assay.sampling.specification import load_specification
from assay.service.accounts.actions import Refused
from assay.service.audit.models import Event
from assay.service.cases.actions import draws
from assay.service.cases.models import Case, Draw
from assay.service.cases.storage import path_of
from assay.service.inspections.rules import unmet

pytestmark = pytest.mark.django_db
FORM = {
    "as_of": "2025-01-01",
    "size": "12",
    "confidence": "80",
    "margin": "5",
    "buffer": "50",
    "seed": "7",
    "specification": "assay-2026",
}


def again(lead: Any, case_list: Any, request_of: Any, reason: Any = "") -> Any:
    return draws.draw(
        by=lead,
        case_list=case_list,
        specification=load_specification(),
        request=request_of,
        reason=reason,
    )


def test_only_drawn_cases_are_kept_and_they_are_those_of_the_certificate(drawn: Any) -> None:
    document = json.loads(drawn.certificate)
    kept = Case.objects.filter(draw=drawn)
    assert kept.count() == len(document["cases"]) == 18
    assert {(c.row, c.crn, c.stratum, c.drawn_as_reserve) for c in kept} == {
        (entry["row"], entry["crn"], entry["stratum"], entry["reserve"])
        for entry in document["cases"]
    }
    assert kept.filter(state="sample").count() == 12
    assert all(case.family_name == f"Madeup{case.row - 1}" for case in kept)


def test_case_numbers_are_by_lot_so_that_a_gap_betrays_nothing(drawn: Any) -> None:
    numbers = list(Case.objects.filter(draw=drawn).values_list("number", flat=True))
    assert len(set(numbers)) == 18
    assert all(1000 <= number < 10_000 for number in numbers)
    assert max(numbers) - min(numbers) > 18


def test_the_certificate_is_the_one_the_command_makes_and_the_command_verifies_it(
    drawn: Any, tmp_path: Any, signed_in: Any, lead: Any, inspection: Any
) -> None:
    browser = signed_in(user=lead)
    body = browser.get(f"/inspections/{inspection.public_id}/sample/certificate.json").content
    source = tmp_path / "made-up-list.csv"
    source.write_bytes(path_of(drawn.case_list.stored).read_bytes())
    (tmp_path / "certificate.json").write_bytes(body)
    options = ["--size", "12", "--buffer", "50", "--seed", "7", "--as-of", "2025-01-01", "--json"]
    made = CliRunner().invoke(assay, ["sample", str(source), *options])
    assert made.stdout.encode() == body
    told = CliRunner().invoke(
        assay, ["sample", str(source), "--verify", str(tmp_path / "certificate.json")]
    )
    assert "the same 18 cases" in told.output


def test_the_service_draws_it_again_and_says_it_is_the_same(
    drawn: Any, signed_in: Any, lead: Any, inspection: Any
) -> None:
    browser = signed_in(user=lead)
    address = f"/inspections/{inspection.public_id}/sample/verify"
    assert "Drawn again: the same 18 cases" in browser.post(address, follow=True).text
    drawn.certificate = drawn.certificate.replace('"seed": 7', '"seed": 8')
    drawn.save()
    assert "Not the same sample" in browser.post(address, follow=True).text


def test_the_working_is_shown_without_saying_who_would_be_drawn(
    case_list: Any, signed_in: Any, lead: Any, inspection: Any
) -> None:
    browser = signed_in(user=lead)
    page = browser.post(
        f"/inspections/{inspection.public_id}/sample/draw", FORM | {"size": ""}
    ).text
    assert "z is 1.2816" in page
    assert "X0000" not in page
    assert not Draw.objects.exists()


def test_drawing_from_the_page_makes_the_sample(
    case_list: Any, signed_in: Any, lead: Any, inspection: Any
) -> None:
    browser = signed_in(user=lead)
    page = browser.post(
        f"/inspections/{inspection.public_id}/sample/draw", FORM | {"draw": "yes"}, follow=True
    ).text
    assert "The sample has been drawn" in page
    assert unmet(["sample_is_drawn"], inspection, timezone.localdate()) == []


def test_every_mistake_in_the_form_is_said_at_once(
    case_list: Any, signed_in: Any, lead: Any, inspection: Any
) -> None:
    browser = signed_in(user=lead)
    wrong = {"as_of": "2025-02-30", "size": "0", "buffer": "101", "seed": "dice"}
    page = browser.post(f"/inspections/{inspection.public_id}/sample/draw", FORM | wrong).text
    for words in (
        "real date",
        "must be 1 or more",
        "must be 100 or less",
        "whole number",
    ):
        assert words in page


def test_a_faulty_or_missing_list_cannot_be_drawn_from(
    uploaded: Any, lead: Any, inspection: Any, rows_of: Any, signed_in: Any, request_of: Any
) -> None:
    browser = signed_in(user=lead)
    assert browser.get(f"/inspections/{inspection.public_id}/sample/draw").status_code == 404
    faulty = uploaded(by=lead, inspection=inspection, rows=[rows_of(1, rosh_level="purple")])
    with pytest.raises(Refused, match="accepted"):
        again(lead, faulty, request_of)
    assert unmet(["sample_is_drawn"], inspection, timezone.localdate()) == [
        "No sample has been drawn"
    ]


def test_drawing_again_needs_a_reason_and_keeps_the_draw_before(
    drawn: Any, lead: Any, case_list: Any, request_of: Any
) -> None:
    with pytest.raises(Refused, match="say why"):
        again(lead, case_list, request_of)
    other = again(
        lead, case_list, Request(as_of=date(2025, 1, 1), size=4, seed=8), "too few readers"
    )
    drawn.refresh_from_db()
    assert drawn.superseded_at is not None
    event = Event.objects.filter(action="cases.draw").last()
    assert (event.reason, event.changes["seed"]["after"]) == ("too few readers", 8)
    assert other.cases.count() == 4


def test_a_sample_cannot_be_chosen_by_drawing_again_once_the_step_is_done(
    drawn: Any, lead: Any, case_list: Any, inspection: Any, request_of: Any
) -> None:
    inspection.reached = "sample_drawn"
    inspection.save()
    case_list.refresh_from_db()
    with pytest.raises(Refused, match="can no longer change"):
        again(lead, case_list, request_of, "I do not like it")


def test_drawing_again_is_not_offered_while_cases_are_read(
    case: Any, lead: Any, inspector: Any, given: Any, answer: Any, signed_in: Any
) -> None:
    browser, address = signed_in(user=lead), f"/inspections/{case.inspection.public_id}/sample/"
    assert "Draw the sample again" in browser.get(address).text
    answer(given(case, inspector))
    page = browser.get(address).text
    assert "Draw the sample again" not in page
    assert "cases of it are being read" in page


def test_a_case_that_cannot_be_read_is_replaced_by_the_next_reserve_of_its_stratum(
    drawn: Any, lead: Any
) -> None:
    case = next(
        c
        for c in Case.objects.filter(draw=drawn, state="sample")
        if Case.objects.filter(draw=drawn, state="reserve", stratum=c.stratum).exists()
    )
    first = Case.objects.filter(draw=drawn, state="reserve", stratum=case.stratum).order_by(
        "order"
    )[0]
    reserve = draws.substitute(by=lead, case=case, because=Case.Dropped.RECORD)
    case.refresh_from_db()
    assert reserve == first
    assert (reserve.state, reserve.replaces) == ("sample", case)
    assert (case.state, case.dropped_because, case.dropped_by) == ("dropped", "record", lead)
    events = Event.objects.filter(action="cases.substitute")
    assert {event.person for event in events} == {case.public_id, reserve.public_id}
    assert {event.reason for event in events} == {Case.Dropped.RECORD.label}


def test_when_no_reserve_is_left_nothing_changes(drawn: Any, lead: Any, case: Any) -> None:
    Case.objects.filter(draw=drawn, state="reserve").delete()
    with pytest.raises(Refused, match="No reserve is left"):
        draws.substitute(by=lead, case=case, because=Case.Dropped.RECORD)
    case.refresh_from_db()
    assert case.state == "sample"


def test_a_case_that_was_judged_stays_in_the_sample(
    case: Any, lead: Any, inspector: Any, given: Any, answer: Any
) -> None:
    answer(given(case, inspector))
    with pytest.raises(Refused, match="judged"):
        draws.substitute(by=lead, case=case, because=Case.Dropped.TOO_LITTLE)


def test_substitution_from_the_page(
    drawn: Any, lead: Any, case: Any, signed_in: Any, inspection: Any
) -> None:
    browser = signed_in(user=lead)
    address = f"/inspections/{inspection.public_id}/cases/{case.public_id}/substitute"
    assert "Choose a reason" in browser.post(address, {"because": ""}).text
    page = browser.post(address, {"because": "record"}, follow=True).text
    assert "takes the place of" in page
    assert "Dropped" in page
