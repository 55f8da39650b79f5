"""Enquiries, assessments, risk levels and a manager's look at them."""

from typing import Any

import numpy as np

from assay.caseload.record.synthetic.block import DAY, GROUPS, HIGH, LOW, Block
from assay.caseload.record.synthetic.columns import NONE
from assay.caseload.record.synthetic.oversight import FIRST, LOWERED, TRANSFER, oversee
from assay.caseload.record.synthetic.rates import rate
from assay.caseload.record.synthetic.rows import working

NOON = np.timedelta64(12, "h")
REFRESH = 150
"""Days between enquiries on a flagged case: less than six months."""
POLICE, CHILDREN = 0, 1
BEFORE = 100
"""Slot of references of enquiries before the start."""
LATE = 20
"""Working days from the start to an enquiry that is late."""
EARLIER = 120 * DAY
"""Before the start: too long for the reply to stand in for asking, not too long to use."""


def assess(block: Block) -> None:
    """Write what was asked and found. Needs `first_seen` from the contacts."""
    block.curfew = block.order & block.chance(rate("curfew"), block.size)
    _enquiries(block)
    _curfews(block)
    _assessments(block)
    _risk_levels(block)


def _enquiries(block: Block) -> None:
    """Asked on the day of the start, answered the next morning.

    Who was asked late had been asked long before the start, and that reply was used.
    """
    block.late_asked = (
        block.pick("A05", block.since(360) & ~block.curfew),
        block.pick("A06", block.flagged & block.current & ~block.curfew),
    )
    block.silent = block.pick("A07", block.live & ~block.flagged & block.since(360))
    # What a conference shared lately stands in for new enquiries.
    old = block.start < block.today - 230 * DAY
    block.stale = block.pick("D05", block.current & block.flagged & ~block.conference & old)
    block.police = block.live
    block.social = block.live & block.flagged
    for slot, (kind, where) in enumerate(((POLICE, block.police), (CHILDREN, block.social))):
        late = block.late_asked[kind]
        asked = block.at(working(block.start, np.where(late, LATE, 0)), 13, 14)
        came = block.at(working(asked, 1), 9, 10)
        _asked_before(block, late, kind, block.at(working(block.start - EARLIER, 0)))
        heard = ~block.silent
        block.put(
            "enquiries",
            where,
            slot,
            type=kind,
            sent_at=asked,
            received_at=block.only(heard, came),
            read_at=block.only(heard, came + np.timedelta64(1, "h")),
            about_present_address=1,
        )
        for turn in range(1, int(rate("days_back")) // REFRESH + 1):
            day = working(block.start + turn * REFRESH * DAY, 0)
            again = (
                where
                & block.flagged
                & ~block.stale
                & (day < np.minimum(block.ends, block.today - 20 * DAY))
            )
            sent = block.at(day)
            slow = again & block.chance(rate("slow_reply"), block.size)
            came = np.where(slow, working(day, 8), working(day, 1)).astype("datetime64[s]") + NOON
            chase = block.at(working(day, 5))
            block.put(
                "enquiry_chases",
                slow,
                10 * turn + slot,
                enquiry_id=block.ref(10 * turn + slot),
                chased_at=chase,
            )
            block.put(
                "enquiries",
                again,
                10 * turn + slot,
                type=kind,
                sent_at=sent,
                received_at=came,
                read_at=came,
                about_present_address=1,
            )


def _curfews(block: Block) -> None:
    """Everybody was asked before the recommendation, which comes before the sentence."""
    curfew = block.curfew
    unasked = block.pick("A08", curfew)
    asked = block.at(working(block.start, -20))
    for kind in (POLICE, CHILDREN):
        _asked_before(block, curfew, kind, asked)
    spoken = block.only(~unasked, block.at(working(block.start, -12)))
    block.put(
        "addresses",
        curfew,
        1,
        kind="settled",
        from_on=block.start - 200 * DAY,
        occupier_spoken_to_at=spoken,
    )
    block.put(
        "court_reports", curfew, address_id=block.ref(1), recommended_on=working(block.start, -8)
    )
    block.put(
        "requirements",
        curfew,
        1,
        type="curfew with a tag",
        from_on=block.start,
        ended_on=np.minimum(block.start + 30 * DAY, block.today),
    )


def _asked_before(block: Block, where: Any, kind: int, asked: Any) -> None:
    block.put(
        "enquiries",
        where,
        BEFORE + kind,
        type=kind,
        sent_at=asked,
        received_at=asked + 2 * DAY,
        read_at=asked + 2 * DAY,
        about_present_address=1,
    )


def _assessments(block: Block) -> None:
    late = block.pick("A12", block.since(360))
    thin = block.pick("A09", block.live & block.known_before)
    shallow = block.pick("A10", block.indicator & block.live)
    unscreened = block.pick("A11", block.live)
    unheard = block.pick("A14", block.live)
    signed = block.at(working(block.first_seen, np.where(late, 22, 2)))
    first = block.live & ((block.risk == HIGH) | block.flagged | block.weapon)
    unseen = block.pick("M01", first & block.current & block.since(350))
    oversee(block, first & ~unseen, FIRST, "first assessment", signed)
    shorter = (
        block.live & block.indicator & ~block.faulty & block.chance(rate("signed_off"), block.size)
    )
    block.put(
        "signoffs",
        shorter,
        subject="assessment layer",
        signed_by=block.manager_id,
        signed_at=signed,
        reason_given=1,
    )
    layer = np.where(block.indicator & ~shallow & ~shorter, 3, 2)
    block.put(
        "assessments",
        block.live,
        layer=layer,
        screening_complete=~unscreened,
        screening_found_risk=np.where(unscreened, NONE, (block.groups > LOW).any(axis=1)),
        signed_at=signed,
        signed_by=block.officer_before,
    )
    for slot, group in enumerate(GROUPS):
        above = block.live & (block.groups[:, slot] > LOW) & ~unscreened
        block.put(
            "assessment_analyses",
            above,
            slot,
            assessment_id=block.ref(),
            group=group,
            completed_at=signed - np.timedelta64(1, "h"),
        )
    _sources(block, thin)
    block.put("self_assessments", block.live & ~unheard, given_at=block.at(block.first_seen))


def _sources(block: Block, thin: Any) -> None:
    heard = block.live & ~block.silent
    full = block.live & ~thin
    kinds = {
        "previous convictions": block.live,
        "prosecution papers": full,
        "offence account": full,
        "previous assessment": block.live,
        "custody record": block.released,
        "self-assessment": full,
        "police domestic abuse reply": heard & block.police & ~block.late_asked[POLICE],
        "children's services reply": heard & block.social & ~block.late_asked[CHILDREN],
    }
    replies = {"police domestic abuse reply": POLICE, "children's services reply": CHILDREN}
    for slot, (kind, where) in enumerate(kinds.items()):
        enquiry = block.ref(replies[kind]) if kind in replies else NONE
        block.put(
            "assessment_sources",
            where,
            slot,
            assessment_id=block.ref(),
            type=kind,
            dated_on=block.start,
            enquiry_id=enquiry,
            use="cited",
        )
        if kind in replies:
            block.put(
                "assessment_sources",
                block.curfew | block.late_asked[replies[kind]],
                slot + 10,
                assessment_id=block.ref(),
                type=kind,
                dated_on=working(block.start, -18),
                enquiry_id=block.ref(BEFORE + replies[kind]),
                use="cited",
            )


def _risk_levels(block: Block) -> None:
    """Set at the start; of some cases of high risk, the risk to staff is later lowered."""
    set_at = block.at(block.first_seen, 15, 16)
    for slot, group in enumerate(GROUPS):
        block.put(
            "risk_levels",
            block.live,
            slot,
            group=group,
            level=block.groups[:, slot],
            set_at=set_at,
            reason_given=1,
        )
        block.put(
            "risk_levels",
            block.custody,
            slot,
            group=group,
            level=block.groups[:, slot],
            set_at=block.at(block.start),
            reason_given=1,
        )
    day = working(block.start + 60 * DAY, 0)
    lowered = (
        block.live
        & (block.risk == HIGH)
        & block.flagged
        & (day < np.minimum(block.ends, block.today - 20 * DAY))
    )
    lowered &= block.chance(0.3, block.size)
    alone = block.pick("R04", lowered & (day > block.today - 350 * DAY))
    when = block.at(day, 10, 12)
    signed = block.only(~alone, when + np.timedelta64(2, "h"))
    manager = np.where(alone, NONE, block.manager_id)
    block.put(
        "risk_levels",
        lowered,
        10,
        group="staff",
        level=LOW,
        set_at=when,
        reason_given=1,
        signed_by=manager,
        signed_at=signed,
    )
    oversee(block, lowered, LOWERED, "risk lowered", when)
    oversee(block, block.changed, TRANSFER, "transfer", block.at(block.change_day))
