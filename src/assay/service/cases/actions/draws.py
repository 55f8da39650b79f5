"""Drawing the sample, and putting a reserve in the place of a case that can't be read."""

import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from assay.caseload.case_list import CaseList as Cases
from assay.sampling.certificate import certify
from assay.sampling.sample import Request, draw_sample
from assay.sampling.specification import Specification
from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.actions.assigning import withdraw
from assay.service.cases.actions.carrying_restrictions import (
    carry,
    restrictions_in_force,
    rows_of_the_same_people,
)
from assay.service.cases.actions.drawn_cases import cases_of
from assay.service.cases.checking.worker import load
from assay.service.cases.done_steps import refuse_after
from assay.service.cases.models import Case, CaseList, Draw, Reading
from assay.service.cases.reason_names import names_somebody
from assay.service.cases.selectors import being_read
from assay.service.inspections.models import Inspection

DRAWN = "sample_drawn"
OUTLINE = (
    "as_of", "seed_origin", "size", "size_working", "buffer_percent", "wanted", "population",
    "eligible", "strata", "shortfall", "shortfall_by", "fit", "notes",
)  # fmt: skip


def draw(
    *,
    by: User,
    case_list: CaseList,
    specification: Specification,
    request: Request,
    reason: str = "",
) -> Draw:
    """Draw the sample, certify it and keep a record of each drawn case alone.

    The list is read and drawn from before the transaction opens: with a national list that
    takes seconds, and nobody else could save in the meantime. Who was restricted stays restricted.

    Args:
        by: Who draws.
        case_list: An accepted list.
        specification: The rules.
        request: What is asked for.
        reason: Why it is drawn again, when there is a sample already.

    Raises:
        Refused: If the list isn't the inspection's current, accepted one; if a sample is
            there and no reason is given, or one that names somebody; if a case of it is being
            read, or the inspection has moved past its draw: a sample that could be drawn again
            could be chosen; or if a restriction was made or lifted meanwhile.
    """
    _refuse_unready(case_list, reason)
    cases = load(case_list)
    _refuse_naming(reason, cases)
    document = certify(draw_sample(cases, specification, request))
    if not document["cases"]:
        raise Refused("No case on the list can be drawn")
    restricted = set(restrictions_in_force().filter(inspection=case_list.inspection_id))
    same = rows_of_the_same_people(restricted, case_list, cases)
    with transaction.atomic():
        inspection = Inspection.objects.select_for_update().get(pk=case_list.inspection_id)
        _refuse_unready(CaseList.objects.select_related("inspection").get(pk=case_list.pk), reason)
        if restricted != set(restrictions_in_force().filter(inspection=inspection)):
            raise Refused("Who may see a case changed while the sample was drawn. Draw it again")
        _supersede(by, inspection)
        drawn = _keep(by, case_list, document)
        made = Case.objects.bulk_create(cases_of(drawn, document, cases), batch_size=200)
        carry(by=by, drawn=made, same=same)
        record(
            kind=Kind.COLLECTION,
            action="cases.draw",
            by=by,
            about=drawn,
            inspection=inspection,
            reason=reason,
            changes=differences(drawn),
        )
    return drawn


def certificate_text(document: dict[str, Any]) -> str:
    """Write a certificate as `assay sample --out` does."""
    return f"{json.dumps(document, indent=2, ensure_ascii=False)}\n"


@transaction.atomic
def substitute(*, by: User, case: Case, because: Case.Dropped) -> Case:
    """Drop a case and put the next reserve of its stratum in its place; both are kept.

    Returns:
        The reserve.

    Raises:
        Refused: If the case isn't in the sample, has been judged, or no reserve is left.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.state != Case.State.SAMPLE:
        raise Refused("This case is not in the sample")
    if case.read_at is not None:
        raise Refused("This case has been judged, so it stays in the sample")
    reserve = (
        case.draw.cases.select_for_update()
        .filter(state=Case.State.RESERVE, stratum=case.stratum)
        .order_by("order")
        .first()
    )
    if reserve is None:
        raise Refused("No reserve is left in its stratum. Draw the sample again with more reserves")
    before, before_reserve = snapshot(case), snapshot(reserve)
    case.state, case.dropped_because = Case.State.DROPPED, because
    case.dropped_at, case.dropped_by = timezone.now(), by
    case.save(update_fields=["state", "dropped_because", "dropped_at", "dropped_by"])
    withdraw(by=by, readings=case.readings.filter(withdrawn_at=None), reason="the case is dropped")
    reserve.state, reserve.replaces = Case.State.SAMPLE, case
    reserve.save(update_fields=["state", "replaces"])
    for changed, old in ((case, before), (reserve, before_reserve)):
        record(
            kind=Kind.ALTERATION,
            action="cases.substitute",
            by=by,
            about=changed,
            person=changed.public_id,
            inspection=case.inspection,
            reason=because.label,
            changes=differences(changed, old),
        )
    return reserve


def _refuse_unready(case_list: CaseList, reason: str) -> None:
    if case_list.superseded_at or case_list.state != CaseList.State.CLEAN:
        raise Refused("The sample can only be drawn from the latest case list, once it is accepted")
    refuse_after(case_list.inspection, DRAWN)
    current = Draw.objects.filter(inspection=case_list.inspection_id, superseded_at=None)
    if being_read(case_list.inspection):
        raise Refused("Cases of the sample are being read, so it can no longer be drawn again")
    if current.exists() and not reason:
        raise Refused("There is a sample already: say why it is drawn again")


def _refuse_naming(reason: str, cases: Cases) -> None:
    if names_somebody(
        reason, crns=cases.crn, first_names=cases.first_name, family_names=cases.family_name
    ):
        raise Refused(
            "The reason names somebody on the case list. Say why without a name or reference"
        )


def _supersede(by: User, inspection: Inspection) -> None:
    old = Draw.objects.filter(inspection=inspection, superseded_at=None)
    held = Reading.objects.filter(case__draw__in=old, withdrawn_at=None)
    withdraw(by=by, readings=held, reason="the sample is drawn again")
    old.update(superseded_at=timezone.now())


def _keep(by: User, case_list: CaseList, document: dict[str, Any]) -> Draw:
    return Draw.objects.create(
        inspection=case_list.inspection,
        case_list=case_list,
        specification=document["specification"],
        seed=document["seed"],
        certificate=certificate_text(document),
        outline=outline_of(document),
        drawn_by=by,
    )


def outline_of(document: dict[str, Any]) -> dict[str, Any]:
    """Give the part of a certificate that a page shows: no row, no person, no officer."""
    aside = [{"reason": group["reason"], "count": group["count"]} for group in document["excluded"]]
    dropped = sum(len(person["dropped_rows"]) for person in document["duplicates"])
    return {name: document[name] for name in OUTLINE} | {"excluded": aside, "duplicates": dropped}
