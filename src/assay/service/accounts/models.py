"""People who sign in, the roles they hold and where, and one-time links."""

import uuid
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assay.service.inspections.models import Inspection
from assay.service.providers.models import Provider


class UserManager(BaseUserManager["User"]):
    """Finds people by email address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Give the person with this email address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who may sign in; what they may do follows from their memberships."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"

    class Meta:
        """By name, as a list of people is read."""

        ordering = ("full_name", "id")

    def __str__(self) -> str:
        return self.full_name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about memberships."""

    def current(self, on: date | None = None) -> "MembershipQuerySet":
        """Keep those in force on a day (today when not given)."""
        day = on or timezone.localdate()
        return self.filter(ended_at=None, starts_on__lte=day).filter(
            Q(ends_on=None) | Q(ends_on__gte=day)
        )


class Membership(models.Model):
    """One person's one role in one place, for a time."""

    class Scope(models.TextChoices):
        """Where a role holds."""

        SERVICE = "service", "Whole service"
        INSPECTION = "inspection", "One inspection"
        PROVIDER = "provider", "One provider"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    scope = models.CharField(max_length=10, choices=Scope)
    inspection = models.ForeignKey(
        Inspection, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        """A scope names exactly the thing it is about, and time runs forwards."""

        ordering = ("role", "id")
        constraints = (
            models.CheckConstraint(
                name="membership_scope_names_its_place",
                condition=(
                    Q(scope="service", inspection=None, provider=None)
                    | Q(scope="inspection", inspection__isnull=False, provider=None)
                    | Q(scope="provider", inspection=None, provider__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.role}, {self.place}"

    @property
    def place(self) -> str:
        """Say where the role holds."""
        return str(self.inspection or self.provider or "whole service")


class OneTimeLink(models.Model):
    """A link that lets one person set their password, once; only its hash is kept."""

    class Purpose(models.TextChoices):
        """Why a link was made."""

        FIRST = "first", "First account"
        INVITATION = "invitation", "Invitation"
        RENEWAL = "renewal", "New password and codes"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=10, choices=Purpose)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; only a first account's link has nobody yet."""

        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="link_is_for_somebody_unless_first",
                condition=Q(purpose="first") | Q(user__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} link"
