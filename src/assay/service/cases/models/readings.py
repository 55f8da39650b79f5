"""Readings: who reads a case, every version of every answer, and how two readings differ."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assay.service.accounts.models import User
from assay.service.cases.models.samples import Case
from assay.service.inspections.models import Inspection


class Sufficient(models.TextChoices):
    """The judgement on a key question, in the words of `assay.rating`."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


class Reading(models.Model):
    """One person's reading of one case, first or second."""

    class Kind(models.TextChoices):
        """The second is blind to the first."""

        FIRST = "first", "First reading"
        SECOND = "second", "Second reading"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="readings")
    kind = models.CharField(max_length=6, choices=Kind)
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="readings")
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """In the order given out; a case has one first and one second reading at a time."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(withdrawn_at=None),
                name="one_reading_of_each_kind",
            ),
        )
        indexes = (models.Index(fields=["reader", "withdrawn_at"], name="reading_by_reader"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.case}"

    @property
    def state(self) -> str:
        """Say how far it has come: "Given out", "Started" or "Submitted"."""
        if self.submitted_at:
            return "Submitted"
        return "Started" if self.started_at else "Given out"


class Answer(models.Model):
    """One version of the answer to one key question. A later version never changes it."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    current = models.BooleanField(default=True)
    client_id = models.UUIDField(unique=True)
    prompts = models.JSONField(default=list)
    sufficient = models.CharField(max_length=14, choices=Sufficient, blank=True)
    reason = models.TextField(blank=True)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    typed_at = models.DateTimeField(null=True)

    class Meta:
        """Versions count up; one of them is current."""

        ordering = ("question", "version")
        constraints = (
            models.UniqueConstraint(
                fields=["reading", "question", "version"], name="one_answer_each_version"
            ),
            models.UniqueConstraint(
                fields=["reading", "question"],
                condition=Q(current=True),
                name="one_current_answer",
            ),
        )

    def __str__(self) -> str:
        return f"{self.question}, version {self.version}"


class Difference(models.Model):
    """A key question that two readers of a case answered differently, and how it was settled.

    One that no longer stands, because a reading was reopened or its decision taken back, is
    superseded and kept.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="differences")
    question = models.CharField(max_length=20)
    first = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=14, choices=Sufficient, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        """One in force for each question; decided by somebody with a reason, or not yet."""

        ordering = ("id",)
        # By it what is still to be settled is found among very many that are.
        indexes = (models.Index(fields=["decided_at"], name="difference_by_decision"),)
        constraints = (
            models.UniqueConstraint(
                fields=["case", "question"],
                condition=Q(superseded_at=None),
                name="one_difference_each",
            ),
            models.CheckConstraint(
                name="difference_decided_with_a_reason",
                condition=(
                    Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(decision="")
                    & ~Q(reason="")
                )
                | Q(decided_at=None, decided_by=None, decision="", reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.question} of {self.case}"


class HomeTeam(models.Model):
    """Where a local assessor comes from, so that they never judge their own team's work."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ldu = models.CharField(max_length=200)
    team = models.CharField(max_length=200)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """One for each person in each inspection."""

        constraints = (
            models.UniqueConstraint(fields=["inspection", "user"], name="one_home_team"),
        )

    def __str__(self) -> str:
        return f"{self.team}, {self.ldu}"
