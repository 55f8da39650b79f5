"""The pages of inspections, as the people who use them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assay.service.accounts.models import Membership, User
from assay.service.inspections import actions, rules
from assay.service.inspections.deadlines import count_from
from assay.service.inspections.life import life
from assay.service.inspections.models import Inspection, InspectionStep
from assay.service.providers.models import Provider

SignIn = Callable[..., Any]
MakePerson = Callable[..., User]


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}-day": str(value.day), f"{name}-month": str(value.month),
            f"{name}-year": str(value.year)}  # fmt: skip


def working_days_on(count: int) -> date:
    found = count_from(timezone.localdate(), count)
    assert found
    return found


@pytest.fixture
def planned(provider: Provider, person: MakePerson) -> Inspection:
    new = Inspection(provider=provider, framework="pdu-2023", name="Made-up inspection",
                     announce_on=timezone.localdate(), fieldwork_starts_on=working_days_on(15),
                     fieldwork_ends_on=working_days_on(25))  # fmt: skip
    return actions.create(by=person("chief_inspector"), inspection=new)


@pytest.fixture
def lead(signed_in: SignIn, planned: Inspection) -> Any:
    return signed_in("lead_inspector", inspection=planned)


def path_of(inspection: Inspection) -> str:
    return f"/inspections/{inspection.public_id}"


def test_a_chief_inspector_plans_an_inspection(signed_in: SignIn, provider: Provider) -> None:
    chief = signed_in("chief_inspector")
    assert "no inspection here yet" in chief.get("/inspections/").text
    form = {"provider": provider.public_id, "framework": "pdu-2023", "name": "Made-up 2027"}
    empty = chief.post("/inspections/create", {}).text
    for words in ("Choose a provider", "Choose a framework", "Enter a name", "Enter the first day"):
        assert words in empty
    dates = day("announce_on", working_days_on(1)) | day("fieldwork_ends_on", working_days_on(20))
    short = chief.post(
        "/inspections/create", form | dates | day("fieldwork_starts_on", working_days_on(5))
    )
    assert "at least 10 working days ahead" in short.text
    assert 'href="#id_fieldwork_starts_on-day"' in short.text
    right = form | dates | day("fieldwork_starts_on", working_days_on(15))
    path = chief.post("/inspections/create", right).url
    page = chief.get(path).text
    assert "Announce the inspection" in page
    assert "Close the inspection" in page
    assert "Made-up 2027" in chief.get("/inspections/").text


def test_a_lead_moves_an_inspection_on_and_back_and_sees_it_in_the_history(
    lead: Any, planned: Inspection
) -> None:
    path = path_of(planned)
    assert "Mark as done" in lead.get(f"{path}/steps/announced").text
    assert "is it done?" in lead.get(f"{path}/steps/announced/move").text
    answer = lead.post(f"{path}/steps/announced/move", {"reason": "Told by phone"}, follow=True)
    assert "Announce the inspection: done." in answer.text
    assert "Undo this step" in lead.get(f"{path}/steps/announced").text
    assert "Say why it is undone" in lead.post(f"{path}/steps/announced/undo", {}).text
    lead.post(f"{path}/steps/announced/undo", {"reason": "The wrong provider was told"})
    history = lead.get(f"{path}/history").text
    said = ("Announce the inspection: done", "Told by phone", "undone", lead.user.full_name,
            "The wrong provider was told", "Planned the inspection")  # fmt: skip
    for words in said:
        assert words in history


def test_a_step_that_can_not_move_says_why_and_the_page_refuses_too(
    lead: Any, planned: Inspection
) -> None:
    step = f"{path_of(planned)}/steps/fieldwork"
    page = lead.get(step).text
    assert "“Announce the inspection” comes first" in page
    assert "Mark as done" not in page
    refused = lead.post(f"{step}/move", {})
    assert refused.status_code == 200
    assert "“Announce the inspection” comes first" in refused.text
    assert "is not done" in lead.post(f"{step}/undo", {"reason": "x"}).text
    assert lead.get(f"{path_of(planned)}/steps/lunch").status_code == 404


def test_a_lead_changes_dates_holders_and_due_dates(
    lead: Any, planned: Inspection, person: MakePerson
) -> None:
    path = path_of(planned)
    inspector = person("inspector", inspection=planned)
    change = f"{path}/steps/evidence_requested/change"
    form = {"holder": inspector.public_id} | day("due_on", working_days_on(4))
    assert lead.post(change, form).url == path
    assert f"Held by {inspector.full_name}" in lead.get(path).text
    assert "Set by hand" in lead.get(f"{path}/steps/evidence_requested").text
    assert 'name="due_on-day"' in lead.get(change).text
    assert 'name="due_on-day"' not in lead.get(f"{path}/steps/announced/change").text
    dates = {
        **day("announce_on", timezone.localdate()),
        **day("fieldwork_starts_on", working_days_on(30)),
        **day("fieldwork_ends_on", working_days_on(29)),
    }
    assert "before it starts on" in lead.post(f"{path}/dates", dates).text
    assert lead.post(f"{path}/dates", dates | day("fieldwork_ends_on", working_days_on(40))).url
    planned.refresh_from_db()
    assert planned.fieldwork_starts_on == working_days_on(30)


def test_a_late_step_is_marked_in_words(lead: Any, planned: Inspection) -> None:
    start = count_from(timezone.localdate(), -3)
    planned.steps.filter(step="announced").update(due_on=start, due_by_hand=True)
    assert "3 working days late" in lead.get(path_of(planned)).text
    assert "3 working days late" in lead.get("/inspections/").text


def test_the_list_has_ones_own_first_and_is_filtered(
    signed_in: SignIn, planned: Inspection
) -> None:
    other = Provider.objects.create(name="Other made-up unit", short_name="Other", body_type="pdu")
    newer = Inspection.objects.create(provider=other, framework="pdu-2023", name="Newer made-up",
                                      reached="fieldwork")  # fmt: skip
    reader = signed_in("inspector")
    planned.steps.filter(step="sample_drawn").update(holder=reader.user)
    page = reader.get("/inspections/").text
    assert page.index(planned.name) < page.index(newer.name)
    assert "2 inspections, yours first" in page
    for query in ({"state": "fieldwork"}, {"provider": other.public_id}):
        found = reader.get("/inspections/", query).text
        assert newer.name in found
        assert planned.name not in found
    assert planned.name in reader.get("/inspections/", {"state": "planned"}).text
    assert "No inspection fits" in reader.get("/inspections/", {"state": "closed"}).text


def test_an_outsider_finds_neither_the_inspection_nor_its_provider_in_the_filter(
    signed_in: SignIn, planned: Inspection
) -> None:
    other = Provider.objects.create(name="Other made-up unit", short_name="Other", body_type="pdu")
    own = Inspection.objects.create(provider=other, framework="pdu-2023", name="Own")
    outsider = signed_in("lead_inspector", inspection=own)
    page = outsider.get("/inspections/").text
    assert planned.name not in page
    assert planned.provider.name not in page
    path = path_of(planned)
    step = "/steps/announced"
    for end in (
        "",
        "/dates",
        "/history",
        "/team",
        "/team/add",
        step,
        f"{step}/change",
        f"{step}/move",
        f"{step}/undo",
    ):
        assert outsider.get(path + end).status_code == 404
    assert outsider.post(f"{path}/steps/announced/move", {}).status_code == 404


@pytest.mark.parametrize("role", ["assistant_inspector", "local_assessor", "provider_contact"])
def test_who_only_looks_can_not_change_nor_see_inside(
    role: str, signed_in: SignIn, planned: Inspection
) -> None:
    reader, path = signed_in(role, inspection=planned), path_of(planned)
    page = reader.get(path).text
    assert "Who works on it" not in page
    assert "/dates" not in page
    assert "Mark as done" not in reader.get(f"{path}/steps/announced").text
    for end in ("/history", "/team", "/dates", "/steps/announced/move", "/team/add"):
        assert reader.get(path + end).status_code == 404
    assert reader.post(f"{path}/steps/announced/move", {}).status_code == 404


def test_the_list_uses_as_many_queries_for_500_inspections_as_for_one(
    signed_in: SignIn, planned: Inspection
) -> None:
    chief = signed_in("chief_inspector")

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert chief.get(path).status_code == 200
        return len(seen)

    paths = ("/inspections/", path_of(planned), f"{path_of(planned)}/steps/announced")
    before = [queries(path) for path in paths]
    many = Inspection.objects.bulk_create(
        Inspection(provider=planned.provider, framework="pdu-2023", name=f"Made-up {n}")
        for n in range(499)
    )
    InspectionStep.objects.bulk_create(
        InspectionStep(inspection=one, step=step.key, holder=chief.user,
                       due_on=timezone.localdate() - timedelta(days=9))
        for one in many for step in life().steps
    )  # fmt: skip
    assert [queries(path) for path in paths] == before
    assert before[0] <= 20


def test_a_lead_makes_up_the_team(lead: Any, planned: Inspection, person: MakePerson) -> None:
    path, newcomer = f"{path_of(planned)}/team", person()
    form = {"email": newcomer.email.upper(), "role": "inspector"}
    page = lead.post(f"{path}/add", form, follow=True).text
    assert f"{newcomer.full_name} is on the team." in page
    held = newcomer.memberships.get()
    assert (held.inspection, held.role, held.given_by) == (planned, "inspector", lead.user)
    assert "has this role already" in lead.post(f"{path}/add", form).text
    assert "can’t give yourself" in lead.post(f"{path}/add", form | {"email": lead.user.email}).text
    nobody = lead.post(f"{path}/add", form | {"email": "nobody@example.test"}).text
    assert "Nobody with this email address" in nobody
    assert "Choose a role" in lead.post(f"{path}/add", {"email": newcomer.email}).text
    wide = lead.post(f"{path}/add", form | {"role": "administrator"}).text
    assert "There is a problem" in wide
    end = f"{path}/{held.public_id}/end"
    assert "off the team?" in lead.get(end).text
    assert "is off the team" in lead.post(end, follow=True).text
    assert not Membership.objects.current().filter(user=newcomer).exists()
    assert lead.get(end).status_code == 404


def test_a_role_held_elsewhere_is_not_ended_here(
    lead: Any, planned: Inspection, person: MakePerson
) -> None:
    held = person("chief_inspector").memberships.get()
    assert lead.post(f"{path_of(planned)}/team/{held.public_id}/end").status_code == 404
    held.refresh_from_db()
    assert held.ended_at is None


def test_the_whole_way_to_fieldwork_by_its_pages(
    lead: Any, planned: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("case_list_is_clean", "sample_is_drawn", "no_case_is_assessed")
    standing = {name: lambda _inspection, _day: "" for name in names}
    monkeypatch.setattr(rules, "_RULES", rules._RULES | standing)
    for key in life().keys[:4]:
        lead.post(f"{path_of(planned)}/steps/{key}/move", {})
    assert "can’t be undone" in lead.get(f"{path_of(planned)}/steps/sample_drawn").text
    assert "Fieldwork starts on" in lead.post(f"{path_of(planned)}/steps/fieldwork/move", {}).text
    Inspection.objects.update(
        fieldwork_starts_on=timezone.localdate(), announce_on=date(2026, 1, 5)
    )
    lead.post(f"{path_of(planned)}/steps/fieldwork/move", {})
    assert "In fieldwork" in lead.get(path_of(planned)).text
    assert "not built yet" in lead.get(f"{path_of(planned)}/steps/panel").text
