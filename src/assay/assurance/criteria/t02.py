"""T02: work before release starts twelve weeks ahead."""

from assay.assurance.criteria import shared
from assay.assurance.criteria.custody import inside
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
    first_known,
    latest,
    one,
    seen,
    union,
    yes,
)

WEEK = 7
UNDER_WAY = ("in progress", "done")


def checks_of(record: Record) -> Table:
    """For each release day that stood: the review, and each need of the plan."""
    rows = _expected(record)
    return union(_reviewed(rows), _needs(record, rows))


def _expected(record: Record) -> Table:
    """Times in custody, once for each release day in turn, with when work starts and is due."""
    held = inside(record).rename(stands_on="release_on")
    days = shared.in_turn(record.release_dates, "set_at", ("resettlement_id",))
    days = days.select(
        "resettlement_id",
        "expected_on",
        set_on="from_on",
        next_on="until_on",
        about="release_date_id",
    )
    rows = held.left_join(days, "resettlement_id").drop("resettlement_id_right")
    rows = rows.mutate(release_on=first_known(rows.expected_on, rows.stands_on))
    rows = rows.filter(rows.release_on.notnull())
    weeks = record.value("resettlement.before_release", rows.release_on)
    rows = rows.mutate(near_on=days_after(rows.release_on, -weeks * WEEK))
    rows = rows.mutate(from_on=latest(rows.near_on, rows.received_on, rows.set_on))
    notice = record.value("T02.warns", rows.near_on)
    return rows.mutate(
        until_on=earliest(rows.next_on, rows.over_on, shared.day_past(rows.release_on)),
        due_on=case(
            (
                rows.from_on > rows.near_on,
                record.last_day("resettlement.short_term_within", rows.from_on),
            ),
            otherwise=days_after(rows.near_on, notice),
        ),
    )


def _asked(rows: Table, done_on: Value, shows: Value, blank: Value) -> Table:
    received = case((rows.received_at.isnull(), "resettlements.received_at"))
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.resettlement_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.due_on,
        done_on=done_on,
        blank=first_known(received, blank),
        evidence=evidence(
            seen("resettlements", rows.resettlement_id, received_at=rows.received_at),
            seen("release_dates", rows.about, expected_on=rows.release_on),
            shows,
        ),
    )


def _reviewed(rows: Table) -> Table:
    """A review dated in the last weeks before the release day."""
    reviewed_on = day(rows.review_at)
    done_on = case((reviewed_on >= rows.near_on, reviewed_on))
    shows = seen("resettlements", rows.resettlement_id, review_at=rows.review_at)
    return _asked(rows, done_on, shows, one(None, "string"))


def _needs(record: Record, rows: Table) -> Table:
    """Somebody works on each need; the record can't say since when."""
    actions = record.resettlement_actions
    # An action for no group at risk may be one for a need.
    actions = actions.filter(actions.need.notnull() | actions.group.isnull())
    actions = actions.select("resettlement_action_id", "resettlement_id", "need", "state")
    pairs = rows.join(actions, "resettlement_id")
    begun = pairs.state.isin(UNDER_WAY)
    blank = case(
        (yes(begun), one(None, "string")),
        (pairs.need.isnull(), "resettlement_actions.need"),
        (pairs.state.isnull(), "resettlement_actions.state"),
    )
    shows = seen(
        "resettlement_actions", pairs.resettlement_action_id, need=pairs.need, state=pairs.state
    )
    return _asked(pairs, case((begun, pairs.from_on)), shows, blank)
