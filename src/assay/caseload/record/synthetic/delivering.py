"""Requirements, referrals, enforcement, events and reviews."""

from typing import Any

import numpy as np

from assay.caseload.record.synthetic.block import DAY, HIGH, ORDER, Block
from assay.caseload.record.synthetic.columns import NONE
from assay.caseload.record.synthetic.oversight import BREACH, RECALL, oversee
from assay.caseload.record.synthetic.rates import rate
from assay.caseload.record.synthetic.rows import NEVER, working

HOUR = np.timedelta64(1, "h")
REVIEW_EVERY = 150
DAYS_ORDERED = 20
LAST_ESCALATED = np.datetime64("2021-06-25")
"""The last day on which a contract asked for escalation."""


def deliver(block: Block) -> None:
    """Write what was done with the sentence. Needs the contacts."""
    _requirements(block)
    _referrals(block)
    _enforcement(block)
    _events(block)
    _reviews(block)
    _excuses(block)


def _excuses(block: Block) -> None:
    """A week in hospital of people whose work was done all the same."""
    where = block.current & ~block.faulty & block.chance(rate("excused"), block.size)
    day = block.today - block.rng.integers(10, 40, block.size) * DAY
    block.put(
        "excuses",
        where,
        reason="hospital",
        from_on=day,
        until_on=day + 6 * DAY,
        agreed_by=block.manager_id,
    )


def _requirements(block: Block) -> None:
    idle = block.pick(
        "D04", block.order & block.current & (block.ends - block.today < block.today - block.start)
    )
    share = (np.minimum(block.today, block.ends) - block.start) / (block.ends - block.start)
    done = np.where(idle, 0, np.minimum(np.ceil(DAYS_ORDERED * share), DAYS_ORDERED))
    ended = np.where(block.current, NEVER, block.ends)
    block.put(
        "requirements",
        block.order,
        type="activity days",
        from_on=block.start,
        ordered=float(DAYS_ORDERED),
        delivered=done,
        ended_on=ended,
    )


def _referrals(block: Block) -> None:
    referred = block.current & block.chance(rate("referral"), block.size)
    slow = block.pick("D03", referred)
    sent = block.at(working(block.today - block.rng.integers(50, 120, block.size) * DAY, 0))
    sent = np.maximum(sent, block.start.astype("datetime64[s]") + 9 * HOUR)
    assessed = block.at(working(sent, np.where(slow, 16, 5)))
    planned = block.at(working(assessed, 3))
    closed = planned.astype("datetime64[D]")
    block.put(
        "referrals",
        referred,
        service=block.need,
        sent_at=sent,
        assessed_at=assessed,
        plan_at=planned,
        closed_on=closed,
    )


def _enforcement(block: Block) -> None:
    """A warning after the first failure, breach after the second."""
    # The law states days and letters for community orders only.
    community = block.sentence == ORDER
    mild = block.pick("D07", block.failed & community)
    slow = block.pick("D08", block.failed_twice & community)
    for slot, failed_at in enumerate(block.failure_at):
        where = ~np.isnat(failed_at)
        when = np.where(where, failed_at, block.today.astype("datetime64[s]"))
        decided = block.at(working(when, 1), 9, 12)
        block.put(
            "failures",
            where,
            slot,
            contact_id=block.ref(block.failure_turn[slot]),
            failed_at=when,
            known_at=when + HOUR / 2,
            decision="not accepted",
            decided_at=decided,
            reason_given=1,
        )
        if slot == 0:
            block.put(
                "letters",
                where,
                failure_id=block.ref(),
                step="first warning",
                sent_at=decided + HOUR,
                describes_failure=1,
                says_unacceptable=1,
                warns_of_court=~mild,
            )
            continue
        referred = block.at(working(when, np.where(slow, 20, 3)))
        block.put(
            "breaches",
            where,
            failure_id=block.ref(slot),
            referred_at=referred,
            presented_at=block.at(working(referred, 1)),
        )
        oversee(block, where, BREACH, "recall or breach", referred)


