"""Makes two made-up readers with three cases in the database of a running service.

Run in a process of its own, as `python set_up_people.py`; prints what a test needs as JSON.
"""

import json
from uuid import uuid4

from assay.service.project.start import ready

ready()

# ruff: noqa: E402 - Django must be set up before its models are imported
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from assay.service.accounts.models import Membership, User
from assay.service.cases.models import Case, CaseList, Draw, JointReader, Reading
from assay.service.inspections.models import Inspection
from assay.service.providers.models import Provider

PASSWORD = "made-up horse battery"  # noqa: S105 - opens nothing but a test database

MARK = uuid4().hex


def main() -> None:
    """Make them and print them."""
    provider = Provider.objects.create(
        name=f"Made-up unit {MARK}", short_name=MARK[:8], body_type="pdu"
    )
    inspection = Inspection.objects.create(
        provider=provider, framework="pdu-2023", name="Made-up inspection"
    )
    lead = person("lead_inspector", "lead", inspection)[0]
    reader, codes = person("inspector", "first", inspection)
    colleague, more = person("inspector", "second", inspection)
    readings = [reading(case, reader, lead) for case in cases(inspection, lead)]
    JointReader.objects.create(reading=readings[0], user=colleague, added_by=lead)
    paths = [f"/inspections/{inspection.public_id}/readings/{r.public_id}" for r in readings]
    print(  # noqa: T201 - this is the answer
        json.dumps(
            {
                "first": {"email": reader.email, "codes": codes},
                "second": {"email": colleague.email, "codes": more},
                "list": f"/inspections/{inspection.public_id}/readings/",
                "readings": paths,
                "pks": [r.pk for r in readings],
            }
        )
    )


def person(role: str, name: str, inspection: Inspection) -> tuple[User, list[str]]:
    """Make a person with a role, and give their recovery codes: each signs them in once."""
    user = User(email=f"{name}-{MARK}@example.test", full_name=f"Made-up {name.title()}")
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
    return user, RecoveryCodes.activate(user).get_unused_codes()


def cases(inspection: Inspection, lead: User) -> list[Case]:
    """Make three cases of a sample, without the drawing."""
    case_list = CaseList.objects.create(
        inspection=inspection,
        stored=f"made-up {MARK}",
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


main()
