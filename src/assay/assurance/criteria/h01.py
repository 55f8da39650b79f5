"""H01: risk papers reached the officer the same day."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    FAR_OFF,
    LONG_AGO,
    Table,
    case,
    checks,
    day,
    evidence,
    first_known,
    one,
    seen,
    union,
    yes,
)


def checks_of(record: Record) -> Table:
    """For each paper about risk, that it became the officer's task, and that it was opened."""
    rows = _papers(record)
    return union(_passed_on(rows), _opened(rows))


def _papers(record: Record) -> Table:
    papers = record.documents
    papers = papers.filter(first_known(papers.risk_bearing, one(value=True)))
    papers = papers.select("document_id", "case_id", "received_at", "risk_bearing", "task_id")
    cases = record.cases.select("case_id", until_on=shared.day_past(record.cases.ended_on))
    tasks = record.tasks.select("task_id", "assigned_to", "assigned_at", "opened_at")
    rows = papers.join(cases, "case_id").left_join(tasks, "task_id").drop("task_id_right")
    rows = record.with_due(rows, "task_by", rows.received_at, "papers.task_within")
    rows = record.with_due(rows, "open_by", rows.received_at, "papers.opened_within")
    found = _whose(record, rows)
    return rows.left_join(found, "document_id").drop("document_id_right")


def _whose(record: Record, rows: Table) -> Table:
    """Of each paper with a task: whether it went to an officer who held or covered the case."""
    asked = rows.select("document_id", "case_id", "assigned_to", on=day(rows.assigned_at))
    held = _holders(record)
    pairs = asked.join(held, ["case_id", asked.on >= held.held_from, asked.on <= held.held_until])
    same = yes(pairs.officer_id == pairs.assigned_to)
    return pairs.group_by("document_id").agg(
        theirs=case((same & pairs.unsure.isnull(), pairs.holder_id)).min(),
        unsure=case((same, pairs.unsure)).min(),
        loose=case((pairs.officer_id.isnull(), pairs.holder_id)).min(),
        holder_id=pairs.holder_id.min(),
    )


def _holders(record: Record) -> Table:
    """Days on which officers answered for a case, or covered it while another was away."""
    given, away = record.allocations, record.absences
    held = given.select(
        "case_id",
        "officer_id",
        holder_id="allocation_id",
        held_from=first_known(day(given.allocated_at), one(LONG_AGO)),
        held_until=first_known(day(given.until_at), one(FAR_OFF)),
        unsure=case((given.allocated_at.isnull(), "allocations.allocated_at")),
    )
    away = away.select(
        "absence_id",
        held_from=first_known(away.from_on, one(LONG_AGO)),
        held_until=first_known(away.until_on, one(FAR_OFF)),
        unsure=case((away.from_on.isnull(), "absences.from_on")),
    )
    covers = record.covers.select("case_id", "officer_id", "absence_id", holder_id="cover_id")
    covered = covers.join(away, "absence_id")
    return union(held, covered.select(*held.columns))


def _passed_on(rows: Table) -> Table:
    in_time = yes(rows.assigned_at <= rows.task_by)
    lost = rows.task_id.notnull() & rows.assigned_at.isnull()
    unknown = in_time & rows.theirs.isnull()
    nobody = rows.holder_id.isnull() | rows.loose.notnull()
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.document_id,
        from_on=day(rows.received_at),
        until_on=rows.until_on,
        due_on=day(rows.task_by),
        done_on=day(rows.assigned_at),
        right=in_time & rows.theirs.notnull(),
        wrong=case((in_time, "another's task"), otherwise="late"),
        undone="no task",
        blank=case(
            (rows.risk_bearing.isnull(), "documents.risk_bearing"),
            (rows.received_at.isnull(), "documents.received_at"),
            (lost, "tasks.assigned_at"),
            (unknown & rows.assigned_to.isnull(), "tasks.assigned_to"),
            (unknown & rows.unsure.notnull(), rows.unsure),
            (unknown & nobody, "allocations.officer_id"),
        ),
        evidence=evidence(
            seen("documents", rows.document_id, received_at=rows.received_at),
            seen("tasks", rows.task_id, assigned_at=rows.assigned_at, assigned_to=rows.assigned_to),
        ),
    )


def _opened(rows: Table) -> Table:
    rows = rows.filter(rows.task_id.notnull())
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.document_id,
        from_on=day(rows.received_at),
        until_on=rows.until_on,
        due_on=rows.open_by,
        done_on=day(rows.opened_at),
        undone="not opened",
        blank=case(
            (rows.risk_bearing.isnull(), "documents.risk_bearing"),
            (rows.received_at.isnull(), "documents.received_at"),
        ),
        evidence=evidence(
            seen("documents", rows.document_id, received_at=rows.received_at),
            seen("tasks", rows.task_id, opened_at=rows.opened_at),
        ),
    )
