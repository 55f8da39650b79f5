"""The start of a case: the person, allocation, flags, choices, papers."""

import numpy as np

from assay.caseload.record.synthetic.block import DAY, Block
from assay.caseload.record.synthetic.oversight import NEW, oversee
from assay.caseload.record.synthetic.rates import rate
from assay.caseload.record.synthetic.rows import NEVER, SLOTS, working

OFFERS = ("female officer", "women-only time or place", "women's service referral")
TOPICS = 9
FIRST_YEAR = 366 * DAY


def start(block: Block) -> None:
    """Write everything that happens once, at or near the start."""
    _people(block)
    _allocations(block)
    _flags(block)
    _choices(block)
    _papers(block)


def _people(block: Block) -> None:
    everybody = np.ones(block.size, dtype=bool)
    words = block.shape.vocabularies["sex"].words
    sex = np.where(block.woman, words.index("female"), words.index("male"))
    block.put("people", everybody, sex=sex)
    block.known_before = block.chance(0.7, block.size)
    block.contracted = block.chance(rate("low_and_medium_provider"), block.size)
    block.put(
        "cases",
        everybody,
        person_id=block.ref(),
        unit_id=block.organisation.team(block.officer),
        sentence_type=block.sentence,
        started_on=np.where(block.live, block.start, NEVER),
        ends_on=np.where(block.live, block.ends, NEVER),
        ended_on=np.where(block.live & ~block.current, block.ends, NEVER),
        provider=np.where(block.contracted, 0, 2),
        known_before=block.known_before,
        assessed_before=block.chance(0.5, block.size),
    )
    block.put("tiers", block.live, tier=block.tier, set_at=block.at(block.start))
    settled = np.full(block.size, block.shape.vocabularies["address_kind"].words.index("settled"))
    block.put("addresses", block.live, kind=settled, from_on=block.start - 200 * DAY)
    lives = block.child & block.live
    block.put(
        "relationships",
        lives,
        relation="child",
        lives_with=1,
        cares_for=1,
        has_contact=1,
        from_on=block.start,
    )


def _allocations(block: Block) -> None:
    """Most cases keep their officer; a change has a note before it and a contact soon after."""
    late = block.pick("A01", block.since(85))
    day = working(block.start, np.where(late, 6, 0))
    given = np.where(block.live, block.at(day), block.at(block.start, 9, 10))
    old_enough = block.current & (block.start < block.today - 120 * DAY) & ~block.away
    block.changed = old_enough & block.chance(rate("new_officer"), block.size) & ~block.beyond
    silent = block.pick("D11", block.changed)
    back = block.rng.integers(30, 60, block.size)
    block.change_day = working(block.today - back * DAY, 0)
    changed_at = block.at(block.change_day)
    other = (block.officer + 5) % block.organisation.officers
    # Five officers on has the same grade, but for the last few of the list.
    same = block.organisation.junior[other] == block.junior
    other = np.where(same, other, block.officer)
    block.officer_before = np.where(block.changed, other, block.officer) * SLOTS
    block.put(
        "allocations",
        np.ones(block.size, dtype=bool),
        officer_id=block.officer_before,
        allocated_at=given,
        until_at=block.only(block.changed, changed_at),
        reason="new case",
    )
    first_year = block.organisation.joined[block.officer_before // SLOTS] + FIRST_YEAR
    oversee(block, block.live & (block.start <= first_year), NEW, "new officer", given)
    block.put(
        "allocations",
        block.changed,
        1,
        officer_id=block.officer_id,
        allocated_at=changed_at,
        reason="planned change",
        handover_note_at=np.where(silent, NEVER, changed_at - DAY),
    )
    uncovered = block.pick("D12", block.away & block.current)
    deputy = (block.officer + 1) % block.organisation.officers
    block.put(
        "covers",
        block.away & block.current & ~uncovered,
        absence_id=block.officer_id + 2,
        officer_id=deputy * 1000,
        named_at=block.at(np.full(block.size, working(block.today - 6 * DAY, 0))),
    )


def _flags(block: Block) -> None:
    words = block.shape.vocabularies["flag"].words
    stale = block.pick("R05", block.current & (block.abuse | block.child | block.weapon))
    due = block.today + block.rng.integers(30, 90, block.size) * DAY
    due = np.where(stale, block.today - 20 * DAY, due)
    masks = {"domestic abuse": block.abuse, "child concern": block.child, "weapon": block.weapon}
    for slot, (word, mask) in enumerate(masks.items()):
        block.put(
            "flags",
            mask & block.live,
            slot,
            type=words.index(word),
            raised_at=block.at(block.start),
            review_by_on=due,
            owner_id=block.officer_id,
            reason_given=1,
            ended_on=np.where(block.current, NEVER, block.ends),
        )


def _choices(block: Block) -> None:
    unasked = block.pick("W01", block.woman & block.current)
    answered = np.where(block.chance(0.5, block.size), 0, 1)
    for slot, offer in enumerate(OFFERS):
        where = block.woman & block.live & ~unasked
        block.put(
            "offers", where, slot, offer=offer, offered_at=block.at(block.start), answer=answered
        )
    for topic in range(TOPICS):
        block.put(
            "diversity_answers", block.live, topic, topic=topic, answered_at=block.at(block.start)
        )


def _papers(block: Block) -> None:
    """One paper about risk each, put to the officer within the hour and opened the same day."""
    late = block.pick("H01", block.current)
    day = working(block.today - block.rng.integers(8, 40, block.size) * DAY, 0)
    came = block.at(day, 9, 10)
    given = np.where(late, came + 3 * DAY, came + np.timedelta64(1, "h"))
    before = block.changed & (given < block.change_day)
    block.put(
        "tasks",
        block.current,
        kind="risk paper",
        assigned_to=np.where(before, block.officer_before, block.officer_id),
        assigned_at=given,
        opened_at=given + np.timedelta64(2, "h"),
    )
    block.put("documents", block.current, received_at=came, risk_bearing=1, task_id=block.ref())
