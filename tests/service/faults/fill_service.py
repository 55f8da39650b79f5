"""Fill an empty service with made-up readers, each signed in and with cases of their own.

Run as a program: `fill_service.py READERS CASES`. Prints, as JSON, what a browser of each
reader would know: the cookie of the session and the addresses of the questions.
"""

import json
import sys
from typing import Any

from assay.service.project.start import prepare, ready

ready()
prepare()

# ruff: noqa: E402 - models can only be imported once Django is ready
from allauth.mfa.models import Authenticator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assay.service.accounts.models import Membership, User
from assay.service.cases.framework import questions_of
from assay.service.cases.models import Case, CaseList, Draw, Reading
from assay.service.inspections.models import Inspection
from assay.service.providers.models import Provider


@transaction.atomic
def fill(readers: int, cases: int) -> list[dict[str, Any]]:
    provider = Provider.objects.create(name="Made-up Unit", short_name="Made-up", body_type="pdu")
    inspection = Inspection.objects.create(
        provider=provider, framework="pdu-2023", name="Made-up inspection 2027"
    )
    people = [_person(number, inspection) for number in range(readers)]
    draw = _draw(inspection, people[0])
    made = [_case(draw, number) for number in range(1, readers * cases + 1)]
    Case.objects.bulk_create(made)
    readings = [
        Reading(case=case, kind="first", reader=people[place % readers], assigned_by=people[0])
        for place, case in enumerate(Case.objects.filter(draw=draw))
    ]
    Reading.objects.bulk_create(readings)
    return [_known(person, inspection) for person in people]


def _person(number: int, inspection: Inspection) -> User:
    user = User(email=f"made-up-{number}@example.test", full_name=f"Made-up Reader {number}")
    user.set_unusable_password()
    user.save()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "made-up"})
    Membership.objects.create(
        user=user,
        role="inspector",
        scope="inspection",
        inspection=inspection,
        starts_on=timezone.localdate(),
    )
    return user


def _draw(inspection: Inspection, user: User) -> Draw:
    case_list = CaseList.objects.create(
        inspection=inspection,
        stored="made-up.csv",
        file_name="made-up.csv",
        size=1,
        sha256="0" * 64,
        state="clean",
        uploaded_by=user,
    )
    return Draw.objects.create(
        inspection=inspection,
        case_list=case_list,
        specification="hmip",
        seed=7,
        certificate="{}",
        outline={"as_of": "2026-01-01"},
        drawn_by=user,
    )


def _case(draw: Draw, number: int) -> Case:
    return Case(
        inspection=draw.inspection,
        draw=draw,
        number=number,
        row=number + 1,
        crn=f"X{number:06d}",
        family_name=f"Madeup{number}",
        first_name="Test",
        sentence_type="licence",
        rosh_level="high",
        stratum="licence",
        cluster="One",
        ldu="Unit",
        responsible_officer="Officer Made-up",
        order=number,
        drawn_as_reserve=False,
        state="sample",
    )


def _known(person: User, inspection: Inspection) -> dict[str, Any]:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    places = [
        reverse("cases:question", args=[inspection.public_id, reading.public_id, number])
        for reading in Reading.objects.filter(reader=person)
        for number in questions_of(inspection)
        if number[0].isupper()
    ]
    return {"cookie": session.session_key, "questions": places}


if __name__ == "__main__":
    json.dump(fill(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
