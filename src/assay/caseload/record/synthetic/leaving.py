"""Custody and release: screening, the last twelve weeks, handover."""

from typing import Any

import numpy as np

from assay.caseload.record.synthetic.block import DAY, GROUPS, LOW, Block
from assay.caseload.record.synthetic.rows import NEVER, SLOTS, working

HOUR = np.timedelta64(1, "h")
PRE_RELEASE = 84
RELEASED = 1
LAST_SCREENED = np.datetime64("2021-06-25")
"""The last day on which receptions were screened by contract."""
NEAR = 27
"""Days before release by which risks to others must be dealt with."""


def leave(block: Block) -> None:
    """Write the time in custody of those still in it, and of those released on licence."""
    _still_inside(block)
    _already_out(block)


def _still_inside(block: Block) -> None:
    inside = block.custody
    received = block.at(working(block.today - block.rng.integers(100, 340, block.size) * DAY, 0))
    release = working(block.today + block.rng.integers(3, 140, block.size) * DAY, 0)
    due = inside & (release <= block.today + (PRE_RELEASE - 14) * DAY)
    close = inside & (release <= block.today + 12 * DAY)
    late = block.pick("T01", inside & (received <= LAST_SCREENED))
    unprepared = block.pick("T02", due)
    near = inside & (release <= block.today + NEAR * DAY)
    exposed = block.pick("T03", near & (block.risk > LOW))
    adrift = block.pick("T04", close)
    screened = received + np.where(late, 240, 24) * HOUR
    again = block.at(working(screened, 2))
    review = (release - (PRE_RELEASE - 2) * DAY).astype("datetime64[s]") + 9 * HOUR
    told = (release - 30 * DAY).astype("datetime64[s]") + 9 * HOUR
    handed = (release - 20 * DAY).astype("datetime64[s]") + 9 * HOUR
    yesterday = (block.today - DAY).astype("datetime64[s]") + 9 * HOUR
    # What must be done by the 28th and the 14th day before release is done early enough.
    told = np.where(due, np.minimum(told, yesterday), NEVER)
    handed = np.where(inside & (release <= block.today + 20 * DAY) & ~adrift, handed, NEVER)
    block.put(
        "resettlements",
        inside,
        received_at=received,
        in_scope=1,
        screening_1_at=screened,
        screening_2_at=again,
        plan_at=again + HOUR,
        release_on=release,
        review_at=np.where(inside & (review < block.today) & ~unprepared, review, NEVER),
        licence_condition="requested",
        officer_told_at=told,
        officer_opened_at=told + HOUR,
        handover_sent_at=handed,
        handover_accepted_at=handed + HOUR,
        continuity_needed=1,
        continuity_booked=1,
    )
    block.put(
        "release_dates", inside, resettlement_id=block.ref(), expected_on=release, set_at=received
    )
    block.put(
        "resettlement_actions",
        inside,
        resettlement_id=block.ref(),
        need="accommodation",
        state="in progress",
        owner_id=block.officer_id,
        due_on=release,
    )
    _protect(block, inside & ~exposed, release)
    block.put("addresses", inside, kind="settled", from_on=release)
    _first_appointment(block, inside, release)


def _protect(block: Block, inside: Any, release: Any) -> None:
    for slot, group in enumerate(GROUPS, start=1):
        above = inside & (block.groups[:, slot - 1] > LOW)
        block.put(
            "resettlement_actions",
            above,
            slot,
            resettlement_id=block.ref(),
            group=group,
            state="in progress",
            owner_id=block.officer_id,
            due_on=release,
        )


def _first_appointment(block: Block, inside: Any, release: Any) -> None:
    who = np.flatnonzero(inside)
    arranged = block.at(np.full(len(who), block.today - 3 * DAY))
    block.add(
        "contacts",
        block.number[who] * SLOTS,
        case_id=block.number[who] * SLOTS,
        officer_id=block.officer_id[who],
        type="appointment",
        mode="face to face",
        planned_at=release[who].astype("datetime64[s]") + 14 * HOUR,
        arranged_at=arranged,
    )


def _already_out(block: Block) -> None:
    """Screened, planned and handed over in time, all of them: their faults are in custody."""
    out = block.released
    start = block.start.astype("datetime64[s]")
    received = start - 200 * DAY + 10 * HOUR
    block.put(
        "resettlements",
        out,
        RELEASED,
        received_at=received,
        in_scope=1,
        screening_1_at=received + 24 * HOUR,
        screening_2_at=received + 72 * HOUR,
        plan_at=received + 73 * HOUR,
        release_on=block.start,
        released_at=start + 9 * HOUR,
        review_at=start - (PRE_RELEASE - 2) * DAY,
        licence_condition="requested",
        officer_told_at=start - 40 * DAY,
        officer_opened_at=start - 39 * DAY,
        handover_sent_at=start - 20 * DAY,
        handover_accepted_at=start - 19 * DAY,
        continuity_needed=0,
    )
    block.put(
        "release_dates",
        out,
        RELEASED,
        resettlement_id=block.ref(RELEASED),
        expected_on=block.start,
        set_at=received,
    )
