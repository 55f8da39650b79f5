"""What the service tells a reader's device that sends answers, and what it takes from it."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assay.service.audit.models import Event, Kind
from assay.service.cases.actions import answering
from assay.service.cases.framework import form_of
from assay.service.cases.models import Answer, JointReader

pytestmark = pytest.mark.django_db
KQ = "P2.1.1"


@pytest.fixture
def reading(case: Any, inspector: Any, given: Any) -> Any:
    return given(case, inspector)


@pytest.fixture
def address(reading: Any, inspection: Any) -> str:
    return reverse("cases:question", args=[inspection.public_id, reading.public_id, KQ])


@pytest.fixture
def send(address: str, inspector: Any, signed_in: Any) -> Any:
    """Send as a device does: `send("a note", version=0)` gives the status and what was said."""
    browser = signed_in(user=inspector)

    def go(note: str = "", *, by: Client = browser, to: str = address, **more: Any) -> Any:
        fields = {"version": 0, "client_id": uuid.uuid4(), "note_1": note} | more
        person = more.pop("person", by.user.public_id if hasattr(by, "user") else "nobody")
        headers = {"Accept": "application/json", "X-Assay-Person": str(person)}
        answer = by.post(to, fields, headers=headers)
        return answer.status_code, json.loads(answer.content)

    return go


def test_a_sent_answer_is_told_its_version_and_when_it_was_saved(send: Any) -> None:
    status, said = send("Seen")
    saved = Answer.objects.get()
    assert (status, said) == (200, {"version": 1, "saved_at": saved.saved_at.isoformat()})


def test_the_same_answer_sent_again_is_told_the_same_and_saved_once(send: Any) -> None:
    client_id = uuid.uuid4()
    assert send("Seen", client_id=client_id) == send("Seen", client_id=client_id)
    assert Answer.objects.count() == 1
    assert Event.objects.filter(action="cases.answer").count() == 1


def test_text_typed_after_a_save_whose_reply_was_lost_follows_it(send: Any) -> None:
    lost = uuid.uuid4()
    send("First", client_id=lost)
    status, said = send("Second", follows=f"{uuid.uuid4()} {lost}")
    assert (status, said["version"]) == (200, 2)


def test_a_colleagues_answer_is_never_followed_but_a_conflict(
    send: Any, reading: Any, colleague: Any, signed_in: Any, lead: Any
) -> None:
    JointReader.objects.create(reading=reading, user=colleague, added_by=lead)
    theirs = uuid.uuid4()
    assert send("Theirs", by=signed_in(user=colleague), client_id=theirs)[0] == 200
    assert send("Mine", follows=str(theirs)) == (409, {"kind": "conflict"})
    assert Answer.objects.count() == 1


def test_a_device_says_when_it_was_typed_unless_its_clock_can_not_be_right(send: Any) -> None:
    typed = timezone.now()
    send("Now", typed_at=typed.isoformat())
    assert Answer.objects.get(version=1).typed_at == typed
    tomorrow = (typed + timedelta(days=1)).isoformat()
    send("Tomorrow", version=1, typed_at=tomorrow)
    last_year = (typed - timedelta(days=365)).isoformat()
    send("Last year", version=2, typed_at=last_year)
    assert set(Answer.objects.exclude(version=1).values_list("typed_at", flat=True)) == {None}


def test_what_is_wrong_is_said_by_field_without_saying_what_was_typed(send: Any) -> None:
    status, said = send("x" * 20_001, follows="made up", typed_at="made up")
    assert (status, said["kind"]) == (400, "invalid")
    assert set(said["errors"]) == {"note_1", "follows", "typed_at"}
    assert "xxx" not in json.dumps(said)
    assert not Answer.objects.exists()


def test_a_submitted_reading_says_that_it_is_closed(
    send: Any, reading: Any, inspector: Any
) -> None:
    reading.submitted_at = timezone.now()
    reading.save()
    status, said = send("Too late")
    assert (status, said["kind"]) == (409, "closed")
    assert "submitted" in said["words"]


def test_a_reading_taken_back_is_gone(send: Any, reading: Any) -> None:
    reading.withdrawn_at = timezone.now()
    reading.save()
    assert send("Too late") == (404, {"kind": "gone"})


def test_who_is_signed_out_or_somebody_else_is_told_so_and_nothing_is_saved(
    send: Any, person: Any, signed_in: Any
) -> None:
    said = (401, {"kind": "signed_out"})
    assert send("Not signed in", by=Client()) == said
    assert send("Another's", person=uuid.uuid4()) == said
    assert send("No codes yet", by=signed_in(user=person(codes=False))) == said
    assert not Answer.objects.exists()


def test_a_request_without_its_token_is_told_so(address: str, inspector: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(inspector)
    answer = browser.post(address, {}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (403, {"kind": "csrf"})


def test_choosing_the_saved_version_is_noted(send: Any, address: str) -> None:
    send("Saved")
    assert send(to=f"{address}/keep-saved") == (200, {"kind": "kept"})
    assert Event.objects.filter(action="cases.keep_saved_answer").count() == 1


def test_choosing_in_a_submitted_reading_says_that_it_is_closed(
    send: Any, address: str, reading: Any
) -> None:
    reading.submitted_at = timezone.now()
    reading.save()
    assert send(to=f"{address}/keep-saved")[1]["kind"] == "closed"


def test_a_device_is_told_which_pages_to_keep_and_the_trail_says_so(
    reading: Any, inspection: Any, inspector: Any, signed_in: Any
) -> None:
    place = reverse("cases:reading", args=[inspection.public_id, reading.public_id])
    said = signed_in(user=inspector).get(f"{place}/device").json()
    assert said["open"]
    assert said["pages"][0] == place
    assert len(said["pages"]) == 1 + len(form_of(inspection))
    event = Event.objects.get(action="cases.keep_on_device")
    assert (event.by, event.person) == (inspector.public_id, reading.case.public_id)


def test_a_kept_page_names_neither_the_reader_nor_the_person_supervised(
    reading: Any, inspection: Any, inspector: Any, signed_in: Any
) -> None:
    browser, crn = signed_in(user=inspector), reading.case.crn
    place = reverse("cases:reading", args=[inspection.public_id, reading.public_id])
    shown = browser.get(place).content.decode()
    kept = browser.get(place, headers={"X-Assay-Keep": "yes"}).content.decode()
    for name in (inspector.full_name, crn):
        assert name in shown
        assert name not in kept


def test_the_service_can_be_installed_by_anybody_and_says_nothing_about_anybody() -> None:
    worker = Client().get("/service-worker.js")
    assert worker["Content-Type"] == "text/javascript"
    assert worker["Cache-Control"] == "no-cache"
    manifest = Client().get("/app.webmanifest").json()
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    assert manifest["scope"] == "/"


def test_a_script_learns_who_is_signed_in(inspector: Any, signed_in: Any) -> None:
    said = signed_in(user=inspector).get("/device/visitor").json()
    assert said["person"] == str(inspector.public_id)
    assert said["csrf"]


def test_an_answer_the_service_lost_in_a_restore_is_saved_as_its_first_version(
    send: Any, reading: Any
) -> None:
    status, said = send("Typed before the restore", version=4, follows=str(uuid.uuid4()))
    assert (status, said["version"]) == (200, 1)
    event = Event.objects.get(action="cases.answer")
    assert event.kind == Kind.COLLECTION


def test_an_answer_of_a_version_the_service_has_not_reached_is_a_conflict(send: Any) -> None:
    send("Saved")
    assert send("Typed before the restore", version=4) == (409, {"kind": "conflict"})


def test_an_answer_too_long_to_be_read_says_so_to_the_device(send: Any) -> None:
    status, said = send("x" * 3_000_000)
    assert status == 413
    assert said == {"kind": "invalid", "words": "It is too long. Shorten it."}
    assert not Answer.objects.exists()


def test_one_number_used_for_two_readings_at_the_same_moment_is_refused(
    send: Any, reading: Any, inspector: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_id = uuid.uuid4()

    def meanwhile(*_given: Any) -> None:
        Answer.objects.create(
            reading=reading, question="P2.1.2", version=1, client_id=client_id, saved_by=inspector
        )

    monkeypatch.setattr(answering, "_possible", meanwhile)
    status, said = send("Mine", client_id=client_id)
    assert (status, said["kind"]) == (409, "closed")
    assert "number of another" in said["words"]


def test_a_note_that_begins_with_an_empty_line_keeps_it_when_opened_again(
    send: Any, address: str, inspector: Any, signed_in: Any
) -> None:
    send("\nBelow an empty line")
    page = signed_in(user=inspector).get(address).content.decode()
    assert ">\n\nBelow an empty line</textarea>" in page  # a browser drops the first
