"""W01: women were offered a choice."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.excuses import with_excuse_of_any
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    LONG_AGO,
    Table,
    Value,
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

CHOICES = {
    "female officer": "no choice of a female officer",
    "women-only time or place": "no women-only time or place",
}
"""What she is offered, with the reason given where she was not."""
SERVICE = "women's service referral"
BARRIER = "caring"


def checks_of(record: Record) -> Table:
    """For each woman from her first contact: each choice, and the question about caring."""
    women = _women(record)
    offered = [
        _asked(_given(record, women, choice), f"offers: no {choice}", reason)
        for choice, reason in CHOICES.items()
    ]
    return union(*offered, _referred(record, women), _barriers(record, women))


def _women(record: Record) -> Table:
    """Cases of women, and of people whose sex is blank, with the first appointment they kept."""
    people = record.people.select("person_id", "sex")
    cases = shared.begun(record).select("case_id", "person_id", "unit_id", "until_on")
    rows = cases.join(people, "person_id")
    rows = rows.filter(rows.sex.isnull() | (rows.sex == "female"))
    rows = rows.join(shared.first_kept(record), "case_id")
    return rows.mutate(
        met_on=day(rows.kept_at),
        excuse=one(None, "string"),
        excuse_id=one(None, "string"),
        excused_until=one(None, "date"),
    )


def _given(record: Record, women: Table, choice: str) -> Table:
    """Add when a choice was first offered; an offer counts once she has answered it."""
    offers = record.offers.filter(record.offers.answer.notnull())
    return _first(women, offers, "offers", word="offer", at="offered_at", wanted=choice)


def _first(women: Table, rows: Table, table: str, *, word: str, at: str, wanted: str) -> Table:
    """Add the first entry with a word, and what leaves open that there was one in time."""
    key = rows.columns[0]
    mine = rows.filter(rows[word] == wanted)
    first = shared.first_or_blank(mine.select(key, "case_id", at), at, "case_id")
    first = first.select(
        "case_id", done_on=day(first[at]), shows=seen(table, first[key], **{at: first[at]})
    )
    others = rows.filter(rows[word].isnull())
    others = others.mutate(loose_on=first_known(day(others[at]), one(LONG_AGO)))
    others = others.group_by("case_id").agg(loose_on=others.loose_on.min())
    undated = mine.filter(mine[at].isnull()).select("case_id").distinct()
    undated = undated.mutate(undated=one(f"{table}.{at}"))
    found = women
    for each in (first, others, undated):
        found = found.left_join(each, "case_id").drop("case_id_right")
    in_time = yes(found.done_on <= found.met_on)
    loose = yes(found.loose_on <= found.met_on)
    return found.mutate(
        unsure=case(
            (in_time, one(None, "string")),
            (found.undated.notnull(), found.undated),
            (loose, f"{table}.{word}"),
        )
    )


def _referred(record: Record, women: Table) -> Table:
    """A women's service, unless there is none: while that is so, or if it was offered late."""
    rows = _given(record, women.drop("excuse", "excuse_id", "excused_until"), SERVICE)
    rows = with_excuse_of_any(
        record,
        rows,
        ("service absent",),
        rows.met_on,
        rows.met_on,
        key="case_id",
        whose=("case_id", "unit_id"),
    )
    rows = rows.mutate(excused_until=case((rows.done_on.isnull(), rows.excused_until)))
    return _asked(rows, f"offers: no {SERVICE}", "no women's service")


def _barriers(record: Record, women: Table) -> Table:
    answers = record.diversity_answers
    answers = answers.filter(answers.answered_at.notnull())
    rows = _first(
        women, answers, "diversity_answers", word="topic", at="answered_at", wanted=BARRIER
    )
    return _asked(rows, f"diversity_answers: no {BARRIER}", "caring not asked about")


def _asked(rows: Table, missing: str, reason: str) -> Table:
    sex: Value = case((rows.sex.isnull(), "people.sex"))
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.case_id,
        from_on=rows.met_on,
        until_on=rows.until_on,
        due_on=rows.met_on,
        done_on=rows.done_on,
        undone=reason,
        blank=first_known(sex, rows.unsure),
        excuse=rows.excuse,
        excused_until=rows.excused_until,
        evidence=evidence(
            seen("people", rows.person_id, sex=rows.sex),
            seen("contacts", rows.kept_id, planned_at=rows.kept_at),
            first_known(rows.shows, one(missing)),
            seen("excuses", rows.excuse_id, reason=rows.excuse),
        ),
    )
