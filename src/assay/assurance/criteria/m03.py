"""M03: supervision builds skill from the officer's own cases."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    earliest,
    evidence,
    first_blank,
    first_known,
    latest,
    one,
    seen,
    yes,
)

ON_PROGRAMME = ("newly qualified officer", "trainee")
"""Grades that learn on a formal programme."""


def checks_of(record: Record) -> Table:
    """One check for each meeting, until the next: over the last few, one worked on skill."""
    rows = _with_run(_meetings(record))
    rows = rows.mutate(
        few=record.value("supervision.skill_meetings", rows.from_on),
        warns=record.value("M03.warns_after", rows.from_on),
        next_on=record.last_day("supervision.every", rows.from_on),
        old_on=shared.day_past(record.last_day("M03.looks_back", rows.from_on)),
    )
    failed = rows.run >= rows.few
    pending = ~failed & ((rows.run >= rows.warns) | rows.last_with.isnull())
    unknown = yes(rows.last_unknown > latest(rows.last_with, rows.place - rows.few))
    return checks(
        rows,
        staff_id=rows.staff_id,
        about=rows.supervision_id,
        from_on=rows.from_on,
        until_on=earliest(
            rows.until_on, rows.old_on, case((pending, shared.day_past(rows.next_on)))
        ),
        due_on=case((pending, rows.next_on), otherwise=rows.from_on),
        done_on=case((~pending, rows.from_on)),
        right=~failed,
        wrong="no work on skill",
        blank=case(
            ((failed | pending) & unknown, rows.unknown_field),
            (failed & rows.grade.isnull(), "staff.grade"),
        ),
        excuse=case((rows.grade.isin(ON_PROGRAMME), "formal programme")),
        evidence=evidence(
            seen("supervisions", rows.supervision_id, held_on=rows.from_on, skill=rows.skill),
            seen("supervisions", rows.with_id),
            seen("staff", rows.staff_id, grade=rows.grade),
        ),
    )


def _meetings(record: Record) -> Table:
    """Meetings in turn, with whether they worked on skill; blank where nobody can tell."""
    turns = shared.in_turn(record.supervisions, "held_at", ("staff_id",))
    parts = ("case_from_gaps", "practice_observed", "skill_goal")
    turns = turns.mutate(
        skill=turns.case_from_gaps | turns.practice_observed | turns.skill_goal,
        field=first_blank({f"supervisions.{part}": turns[part] for part in parts}),
    )
    turns = turns.drop(*parts, "recorded_at", "manager_id", "held_at")
    staff = record.staff.select("staff_id", "grade")
    return turns.left_join(staff, "staff_id").drop("staff_id_right")


def _with_run(rows: Table) -> Table:
    """Add `run`, the meetings since skill was last worked on, and what is not known of them."""
    earlier = rows.select(_staff="staff_id", _id="supervision_id", _place="place", _skill="skill")
    mine = rows.select("supervision_id", "staff_id", "place")
    pairs = mine.join(
        earlier, [mine.staff_id == earlier["_staff"], earlier["_place"] <= mine.place]
    )
    last = pairs.group_by("supervision_id").agg(
        last_with=case((pairs["_skill"], pairs["_place"])).max(),
        last_unknown=case((pairs["_skill"].isnull(), pairs["_place"])).max(),
    )
    found = rows.join(last, "supervision_id")
    named = rows.select(_staff="staff_id", _place="place", unknown_field="field")
    found = found.left_join(
        named, [found.staff_id == named["_staff"], found.last_unknown == named["_place"]]
    ).drop("_staff", "_place")
    found = found.left_join(
        earlier, [found.staff_id == earlier["_staff"], found.last_with == earlier["_place"]]
    )
    found = found.drop("_staff", "_place", "_skill").rename(with_id="_id")
    return found.mutate(run=found.place - first_known(found.last_with, one(-1)))
