"""Live results are those `assay rate` gives on the exported files, byte for byte."""

import json
import random
from typing import Any

import pytest
from click.testing import CliRunner

from assay.cli import assay
from assay.rating.document import as_document
from assay.service.audit.models import Event
from assay.service.cases.actions import moderating
from assay.service.cases.framework import questions_of
from assay.service.cases.models import Case, Difference, Sufficient
from assay.service.cases.results import agreement_of, judgements_for, result_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def half_read(
    drawn: Any, inspection: Any, inspector: Any, colleague: Any, lead: Any, given: Any, answer: Any
) -> Any:
    """Eight of the twelve cases read, three twice, one difference of several settled."""
    lots = random.Random(11)  # noqa: S311 - made-up answers, the same each time
    questions = questions_of(inspection)

    def said() -> Any:
        return {
            number: lots.choice(["yes", "yes", "no", *["not_applicable"] * question.not_applicable])
            for number, question in questions.items()
        }

    sample = Case.objects.filter(draw=drawn, state="sample").order_by("row")
    for case in sample[:8]:
        answer(given(case, inspector), said())
    for case in sample[:3]:
        answer(given(case, colleague, "second"), said())
    first = Difference.objects.first()
    moderating.settle(by=lead, difference=first, decision=Sufficient.NO, reason="made up")


def taken_out(browser: Any, inspection: Any, folder: Any) -> None:
    for name in ("assessments", "first_reads", "second_reads"):
        answer = browser.get(f"/inspections/{inspection.public_id}/results/{name}.csv")
        (folder / f"{name}.csv").write_bytes(answer.content)


def rated(*arguments: Any) -> Any:
    return CliRunner().invoke(
        assay, ["rate", *map(str, arguments), "--json"], standalone_mode=False
    )


def text_of(document: Any) -> Any:
    return f"{json.dumps(document, indent=2, ensure_ascii=False, default=str)}\n"


@pytest.mark.parametrize("day", [None, "2025-06-02"])
def test_the_ratings_are_those_of_the_command_on_the_exported_file_byte_for_byte(
    half_read: Any, inspection: Any, lead: Any, signed_in: Any, tmp_path: Any, day: Any
) -> None:
    inspection.announce_on = "2025-05-01" if day else None
    inspection.fieldwork_starts_on = day
    inspection.save()
    inspection.refresh_from_db()
    taken_out(signed_in(user=lead), inspection, tmp_path)
    on = ["--on", day] if day else []
    made = rated(tmp_path / "assessments.csv", "--framework", "pdu-2023", *on)
    live = as_document(result_of(inspection, judgements_for(lead, inspection)))
    assert made.stdout == text_of(live)
    assert live["cases"] == 8


def test_the_agreement_is_that_of_the_command_on_the_two_readings_as_made(
    half_read: Any, inspection: Any, lead: Any, signed_in: Any, tmp_path: Any
) -> None:
    taken_out(signed_in(user=lead), inspection, tmp_path)
    made = rated(
        tmp_path / "first_reads.csv", "--second-reads", tmp_path / "second_reads.csv",
        "--framework", "pdu-2023",
    )  # fmt: skip
    judgements = judgements_for(lead, inspection)
    live = as_document(
        result_of(inspection, judgements), agreements=agreement_of(inspection, judgements)
    )
    assert text_of(json.loads(made.stdout)["agreement"]) == text_of(live["agreement"])


def test_each_export_is_a_disclosure_and_every_person_in_it_is_logged(
    half_read: Any, inspection: Any, lead: Any, signed_in: Any
) -> None:
    signed_in(user=lead).get(f"/inspections/{inspection.public_id}/results/assessments.csv")
    event = Event.objects.get(kind="disclosure")
    assert (event.by, event.reason) == (lead.public_id, "assessments.csv downloaded")
    read = Event.objects.filter(action="cases.export", kind="consultation")
    assert read.values("person").distinct().count() == 8


def test_the_page_shows_percentages_intervals_and_flags(
    half_read: Any, inspection: Any, lead: Any, signed_in: Any
) -> None:
    page = signed_in(user=lead).get(f"/inspections/{inspection.public_id}/results/").text
    question = result_of(inspection, judgements_for(lead, inspection)).standards[3].key_questions[0]
    assert f"{question.sufficient} of {question.relevant}" in page
    assert f"{question.interval.low} to {question.interval.high}" in page
    assert question.flags[0].words in page
    assert "8 of 12 cases submitted" in page


def test_before_any_case_is_submitted_nothing_is_a_percentage(
    drawn: Any, inspection: Any, lead: Any, signed_in: Any
) -> None:
    page = signed_in(user=lead).get(f"/inspections/{inspection.public_id}/results/").text
    assert "no case was assessed on it" in page
    empty = signed_in(user=lead).get(f"/inspections/{inspection.public_id}/results/assessments.csv")
    assert empty.text == "case_id,key_question,sufficient,stratum,cluster\r\n"


def test_a_framework_that_had_no_values_that_day_is_said_in_words(
    drawn: Any, inspection: Any, lead: Any, signed_in: Any
) -> None:
    inspection.announce_on, inspection.fieldwork_starts_on = "2001-01-01", "2001-02-01"
    inspection.save()
    page = signed_in(user=lead).get(f"/inspections/{inspection.public_id}/results/")
    assert "in force on 2001-02-01" in page.text
