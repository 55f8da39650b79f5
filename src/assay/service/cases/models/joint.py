"""People who read a case together with its reader."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assay.service.accounts.models import User
from assay.service.cases.models.readings import Reading


class JointReader(models.Model):
    """A person who may answer a reading beside its reader, for a time; they can't submit it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="joint")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """In the order they were named; a person is named once at a time."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["reading", "user"], condition=Q(ended_at=None), name="joint_once"
            ),
        )
        indexes = (models.Index(fields=["user", "ended_at"], name="joint_by_user"),)

    def __str__(self) -> str:
        return f"joint reader of {self.reading}"
