"""Who sees which case. `cases_for` is the only door to cases; nothing else may fetch them.

A restricted case is not there for anybody who is not named: lists, counts, results and
exports all start here. A reading is not there for the person who has yet to make the other
one blind.
"""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from assay.service.accounts.access import Place, Somebody, allowed
from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import roles_with
from assay.service.audit.models import Event, Kind
from assay.service.cases.models import (
    BreakGlass,
    Case,
    CaseList,
    Difference,
    Draw,
    JointReader,
    NamedReader,
    Reading,
)
from assay.service.inspections.models import Inspection
from assay.service.inspections.notice_words import kinds_about

HISTORY = {
    "cases.assign": "Given to a reader",
    "cases.join": "A joint reader named",
    "cases.part": "A joint reader taken off",
    "cases.take_back": "Taken back from its reader",
    "cases.submit": "Submitted",
    "cases.release_feedback": "Feedback released to the responsible officer",
    "cases.reopen": "Opened again",
    "cases.settle": "A difference settled",
    "cases.unsettle": "The settling of a difference undone",
    "cases.substitute": "Put aside or brought in",
    "cases.restrict": "Restricted to named people",
    "cases.carry_restriction": "Restricted as in the sample before",
    "cases.hand_over": "Handed over to the chief inspectors",
    "cases.lift_restriction": "Restriction lifted",
}
"""The events of the audit trail that tell how a case went on, in words."""


def cases_for(user: User, inspection: Inspection) -> QuerySet[Case]:
    """Give the cases of an inspection's current sample that a person may see.

    Holders of "cases.view" see all of them, others those they have been given to read;
    restricted ones only when they are named, or have broken the glass and its time isn't up.
    """
    cases = Case.objects.filter(inspection=inspection, draw__superseded_at=None)
    if not allowed(user, "cases.view", inspection=inspection):
        given = Reading.objects.filter(read_by(user), case=OuterRef("pk"))
        cases = cases.filter(Exists(given))
    return cases.filter(_not_hidden_from(user))


def case_for(user: User, inspection: Inspection, public_id: UUID) -> Case:
    """Give one case that a person may see, or not found."""
    cases = cases_for(user, inspection).select_related("inspection", "replaces", "replaced_by")
    return get_object_or_404(cases, public_id=public_id)


def cases_seen_by(user: User, inspection: Inspection) -> QuerySet[Case]:
    """Give the cases of the current sample that no restriction keeps from a person.

    For checks on names, by whoever reads any of them; pages show `cases_for`.
    """
    current = Case.objects.filter(inspection=inspection, draw__superseded_at=None)
    return current.filter(_not_hidden_from(user))


def hidden_from(user: User, case: Case) -> bool:
    """Say whether a restriction keeps a case from a person."""
    return not Case.objects.filter(_not_hidden_from(user), pk=case.pk).exists()


def sees(user: Somebody, place: Place) -> bool:
    """Say whether a person may see the case a permission is asked about; no case, no bar."""
    if not isinstance(place.subject, Case):
        return True
    return isinstance(user, User) and not hidden_from(user, place.subject)


def read_by(user: User) -> Q:
    """Give the condition that keeps the readings a person makes, alone or with its reader."""
    joint = JointReader.objects.filter(reading=OuterRef("pk"), user=user, ended_at=None)
    return Q(withdrawn_at=None) & (Q(reader=user) | Q(Exists(joint)))


def reads(user: User, reading: Reading) -> bool:
    """Say whether a person makes a reading, alone or with its reader."""
    return Reading.objects.filter(read_by(user), pk=reading.pk).exists()


def joint_readers() -> "Prefetch[str, QuerySet[JointReader], str]":
    """Have readings fetched with `beside`: who reads with their reader now."""
    held = JointReader.objects.filter(ended_at=None).select_related("user")
    return Prefetch("joint", held, to_attr="beside")


def own_readings(user: User, inspection: Inspection) -> QuerySet[Reading]:
    """Give the readings a person has been given, alone or with another reader, and may see."""
    return (
        Reading.objects.filter(read_by(user), case__in=cases_for(user, inspection))
        .select_related("case", "reader")
        .order_by("case__number", "kind")
    )


def second_readings_to_make(user: User, inspection: Inspection) -> QuerySet[Reading]:
    """Give the second readings of cases of the sample that a person has still to submit."""
    still_open = own_readings(user, inspection).filter(submitted_at=None)
    return still_open.filter(kind=Reading.Kind.SECOND, case__state=Case.State.SAMPLE)


def readings_for(user: User, inspection: Inspection) -> QuerySet[Reading]:
    """Give the readings a person may open: their own, and submitted ones they aren't blind to.

    Other people's are for holders of "cases.view".
    """
    readings = Reading.objects.filter(withdrawn_at=None, case__in=cases_for(user, inspection))
    if not allowed(user, "cases.view", inspection=inspection):
        return readings.filter(read_by(user))
    others = Q(submitted_at__isnull=False) & ~Q(case__in=blind_cases(user))
    return readings.filter(read_by(user) | others)


def blind_cases(user: User) -> QuerySet[Case]:
    """Give the cases of which a reading that a person makes has still to be submitted."""
    return Case.objects.filter(pk__in=_of_open_readings(user, "case"))


