"""Feedback sheets: what a reader tells the responsible officer of a case at the end."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assay.service.accounts.models import User
from assay.service.cases.models.readings import Reading


class Feedback(models.Model):
    """The sheet of one submitted first reading: what was good, then what could be better.

    It changes until it is released; from then on it stays as it was handed over.
    """

    class Recipient(models.TextChoices):
        """Who is handed a sheet, by role."""

        OFFICER = "officer", "The responsible officer"
        BOTH = "both", "The responsible officer and their manager"
        MANAGER = "manager", "Their manager, for the responsible officer"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reading = models.OneToOneField(Reading, on_delete=models.PROTECT, related_name="feedback")
    version = models.PositiveIntegerField(default=1)
    good = models.TextField()
    better = models.TextField(blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    recipient = models.CharField(max_length=10, choices=Recipient, blank=True)
    released_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        """Released by somebody to somebody at some time, or not at all."""

        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="feedback_released_to_somebody",
                condition=(
                    Q(released_at__isnull=False, released_by__isnull=False) & ~Q(recipient="")
                )
                | Q(released_at=None, released_by=None, recipient=""),
            ),
        )

    def __str__(self) -> str:
        return f"Feedback on {self.reading.case}"
