"""Every address of the service that can be opened, with the arguments of a filled database."""

import re
from collections.abc import Iterator
from typing import Any

from benchmarks.filled import REACHED, Filled

from assay.service.accounts.models import User
from assay.service.accounts.routes import every_route
from assay.service.cases.framework import questions_of
from assay.service.cases.models import Case, CaseList, Difference, Reading
from assay.service.inspections.models import Notice

ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def addresses(filled: Filled, user: User) -> Iterator[tuple[str, str]]:
    """Give each route's name and an address at which there is something to see.

    Pages of a caseload are left out.

    Args:
        filled: The database's contents.
        user: Who opens it; a reading of their own is opened where they have one.

    Raises:
        LookupError: If a route has an argument that is not known here: add it to `known`.
    """
    arguments = known(filled, user)
    for name, path, _ in every_route():
        if name.startswith("caseload:"):  # read from files, of which a filled database has none
            continue
        if missing := set(ARGUMENT.findall(path)) - set(arguments):
            raise LookupError(f"give {path} its {sorted(missing)} in benchmarks/addresses.py")
        yield name, ARGUMENT.sub(lambda found: str(arguments[found[1]]), path)


def known(filled: Filled, user: User) -> dict[str, Any]:
    """Give the arguments of every address."""
    inspection, member = filled.inspection, filled.viewers["assistant_inspector"]
    provider = inspection.provider
    cases = Case.objects.filter(inspection=inspection)
    readings = Reading.objects.filter(case__inspection=inspection)
    own = readings.filter(reader=user, submitted_at=None).first()
    team = inspection.memberships.filter(ended_at=None)
    differences = Difference.objects.filter(case__in=cases, decided_at=None)
    return {
        "inspection_id": inspection.public_id,
        "provider_id": provider.public_id,
        "ownership_id": provider.ownerships.all()[0].public_id,
        "succession_id": provider.later.all()[0].public_id,
        "person_id": member.public_id,
        "membership_id": member.memberships.all()[0].public_id,
        "held_id": team.exclude(user=user)[0].public_id,
        "token": "made-up",
        "step": REACHED,
        "list_id": CaseList.objects.get(inspection=inspection).public_id,
        "case_id": cases.filter(state="sample", restricted=False)[0].public_id,
        "reading_id": (own or readings.exclude(submitted_at=None)[0]).public_id,
        "difference_id": differences[0].public_id,
        "question": next(iter(questions_of(inspection))),
        "file": "assessments",
        "kind": "first",
        "notice_id": Notice.objects.filter(recipient=user)[0].public_id,
    }


def searches(filled: Filled) -> dict[str, str]:
    """Give searches and filters that people make, by a name for each."""
    person = Case.objects.filter(inspection=filled.inspection)[0].public_id
    reader = Reading.objects.filter(case__inspection=filled.inspection)[0].reader.public_id
    return {
        "audit:search, by person": f"/audit/?person={person}",
        "audit:search, by user": f"/audit/?by={reader}",
        "audit:search, by kind": "/audit/?kind=alteration",
        "audit:search, last page": "/audit/?page=last",
        "inspections:inspections, one provider": (
            f"/inspections/?provider={filled.inspection.provider.public_id}"
        ),
        "inspections:inspections, by step": f"/inspections/?state={REACHED}",
        "inspections:inspections, last page": "/inspections/?page=last",
        "providers:register, by words": "/providers/?words=unit",
        "accounts:people, last page": "/people/?page=last",
    }
