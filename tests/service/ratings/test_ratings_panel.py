"""The ratings panel: proposals, decisions, discretion only where a trigger fired, closing."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay.cli.output import json_text
from assay.cli.rate import rate
from assay.rating.document import as_document
from assay.service.accounts.actions import Refused
from assay.service.audit.models import Event
from assay.service.cases.actions.restrictions import restrict
from assay.service.cases.models import Answer, Case
from assay.service.inspections import actions as life
from assay.service.ratings import actions
from assay.service.ratings.counted import pack_of, panel_result
from assay.service.ratings.models import Decision, Panel, Proposal
from assay.standards.framework import RATINGS

PANEL = "/inspections/{}/panel/"
SAID = "Made-up evidence supports it."


def text_of(answer: Any) -> str:
    return " ".join(answer.text.split())


def test_an_inspector_proposes_and_the_panel_sees_it_with_its_rationale(
    signed_in: Any, sitting: Any, inspector: Any, lead: Any
) -> None:
    at = PANEL.format(sitting.public_id)
    sent = {"rating": "Good", "reason": "Made-up leaders know\r\nwhat matters."}
    answer = signed_in(user=inspector).post(f"{at}standards/P1.1/propose", sent)
    assert answer.status_code == 302
    page = text_of(signed_in(user=lead).get(at))
    assert "Proposed: Good. Made-up leaders know what matters." in page
    assert "6 of 12, 50 per cent" in page
    assert "is within 5 points of 50" in page


def test_a_counted_standard_takes_no_proposal(signed_in: Any, sitting: Any, lead: Any) -> None:
    at = PANEL.format(sitting.public_id)
    assert signed_in(user=lead).get(f"{at}standards/P2.1/propose").status_code == 404
    with pytest.raises(Refused, match="counted from cases"):
        actions.propose(
            by=lead, inspection=sitting, standard="P2.1", rating="Good", reason=SAID, seen=None
        )


def test_two_who_propose_at_once_lose_no_words(signed_in: Any, sitting: Any, lead: Any) -> None:
    at = f"{PANEL.format(sitting.public_id)}standards/P1.1/propose"
    browser = signed_in(user=lead)
    browser.post(at, {"rating": "Good", "reason": "The first made-up reason."})
    answer = browser.post(at, {"rating": "Inadequate", "reason": "The second made-up reason."})
    page = text_of(answer)
    assert "Somebody else has written here" in page
    assert "The first made-up reason." in page
    assert "The second made-up reason." in page
    first = Proposal.objects.get()
    again = {"rating": "Inadequate", "reason": "The second.", "seen": str(first.public_id)}
    assert browser.post(at, again).status_code == 302
    assert [each.rating for each in Proposal.objects.all()] == ["Inadequate", "Good"]


def test_the_panel_changes_a_counted_rating_only_where_a_trigger_fired(
    signed_in: Any, sitting: Any, decide: Any, lead: Any
) -> None:
    with pytest.raises(Refused, match="No published trigger"):
        decide("P2.2", "Good")
    with pytest.raises(Refused, match="No published trigger"):
        decide("P2.1", "Good")
    at = PANEL.format(sitting.public_id)
    page = signed_in(user=lead).get(f"{at}standards/P2.2/decide").text
    assert "No published trigger fired" in page
    assert 'value="Good"' not in page
    decide("P2.1", "Inadequate")
    assert Decision.objects.get().rating == "Inadequate"


def test_a_decision_names_who_of_the_panel_agreed(decide: Any, colleague: Any) -> None:
    with pytest.raises(Refused, match="who of the panel agreed"):
        decide("P1.1", "Good", agreed=[colleague])


def test_words_that_a_spreadsheet_takes_for_a_formula_are_refused_with_a_reason(
    signed_in: Any, sitting: Any, lead: Any
) -> None:
    at = f"{PANEL.format(sitting.public_id)}standards/P1.1/decide"
    sent = {"rating": "Good", "reason": "=1+1", "agreed": [str(lead.public_id)]}
    assert "a spreadsheet would take this for a formula" in text_of(
        signed_in(user=lead).post(at, sent)
    )
    assert not Decision.objects.exists()


def test_the_exported_files_give_exactly_the_ratings_of_the_panel(
    signed_in: Any, decided: Any, lead: Any, tmp_path: Path
) -> None:
    browser, at = signed_in(user=lead), f"/inspections/{decided.public_id}/"
    for name, path in {
        "assessments": "results/assessments.csv",
        "judgements": "panel/files/judgements.csv",
        "discretion": "panel/files/discretion.csv",
    }.items():
        answer = browser.get(at + path)
        assert answer.status_code == 200, path
        (tmp_path / f"{name}.csv").write_bytes(answer.content)
    files = [f"--{name}={tmp_path / name}.csv" for name in ("judgements", "discretion")]
    command = [str(tmp_path / "assessments.csv"), "--framework", "pdu-2023", "--json"]
    found = CliRunner().invoke(rate, command + files)
    result = panel_result(pack_of(lead, decided))
    assert found.stdout == json_text(as_document(result)) + "\n"
    lowered = {each["number"]: each for each in json.loads(found.stdout)["standards"]}["P2.1"]
    assert lowered["rating"] == "Inadequate"
    assert result.overall.points == 3 * 2 + 0 + 3 * 3


def test_why_a_rating_is_what_it_is_says_trigger_reason_and_who_agreed(
    signed_in: Any, decided: Any, lead: Any
) -> None:
    at = PANEL.format(decided.public_id)
    page = text_of(signed_in(user=lead).get(f"{at}standards/P2.1/"))
    assert f"The panel gave Inadequate instead of Requires improvement: {SAID}" in page
    assert f"Agreed by {lead.full_name}." in page
    assert "Not everybody agreed: Made-up inspector: half is half." in page


def test_the_step_is_done_only_when_the_panel_is_closed_with_all_decided(
    decided: Any, lead: Any
) -> None:
    with pytest.raises(Refused, match="panel is not closed"):
        life.move(decided, "panel", by=lead)
    Decision.objects.filter(standard="P1.2").update(superseded_at="2027-04-01T00:00Z")
    with pytest.raises(Refused, match=r"Not decided: P1\.2"):
        actions.close(by=lead, inspection=decided)
    Decision.objects.filter(standard="P1.2").update(superseded_at=None)
    actions.close(by=lead, inspection=decided)
    life.move(decided, "panel", by=lead)
    decided.refresh_from_db()
    assert decided.reached == "panel"


def test_a_closed_panel_changes_nothing_until_it_is_reopened_with_a_reason(
    signed_in: Any, decided: Any, decide: Any, lead: Any
) -> None:
    actions.close(by=lead, inspection=decided)
    with pytest.raises(Refused, match="Reopen it first"):
        decide("P1.1", "Inadequate")
    life.move(decided, "panel", by=lead)
    at = f"{PANEL.format(decided.public_id)}reopen"
    assert "Give the reason" in signed_in(user=lead).post(at, {}).text
    assert signed_in(user=lead).post(at, {"reason": "made up"}).status_code == 302
    decided.refresh_from_db()
    assert (decided.reached, Panel.objects.get().closed_at) == ("fieldwork", None)
    assert Event.objects.get(action="ratings.reopen").reason == "made up"
    stood = Decision.objects.get(standard="P1.1")
    decide("P1.1", "Inadequate", seen=stood.public_id)


def test_a_panel_is_not_reopened_once_the_draft_is_written(decided: Any, lead: Any) -> None:
    actions.close(by=lead, inspection=decided)
    type(decided).objects.update(reached="draft")
    with pytest.raises(Refused, match="draft is written"):
        actions.reopen(by=lead, inspection=decided, reason="made up")


def test_answers_that_change_after_closing_are_seen(
    signed_in: Any, decided: Any, lead: Any
) -> None:
    actions.close(by=lead, inspection=decided)
    Answer.objects.filter(question="P2.2.1", current=True).update(sufficient="no")
    page = text_of(signed_in(user=lead).get(PANEL.format(decided.public_id)))
    assert "Answers have changed since the panel was closed" in page


def test_whoever_may_not_see_every_case_decides_nothing(
    signed_in: Any, sitting: Any, decide: Any, lead: Any, colleague: Any
) -> None:
    case = Case.objects.filter(inspection=sitting, state="sample").first()
    restrict(by=colleague, case=case, to=[], reason="made up")
    with pytest.raises(Refused, match="not see every case"):
        decide("P1.1", "Good")
    page = text_of(signed_in(user=lead).get(PANEL.format(sitting.public_id)))
    assert "You may not see every case" in page
    assert "per cent" not in page
    file = f"{PANEL.format(sitting.public_id)}files/discretion.csv"
    assert signed_in(user=lead).get(file).status_code == 302


def test_the_previous_inspection_stands_beside_by_what_a_standard_is_about(
    signed_in: Any, decided: Any, lead: Any, person: Any
) -> None:
    chief = person("chief_inspector")
    actions.close(by=lead, inspection=decided)
    later = type(decided).objects.create(
        provider=decided.provider, framework="pdu-2023", name="Made-up inspection 2029"
    )
    page = text_of(signed_in(user=chief).get(f"{PANEL.format(later.public_id)}standards/P2.1/"))
    assert 'Previous inspection</h2> <p class="govuk-body">Inadequate' in page


def test_the_provider_and_people_elsewhere_find_no_panel(
    signed_in: Any, decided: Any, person: Any, elsewhere: Any
) -> None:
    provider = person("provider_contact", inspection=decided)
    stranger = person("lead_inspector", inspection=elsewhere)
    for user in (provider, stranger):
        for page in ("", "standards/P1.1/", "files/judgements.csv", "close"):
            answer = signed_in(user=user).get(PANEL.format(decided.public_id) + page)
            assert answer.status_code in {403, 404}


def test_the_audit_trail_holds_no_words_of_the_panel(decided: Any) -> None:
    changes = json.dumps([event.changes for event in Event.objects.filter(action="ratings.decide")])
    assert Event.objects.filter(action="ratings.decide").count() == 7
    assert SAID not in changes
    assert "half is half" not in changes


def test_the_panel_page_asks_no_more_of_the_database_for_more_proposals(
    signed_in: Any, sitting: Any, lead: Any
) -> None:
    browser, at = signed_in(user=lead), PANEL.format(sitting.public_id)
    browser.get(at)
    with CaptureQueriesContext(connection) as before:
        browser.get(at)
    for standard in ("P1.1", "P1.2", "P1.3"):
        actions.propose(
            by=lead, inspection=sitting, standard=standard, rating="Good", reason=SAID, seen=None
        )
    with CaptureQueriesContext(connection) as after:
        browser.get(at)
    assert len(after) == len(before)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(standard=st.sampled_from(("P2.1", "P2.2", "P2.3", "P2.4")), rating=st.sampled_from(RATINGS))
def test_no_decision_moves_a_counted_rating_without_a_trigger(
    decide: Any, sitting: Any, lead: Any, standard: str, rating: str
) -> None:
    counted = pack_of(lead, sitting).standard(standard)
    stood = Decision.objects.filter(standard=standard, superseded_at=None).first()
    try:
        decide(standard, rating, seen=stood.public_id if stood else None)
    except Refused:
        return
    assert rating == counted.rating or counted.panel_flags
