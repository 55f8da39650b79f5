"""What the demonstration holds once it is loaded."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from assay.service.accounts.models import Membership, User
from assay.service.accounts.roles import catalogue
from assay.service.audit.verify import verify
from assay.service.cases.answers import missing_from
from assay.service.cases.models import (
    Answer,
    Case,
    CaseList,
    Difference,
    Feedback,
    JointReader,
    Reading,
)
from assay.service.demo.answers import Sheet
from assay.service.demo.load import load
from assay.service.demo.readings import _in_order
from assay.service.demo.scene import scene
from assay.service.inspections.models import Inspection
from assay.service.providers.models import Provider

pytestmark = pytest.mark.django_db  # alone, these would be given no database


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Inspection]:
    """Loaded once for this file, which only looks at it, and taken back."""
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr(settings, "DEMONSTRATION", True, raising=False)
        patch.setattr(settings, "MEDIA_ROOT", tmp_path_factory.mktemp("files"))
        load()
        yield Inspection.objects.get(reached="fieldwork")
        transaction.set_rollback(True)


def test_everybody_is_there_and_every_step_has_its_own_trail(loaded: Inspection) -> None:
    assert {m.role for m in Membership.objects.all()} == set(catalogue().roles)
    assert User.objects.count() == len(catalogue().roles)
    assert all(user.full_name.startswith("Made-up ") for user in User.objects.all())
    assert Provider.objects.filter(name__startswith="Made-up ").count() == 3
    assert Provider.objects.count() > 100
    assert {i.reached for i in Inspection.objects.all()} == {"fieldwork", "evidence_requested", ""}
    assert verify().broken is None


def test_half_of_the_sample_has_been_read(loaded: Inspection) -> None:
    plan = scene().fieldwork
    readings = Reading.objects.filter(case__inspection=loaded, withdrawn_at=None)
    firsts = readings.filter(kind="first")
    assert firsts.filter(submitted_at__isnull=False).count() == plan.submitted
    begun = firsts.filter(submitted_at=None, started_at__isnull=False)
    assert begun.count() == plan.started
    seconds = readings.filter(kind="second", submitted_at__isnull=False)
    assert seconds.count() == plan.second_submitted
    settled = Difference.objects.filter(decided_at__isnull=False)
    assert settled.count() == plan.settled
    assert Difference.objects.filter(decided_at=None).exists()
    starts, ends = loaded.fieldwork_starts_on, loaded.fieldwork_ends_on
    assert starts is not None
    assert ends is not None
    assert starts < dt.date.today() < ends  # noqa: DTZ011 - the day where the user is


def test_one_case_is_read_together_and_some_officers_have_a_sheet(loaded: Inspection) -> None:
    assert str(JointReader.objects.get().user) == "Made-up Inspector"
    sheets = Feedback.objects.all()
    assert len(sheets) == scene().fieldwork.feedback
    assert not [sheet for sheet in sheets if sheet.released_at]


def test_one_case_is_restricted_one_is_replaced_and_one_list_is_faulty(loaded: Inspection) -> None:
    restricted = Case.objects.get(restricted=True)
    assert {str(named.user) for named in restricted.named.all()} == {
        "Made-up Lead Inspector",
        "Made-up Inspector",
    }
    assert Case.objects.get(state="dropped").replaced_by.state == "sample"
    faulty = CaseList.objects.exclude(inspection=loaded).get()
    assert (faulty.state, faulty.problems) == ("faulty", len(scene().faults))


def test_every_note_says_that_it_is_made_up(loaded: Inspection) -> None:
    notes = [prompt["note"] for answer in Answer.objects.all() for prompt in answer.prompts]
    reasons = [answer.reason for answer in Answer.objects.all()]
    said = [words for words in (*notes, *reasons) if words]
    assert said
    assert all(words.startswith("Made") for words in said)


def test_whoever_submitted_left_nothing_out(loaded: Inspection) -> None:
    handed_in = Reading.objects.filter(submitted_at__isnull=False)[:20]
    assert not [blank for reading in handed_in for blank in missing_from(reading)]


def test_who_reads_what_does_not_hang_on_the_numbers_drawn_by_lot(loaded: Inspection) -> None:
    sample = list(Case.objects.filter(inspection=loaded, state="sample", replaces=None))
    sheet = Sheet(loaded, [case.crn for case in sample])
    assert _in_order(sample, sheet) == _in_order(reversed(sample), sheet)
