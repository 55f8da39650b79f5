"""A08: the address of a curfew or tag was checked before it was recommended."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    LONG_AGO,
    Table,
    Value,
    case,
    checks,
    day,
    days_after,
    evidence,
    first_blank,
    first_known,
    latest,
    one,
    seen,
    union,
    yes,
)

KEY = "curfew.checks"
POLICE = "police domestic abuse"
CHILDREN = "children's services"


def checks_of(record: Record) -> Table:
    """One check for each recommendation, up to an adjournment; one for a tag nobody recommended."""
    rows = _with_answers(record, record.court_reports)
    rows = rows.mutate(missing=_missing(record, rows))
    waited = rows.filter(rows.adjourned_on.notnull())
    return union(_recommended(rows), _adjourned(waited), _unrecommended(record))


def _with_answers(record: Record, reports: Table) -> Table:
    """Add the first answers and the talk with the occupier; only where checks are in force."""
    asked = record.has_word(KEY, reports.recommended_on, "police")
    reports = reports.filter(asked.notnull() | reports.recommended_on.isnull())
    held = record.enquiries.select(
        "enquiry_id", "case_id", "type", received_on=day(record.enquiries.received_at)
    )
    untyped = held.filter(held.type.isnull())
    homes = record.addresses.select(
        "address_id", spoken_on=day(record.addresses.occupier_spoken_to_at)
    )
    rows = reports
    for answers in (
        _first(held.filter(held.type == POLICE), "police"),
        _first(held.filter(held.type == CHILDREN), "children"),
        untyped.group_by("case_id").agg(untyped_on=untyped.received_on.min()),
    ):
        rows = rows.left_join(answers, "case_id").drop("case_id_right")
    return rows.left_join(homes, "address_id").drop("address_id_right")


def _first(held: Table, name: str) -> Table:
    first = shared.first_of(held, "received_on")
    return first.select("case_id", **{f"{name}_id": "enquiry_id", f"{name}_on": "received_on"})


def _missing(record: Record, rows: Table) -> Value:
    """The first answer that was not on file before the day of the recommendation."""

    def lacks(word: str, answered_on: Value) -> Value:
        asked = record.has_word(KEY, rows.recommended_on, word)
        return asked & ~yes(answered_on < rows.recommended_on)

    return case(
        (lacks("police", rows.police_on), "police answer missing"),
        (lacks("children's services", rows.children_on), "children's services answer missing"),
        (lacks("main occupier", rows.spoken_on), "occupier not spoken to"),
        otherwise=one(None, "string"),
    )


def _recommended(rows: Table) -> Table:
    answer = rows.missing.isin(("police answer missing", "children's services answer missing"))
    untyped = yes(rows.untyped_on < rows.recommended_on)
    eve = days_after(rows.recommended_on, -1)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.report_id,
        from_on=rows.recommended_on,
        until_on=rows.adjourned_on,
        due_on=eve,
        done_on=eve,
        right=rows.missing.isnull(),
        wrong=rows.missing,
        blank=first_known(
            first_blank({"court_reports.recommended_on": rows.recommended_on}),
            case(
                (answer & untyped, "enquiries.type"),
                (~answer & rows.address_id.isnull(), "court_reports.address_id"),
            ),
        ),
        evidence=_shown(rows),
    )


def _adjourned(rows: Table) -> Table:
    """From the day the court was asked to wait, nothing is wrong any more."""
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.report_id,
        from_on=latest(rows.adjourned_on, rows.recommended_on),
        due_on=rows.adjourned_on,
        done_on=rows.adjourned_on,
        evidence=_shown(rows),
    )


def _unrecommended(record: Record) -> Table:
    """A curfew with a tag in force, of which no recommendation is on file."""
    tags = record.requirements.filter(record.requirements.type == "curfew with a tag")
    asked = record.has_word(KEY, tags.from_on, "police")
    tags = tags.filter(asked.notnull() | tags.from_on.isnull()).anti_join(
        record.court_reports, "case_id"
    )
    return checks(
        tags,
        case_id=tags.case_id,
        about=tags.requirement_id,
        from_on=tags.from_on,
        until_on=shared.day_past(tags.ended_on),
        due_on=first_known(tags.from_on, one(LONG_AGO)),
        done_on=None,
        blank=one("court_reports.recommended_on"),
        evidence=evidence(seen("requirements", tags.requirement_id, from_on=tags.from_on)),
    )


def _shown(rows: Table) -> Value:
    return evidence(
        seen(
            "court_reports",
            rows.report_id,
            recommended_on=rows.recommended_on,
            adjourned_on=rows.adjourned_on,
        ),
        seen("enquiries", rows.police_id, received_on=rows.police_on),
        seen("enquiries", rows.children_id, received_on=rows.children_on),
        seen("addresses", rows.address_id, occupier_spoken_to_on=rows.spoken_on),
    )
