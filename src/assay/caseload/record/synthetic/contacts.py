"""Appointments, visits, calls and notes: the millions of rows."""

from typing import Any

import numpy as np

from assay.caseload.record.synthetic.block import DAY, HIGH, INTERVAL, LOW, Block
from assay.caseload.record.synthetic.columns import NONE
from assay.caseload.record.synthetic.rates import rate
from assay.caseload.record.synthetic.rows import NEVER, SLOTS, working

MADE_UP_FOR, VISIT, MEETING, NOTES = 300, 600, 601, 602
"""Slots: the appointment after a miss, the home visit, a new officer's first, the notes."""
MOST_NOTES = 397
VISIT_WITHIN = np.array([84, 42, 15])
"""Days until the first home visit is due, by overall risk."""
MEDICAL = "acceptable absence (medical)"
LONGEST_WEEKEND = 3
MISSED_EVERY = 5
"""Appointments between misses: enough are kept in any twelve weeks."""
HOUR = np.timedelta64(1, "h")


def contacts(block: Block) -> None:
    """Write every contact; sets `first_seen` and the two failures for the other parts."""
    block.interval = INTERVAL[block.risk]
    _first_seen(block)
    _appointments(block)
    _visits(block)
    _notes(block)


def _first_seen(block: Block) -> None:
    """The next working day; after a release, the same day or the next."""
    late = block.pick("A03", block.order & block.since(85) & (block.risk < HIGH))
    missed = block.pick("A04", block.released & block.since(85))
    wait = np.where(late, 8, np.where(missed, 4, 1))
    block.first_seen = working(block.start, wait)


