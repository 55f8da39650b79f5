"""The audit trail's tables: events, each sealed by the one before, and the head of the chain."""

from django.db import models


class Kind(models.TextChoices):
    """What was done with information: the six of the DPA 2018, section 62, and access."""

    COLLECTION = "collection", "Collection"
    ALTERATION = "alteration", "Alteration"
    CONSULTATION = "consultation", "Consultation"
    DISCLOSURE = "disclosure", "Disclosure"
    COMBINATION = "combination", "Combination"
    ERASURE = "erasure", "Erasure"
    ACCESS = "access", "Access"


class Event(models.Model):
    """One thing that somebody did or read. Never changed, never removed: triggers refuse it.

    People are named by public id alone, so that the log can outlive what it is about.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind)
    action = models.CharField(max_length=60)
    by = models.UUIDField(null=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    inspection = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """In the order things happened; indexed as the log is searched."""

        ordering = ("sequence",)
        indexes = (
            models.Index(fields=["by", "sequence"], name="event_by"),
            models.Index(fields=["person", "sequence"], name="event_person"),
            models.Index(fields=["object_id", "sequence"], name="event_object"),
            models.Index(fields=["kind", "sequence"], name="event_kind"),
            models.Index(fields=["at"], name="event_at"),
            models.Index(fields=["action", "sequence"], name="event_action"),
            models.Index(fields=["inspection", "sequence"], name="event_inspection"),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class ChainHead(models.Model):
    """The last link: one row, locked while an event is added, so that the chain can't fork."""

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"head {self.sequence}"
