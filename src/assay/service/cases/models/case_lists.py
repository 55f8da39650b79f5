"""Uploaded case lists and what is wrong with them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assay.service.accounts.models import User
from assay.service.inspections.models import Inspection


class CaseList(models.Model):
    """One upload of an inspection's case list; the file itself lies in the data folder.

    Whoever checks it holds its `claim`, and says now and then, in `alive_at`, that the check
    goes on.
    """

    class State(models.TextChoices):
        """How far its check has come."""

        QUEUED = "queued", "Waiting to be checked"
        CHECKING = "checking", "Being checked"
        FAULTY = "faulty", "Problems found"
        CLEAN = "clean", "Accepted"
        FAILED = "failed", "Could not be checked"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="case_lists")
    stored = models.CharField(max_length=60, unique=True)
    file_name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    claimed_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True, editable=False)
    alive_at = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(null=True)
    problems = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=dict)

    class Meta:
        """Newest first; an inspection has one list that is not superseded."""

        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["inspection"],
                condition=Q(superseded_at=None),
                name="one_current_case_list",
            ),
        )

    def __str__(self) -> str:
        return f"case list of {self.inspection}"

    @property
    def waiting(self) -> bool:
        """Whether its check has still to end."""
        return self.state in {self.State.QUEUED, self.State.CHECKING}


class ProblemGroup(models.Model):
    """One thing wrong with a case list, and the rows where it is."""

    case_list = models.ForeignKey(CaseList, on_delete=models.CASCADE, related_name="groups")
    position = models.PositiveIntegerField()
    column = models.TextField(blank=True)
    found = models.TextField(blank=True)
    wrong = models.TextField()
    remedy = models.TextField()
    count = models.PositiveIntegerField()
    rows = models.TextField(blank=True)

    class Meta:
        """In the order found."""

        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["case_list", "position"], name="one_group_each_place"),
        )

    def __str__(self) -> str:
        return self.wrong
