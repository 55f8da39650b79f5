"""Plans, the needs they answer and other agencies' part in them."""

import numpy as np

from assay.caseload.record.synthetic.block import DAY, GROUPS, LOW, Block
from assay.caseload.record.synthetic.rows import NEVER, working

TOP_SCORE = 2


def plan(block: Block) -> None:
    """Write what was planned. Needs `first_seen` and `interval` from the contacts."""
    _plans(block)
    _needs(block)
    _agencies(block)


def _plans(block: Block) -> None:
    late = block.pick("P01", block.since(360))
    unmet = block.pick("P02", block.since(360) & (block.first_seen > block.start))
    bare = block.pick("P03", block.live & (block.risk > LOW))
    # In the last third of an order contact may be suspended, so nothing is too seldom there.
    gone, whole = block.today - block.start, block.ends - block.start
    seldom = block.pick("P06", block.current & (3 * (gone + 7 * DAY) < 2 * whole))
    backdated = block.pick("I01", block.since(85))
    signed = block.at(working(block.first_seen, np.where(late, 25, 3)))
    signed = np.where(unmet, block.at(block.start, 9, 12), signed)
    entered = np.where(
        backdated,
        working(signed, 8).astype("datetime64[s]") + np.timedelta64(10, "h"),
        signed + np.timedelta64(1, "h"),
    )
    block.put(
        "plans",
        block.live,
        recorded=entered,
        signed_at=signed,
        signed_by=block.officer_before,
        agreement="agreed",
        contact_interval_days=np.where(seldom, 70, block.interval),
        face_to_face=1,
        interval_reason_given=1,
        contingency_signs=1,
        contingency_steps=1,
    )
    for slot, group in enumerate(GROUPS):
        above = block.live & (block.groups[:, slot] > LOW) & ~bare
        block.put(
            "risk_actions",
            above,
            slot,
            plan_id=block.ref(),
            group=group,
            owner_id=block.officer_id,
            due_on=block.start + 90 * DAY,
        )


def _needs(block: Block) -> None:
    """Three needs each; every high one has a goal."""
    forgotten = block.pick("P05", block.live)
    count = len(block.shape.vocabularies["need"].words)
    first = block.rng.integers(0, count, block.size)
    for slot in range(3):
        score = np.where(slot == 0, TOP_SCORE, block.rng.integers(0, 3, block.size))
        block.put(
            "needs",
            block.live,
            slot,
            need=(first + slot) % count,
            score=score,
            assessed_at=block.at(block.first_seen),
        )
        wanted = block.live & (score == TOP_SCORE) & ~(forgotten & (slot == 0))
        block.put(
            "goals",
            wanted,
            slot,
            plan_id=block.ref(),
            need_id=block.ref(slot),
            intervention_named=1,
            reason_to_wait=0,
        )
    block.need = first


def _agencies(block: Block) -> None:
    involved = block.conference
    quiet = block.pick("P04", involved & block.current & (block.start < block.today - 200 * DAY))
    shared = block.today - np.where(quiet, 150, 20) * DAY
    shared = np.where(block.current, shared, block.ends - DAY)
    block.put(
        "agencies",
        involved,
        arrangement="domestic abuse conference",
        from_on=block.start,
        closed_on=np.where(block.current, NEVER, block.ends),
        named_in_plan=1,
        shared_action=1,
        last_shared_on=shared,
    )
