"""The register: bodies that are inspected, who owned them, and who took over from whom."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


class BodyType(models.TextChoices):
    """What kind of body it is or was."""

    CRC = "crc", "Community rehabilitation company"
    NPS = "nps", "National Probation Service division"
    PDU = "pdu", "Probation delivery unit"
    REGION = "region", "Probation region"
    NATIONAL = "national", "National body"
    YOUTH = "youth", "Youth justice service"


class Provider(models.Model):
    """A body whose probation work is inspected, such as a probation delivery unit.

    It stays in the register when it closes, so that its results stay its own. A day that
    isn't known is None, and counts as no limit.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    body_type = models.CharField(max_length=40, choices=BodyType)
    area = models.CharField(max_length=200, blank=True)
    part_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        """Alphabetical, as people look a body up; `no_overlaps` adds the short name's rule."""

        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(Lower("name"), name="provider_name_is_its_own"),
            models.CheckConstraint(
                name="provider_closes_after_it_opens",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
            ),
            models.CheckConstraint(
                name="provider_is_not_part_of_itself",
                condition=Q(part_of=None) | ~Q(part_of=F("id")),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Owner(models.Model):
    """A company or other body that owned or ran a provider."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)

    class Meta:
        """Alphabetical; one row for each name, whatever its case."""

        ordering = ("name",)
        constraints = (models.UniqueConstraint(Lower("name"), name="owner_name_is_its_own"),)

    def __str__(self) -> str:
        return self.name


class Ownership(models.Model):
    """Who owned a provider, and when; both days belong to the time."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="ownerships")
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="ownerships")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        """Oldest first; `no_overlaps` adds that a provider has one owner at a time."""

        ordering = (F("starts_on").asc(nulls_first=True), "id")
        constraints = (
            models.CheckConstraint(
                name="ownership_ends_after_it_starts",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} owned by {self.owner}"


class Succession(models.Model):
    """One body took over the work of another; `split` when others took over the rest."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    predecessor = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="later")
    successor = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="earlier")
    starts_on = models.DateField()
    split = models.BooleanField(default=False)

    class Meta:
        """In the order of time; `no_overlaps` adds that only a split has several successors."""

        ordering = ("starts_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="succession_is_said_once"
            ),
            models.CheckConstraint(
                name="succession_is_by_another_body",
                condition=~Q(predecessor=F("successor")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.successor} took over from {self.predecessor}"
