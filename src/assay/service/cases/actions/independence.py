"""Who may judge which case: nobody their own work, their own team's, or one seen through another.

Each question says why not, in a sentence; "" means they may.
"""

from assay.service.accounts.access import allowed
from assay.service.accounts.models import Membership, User
from assay.service.audit.models import Event
from assay.service.cases.models import Case, HomeTeam, JointReader, Reading
from assay.service.cases.selectors import hidden_from
from assay.service.inspections.models import Inspection

LOCAL = "local_assessor"
PERMISSION = {Reading.Kind.FIRST: "cases.assess", Reading.Kind.SECOND: "cases.second_read"}
SHOWS_A_READING = ("cases.read_reading", "cases.read_question", "cases.read_conflict")
SHOWS_BOTH = ("cases.differences", "cases.difference")


def unfit(case: Case, reader: User, kind: Reading.Kind) -> str:
    """Say why a person may not read a case, alone or with its reader."""
    return (
        _without_access(case, reader, kind)
        or _other_reading(case, reader, kind)
        or _interest(case, reader)
    )


def has_seen_other(case: Case, reader: User, kind: Reading.Kind) -> bool:
    """Say whether a person has seen what the other reader of a case answered."""
    others = case.readings.filter(withdrawn_at=None).exclude(kind=kind)
    shown = Event.objects.filter(by=reader.public_id)
    one = shown.filter(action__in=SHOWS_A_READING, object_id__in=others.values("public_id"))
    both = shown.filter(action__in=SHOWS_BOTH, person=case.public_id)
    return one.exists() or both.exists()


def _without_access(case: Case, reader: User, kind: Reading.Kind) -> str:
    if not allowed(reader, PERMISSION[kind], inspection=case.inspection):
        return "They may not make this reading on this inspection"
    return (
        "They are not one of the people this case is restricted to"
        if hidden_from(reader, case)
        else ""
    )


def _other_reading(case: Case, reader: User, kind: Reading.Kind) -> str:
    others = case.readings.filter(withdrawn_at=None).exclude(kind=kind)
    beside = JointReader.objects.filter(reading__in=others, user=reader, ended_at=None)
    if others.filter(reader=reader).exists() or beside.exists():
        return "The two readings of a case must be made by two people"
    if has_seen_other(case, reader, kind):
        return "They have seen the other reading, and this one must be blind to it"
    return ""


def _interest(case: Case, reader: User) -> str:
    """Say what ties a reader to a case: it is their own, or their own team's."""
    if _same(case.responsible_officer, reader.full_name):
        return "They are the case’s own responsible officer"
    if not _is_local(reader, case.inspection):
        return ""
    home = HomeTeam.objects.filter(inspection=case.inspection, user=reader).first()
    if home is None:
        return "They are a local assessor: say first which team they come from"
    if case.team and _same(case.team, home.team) and _same(case.ldu, home.ldu):
        return "The case belongs to the local assessor’s own team"
    if not case.team and _same(case.ldu, home.ldu):
        return "The case belongs to the local assessor’s own unit, and the list gives no team"
    return ""


def _is_local(reader: User, inspection: Inspection) -> bool:
    held = Membership.objects.current().filter(user=reader, role=LOCAL)
    return held.filter(inspection=inspection).exists()


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split()) != ""
