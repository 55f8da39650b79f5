"""Finding a person's cases by what others call them; the app that has cases says how."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import transaction

from assay.service.accounts.models import User
from assay.service.audit.models import Kind
from assay.service.audit.record import record, record_reads

Finder = Callable[[str], Iterable[UUID]]
_finders: list[Finder] = []


def find_people_with(finder: Finder) -> None:
    """Have `finder` asked for the case references of a CRN."""
    _finders.append(finder)


@transaction.atomic
def find_people(*, by: User, crn: str) -> tuple[UUID, ...]:
    """Give the references of all cases of a CRN, of restricted ones too, and log the look-up.

    Nothing else of a case is told. The CRN is not kept.
    """
    found = tuple(dict.fromkeys(one for finder in _finders for one in finder(crn)))
    if found:
        record_reads(action="audit.find_person", by=by, people=found)
    else:
        record(
            kind=Kind.CONSULTATION,
            action="audit.find_person",
            by=by,
            reason="No case has the CRN that was looked for",
        )
    return found
