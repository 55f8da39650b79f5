"""The three made-up inspections, brought as far as the scene says."""

import datetime as dt

from assay.problems import InputProblems
from assay.sampling.sample import Request
from assay.sampling.specification import load_specification
from assay.service.accounts.actions import Grant, give_role
from assay.service.accounts.models import User
from assay.service.cases.actions import draws
from assay.service.demo.case_lists import faulty_list, send, whole_list
from assay.service.demo.scene import Planned, scene
from assay.service.inspections import actions
from assay.service.inspections.deadlines import count_from
from assay.service.inspections.models import Inspection
from assay.service.providers import actions as register
from assay.service.providers.models import Provider

People = dict[str, User]


def announce(plan: Planned, people: People, today: dt.date) -> Inspection:
    """Create an inspection with its provider and its team."""
    provider = Provider(**plan.provider.model_dump())
    register.add(by=people["administrator"], provider=provider)
    inspection = Inspection(
        provider=provider,
        framework=plan.framework,
        name=plan.name,
        announce_on=day(today, plan.announced),
        fieldwork_starts_on=day(today, plan.starts),
        fieldwork_ends_on=day(today, plan.ends),
    )
    actions.create(by=people["chief_inspector"], inspection=inspection)
    _gather(inspection, people)
    return inspection


def to_fieldwork(inspection: Inspection, people: People, today: dt.date) -> None:
    """Take the first inspection to fieldwork, through every step and on its day."""
    plan, asked = scene().inspections[0], scene().fieldwork
    lead = people["lead_inspector"]
    drawn_on = day(today, plan.starts - 3)
    _ask_for_evidence(inspection, people, plan, today)
    rows = whole_list(drawn_on)
    case_list = send(by=people["provider_contact"], inspection=inspection, rows=rows)
    actions.move(inspection, "case_list_checked", by=lead, on=day(today, plan.starts - 5))
    request = Request(
        as_of=drawn_on,
        size=asked.sample,
        buffer_percent=asked.buffer_percent,
        seed=scene().seed,
    )
    specification = load_specification()
    draws.draw(by=lead, case_list=case_list, specification=specification, request=request)
    actions.move(inspection, "sample_drawn", by=lead, on=drawn_on)
    actions.move(inspection, "fieldwork", by=lead, on=inspection.fieldwork_starts_on)
    _hold(inspection, "panel", people["chief_inspector"], by=lead)


def to_a_faulty_list(inspection: Inspection, people: People, today: dt.date) -> None:
    """Take the second inspection to where its provider has a case list to mend."""
    plan = scene().inspections[1]
    _ask_for_evidence(inspection, people, plan, today)
    rows = faulty_list(today, scene().faults)
    send(by=people["provider_contact"], inspection=inspection, rows=rows)
    _hold(inspection, "case_list_checked", people["lead_inspector"], by=people["lead_inspector"])


def day(today: dt.date, working_days: int) -> dt.date:
    """Give the day so many working days from today.

    Raises:
        InputProblems: The bank holidays of its year are not known.
    """
    found = count_from(today, working_days)
    if found is None:
        raise InputProblems.one(
            "assay demo",
            "the bank holidays around today are not known to this version of Assay",
            "Install a newer one, or look at this machine's clock",
        )
    return found


def _gather(inspection: Inspection, people: People) -> None:
    """Give everybody whose role is not on the whole service theirs here."""
    for person in scene().people:
        place = {
            "inspection": Grant(person.role, inspection),
            "provider": Grant(person.role, provider=inspection.provider),
        }
        if person.scope in place:
            chief, user = people["chief_inspector"], people[person.role]
            give_role(by=chief, user=user, grant=place[person.scope])


def _ask_for_evidence(
    inspection: Inspection, people: People, plan: Planned, today: dt.date
) -> None:
    lead = people["lead_inspector"]
    actions.move(inspection, "announced", by=lead, on=day(today, plan.announced))
    actions.move(inspection, "evidence_requested", by=lead, on=day(today, plan.announced + 1))


def _hold(inspection: Inspection, step: str, holder: User, *, by: User) -> None:
    """Say who holds a step; a move never changes the object it is given."""
    inspection.refresh_from_db()
    actions.change_step(by=by, inspection=inspection, step=step, holder=holder, due_on=None)