def readings_to_make(user: User) -> QuerySet[Reading]:
    """Give the readings a person has still to submit, of cases to read in any inspection.

    For counts of what waits for them; whoever uses it says of which inspections.
    """
    still_open = Reading.objects.filter(pk__in=_of_open_readings(user, "pk"))
    return still_open.filter(_to_read_and_not_hidden_from(user))


def differences_to_settle(user: User) -> QuerySet[Difference]:
    """Give what is to be settled in any inspection, but for what is kept from a person."""
    unsettled = Difference.objects.filter(decided_at=None, superseded_at=None)
    blind = _of_open_readings(user, "case")
    return unsettled.filter(_to_read_and_not_hidden_from(user)).exclude(case__in=blind)


def counted_cases(user: User, inspection: Inspection) -> QuerySet[Case]:
    """Give the cases of the sample whose answers a person may see in results and exports."""
    seen = cases_for(user, inspection).filter(state=Case.State.SAMPLE)
    return seen.exclude(pk__in=blind_cases(user).values("pk"))


def differences_for(user: User, inspection: Inspection) -> QuerySet[Difference]:
    """Give the differences between readings that a person may see, by case."""
    # The inspection is said twice so that PostgreSQL starts from its cases, not from all answers.
    return (
        Difference.objects.filter(
            case__inspection=inspection,
            case__in=counted_cases(user, inspection),
            superseded_at=None,
        )
        .select_related("case", "first__saved_by", "second__saved_by", "decided_by")
        .order_by("case__number", "id")
    )


def earlier_differences(difference: Difference) -> QuerySet[Difference]:
    """Give what was found and decided before on a question of a case, newest first."""
    earlier = Difference.objects.filter(
        case=difference.case, question=difference.question, superseded_at__isnull=False
    )
    return earlier.select_related("first", "second", "decided_by").order_by("-id")


def history_of(case: Case) -> QuerySet[Event]:
    """Give what was done to a case's readings, newest first; no read, no answer."""
    done = Event.objects.filter(person=case.public_id, action__in=HISTORY)
    # Opening a page to do something is logged under the same action as doing it.
    return done.exclude(kind=Kind.CONSULTATION).order_by("-sequence")


def current_case_list(inspection: Inspection) -> CaseList | None:
    """Give the latest upload, whatever its state."""
    lists = CaseList.objects.filter(inspection=inspection, superseded_at=None)
    return lists.select_related("uploaded_by", "inspection").first()


def current_draw(inspection: Inspection) -> Draw | None:
    """Give the sample in force, without its certificate's text."""
    draws = Draw.objects.filter(inspection=inspection, superseded_at=None)
    return draws.defer("certificate").select_related("drawn_by", "case_list", "inspection").first()


def being_read(inspection: Inspection) -> bool:
    """Say whether anybody has answered a question about a case of the sample in force."""
    begun = Case.objects.filter(inspection=inspection, draw__superseded_at=None)
    return begun.filter(begun_at__isnull=False).exists()


def references_of(crn: str) -> list[UUID]:
    """Give the references of every case of a CRN, of any inspection, draw or restriction.

    For the audit trail, whose readers are shown nothing else of them.
    """
    cases = Case.objects.filter(crn__iexact=crn.strip()).order_by("-id")
    return list(cases.values_list("public_id", flat=True))


def people_with(inspection: Inspection, *permissions: str) -> QuerySet[User]:
    """Give the people who hold any of some permissions on an inspection, by name."""
    held = Membership.objects.current().filter(
        Q(scope=Membership.Scope.SERVICE)
        | Q(inspection=inspection)
        | Q(provider=inspection.provider_id),
        role__in={role for permission in permissions for role in roles_with(permission)},
    )
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def not_about_hidden(user: User) -> Q:
    """Give the condition that keeps the notices about no case that is hidden from a person."""
    seen = Case.objects.filter(_not_hidden_from(user), public_id=OuterRef("about"))
    return ~Q(kind__in=kinds_about("case")) | Q(Exists(seen))


def _of_open_readings(user: User, column: str) -> QuerySet[Reading, Any]:
    # Two queries joined, not one with "or", so that each starts from the person by its index.
    still_open = Reading.objects.filter(withdrawn_at=None, submitted_at=None).order_by()
    alone = still_open.filter(reader=user).values(column)
    together = still_open.filter(joint__user=user, joint__ended_at=None).values(column)
    found: QuerySet[Reading, Any] = alone.union(together)
    return found


def _to_read_and_not_hidden_from(user: User) -> Q:
    sampled = Q(case__draw__superseded_at=None, case__state=Case.State.SAMPLE)
    return sampled & _not_hidden_from(user, "case")


def _not_hidden_from(user: User, case: str = "pk") -> Q:
    """Give the condition on cases, or on what has a case by this column."""
    named = NamedReader.objects.filter(case=OuterRef(case), user=user, ended_at=None)
    opened = BreakGlass.objects.filter(case=OuterRef(case), user=user, ends_at__gt=timezone.now())
    open_to_all = Q(restricted=False) if case == "pk" else Q(**{f"{case}__restricted": False})
    return open_to_all | Q(Exists(named)) | Q(Exists(opened))
