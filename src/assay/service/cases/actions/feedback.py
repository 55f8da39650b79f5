"""Writing a feedback sheet and releasing it to the responsible officer."""

from django.db import transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.changes import differences, snapshot
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.cases.feedback import Draft, may_release_now, officers_known
from assay.service.cases.feedback_names import Naming, naming, words_that_name
from assay.service.cases.models import Feedback, Reading
from assay.service.cases.selectors import reads

NAMES = "It names another member of staff of the case list: {}. Say what was done, not by whom"


class MayName(Exception):  # noqa: N818 - read aloud as "the sheet may name somebody"
    """Raised with the words that may be another officer's name, when nobody has looked yet."""


@transaction.atomic
def write(*, by: User, reading: Reading, draft: Draft, version: int, looked: bool) -> Feedback:
    """Keep a sheet as it is now.

    Args:
        by: Who made the reading.
        reading: A submitted first reading.
        draft: Its two parts.
        version: The version that was edited; 0 when there was none.
        looked: Whether the writer has made sure that nobody else is named.

    Raises:
        Refused: If it isn't theirs to write, is released, was changed meanwhile, or names
            another officer.
        MayName: If it may name one, and the writer hasn't looked.
    """
    reading = _locked(reading)
    _refuse_writing(by, reading)
    _refuse_names(by, reading, draft, looked=looked)
    saved = Feedback.objects.filter(reading=reading).first()
    if saved is not None and (saved.good, saved.better) == (draft.good, draft.better):
        return saved
    if (saved.version if saved else 0) != version:
        raise Refused(
            "The sheet was changed after you opened it. Copy your words and open it again"
        )
    if saved is not None and saved.released_at is not None:
        raise Refused("The sheet has been released, so it can’t be changed")
    before = snapshot(saved) if saved else None
    sheet = saved or Feedback(reading=reading, version=0)
    sheet.good, sheet.better, sheet.version = draft.good, draft.better, version + 1
    sheet.written_by, sheet.written_at = by, timezone.now()
    sheet.save()
    _record(
        sheet, by, "cases.write_feedback", Kind.ALTERATION if saved else Kind.COLLECTION, before
    )
    return sheet


@transaction.atomic
def release(*, by: User, sheet: Feedback, recipient: Feedback.Recipient, version: int) -> None:
    """Release a sheet: from now on it stays as it is, and may be handed over.

    Args:
        by: Who releases it.
        sheet: Written, and not released.
        recipient: Who is handed it.
        version: The version that was read before releasing.

    Raises:
        Refused: If it is too early, it was changed meanwhile, is released already, or names
            another officer.
    """
    reading = _locked(sheet.reading)
    sheet = Feedback.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if reading.submitted_at is None or not may_release_now(reading.case.inspection):
        raise Refused("Feedback is released once fieldwork has come to its last day")
    if sheet.released_at is not None:
        raise Refused("The sheet has been released already")
    if sheet.version != version:
        raise Refused("The sheet was changed after you opened it. Read it again")
    _refuse_names(by, reading, Draft(sheet.good, sheet.better), looked=True)
    before = snapshot(sheet)
    sheet.recipient, sheet.released_by, sheet.released_at = recipient, by, timezone.now()
    sheet.save(update_fields=["recipient", "released_by", "released_at"])
    _record(sheet, by, "cases.release_feedback", Kind.DISCLOSURE, before, recipient=recipient.label)


@transaction.atomic
def log_download(*, by: User, sheet: Feedback) -> None:
    """Note that a released sheet was taken out to be handed over."""
    label = Feedback.Recipient(sheet.recipient).label
    _record(sheet, by, "cases.download_feedback", Kind.DISCLOSURE, snapshot(sheet), recipient=label)


def _locked(reading: Reading) -> Reading:
    readings = Reading.objects.select_for_update(of=("self",)).select_related("case__inspection")
    return readings.get(pk=reading.pk)


def _refuse_writing(by: User, reading: Reading) -> None:
    if not reads(by, reading) or reading.kind != Reading.Kind.FIRST:
        raise Refused("Only who made the first reading writes the feedback")
    if reading.submitted_at is None:
        raise Refused("Submit the assessment first")


def _refuse_names(by: User, reading: Reading, draft: Draft, *, looked: bool) -> None:
    officers = officers_known(by, reading.case.inspection)
    text = f"{draft.good}\n{draft.better}"
    own = reading.case.responsible_officer
    found = naming(text, officers, own)
    if found is Naming.SURELY:
        raise Refused(NAMES.format(words_that_name(text, officers, own)))
    if found is Naming.PERHAPS and not looked:
        raise MayName(words_that_name(text, officers, own))


def _record(
    sheet: Feedback,
    by: User,
    action: str,
    kind: Kind,
    before: dict[str, object] | None,
    *,
    recipient: str = "",
) -> None:
    record(
        kind=kind,
        action=action,
        by=by,
        about=sheet,
        person=sheet.reading.case.public_id,
        inspection=sheet.reading.case.inspection,
        reason=f"Handed to: {recipient}" if recipient else "",
        changes=differences(sheet, before),
    )
