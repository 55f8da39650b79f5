"""A04: people are seen on the day of release or the next working day."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    Value,
    case,
    checks,
    day,
    days_after,
    earliest,
    evidence,
    first_blank,
    first_known,
    one,
    seen,
    union,
    yes,
)

ON_RELEASE = ("licence", "post-sentence supervision")
OFFERED = ("appointment", "home visit")
REACHED_OUT = ("call", "message")
NOT_MISSED = (
    *shared.KEPT,
    "rescheduled by service",
    "attended sent home (service issue)",
    "suspended",
)
"""Outcomes that are no failure of the person's to act on."""


def checks_of(record: Record) -> Table:
    """An appointment is arranged before each release; then it is kept, or the failure acted on."""
    rows = _releases(record)
    rows = record.with_due(rows, "due_on", rows.release_on, "first_contact.after_release_within")
    rows = _with_meetings(record, rows)
    rows = shared.with_excuse(
        record, rows, ("released without notice",), rows.release_on, rows.due_on, key="row_id"
    )
    return union(_to_arrange(rows), _arranged(rows), _seen(rows))


def _releases(record: Record) -> Table:
    """Each release, past or expected, that a day to judge can look back to."""
    cases = shared.begun(record).select(
        "case_id", "sentence_type", "started_on", case_until="until_on"
    )
    custody = record.resettlements.select("case_id", "resettlement_id", "released_at", "release_on")
    every = record.cases.select(
        "case_id", "sentence_type", case_until=shared.day_past(record.cases.ended_on)
    )
    held = custody.join(every, "case_id")
    out = cases.anti_join(held.filter(held.released_at.notnull()), "case_id")
    releases = union(
        held.select(
            "case_id",
            "sentence_type",
            "case_until",
            about="resettlement_id",
            row_id=one("resettlements/") + held.resettlement_id,
            release_on=first_known(day(held.released_at), held.release_on),
            released=held.released_at.notnull(),
        ),
        out.select(
            "case_id",
            "sentence_type",
            "case_until",
            about="case_id",
            row_id=one("cases/") + out.case_id,
            release_on="started_on",
            released=one(value=True),
        ),
    )
    known = releases.sentence_type.isin(ON_RELEASE) | releases.sentence_type.isnull()
    releases = releases.filter(known & (releases.released | releases.release_on.notnull()))
    back = record.value("A04.looks_back", one(record.as_of))
    last = case(
        (releases.released, days_after(releases.release_on, back)), otherwise=releases.release_on
    )
    releases = releases.mutate(
        until_on=earliest(releases.case_until, shared.day_past(last)),
        warned_on=days_after(
            releases.release_on, -record.value("A04.warns_first", releases.release_on)
        ),
    )
    return releases.filter(~yes(releases.until_on <= record.since))


def _with_meetings(record: Record, rows: Table) -> Table:
    """Add the first appointment arranged, kept, and acted on, and what is unclear."""
    held = record.once("a04_contacts", lambda held: _meetings(held, rows))
    offered = held.filter(held.type.isin(OFFERED))
    timely = offered.filter(
        yes((offered.on >= offered.release_on) & (offered.on <= offered.due_on))
    )
    kept = held.filter(held.kept)
    unclear = union(
        offered.filter(offered.on.isnull()).select("row_id", field=one("contacts.planned_at")),
        timely.filter(timely.arranged_at.isnull()).select(
            "row_id", field=one("contacts.arranged_at")
        ),
    )
    undated = kept.filter(kept.on.isnull())
    missed = timely.filter(yes(~timely.outcome.isin(NOT_MISSED)))
    for table in (
        _first(timely, "arranged_at", "arranged"),
        _first(kept.filter(yes(kept.on >= kept.release_on)), "planned_at", "kept"),
        _first(_acted_on(record, missed, held), "planned_at", "acted"),
        unclear.group_by("row_id").agg(unclear=unclear.field.min()),
        undated.group_by("row_id").agg(undated=undated.contact_id.min()),
    ):
        rows = rows.left_join(table, "row_id").drop("row_id_right")
    return rows


