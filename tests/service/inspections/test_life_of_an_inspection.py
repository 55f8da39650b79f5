"""The life of an inspection: its data, its moves, its deadlines, and what refuses them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.accounts.models import User
from assay.service.audit.models import Event
from assay.service.inspections import actions, plan, rules
from assay.service.inspections.deadlines import count_from, days_late
from assay.service.inspections.life import Life, life
from assay.service.inspections.models import Inspection, InspectionStep
from assay.service.providers.models import Provider

MakePerson = Callable[..., User]
# 2027: Good Friday is 26 March, Easter Monday 29 March.
ANNOUNCE, START, END = date(2027, 3, 1), date(2027, 3, 31), date(2027, 4, 16)
OTHERS_RULES = ("case_list_is_clean", "sample_is_drawn", "no_case_is_assessed")


@dataclass
class Clock:
    """A day the tests can set."""

    today: date = ANNOUNCE

    def now(self) -> datetime:
        return datetime.combine(self.today, datetime.min.time(), UTC).replace(hour=12)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(timezone, "localdate", lambda *_: found.today)
    return found


@pytest.fixture
def holding(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Stand in for the rules of the cases app; set one to a text to make it fail."""
    why = dict.fromkeys(OTHERS_RULES, "")
    standing = {name: lambda _i, _d, name=name: why[name] for name in OTHERS_RULES}
    monkeypatch.setattr(rules, "_RULES", rules._RULES | standing)
    return why


@pytest.fixture
def lead(person: MakePerson) -> User:
    return person("lead_inspector")


@pytest.fixture
def planned(provider: Provider, lead: User) -> Inspection:
    new = Inspection(provider=provider, framework="pdu-2023", name="Made-up inspection 2027",
                     announce_on=ANNOUNCE, fieldwork_starts_on=START,
                     fieldwork_ends_on=END)  # fmt: skip
    return actions.create(by=lead, inspection=new)


def due(inspection: Inspection, step: str) -> date | None:
    return inspection.steps.get(step=step).due_on


def moved_to(inspection: Inspection, last: str, by: User) -> None:
    for step in life().steps:
        actions.move(inspection, step.key, by=by)
        if step.key == last:
            return


def test_a_new_inspection_has_every_step_with_its_due_date(planned: Inspection) -> None:
    assert [row.step for row in planned.steps.all()] == list(life().keys)
    assert due(planned, "announced") == ANNOUNCE
    assert due(planned, "evidence_requested") == date(2027, 3, 2)
    # Back from Wednesday 31 March: 30, (Easter) 25, 24, 23, 22.
    assert due(planned, "case_list_checked") == date(2027, 3, 22)
    assert due(planned, "sample_drawn") == date(2027, 3, 24)
    assert due(planned, "fieldwork") == START
    assert due(planned, "panel") == date(2027, 4, 30)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((START, ANNOUNCE, END), "start on 1 March 2027, before the announcement on 31 March 2027"),
        ((START, START, END), "on the day of the announcement, 31 March 2027"),
        ((date(2027, 3, 19), START, END), "at least 10 working days .*6 April 2027 or later"),
        (
            (ANNOUNCE, START, date(2027, 3, 30)),
            "end on 30 March 2027, before it starts on 31 March",
        ),
        ((date(2031, 1, 1), date(2031, 3, 1), date(2031, 4, 1)), "Bank holidays of that year"),
    ],
)
def test_dates_that_can_not_be_are_refused_with_the_dates(
    provider: Provider, lead: User, days: tuple[date, date, date], words: str
) -> None:
    new = Inspection(provider=provider, framework="pdu-2023", name="Made up",
                     announce_on=days[0], fieldwork_starts_on=days[1],
                     fieldwork_ends_on=days[2])  # fmt: skip
    with pytest.raises(Refused, match=words):
        actions.create(by=lead, inspection=new)
    assert not Inspection.objects.exists()


def test_an_unknown_framework_and_a_closed_provider_are_refused(
    provider: Provider, lead: User
) -> None:
    provider.closed_on = date(2027, 3, 5)
    new = Inspection(provider=provider, framework="pdu-1907", name="Made up",
                     announce_on=ANNOUNCE, fieldwork_starts_on=START,
                     fieldwork_ends_on=END)  # fmt: skip
    with pytest.raises(Refused, match=r"framework that Assay holds.*closed on 5 March 2027"):
        actions.create(by=lead, inspection=new)
    new.framework = "crc-2018"
    with pytest.raises(Refused, match=r"not for a body of this type \(Probation delivery unit\)"):
        actions.create(by=lead, inspection=new)


