"""Loading the demonstration: all of it in one transaction, through the service's own actions."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from assay.service.demo.caseload import add_staff
from assay.service.demo.inspections import announce, to_a_faulty_list, to_fieldwork
from assay.service.demo.people import add_people
from assay.service.demo.readings import read_half
from assay.service.demo.scene import scene
from assay.service.providers.published import load_published

SILENT = "django.core.mail.backends.dummy.EmailBackend"


def load() -> None:
    """Fill an empty database of a demonstration, or leave it empty.

    Raises:
        Refused: If it is not a demonstration's, or somebody has an account.
    """
    today = timezone.localdate()
    with _without_mail(), transaction.atomic():
        people = add_people()
        load_published(by=people["administrator"])
        # Lists show the newest first, and the one in fieldwork is what people come for.
        _, second, first = (announce(plan, people, today) for plan in scene().inspections[::-1])
        to_fieldwork(first, people, today)
        to_a_faulty_list(second, people, today)
        read_half(first, people)
        add_staff(first.provider, people)


@contextmanager
def _without_mail() -> Iterator[None]:
    """Send nobody anything: what happened before the demonstration began is no news."""
    usual, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, SILENT
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = usual