def _meetings(record: Record, rows: Table) -> Table:
    """What was planned or came about for the people released, but for notes."""
    held = record.contacts
    wanted = held.outcome.notnull() | held.type.isin((*OFFERED, *REACHED_OUT))
    held = held.filter(wanted).select(
        "contact_id", "case_id", "type", "planned_at", "arranged_at", "outcome"
    )
    held = held.join(rows.select("case_id", "row_id", "release_on", "due_on"), "case_id")
    return held.mutate(on=day(held.planned_at), kept=yes(held.outcome.isin(shared.KEPT)))


def _acted_on(record: Record, missed: Table, held: Table) -> Table:
    """Appointments missed after which somebody called, wrote or arranged another in time."""
    missed = record.with_due(
        missed, "act_by", missed.on, "first_contact.missed_release_acted_within"
    )
    acted = held.select(
        "row_id",
        act_at=case(
            (held.type.isin(REACHED_OUT), held.planned_at),
            (held.type.isin(OFFERED), held.arranged_at),
        ),
    )
    acted = missed.join(acted, "row_id")
    return acted.filter((acted.act_at >= acted.planned_at) & (day(acted.act_at) <= acted.act_by))


def _first(held: Table, at: str, name: str) -> Table:
    first = shared.first_of(held, at, by="row_id")
    return first.select("row_id", **{f"{name}_id": "contact_id", f"{name}_on": day(first[at])})


def _blanks(rows: Table, unclear: Value) -> Value:
    """What leaves it open: the release, the kind of sentence, or what nobody dated."""
    known = first_blank(
        {"cases.started_on": rows.release_on, "cases.sentence_type": rows.sentence_type}
    )
    return first_known(known, unclear)


def _shown(rows: Table) -> Value:
    return evidence(
        rows.row_id
        + one(" release_on=")
        + first_known(rows.release_on.cast("string"), one("blank")),
        seen("contacts", rows.arranged_id, arranged_on=rows.arranged_on),
        seen("contacts", rows.kept_id, kept_on=rows.kept_on),
        seen("contacts", rows.acted_id, acted_on=rows.acted_on),
        seen("excuses", rows.excuse_id, reason=rows.excuse),
    )


def _to_arrange(rows: Table) -> Table:
    """Before the release: due until the day before it."""
    rows = rows.filter(rows.release_on.notnull())
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.about,
        from_on=rows.warned_on,
        until_on=earliest(rows.until_on, rows.release_on),
        due_on=days_after(rows.release_on, -1),
        done_on=rows.arranged_on,
        blank=_blanks(rows, one(None, "string")),
        evidence=_shown(rows),
    )


def _arranged(rows: Table) -> Table:
    """From the release on: it was arranged before, or not."""
    before = yes(rows.arranged_on < rows.release_on)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.about,
        from_on=rows.release_on,
        until_on=rows.until_on,
        due_on=days_after(rows.release_on, -1),
        done_on=days_after(rows.release_on, -1),
        right=before,
        wrong="not arranged before release",
        blank=_blanks(rows, case((~before, rows.unclear))),
        excuse=rows.excuse,
        excused_until=rows.excused_until,
        evidence=_shown(rows),
    )


def _seen(rows: Table) -> Table:
    """From the release on: the appointment is kept, or the failure acted on."""
    rows = rows.filter(rows.released)
    done_on = earliest(rows.kept_on, rows.acted_on)
    in_time = yes(done_on <= rows.due_on)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.about,
        from_on=rows.release_on,
        until_on=rows.until_on,
        due_on=rows.due_on,
        done_on=done_on,
        blank=_blanks(rows, case((~in_time & rows.undated.notnull(), "contacts.planned_at"))),
        excuse=rows.excuse,
        excused_until=rows.excused_until,
        evidence=_shown(rows),
    )