@pytest.mark.parametrize(
    "fields",
    [
        {"announce_on": START, "fieldwork_starts_on": START},
        {"announce_on": END, "fieldwork_starts_on": START},
        {"fieldwork_starts_on": START, "fieldwork_ends_on": ANNOUNCE},
        {"fieldwork_ends_on": END},
    ],
)
def test_the_database_refuses_dates_out_of_order(
    inspection: Inspection, fields: dict[str, date]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.filter(pk=inspection.pk).update(**fields)


def test_the_database_refuses_a_step_twice_or_done_by_nobody(
    planned: Inspection, lead: User
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        InspectionStep.objects.create(inspection=planned, step="announced")
    half_done: list[dict[str, Any]] = [
        {"done_on": ANNOUNCE}, {"done_at": timezone.now()}, {"done_by": lead}
    ]  # fmt: skip
    for fields in half_done:
        with pytest.raises(IntegrityError), transaction.atomic():
            planned.steps.filter(step="announced").update(**fields)


@pytest.mark.usefixtures("holding")
def test_an_inspection_moves_step_by_step_to_fieldwork(
    planned: Inspection, lead: User, clock: Clock
) -> None:
    for step, day in [
        ("announced", ANNOUNCE), ("evidence_requested", date(2027, 3, 2)),
        ("case_list_checked", date(2027, 3, 22)), ("sample_drawn", date(2027, 3, 26)),
        ("fieldwork", START),
    ]:  # fmt: skip
        clock.today = day
        actions.move(planned, step, by=lead)
        planned.refresh_from_db()
        assert planned.reached == step
        assert planned.steps.get(step=step).done_on == day
    moves = Event.objects.filter(action="inspections.move", object_id=planned.public_id)
    assert [event.changes["reached"]["after"] for event in moves] == list(life().keys[:5])
    assert {event.by for event in moves} == {lead.public_id}
    # Wednesday 24 March to Good Friday: one working day late, the Thursday.
    assert days_late(planned.steps.get(step="sample_drawn"), clock.today) == 1
    assert days_late(planned.steps.get(step="fieldwork"), clock.today) == 0


@pytest.mark.usefixtures("holding", "clock")
def test_a_refused_move_says_why(planned: Inspection, lead: User) -> None:
    with pytest.raises(Refused, match="“Announce the inspection” comes first"):
        actions.move(planned, "sample_drawn", by=lead)
    actions.move(planned, "announced", by=lead)
    with pytest.raises(Refused, match="“Announce the inspection” is done already"):
        actions.move(planned, "announced", by=lead)
    assert planned.steps.exclude(done_at=None).count() == 1


def test_a_move_whose_rule_does_not_hold_is_refused_in_the_rules_words(
    planned: Inspection, lead: User, holding: dict[str, str], clock: Clock
) -> None:
    moved_to(planned, "evidence_requested", lead)
    holding["case_list_is_clean"] = "The case list has 3 problems to mend"
    with pytest.raises(Refused, match="has 3 problems to mend"):
        actions.move(planned, "case_list_checked", by=lead)
    holding["case_list_is_clean"] = ""
    actions.move(planned, "case_list_checked", by=lead)
    actions.move(planned, "sample_drawn", by=lead)
    with pytest.raises(Refused, match="Fieldwork starts on 31 March 2027"):
        actions.move(planned, "fieldwork", by=lead)
    clock.today = START
    actions.move(planned, "fieldwork", by=lead)
    with pytest.raises(Refused, match="second half of the service, which is not built yet"):
        actions.move(planned, "panel", by=lead)


@pytest.mark.parametrize(
    ("body_type", "framework", "fits"),
    [("youth", "youth-2021", True), ("youth", "pdu-2023", False), ("pdu", "youth-2021", False),
     ("region", "region-2023", True), ("crc", "pdu-2021", False)],
)  # fmt: skip
def test_a_framework_is_for_one_kind_of_body(body_type: str, framework: str, fits: bool) -> None:  # noqa: FBT001 - a table
    body = Provider(name="Made up", short_name="M", body_type=body_type)
    new = Inspection(provider=body, framework=framework, name="Made up")
    assert (plan.of_inspection(new) == []) is fits


def test_a_rule_that_nobody_registered_never_holds(inspection: Inspection) -> None:
    assert rules.unmet(["made_up_rule"], inspection, ANNOUNCE) == [
        "The part of the service that checks this is not there yet"
    ]
    with pytest.raises(ValueError, match="dates_are_set already"):
        rules.register_rule("dates_are_set")(lambda _inspection, _day: "")


def test_every_rule_of_the_life_is_registered_here_or_by_the_cases_app() -> None:
    named = {name for step in life().steps for name in (*step.needs, *step.undo.needs)}
    assert named - rules.registered() <= set(OTHERS_RULES)


def test_an_announcement_too_late_for_its_notice_is_refused(
    planned: Inspection, lead: User, clock: Clock
) -> None:
    clock.today = date(2027, 3, 17)
    with pytest.raises(Refused, match="it can start on 2 April 2027 or later"):
        actions.move(planned, "announced", by=lead)
    actions.move(planned, "announced", by=lead, on=date(2027, 3, 15))
    row = planned.steps.get(step="announced")
    assert row.done_on == date(2027, 3, 15)
    assert days_late(row, clock.today) == 10


@pytest.mark.usefixtures("clock")
def test_a_step_recorded_late_keeps_its_day_but_never_a_day_that_can_not_be(
    planned: Inspection, lead: User
) -> None:
    with pytest.raises(Refused, match="2 March 2027 is still to come"):
        actions.move(planned, "announced", by=lead, on=date(2027, 3, 2))
    actions.move(planned, "announced", by=lead, on=date(2027, 2, 26))
    with pytest.raises(Refused, match="was done on 26 February 2027"):
        actions.move(planned, "evidence_requested", by=lead, on=date(2027, 2, 25))


def test_an_inspection_without_dates_is_not_announced(inspection: Inspection, lead: User) -> None:
    with pytest.raises(Refused, match="dates are not set"):
        actions.move(inspection, "announced", by=lead)


@pytest.mark.usefixtures("holding")
def test_a_step_is_undone_where_that_is_safe_with_a_reason(
    planned: Inspection, lead: User, clock: Clock
) -> None:
    moved_to(planned, "case_list_checked", lead)
    with pytest.raises(Refused, match="“Check the case list” is done after it"):
        actions.undo(planned, "evidence_requested", by=lead, reason="Wrong button")
    with pytest.raises(Refused, match="Say why"):
        actions.undo(planned, "case_list_checked", by=lead, reason=" ")
    actions.undo(planned, "case_list_checked", by=lead, reason="A unit was missing")
    planned.refresh_from_db()
    assert planned.reached == "evidence_requested"
    assert planned.steps.get(step="case_list_checked").done_on is None
    event = Event.objects.get(action="inspections.undo")
    assert event.reason == "A unit was missing"
    assert event.changes["reached"] == {
        "before": "case_list_checked",
        "after": "evidence_requested",
    }
    with pytest.raises(Refused, match="is not done"):
        actions.undo(planned, "case_list_checked", by=lead, reason="Again")


def test_a_drawn_sample_and_read_fieldwork_can_not_be_undone(
    planned: Inspection, lead: User, holding: dict[str, str], clock: Clock
) -> None:
    moved_to(planned, "sample_drawn", lead)
    with pytest.raises(Refused, match=r"can’t be undone\. A sample that could be drawn again"):
        actions.undo(planned, "sample_drawn", by=lead, reason="Another would be nicer")
    clock.today = START
    actions.move(planned, "fieldwork", by=lead)
    holding["no_case_is_assessed"] = "4 cases have answers"
    with pytest.raises(Refused, match="4 cases have answers"):
        actions.undo(planned, "fieldwork", by=lead, reason="Too early")
    holding["no_case_is_assessed"] = ""
    actions.undo(planned, "fieldwork", by=lead, reason="Too early")


@pytest.mark.usefixtures("holding", "clock")
def test_each_step_asks_its_own_permission(
    planned: Inspection, lead: User, person: MakePerson
) -> None:
    chief, inspector = person("chief_inspector"), person("inspector")
    with pytest.raises(Refused, match="Your role"):
        actions.move(planned, "announced", by=inspector)
    moved_to(planned, "case_list_checked", chief)
    with pytest.raises(Refused, match="Your role"):
        actions.move(planned, "sample_drawn", by=chief)
    with pytest.raises(Refused, match="Your role"):
        actions.undo(planned, "case_list_checked", by=inspector, reason="No")


@pytest.mark.usefixtures("holding", "clock")
def test_due_dates_follow_the_dates_unless_set_by_hand(planned: Inspection, lead: User) -> None:
    by_hand = date(2027, 3, 18)
    change = {"by": lead, "inspection": planned, "step": "case_list_checked"}
    actions.change_step(**change, holder=lead, due_on=by_hand)
    new = {"starts_on": date(2027, 4, 14), "ends_on": date(2027, 4, 30)}
    actions.change_dates(by=lead, inspection=planned, announce_on=ANNOUNCE, **new)
    assert due(planned, "case_list_checked") == by_hand
    assert due(planned, "sample_drawn") == date(2027, 4, 9)
    actions.change_step(**change, holder=None, due_on=None)
    assert due(planned, "case_list_checked") == date(2027, 4, 7)
    changed = Event.objects.filter(action="inspections.change_step").first()
    assert changed is not None
    assert changed.changes["holder"] == {"changed": True}
    assert changed.changes["due_on"]["after"] == "2027-03-18"


@pytest.mark.usefixtures("clock")
def test_what_is_due_after_a_step_is_counted_from_the_day_it_was_done(
    planned: Inspection, lead: User
) -> None:
    actions.move(planned, "announced", by=lead, on=date(2027, 2, 24))
    assert due(planned, "evidence_requested") == date(2027, 2, 25)
    actions.undo(planned, "announced", by=lead, reason="Wrong day")
    assert due(planned, "evidence_requested") == date(2027, 3, 2)


@pytest.mark.usefixtures("holding")
def test_a_date_that_is_a_fact_can_not_change(
    planned: Inspection, lead: User, clock: Clock
) -> None:
    moved_to(planned, "announced", lead)
    dates = {"by": lead, "inspection": planned, "ends_on": END}
    with pytest.raises(Refused, match="was announced on 1 March 2027"):
        actions.change_dates(announce_on=date(2027, 3, 2), starts_on=START, **dates)
    with pytest.raises(Refused, match="is done"):
        actions.change_step(by=lead, inspection=planned, step="announced", holder=lead, due_on=None)
    clock.today = START
    for step in life().keys[1:5]:
        actions.move(planned, step, by=lead)
    with pytest.raises(Refused, match="Fieldwork has started"):
        actions.change_dates(announce_on=ANNOUNCE, starts_on=date(2027, 4, 1), **dates)
    later = date(2027, 4, 30)
    actions.change_dates(announce_on=ANNOUNCE, starts_on=START, **(dates | {"ends_on": later}))
    assert due(planned, "panel") == date(2027, 5, 17)


def test_only_somebody_with_a_role_there_holds_a_step(
    planned: Inspection, lead: User, person: MakePerson
) -> None:
    stranger, contact = person(), person("provider_contact", provider=planned.provider)
    change = {"by": lead, "inspection": planned, "step": "evidence_requested", "due_on": None}
    with pytest.raises(Refused, match="no role on this inspection"):
        actions.change_step(**change, holder=stranger)
    actions.change_step(**change, holder=contact)
    assert planned.steps.get(step="evidence_requested").holder == contact


def test_days_past_the_known_bank_holidays_are_not_guessed() -> None:
    assert count_from(date(2028, 12, 20), 20) is None
    late = InspectionStep(due_on=date(2028, 12, 20))
    assert days_late(late, date(2029, 1, 5)) == 1
    assert days_late(late, date(2028, 12, 19)) == 0
    assert days_late(InspectionStep(), date(2027, 1, 5)) == 0


def broken(**changes: Any) -> dict[str, Any]:
    due = {"from": "announce_on", "working_days": 0, "basis": "ours", "why": "w"}
    step = {"key": "one", "task": "Do one", "name": "One", "permission": "inspections.change",
            "needs": [], "undo": {"why": "w"}, "due": due}  # fmt: skip
    second = step | {"key": "two"}
    notice = {"working_days": 10, "basis": "ours", "why": "w"}
    return {"notice": notice, "steps": [step, second | changes]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"key": "one"}, "there twice"),
        ({"permission": "inspections.peek"}, "no permission is called inspections.peek"),
        ({"undo": {"until": "one", "why": "w"}}, "isn't a later step"),
        ({"due": {"from": "two", "working_days": 1, "basis": "ours", "why": "w"}}, "earlier step"),
        ({"due": {"from": "one", "working_days": 1, "basis": "published", "why": "w"}}, "source"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_a_life_that_does_not_hold_together_is_refused(changes: dict[str, Any], words: str) -> None:
    assert Life.model_validate(broken()).keys == ("one", "two")
    with pytest.raises(ValueError, match=words):
        Life.model_validate(broken(**changes))
