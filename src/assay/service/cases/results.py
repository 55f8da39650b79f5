"""What the submitted answers come to. The counting and rating are `assay.rating`'s."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from assay.files.csv_out import as_csv
from assay.rating.agreement import QuestionAgreement, agreement
from assay.rating.inputs import Answer as Judged
from assay.rating.inputs import Assessments
from assay.rating.rate import rate
from assay.rating.results import Result
from assay.service.accounts.models import User
from assay.service.cases.framework import ABOUT, framework_of, questions_of, rules_of
from assay.service.cases.models import Answer, Case, Difference
from assay.service.cases.selectors import counted_cases
from assay.service.inspections.models import Inspection

HEADERS = ("case_id", "key_question", "sufficient", "stratum", "cluster")


@dataclass(frozen=True, slots=True)
class Row:
    """One judgement: the case, the key question's number, the answer."""

    case: Case
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Judgements:
    """The submitted answers a person may see.

    Attributes:
        counting: Those that count: the first reading's, or what moderation decided.
        first: The first reading's, as read.
        second: The second reading's, as read, of cases whose first reading is submitted.
    """

    counting: tuple[Row, ...]
    first: tuple[Row, ...]
    second: tuple[Row, ...]


def judgements_for(user: User, inspection: Inspection) -> Judgements:
    """Give the submitted answers of an inspection, in three queries."""
    cases = {case.pk: case for case in counted_cases(user, inspection)}
    given: dict[str, dict[tuple[int, str], str]] = {"first": {}, "second": {}}
    for kind, case, question, answer in _answers(cases):
        given[kind][case, question] = answer
    begun = {case for case, _ in given["first"]}
    second = {place: answer for place, answer in given["second"].items() if place[0] in begun}
    settled = Difference.objects.filter(
        case__in=cases, decided_at__isnull=False, superseded_at=None
    )
    decided = {(d.case_id, d.question): d.decision for d in settled}
    counting = {place: decided.get(place, answer) for place, answer in given["first"].items()}
    order = {number: place for place, number in enumerate(questions_of(inspection))}

    def rows(answers: dict[tuple[int, str], str]) -> tuple[Row, ...]:
        found = [Row(cases[case], question, answer) for (case, question), answer in answers.items()]
        return tuple(sorted(found, key=lambda row: (row.case.number, order[row.question])))

    return Judgements(rows(counting), rows(given["first"]), rows(second))


def result_of(inspection: Inspection, judgements: Judgements) -> Result:
    """Rate an inspection on the answers that count, as `assay rate` does on the same file."""
    return rate(
        framework_of(inspection),
        rules=rules_of(inspection),
        assessments=assessments(judgements.counting),
        judgements={},
    )


def agreement_of(inspection: Inspection, judgements: Judgements) -> tuple[QuestionAgreement, ...]:
    """Compare the two readings as they were made, before anything was settled."""
    if not judgements.second:
        return ()
    first, second = assessments(judgements.first), assessments(judgements.second)
    return agreement(first, second, framework_of(inspection))


def assessments(rows: Iterable[Row]) -> Assessments:
    """Give judgements in the shape `assay.rating` takes."""
    found = tuple(rows)
    return Assessments(
        file="assessments.csv",
        case_ids=[str(row.case.number) for row in found],
        questions=[row.question for row in found],
        answers=[cast("Judged", row.answer) for row in found],
        extra={},
    )


def export(rows: Iterable[Row]) -> bytes:
    """Give judgements as the CSV file that `assay rate` reads."""
    return as_csv(
        HEADERS,
        (
            (row.case.number, row.question, row.answer, row.case.stratum, row.case.cluster)
            for row in rows
        ),
    )


def _answers(cases: Iterable[int]) -> Iterable[tuple[str, int, str, str]]:
    return (
        Answer.objects.filter(
            current=True,
            reading__case__in=cases,
            reading__withdrawn_at=None,
            reading__submitted_at__isnull=False,
        )
        .exclude(question=ABOUT)
        .values_list("reading__kind", "reading__case", "question", "sufficient")
        .iterator()
    )