def _appointments(block: Block) -> None:
    last = np.minimum(block.ends, block.today + block.interval * DAY)
    span = (last - block.first_seen).astype(int)
    count = np.where(block.live, np.clip(span // block.interval + 1, 1, MADE_UP_FOR), 0)
    who = np.repeat(np.arange(block.size), count)
    turn = np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count)
    day = working(block.first_seen[who] + turn * block.interval[who] * DAY, 0)
    keep = (day <= block.ends[who]) | (turn == 0)
    who, turn, day = who[keep], turn[keep], day[keep]
    words = block.shape.vocabularies["outcome"].words
    planned = block.at(day)
    outcome = np.full(len(who), words.index("attended complied"))
    quiet = np.where(block.risk == LOW, 100, 10)[who]
    missed = (turn % MISSED_EVERY == MISSED_EVERY - 1) & (day < block.today - quiet * DAY)
    # The next working day must not be so far off that the gap itself would break a rule.
    missed &= working(day, 1) - day <= LONGEST_WEEKEND * DAY
    missed &= block.chance(rate("acceptable_absence"), len(who))
    outcome[missed] = words.index(MEDICAL)
    missed |= _failures(block, who, turn, planned, outcome)
    cancelled = block.pick(
        "D01", block.current & (block.start < block.today - 120 * DAY) & ~block.changed
    )
    dropped = cancelled[who] & (day > block.today - 80 * DAY)
    outcome[dropped] = words.index("rescheduled by service")
    ahead = day >= block.today
    outcome[ahead] = NONE
    entered = planned + HOUR * block.rng.integers(1, 4, len(who))
    slow = block.pick("D06", block.current & (block.risk > LOW))
    one = slow[who] & (day > block.today - 45 * DAY) & (day <= block.today - 20 * DAY)
    entered[one] = working(day[one], 4).astype("datetime64[s]") + 10 * HOUR
    arranged = _arranged(block, who, turn, planned)
    _put(
        block,
        who,
        turn,
        type="appointment",
        planned_at=planned,
        arranged_at=arranged,
        outcome=outcome,
        outcome_recorded_at=np.where(ahead, NEVER, entered),
    )
    again = missed & ~dropped & ~ahead & (working(day, 1) < block.today)
    who, turn, day = who[again], turn[again], day[again]
    planned = block.at(working(day, 1))
    _put(
        block,
        who,
        turn + MADE_UP_FOR,
        type="appointment",
        planned_at=planned,
        arranged_at=day.astype("datetime64[s]") + 17 * HOUR,
        outcome="attended complied",
        outcome_recorded_at=planned + HOUR,
    )


def _arranged(block: Block, who: Any, turn: Any, planned: Any) -> Any:
    """A week before; the first one at the start, or before a release."""
    released = block.start[who] - 7 * DAY
    first = (
        np.where(block.released[who], released, block.start[who]).astype("datetime64[s]") + 9 * HOUR
    )
    usual = np.minimum(planned - 7 * DAY, (block.today - DAY).astype("datetime64[s]") + 9 * HOUR)
    return np.where(turn == 0, first, np.maximum(usual, first))


def _failures(block: Block, who: Any, turn: Any, planned: Any, outcome: Any) -> Any:
    """One or two unacceptable absences of some orders, well before the last twelve weeks."""
    words = block.shape.vocabularies["outcome"].words
    room = (
        block.order
        & (block.start < block.today - 250 * DAY)
        & (block.ends > block.today - 90 * DAY)
    )
    block.failed = room & block.chance(rate("first_failure"), block.size)
    block.failed_twice = block.failed & block.chance(rate("second_failure"), block.size)
    since = (block.today - 240 * DAY - block.first_seen).astype(int)
    first = np.maximum(-(-since // block.interval), 1)
    found = np.zeros(len(who), dtype=bool)
    block.failure_turn, block.failure_at = [], []
    for after, where in ((0, block.failed), (2, block.failed_twice)):
        at_turn = first + after
        hit = where[who] & (turn == at_turn[who])
        when = np.full(block.size, NEVER)
        when[who[hit]] = planned[hit]
        outcome[hit] = words.index("unacceptable absence")
        found |= hit
        block.failure_turn.append(at_turn)
        block.failure_at.append(when)
    return found


def _visits(block: Block) -> None:
    """At home within a week or so of the first appointment; a new officer's first meeting."""
    due = block.start + VISIT_WITHIN[block.risk] * DAY
    never = block.pick("D02", block.since(175) & (due < block.today - DAY))
    _seen(block, block.live & ~never, VISIT, "home visit", working(block.start, 8))
    _seen(block, block.changed, MEETING, "appointment", working(block.change_day, 3))


def _seen(block: Block, mask: Any, slot: int, kind: str, day: Any) -> None:
    where = np.flatnonzero(mask)
    planned = block.at(day[where])
    _put(
        block,
        where,
        slot,
        type=kind,
        planned_at=planned,
        arranged_at=planned - 3 * DAY,
        outcome="attended complied",
        outcome_recorded_at=planned + HOUR,
    )


def _notes(block: Block) -> None:
    weeks = (np.minimum(block.ends, block.today) - block.start).astype(int) / 7
    count = np.minimum(block.rng.poisson(weeks * rate("notes_per_week")), MOST_NOTES)
    count[block.custody] = 0
    who = np.repeat(np.arange(block.size), count)
    turn = np.arange(len(who)) - np.repeat(np.cumsum(count) - count, count)
    span = (np.minimum(block.ends, block.today) - block.start).astype(int)[who]
    when = block.at(block.start[who] + (span * block.rng.random(len(who))).astype(int) * DAY, 9, 17)
    words = block.shape.vocabularies["contact"].words
    kind = block.rng.integers(words.index("call"), words.index("note") + 1, len(who))
    written, spoken = 3, 1
    mode = np.where(kind == words.index("call"), spoken, written)
    block.add(
        "contacts",
        (block.number[who] * SLOTS) + NOTES + turn,
        recorded=when + block.rng.integers(1, 120, len(who)).astype("timedelta64[m]"),
        case_id=block.number[who] * SLOTS,
        officer_id=_holder(block, who, when),
        type=kind,
        mode=mode,
        planned_at=when,
    )


def _holder(block: Block, who: Any, when: Any) -> Any:
    """The officer who held the case at the time."""
    before = block.changed[who] & (when < block.change_day[who])
    return np.where(before, block.officer_before[who], block.officer_id[who])


def _put(block: Block, who: Any, slot: Any, **columns: Any) -> None:
    """Write contacts face to face, whose outcome was entered at `outcome_recorded_at`."""
    entered, arranged = columns["outcome_recorded_at"], columns["arranged_at"]
    block.add(
        "contacts",
        block.number[who] * SLOTS + slot,
        recorded=np.fmax(entered, arranged),
        case_id=block.number[who] * SLOTS,
        officer_id=_holder(block, who, columns["planned_at"]),
        mode="face to face",
        **columns,
    )
