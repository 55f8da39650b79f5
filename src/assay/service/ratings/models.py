"""What inspectors propose, what the panel decides, and the panel itself."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assay.service.inspections.models import Inspection
from assay.standards.framework import RATINGS


class Panel(models.Model):
    """The ratings panel of one inspection.

    `answers` is the SHA-256 of the answers that counted when it was closed, so that a change
    of them afterwards is seen.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="panel")
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    answers = models.CharField(max_length=64, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """Closed by somebody at some time, or open."""

        constraints = (
            models.CheckConstraint(
                name="panel_is_closed_by_somebody",
                condition=Q(closed_at=None, closed_by=None, answers="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(answers=""),
            ),
        )

    def __str__(self) -> str:
        return f"The panel of {self.inspection}"


class Rated(models.Model):
    """A rating somebody gives a standard, with why. A new one supersedes; none is overwritten."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="+")
    standard = models.CharField(max_length=10)
    rating = models.CharField(max_length=30, choices=[(rating, rating) for rating in RATINGS])
    reason = models.TextField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first."""

        abstract = True
        ordering: ClassVar[tuple[str, ...]] = ("-id",)

    def __str__(self) -> str:
        return f"{self.standard} of {self.inspection}"


class Proposal(Rated):
    """What an inspector proposes for a judged standard."""

    class Meta(Rated.Meta):
        """One stands for each standard."""

        constraints = (
            models.UniqueConstraint(
                fields=["inspection", "standard"],
                condition=Q(superseded_at=None),
                name="one_proposal_stands",
            ),
        )


class Decision(Rated):
    """What the panel decides for a standard: who agreed, and who did not and why."""

    agreed_by = models.TextField()
    dissent = models.TextField(blank=True, default="")

    class Meta(Rated.Meta):
        """One stands for each standard."""

        constraints = (
            models.UniqueConstraint(
                fields=["inspection", "standard"],
                condition=Q(superseded_at=None),
                name="one_decision_stands",
            ),
        )