def _events(block: Block) -> None:
    """At most one each, in the last months; a review follows whichever it is."""
    words = block.shape.vocabularies["event"].words
    early = block.today - 160 * DAY
    # However late the first assessment was signed, it does not have to answer for an event.
    room = block.current & (block.start < early - 60 * DAY)
    block.event = room & block.chance(rate("event"), block.size)
    day = working(early + block.rng.integers(0, 120, block.size) * DAY, 0)
    block.event_at = block.at(day, 9, 12)
    low_provider = block.contracted & (block.risk < HIGH)
    trigger = np.where(
        block.chance(0.5, block.size), words.index("arrest"), words.index("new address")
    )
    recall = block.released & block.chance(0.5, block.size)
    trigger[recall] = words.index("out of contact")
    rising = low_provider & ~recall
    trigger[rising] = words.index("risk may be high")
    block.put("events", block.event, type=trigger, happened_at=block.event_at, significant=1)
    _recalls(
        block,
        block.event
        & (
            (trigger == words.index("out of contact"))
            | ((trigger == words.index("arrest")) & block.released)
        ),
    )
    block.calls_for_review = block.event & ~recall & ~rising
    asked_to = block.event & rising & (day <= LAST_ESCALATED)
    late = block.pick("D10", asked_to)
    sent = np.where(late, block.at(working(day, 3)), block.event_at + HOUR)
    block.put(
        "escalations",
        block.event & rising,
        event_id=block.ref(),
        sent_at=sent,
        decided_at=sent + DAY,
    )
    asked = block.at(working(day, 2))
    for kind, where in enumerate((block.police, block.social)):
        block.put(
            "enquiries",
            block.event & block.flagged & where & ~block.stale,
            200 + kind,
            type=kind,
            sent_at=asked,
            received_at=asked + DAY,
            read_at=asked + DAY,
            about_present_address=1,
        )


def _recalls(block: Block, where: Any) -> None:
    late = block.pick("D09", where)
    considered = block.event_at + HOUR
    agreed = considered + HOUR
    sent = agreed + np.where(late, 72, 2) * HOUR
    block.put(
        "recalls",
        where,
        event_id=block.ref(),
        considered_at=considered,
        alternatives_noted=1,
        decision="recall",
        signed_by=block.manager_id,
        agreed_at=agreed,
        endorsed_at=sent - HOUR,
        sent_at=sent,
    )
    oversee(block, where, RECALL, "recall or breach", considered)


def _reviews(block: Block) -> None:
    none = block.pick("R01", block.calls_for_review)
    old = block.current & (block.start < block.today - 400 * DAY)
    unreviewed = block.pick("R02", old & ~block.event)
    same = block.pick("R03", block.current & (block.start < block.today - 320 * DAY))
    says: dict[str, Any] = {
        "says_what_changed": 1,
        "agencies_asked": 1,
        "person_asked": 1,
        "new_sources": 1.0,
    }
    block.put(
        "reviews",
        block.event & ~none,
        kind="after an event",
        event_id=block.ref(),
        signed_at=block.at(working(block.event_at, 4)),
        signed_by=block.officer_id,
        same_as_before=35.0,
        no_change_reason=0,
        correction=0,
        **says,
    )
    for turn in range(1, int(rate("days_back")) // REVIEW_EVERY + 1):
        day = working(block.start + turn * REVIEW_EVERY * DAY, 0)
        where = block.live & ~unreviewed & (day < np.minimum(block.ends, block.today - 2 * DAY))
        alike = np.where(same, 96.0, block.rng.integers(10, 80, block.size))
        block.put(
            "reviews",
            where,
            turn,
            kind="routine",
            event_id=NONE,
            signed_at=block.at(day),
            signed_by=block.officer_id,
            same_as_before=alike,
            no_change_reason=0,
            correction=0,
            **says,
        )
