"""Run by a test in a process of its own: upload a list and check it, slowly or not at all."""

import sys
import time
from typing import Any

from assay.service.project.start import prepare, ready

ready()

from allauth.mfa.totp.internal.auth import (  # noqa: E402 - Django is ready now
    TOTP,
    generate_totp_secret,
)
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402 - Django is ready now
from django.test import Client  # noqa: E402 - as above
from django.utils import timezone  # noqa: E402 - as above

from assay.service.accounts.models import Membership, User  # noqa: E402 - as above
from assay.service.cases.actions import case_lists  # noqa: E402 - as above
from assay.service.cases.checking import worker  # noqa: E402 - as above
from assay.service.cases.models import CaseList  # noqa: E402 - as above
from assay.service.inspections.models import Inspection  # noqa: E402 - as above
from assay.service.providers.models import Provider  # noqa: E402 - as above


def upload(path: str) -> None:
    """Upload a file whose check goes on for longer than anybody waits."""
    prepare()
    user = User.objects.create(email="made-up@example.test", full_name="Made-up Person")
    TOTP.activate(user, generate_totp_secret())
    provider = Provider.objects.create(name="Made-up Unit", short_name="M", body_type="pdu")
    inspection = Inspection.objects.create(
        provider=provider, framework="pdu-2023", name="Made-up inspection"
    )
    Membership.objects.create(
        user=user, role="lead_inspector", scope="service", starts_on=timezone.localdate()
    )

    def endless(_case_list: Any, _unwanted: Any) -> None:
        sys.stdout.write("checking\n")
        sys.stdout.flush()
        time.sleep(600)

    worker.load = endless
    with open(path, "rb") as file:  # noqa: PTH123 - one line
        body = file.read()
    case_lists.upload(by=user, inspection=inspection, file=SimpleUploadedFile("list.csv", body))
    time.sleep(600)


def visit() -> None:
    """Open the page of the list again and again, as a browser does, until the check has ended."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get())
    place = f"/inspections/{Inspection.objects.get().public_id}/case-list/"
    for _ in range(600):
        assert client.get(place).status_code == 200
        found = CaseList.objects.get()
        if not found.waiting:
            break
        time.sleep(0.5)
    sys.stdout.write(f"{found.state} {found.rows}\n")


if __name__ == "__main__":
    upload(sys.argv[1]) if len(sys.argv) > 1 else visit()
