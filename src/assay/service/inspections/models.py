"""Inspections of providers, and where each stands."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assay.service.providers.models import Provider


class Inspection(models.Model):
    """One inspection of one provider under one framework.

    `reached` is the key of the last step done, "" before the first: the steps' own rows say
    the same, and this is what lists are filtered by.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="inspections")
    framework = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    announce_on = models.DateField(null=True, blank=True)
    fieldwork_starts_on = models.DateField(null=True, blank=True)
    fieldwork_ends_on = models.DateField(null=True, blank=True)
    reached = models.CharField(max_length=30, blank=True, default="", db_index=True)

    class Meta:
        """Newest first; dates in their order."""

        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="inspection_is_announced_before_fieldwork",
                condition=Q(announce_on=None)
                | Q(fieldwork_starts_on=None)
                | Q(announce_on__lt=F("fieldwork_starts_on")),
            ),
            models.CheckConstraint(
                name="inspection_fieldwork_ends_after_it_starts",
                condition=Q(fieldwork_ends_on=None)
                | Q(
                    fieldwork_starts_on__isnull=False,
                    fieldwork_ends_on__gte=F("fieldwork_starts_on"),
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name


class InspectionStep(models.Model):
    """One step of one inspection: who holds it, when it is due, when it was done.

    `due_by_hand` keeps a date somebody set from being counted anew. `done_on` is the day it
    was done, `done_at` the moment that was recorded.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=30)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    due_by_hand = models.BooleanField(default=False)
    done_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """Each step once; done by somebody at some time, or neither."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["inspection", "step"], name="step_is_once_in_an_inspection"
            ),
            models.CheckConstraint(
                name="step_is_done_by_somebody_on_a_day",
                condition=Q(done_on=None, done_at=None, done_by=None)
                | Q(done_on__isnull=False, done_at__isnull=False, done_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.inspection}: {self.step}"


class Notice(models.Model):
    """Something a person is told, once for each occasion; its words are in `notices.toml`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=30)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="+")
    about = models.UUIDField()
    step = models.CharField(max_length=30, blank=True)
    occasion = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; a person is told the same thing once."""

        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["recipient", "kind", "about", "occasion"], name="notice_given_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.inspection}"
