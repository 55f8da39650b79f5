"""A manager's look at a case."""

from typing import Any

import numpy as np

from assay.caseload.record.synthetic.block import Block
from assay.caseload.record.synthetic.columns import NONE
from assay.caseload.record.synthetic.rows import working

FIRST, LOWERED, TRANSFER, RECALL, BREACH, NEW = range(6)
"""Slots of references of what called for a look."""


def oversee(block: Block, where: Any, slot: int, trigger: str, when: Any) -> None:
    """Write a look two working days later, with a decision and an action done in time."""
    looked = block.at(working(when, 2))
    block.put(
        "oversights",
        where,
        slot,
        trigger=trigger,
        triggered_at=when,
        looked_at=looked,
        looked_by=block.manager_id,
        decision_given=1,
    )
    due = working(looked, 10)
    done = block.only(due < block.today, block.at(working(looked, 5)))
    block.put(
        "oversight_actions",
        where,
        slot,
        oversight_id=block.ref(slot),
        due_on=due,
        done_at=done,
        outcome_given=np.where(np.isnat(done), NONE, 1),
    )
