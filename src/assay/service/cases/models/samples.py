"""The sample: each draw, its cases, and who may see those that are restricted."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assay.service.accounts.models import User
from assay.service.cases.models.case_lists import CaseList
from assay.service.inspections.models import Inspection


class Draw(models.Model):
    """One draw of a sample, with its certificate word for word."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="draws")
    case_list = models.ForeignKey(CaseList, on_delete=models.PROTECT, related_name="draws")
    specification = models.CharField(max_length=60)
    seed = models.BigIntegerField()
    certificate = models.TextField()
    outline = models.JSONField()
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=timezone.now, editable=False)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; an inspection has one draw that is not superseded."""

        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["inspection"], condition=Q(superseded_at=None), name="one_current_draw"
            ),
        )

    def __str__(self) -> str:
        return f"sample of {self.inspection}"

    @property
    def as_of(self) -> date:
        """The day after which a start sets a case aside."""
        return date.fromisoformat(self.outline["as_of"])


class Case(models.Model):
    """One drawn case. Fetch cases through `selectors.cases_for` and nowhere else."""

    class State(models.TextChoices):
        """Whether it is read."""

        SAMPLE = "sample", "In the sample"
        RESERVE = "reserve", "Reserve"
        DROPPED = "dropped", "Dropped"

    class Dropped(models.TextChoices):
        """Why a case can't be read."""

        RECORD = "record", "Its record can't be opened or is missing"
        WRONGLY_LISTED = "wrongly listed", "It should not have been on the case list"
        TOO_LITTLE = "too little", "Too little work was due to judge it"
        REVIEW = "review", "It is under another review or legal process"
        INTEREST = "interest", "Nobody without an interest in it can read it"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="cases")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="cases")
    number = models.PositiveIntegerField()
    row = models.PositiveIntegerField()
    crn = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    first_name = models.CharField(max_length=200, blank=True)
    sentence_type = models.CharField(max_length=60)
    rosh_level = models.CharField(max_length=20)
    stratum = models.CharField(max_length=200)
    cluster = models.CharField(max_length=200)
    ldu = models.CharField(max_length=200)
    team = models.CharField(max_length=200, blank=True)
    responsible_officer = models.CharField(max_length=200)
    order = models.PositiveIntegerField()
    drawn_as_reserve = models.BooleanField()
    state = models.CharField(max_length=10, choices=State)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    dropped_because = models.CharField(max_length=20, choices=Dropped, blank=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    restricted = models.BooleanField(default=False)
    begun_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    restricted_to = models.ManyToManyField(
        User, through="NamedReader", through_fields=("case", "user"), related_name="+"
    )

    class Meta:
        """By number, which is by lot; a case is dropped with a reason, or not at all."""

        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["draw", "number"], name="one_case_each_number"),
            models.UniqueConstraint(fields=["draw", "row"], name="one_case_each_row"),
            models.CheckConstraint(
                name="case_dropped_with_a_reason",
                condition=(
                    Q(state="dropped", dropped_at__isnull=False, dropped_by__isnull=False)
                    & ~Q(dropped_because="")
                )
                | (~Q(state="dropped") & Q(dropped_at=None, dropped_by=None, dropped_because="")),
            ),
        )
        indexes = (models.Index(fields=["inspection", "state"], name="case_state"),)

    def __str__(self) -> str:
        return f"Case {self.number}"


class NamedReader(models.Model):
    """A person who may see a restricted case, for a time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="named")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A person is named once at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(ended_at=None), name="named_once"
            ),
        )

    def __str__(self) -> str:
        return f"reader of {self.case}"


class BreakGlass(models.Model):
    """A restricted case opened in an emergency by somebody who is not named."""

    class Reason(models.TextChoices):
        """Why it can't wait for a named person."""

        SAFETY = "safety", "Somebody may come to harm"
        ORDER = "order", "A court or the law requires it now"
        ERROR = "error", "The restriction is keeping out the person who must act"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="openings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"opening of {self.case}"
