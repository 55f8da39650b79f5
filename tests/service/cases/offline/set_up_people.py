"""Makes sets of two made-up readers with three cases in the database of a running service.

Run in a process of its own, as `python set_up_people.py SETS`; prints what tests need as JSON.
"""

import json
import sys
import time
from typing import Any
from uuid import uuid4

from assay.service.project.start import ready

ready()

# ruff: noqa: E402 - Django must be set up before its models are imported
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from assay.service.accounts.models import Membership, User
from assay.service.cases.models import Case, CaseList, Draw, JointReader, Reading
from assay.service.inspections.models import Inspection
from assay.service.providers.models import Provider

PASSWORD = "made-up horse battery"  # noqa: S105 - opens nothing but a test database


def made() -> dict[str, Any]:
    """Make a set and say what there is."""
    mark = uuid4().hex
    provider = Provider.objects.create(
        name=f"Made-up unit {mark}", short_name=mark[:8], body_type="pdu"
    )
    inspection = Inspection.objects.create(
        provider=provider, framework="pdu-2023", name="Made-up inspection"
    )
    lead, first, second = (
        person(role, f"{name}-{mark}", inspection)
        for role, name in (
            ("lead_inspector", "lead"),
            ("inspector", "first"),
            ("inspector", "second"),
        )
    )
    readings = [reading(case, first, lead) for case in cases(inspection, lead)]
    JointReader.objects.create(reading=readings[0], user=second, added_by=lead)
    place = f"/inspections/{inspection.public_id}/readings/"
    return {
        "first": ways_in(first),
        "second": ways_in(second),
        "list": place,
        "readings": [f"{place}{each.public_id}" for each in readings],
        "pks": [each.pk for each in readings],
    }


def person(role: str, name: str, inspection: Inspection) -> User:
    """Make a person with a role."""
    user = User(email=f"{name}@example.test", full_name=f"Made-up {name.partition('-')[0].title()}")
    user.set_password(PASSWORD)
    user.save()
    Membership.objects.create(
        user=user,
        role=role,
        scope="inspection",
        inspection=inspection,
        starts_on=timezone.localdate(),
    )
    TOTP.activate(user, generate_totp_secret())
    return user


def ways_in(user: User) -> dict[str, Any]:
    """Give a person's recovery codes, each of which signs them in once, and a session."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    store.save()
    codes = RecoveryCodes.activate(user).get_unused_codes()
    return {"email": user.email, "codes": codes, "session": store.session_key}


def cases(inspection: Inspection, lead: User) -> list[Case]:
    """Make three cases of a sample, without the drawing."""
    case_list = CaseList.objects.create(
        inspection=inspection,
        stored=f"made-up {uuid4().hex}",
        file_name="made-up.csv",
        size=1,
        uploaded_by=lead,
    )
    drawn = Draw.objects.create(
        inspection=inspection, case_list=case_list, seed=1, drawn_by=lead, outline={}
    )
    return [
        Case.objects.create(
            inspection=inspection,
            draw=drawn,
            number=number,
            row=number,
            crn=f"X00000{number}",
            sentence_type="community order",
            responsible_officer="Officer Made-up",
            order=number,
            drawn_as_reserve=False,
            state=Case.State.SAMPLE,
        )
        for number in (1, 2, 3)
    ]


def reading(case: Case, reader: User, lead: User) -> Reading:
    """Give a case to a reader."""
    return Reading.objects.create(
        case=case, kind=Reading.Kind.FIRST, reader=reader, assigned_by=lead
    )


print(json.dumps([made() for _ in range(int(sys.argv[1]))]))  # noqa: T201 - this is the answer
