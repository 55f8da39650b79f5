"""Which run is shown, who is who in the record, what is restricted and what was put off.

Results are no rows of the database: they lie in files beside it, and only `selectors` reads them.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assay.service.accounts.models import User
from assay.service.providers.models import Provider

REFERENCE = 100
"""Letters of a reference in a case system, at most."""


class Caseload(models.Model):
    """A run over one provider's extract whose results are kept whole. The newest is shown."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="caseloads")
    as_of = models.DateField()
    profile = models.CharField(max_length=200)
    extract = models.CharField(max_length=500)
    folder = models.CharField(max_length=40, unique=True)
    cases = models.PositiveIntegerField()
    loaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField(default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first: by the day judged, then as they were loaded."""

        ordering = ("-as_of", "-id")
        indexes = (models.Index(fields=["provider", "-as_of", "-id"], name="caseload_newest"),)

    def __str__(self) -> str:
        return f"caseload of {self.provider}"


class StaffLink(models.Model):
    """Who a person of the service is in a provider's record; kept when it ends."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="staff_links")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="staff_links")
    staff_id = models.CharField(max_length=REFERENCE)
    given_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Nobody is two members of staff of one provider at once, nor two people the same one."""

        ordering = ("user__full_name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "user"], condition=Q(ended_at=None), name="one_staff_id_each"
            ),
            models.UniqueConstraint(
                fields=["provider", "staff_id"], condition=Q(ended_at=None), name="one_person_each"
            ),
        )

    def __str__(self) -> str:
        return f"link of {self.user}"


class RestrictedCase(models.Model):
    """A case that only named people may see; to all others it is not there."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="restricted")
    case_ref = models.CharField(max_length=REFERENCE)
    reason = models.CharField(max_length=40)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """In force once for each case."""

        ordering = ("case_ref", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "case_ref"],
                condition=Q(ended_at=None),
                name="caseload_restricted_once",
            ),
        )

    def __str__(self) -> str:
        return "a restricted case"


class NamedPerson(models.Model):
    """Somebody who may see a restricted case."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    restricted = models.ForeignKey(RestrictedCase, on_delete=models.PROTECT, related_name="named")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Once for each person."""

        ordering = ("user__full_name", "id")
        constraints = (
            models.UniqueConstraint(fields=["restricted", "user"], name="caseload_named_once"),
        )

    def __str__(self) -> str:
        return f"{self.user} on a restricted case"


class Snooze(models.Model):
    """Something on a list that was put off to a day; kept when it ends or is undone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="snoozes")
    case_ref = models.CharField(max_length=REFERENCE)
    criterion = models.CharField(max_length=10)
    state = models.CharField(max_length=20)
    reason = models.CharField(max_length=40)
    until = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        """One that is not undone for each thing."""

        ordering = ("until", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["provider", "case_ref", "criterion"],
                condition=Q(undone_at=None),
                name="put_off_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion} put off"
