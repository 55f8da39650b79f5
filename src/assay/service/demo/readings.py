"""Readings half-way: who has which case, and how far they have come."""

import uuid
from collections.abc import Iterable, Sequence
from itertools import cycle

from assay.service.accounts.models import User
from assay.service.cases.actions import (
    answering,
    assigning,
    draws,
    feedback,
    joining,
    moderating,
    restrictions,
    submitting,
)
from assay.service.cases.feedback import draft_of
from assay.service.cases.framework import form_of
from assay.service.cases.models import Case, Difference, Reading, Sufficient
from assay.service.cases.selectors import cases_for, differences_for
from assay.service.demo.answers import Sheet, chance
from assay.service.demo.scene import scene
from assay.service.inspections.models import Inspection

DECISION = "Made up: the two readers opened the record together and agreed on this."
FIRST, SECOND = Reading.Kind.FIRST, Reading.Kind.SECOND


def read_half(inspection: Inspection, people: dict[str, User]) -> None:
    """Give out the sample and have about half of it read."""
    plan, lead = scene().fieldwork, people["lead_inspector"]
    local = people["local_assessor"]
    assigning.say_home_team(
        by=lead, inspection=inspection, user=local, ldu=plan.home_ldu, team=plan.home_team
    )
    sample = cases_for(lead, inspection).filter(state=Case.State.SAMPLE)
    sheet = Sheet(inspection, sample.values_list("crn", flat=True))
    cases = _in_order(sample, sheet)
    readers = [people[role] for role in plan.readers]
    firsts = _give_out(lead, cases[: plan.submitted + plan.started + plan.given_out], readers)
    _answer(firsts, sheet, submitted=plan.submitted, started=plan.started)
    seconds = _give_again(lead, firsts, sheet, [people[role] for role in plan.second_readers])
    _answer(seconds, sheet, submitted=plan.second_submitted, started=plan.second_started)
    found = differences_for(lead, inspection).order_by("case__crn", "question")
    _settle(lead, found[: plan.settled])
    _share(lead, firsts[plan.submitted :], people)
    _write_feedback(firsts[: plan.feedback])
    _set_aside(lead, cases[len(firsts) :], people["inspector"])


def _in_order(cases: Iterable[Case], sheet: Sheet) -> list[Case]:
    """Those to be read twice first, then by lot."""
    return sorted(cases, key=lambda c: (not sheet.read_twice(c.crn), chance("order", c.crn)))


def _give_out(lead: User, cases: Sequence[Case], readers: Sequence[User]) -> list[Reading]:
    """Give each case to the next reader who may have it."""
    given, turn = [], cycle(readers)
    for case in cases:
        fit = (r for r in turn if not assigning.refusal_of(case, r, FIRST))
        given.append(assigning.assign(by=lead, case=case, reader=next(fit), kind=FIRST))
    return given


def _answer(readings: Sequence[Reading], sheet: Sheet, *, submitted: int, started: int) -> None:
    """Hand in the first of them, and answer half of each of the next."""
    for reading in readings[:submitted]:
        _save(reading, sheet)
        submitting.submit(by=reading.reader, reading=reading)
    for reading in readings[submitted : submitted + started]:
        _save(reading, sheet, half=True)


def _save(reading: Reading, sheet: Sheet, *, half: bool = False) -> None:
    questions = form_of(reading.case.inspection)
    for number in list(questions)[: len(questions) // 2 if half else None]:
        second = reading.kind == SECOND
        said = sheet.content(reading.case.crn, questions[number], second=second)
        answering.save_answer(
            by=reading.reader,
            reading=reading,
            question=number,
            content=said,
            version=0,
            client_id=uuid.uuid4(),
        )


def _give_again(
    lead: User, firsts: Iterable[Reading], sheet: Sheet, readers: Sequence[User]
) -> list[Reading]:
    """Give those to be read twice to a second reader, never to their first."""
    given = []
    for first in firsts:
        if sheet.read_twice(first.case.crn):
            other = next(person for person in readers if person != first.reader)
            given.append(assigning.assign(by=lead, case=first.case, reader=other, kind=SECOND))
    return given


def _settle(lead: User, differences: Iterable[Difference]) -> None:
    for place, difference in enumerate(differences):
        held = (difference.first, difference.second)[place % 2]
        decision = Sufficient(held.sufficient)
        moderating.settle(by=lead, difference=difference, decision=decision, reason=DECISION)


def _share(lead: User, readings: Iterable[Reading], people: dict[str, User]) -> None:
    """Have the inspector read one of the assistant's begun cases together with them."""
    begun = next(r for r in readings if r.reader == people["assistant_inspector"])
    joining.name_joint(by=lead, reading=begun, people=[people["inspector"]])


def _write_feedback(readings: Iterable[Reading]) -> None:
    """Write the officer's sheet of some, from the record, and release none yet."""
    for reading in readings:
        feedback.write(
            by=reading.reader, reading=reading, draft=draft_of(reading), version=0, looked=True
        )


def _set_aside(lead: User, cases: Sequence[Case], inspector: User) -> None:
    """Restrict one case that nobody has begun, and put a reserve in the place of another."""
    restricted, unreadable = cases[0], cases[1]
    reason = scene().fieldwork.restriction
    restrictions.restrict(by=lead, case=restricted, to=[inspector], reason=reason)
    assigning.assign(by=lead, case=restricted, reader=inspector, kind=FIRST)
    draws.substitute(by=lead, case=unreadable, because=Case.Dropped.RECORD)
