"""The words of the pages: how a step stands, and what is late."""

from dataclasses import dataclass
from datetime import date

from assay.service.audit.models import Event
from assay.service.inspections.deadlines import days_late
from assay.service.inspections.life import Step, life, name_of
from assay.service.inspections.models import Inspection, InspectionStep
from assay.service.project.words import date as say


@dataclass(frozen=True, slots=True)
class Line:
    """One step as a page shows it.

    Attributes:
        step: From the life's data.
        row: Its row.
        status: In words.
        colour: Of its tag; "" for none.
        late: How late it is or was, in words; "" when it isn't.
    """

    step: Step
    row: InspectionStep
    status: str
    colour: str
    late: str

    @property
    def hint(self) -> str:
        """Say the dates and the holder in one line."""
        row = self.row
        if row.done_on:
            said = f"Done on {say(row.done_on)}"
            return f"{said}, {self.late}" if self.late else said
        due = f"Due {say(row.due_on)}" if row.due_on else "No due date"
        holder = f"Held by {row.holder.full_name}" if row.holder else "Nobody holds it yet"
        late = f" ({self.late})" if self.late else ""
        return f"{due}{late}. {holder}"


def lines(inspection: Inspection, rows: dict[str, InspectionStep], today: date) -> list[Line]:
    """Give every step of an inspection, in order."""
    following = life().after(inspection.reached)
    upcoming = following[0].key if following else ""
    return [
        _line(step, rows.get(step.key) or InspectionStep(step=step.key), upcoming, today)
        for step in life().steps
    ]


def _line(step: Step, row: InspectionStep, upcoming: str, today: date) -> Line:
    slip = days_late(row, today)
    late = f"{slip} working day{'' if slip == 1 else 's'} late" if slip else ""
    if row.done_on:
        return Line(step, row, "Completed", "", late)
    if late:
        return Line(step, row, "Late", "red", late)
    if step.key == upcoming:
        return Line(step, row, "Next", "blue", late)
    return Line(step, row, "Cannot start yet", "grey", late)


@dataclass(frozen=True, slots=True)
class Summary:
    """One inspection in a list: where it stands and what comes next."""

    inspection: Inspection
    stands: str
    upcoming: Line | None


def summary(inspection: Inspection, today: date) -> Summary:
    """Sum up an inspection that has `held_steps`."""
    rows = {row.step: row for row in getattr(inspection, "held_steps", [])}
    following = life().after(inspection.reached)
    upcoming = next(
        (line for line in lines(inspection, rows, today) if line.step in following), None
    )
    return Summary(inspection, name_of(inspection.reached), upcoming)


def counted(step: Step) -> str:
    """Say how a step's due date is counted."""
    words = {
        "announce_on": "the day planned for the announcement",
        "fieldwork_starts_on": "the first day of fieldwork",
        "fieldwork_ends_on": "the last day of fieldwork",
    }
    due = step.due
    start = words.get(due.start) or f"“{life().step(due.start).task}”"
    if due.working_days == 0:
        return start[0].upper() + start[1:]
    days = abs(due.working_days)
    side = "before" if due.working_days < 0 else "after"
    return f"{days} working day{'' if days == 1 else 's'} {side} {start}"


BASES = {
    "published": "Published",
    "unverified": "From memory, not checked against a source",
    "ours": "This service’s own planning aid, not a rule of the inspectorate",
}


def basis(step: Step) -> str:
    """Say how well a step's deadline is founded."""
    return f"{BASES[step.due.basis]}. {step.due.why}"


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of an inspection's history, in words."""

    event: Event
    what: str
    details: tuple[str, ...]


def happened(event: Event) -> Happened:
    """Say what was done, from the audit trail."""
    changes = event.changes
    reached = changes.get("reached", {})
    what = {
        "inspections.create": "Planned the inspection",
        "inspections.change_dates": "Changed the dates",
        "inspections.change_step": f"Changed “{_task(changes.get('step', {}).get('after'))}”",
        "inspections.move": f"{_task(reached.get('after'))}: done",
        "inspections.undo": f"{_task(reached.get('before'))}: undone",
    }.get(event.action, event.action)
    shown = (name for name in changes if name in LABELS)
    return Happened(event, what, tuple(_detail(name, changes[name]) for name in shown))


LABELS = {
    "announce_on": "Announcement",
    "fieldwork_starts_on": "First day of fieldwork",
    "fieldwork_ends_on": "Last day of fieldwork",
    "due_on": "Due",
    "done_on": "Done on",
    "holder": "Held by",
}


def _detail(name: str, change: dict[str, str]) -> str:
    if "after" not in change:
        return f"{LABELS[name]}: changed"
    before, after = (_day(change[side]) for side in ("before", "after"))
    return f"{LABELS[name]}: {after} (was {before})" if before else f"{LABELS[name]}: {after}"


def _day(text: str | None) -> str:
    return say(date.fromisoformat(text)) if text else ""


def _task(key: str | None) -> str:
    return life().step(key).task if key and key in life().keys else str(key)
