"""Unpaid work: a day a week, until the hours are done."""

from typing import Any

import numpy as np

from assay.caseload.record.synthetic.block import DAY, Block
from assay.caseload.record.synthetic.columns import NONE
from assay.caseload.record.synthetic.rates import rate
from assay.caseload.record.synthetic.rows import NEVER, SLOTS, working

HOUR = np.timedelta64(1, "h")
HOURS, SHORT, MOST_HOURS = 7.0, 4.0, 300.0
MOST_WEEKS = 30
STILL_OPEN = 26
"""Weeks of work of an order that is still open: enough for any window, and within a year."""
WELL_BEGUN = 90
SESSIONS = 500
"""First slot of sessions' references; of tasks' below."""
TASKS = 100


def unpaid_work(block: Block) -> None:
    """Write requirements, sessions and attendances.

    Everybody has a session of their own on the books: who works beside whom is not made up.
    """
    where = block.order & block.chance(rate("unpaid_work"), block.size)
    fresh = where & block.since(175)
    active = where & block.current & block.since(150)
    early = block.pick("U01", fresh)
    late = block.pick("U02", fresh & (block.start < block.today - WELL_BEGUN * DAY))
    unoffered = block.pick("U07", active)
    unasked = block.pick("U10", block.woman & active)
    allocated = block.at(block.start)
    first = working(block.start, np.where(late, 15, 4))
    inducted = block.at(working(first, np.where(early, 6, -1)))
    weeks = np.clip((block.rng.integers(40, 240, block.size)) / HOURS, 6, MOST_WEEKS - 2).astype(
        int
    )
    # Still at work where the last weeks are looked at, so nobody runs out of hours there.
    weeks = np.where(active, STILL_OPEN, weeks)
    work = _Work(block, active)
    done_on = first + 7 * weeks * DAY
    finished = where & ~active
    block.put(
        "unpaid_work",
        where,
        from_on=block.start,
        allocated_at=allocated,
        assessed_at=np.minimum(inducted, block.at(working(block.start, 1))),
        inducted_at=inducted,
        hours_ordered=np.where(work.endless, MOST_HOURS, weeks * HOURS),
        intensive=0,
        fewer_hours_agreed=0,
        learning_need=1,
        learning_offered_at=block.only(~unoffered, inducted),
        learning_hours=0.0,
        mixed_group_agreed=np.where(block.woman, 1, NONE),
        ended_on=np.where(finished, np.minimum(done_on, block.today - DAY), NEVER),
    )
    block.put(
        "offers",
        where & block.woman & ~unasked,
        3,
        offer="placement choice",
        offered_at=inducted,
        answer="accepted",
    )
    block.put("restrictions", work.open, kind="health", changed_at=block.at(block.start))
    for week in range(MOST_WEEKS):
        day = working(first + 7 * week * DAY, 0)
        work.week(week, day, where & (week < weeks) & (day < block.today))
    work.tomorrow()


class _Work:
    """Sessions and attendances of a block, with the faults put into them."""

    def __init__(self, block: Block, still_open: Any) -> None:
        self.block, self.open = block, still_open
        # Lost hours show in what is left only once the order has run for a while.
        lasting = still_open & (block.start < block.today - WELL_BEGUN * DAY)
        self.short = block.pick("U03", lasting)
        self.endless = block.pick("U06", lasting)
        self.sent_home = block.pick("U04", lasting)
        self.unsaved = block.pick("U05", still_open)
        self.unread = block.pick("U08", still_open)
        self.untold = block.pick("U09", still_open)
        words = block.shape.vocabularies["outcome"].words
        self.home = words.index("attended sent home (service issue)")
        self.away = words.index("acceptable absence (medical)")

    def week(self, week: int, day: Any, held: Any) -> None:
        """Write one week's session of everybody who has one."""
        block, ends = self.block, day.astype("datetime64[s]") + 16 * HOUR
        outcome = self._outcome(week, day)
        worked, absent = outcome == 0, outcome == self.away
        told = np.where(self.untold, ends + 96 * HOUR, ends + HOUR / 2)
        saved = np.where(self.unsaved & worked & self._ago(day, 4, 30), ends + 72 * HOUR, ends)
        hours = np.where(self.short & self._ago(day, 0, 35), SHORT, HOURS)
        self._book(held, week, day)
        block.put(
            "tasks",
            held & absent,
            TASKS + week,
            kind="unpaid work absence",
            assigned_to=block.officer_id,
            assigned_at=told,
            opened_at=told + HOUR,
        )
        block.put(
            "attendances",
            held,
            week,
            session_id=block.ref(SESSIONS + week),
            unpaid_work_id=block.ref(),
            offered_hours=hours,
            arranged_at=np.maximum(ends - 7 * DAY, block.at(block.start, 9, 10)),
            outcome=outcome,
            outcome_recorded_at=saved,
            worked_hours=np.where(worked, hours, 0.0),
            credited_at=block.only(worked, saved + HOUR),
            card_read_at=ends - 24 * HOUR,
            task_id=block.ref(TASKS + week, absent),
        )

    def tomorrow(self) -> None:
        """Book everybody whose order is open for the day after the extract."""
        block, size = self.block, self.block.size
        self._book(self.open, MOST_WEEKS, np.full(size, block.today + DAY))
        read = block.only(~self.unread, block.at(np.full(size, block.today - DAY)))
        block.put(
            "attendances",
            self.open,
            MOST_WEEKS,
            session_id=block.ref(SESSIONS + MOST_WEEKS),
            unpaid_work_id=block.ref(),
            offered_hours=HOURS,
            arranged_at=block.at(np.full(size, block.today - 7 * DAY)),
            card_read_at=read,
        )

    def _outcome(self, week: int, day: Any) -> Any:
        """Worked, but for a few absences last week and those sent home before that."""
        block = self.block
        absent = self.untold | block.chance(rate("unpaid_work_absence"), block.size)
        absent &= self.open & ~self.sent_home & self._ago(day, 7, 14)
        absent |= self.endless & (week % 2 == 0)
        home = self.sent_home & self._ago(day, 14, 28)
        return np.where(home, self.home, np.where(absent, self.away, 0))

    def _ago(self, day: Any, more: int, most: int) -> Any:
        """Whether a day is more than so many days ago, and at most so many."""
        ago = (self.block.today - day).astype(int)
        return (ago > more) & (ago <= most)

    def _book(self, where: Any, week: int, day: Any) -> None:
        block = self.block
        starts = day.astype("datetime64[s]") + 9 * HOUR
        block.put(
            "sessions",
            where,
            SESSIONS + week,
            unit_id=block.organisation.team(block.officer),
            supervisor_id=block.organisation.supervisor(block.officer) * SLOTS,
            starts_at=starts,
            ends_at=starts + 7 * HOUR,
            women_only=0,
        )
