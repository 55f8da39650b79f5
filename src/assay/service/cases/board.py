"""How far the readings have come: counts over the sample, and a line for each case."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from assay.service.accounts.models import User
from assay.service.cases.models import Case, Difference, Reading
from assay.service.cases.selectors import cases_for, joint_readers
from assay.service.inspections.models import Inspection


@dataclass(frozen=True, slots=True)
class Counts:
    """Cases of the sample that have reached each point."""

    cases: int
    given_out: int
    started: int
    submitted: int
    second_given_out: int
    second_submitted: int
    to_settle: int


def lines(user: User, inspection: Inspection) -> QuerySet[Case]:
    """Give the cases of the sample, each with `held`, its readings, and `unsettled`."""
    held = Reading.objects.filter(withdrawn_at=None).select_related("reader")
    held = held.prefetch_related(joint_readers())
    return (
        _sample(user, inspection)
        .annotate(unsettled=_to_settle())
        .prefetch_related(Prefetch("readings", held, to_attr="held"))
    )


def counts(user: User, inspection: Inspection) -> Counts:
    """Count the sample in one query."""

    def readings(kind: str, **more: object) -> Exists:
        return Exists(
            Reading.objects.filter(case=OuterRef("pk"), kind=kind, withdrawn_at=None, **more)
        )

    points = {
        "given_out": readings("first"),
        "started": readings("first", started_at__isnull=False),
        "submitted": readings("first", submitted_at__isnull=False),
        "second_given_out": readings("second"),
        "second_submitted": readings("second", submitted_at__isnull=False),
        "to_settle": _to_settle(),
    }
    marked = {f"is_{name}": point for name, point in points.items()}
    sums = {name: Count("pk", filter=Q(**{f"is_{name}": True})) for name in points}
    found = _sample(user, inspection).annotate(**marked).aggregate(cases=Count("pk"), **sums)
    return Counts(**found)


def _to_settle() -> Exists:
    return Exists(
        Difference.objects.filter(case=OuterRef("pk"), decided_at=None, superseded_at=None)
    )


def _sample(user: User, inspection: Inspection) -> QuerySet[Case]:
    return cases_for(user, inspection).filter(state=Case.State.SAMPLE)
