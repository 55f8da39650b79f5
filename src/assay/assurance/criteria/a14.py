"""A14: the person's own views and circumstances are in the assessment."""

from assay.assurance.criteria import shared
from assay.assurance.engines.record import Record
from assay.assurance.engines.words import (
    Table,
    case,
    checks,
    evidence,
    first_known,
    kinds,
    seen,
    yes,
)
from assay.caseload.record.shape import record as shape

TOPICS = shape().vocabularies["diversity_topic"].words


def checks_of(record: Record) -> Table:
    """One check for each signed assessment while it stands."""
    signed = shared.standing(record, "assessments")
    rows = signed.left_join(_views(record, signed), "assessment_id").drop("assessment_id_right")
    rows = rows.left_join(_answers(record, signed), "assessment_id").drop("assessment_id_right")
    rows = rows.mutate(topics=first_known(rows.topics, 0))
    asked = rows.topics == len(TOPICS)
    return checks(
        rows,
        case_id=rows.case_id,
        about=rows.assessment_id,
        from_on=rows.from_on,
        until_on=rows.until_on,
        due_on=rows.from_on,
        done_on=rows.from_on,
        right=asked & rows.views_id.notnull(),
        wrong=case((~asked, "not everything asked"), otherwise="no views"),
        blank=case(
            (rows.views_id.isnull() & rows.undated_id.notnull(), "self_assessments.given_at"),
            (~asked & rows.loose_id.notnull(), "diversity_answers.topic"),
        ),
        excuse=case((asked & rows.declined_id.notnull(), "declined")),
        evidence=evidence(
            seen("assessments", rows.assessment_id, signed_at=rows.signed_at),
            seen("self_assessments", first_known(rows.views_id, rows.declined_id)),
            seen("diversity_answers", rows.case_id, topics=rows.topics),
        ),
    )


def _views(record: Record, signed: Table) -> Table:
    """Of each assessment: views given before it, views without a date, a refusal before it."""
    given = record.self_assessments.select("self_assessment_id", "case_id", "given_at", "declined")
    rows = signed.select("assessment_id", "case_id", "signed_at").join(given, "case_id")
    before, no = rows.given_at < rows.signed_at, yes(rows.declined)
    return rows.group_by("assessment_id").agg(
        views_id=case((before & ~no, rows.self_assessment_id)).min(),
        undated_id=case((rows.given_at.isnull() & ~no, rows.self_assessment_id)).min(),
        declined_id=case((before & no, rows.self_assessment_id)).min(),
    )


def _answers(record: Record, signed: Table) -> Table:
    """Of each assessment: how many topics were answered before it, and an answer to no topic."""
    answers = record.diversity_answers.select("answer_id", "case_id", "topic", "answered_at")
    rows = signed.select("assessment_id", "case_id", "signed_at").join(answers, "case_id")
    rows = rows.filter(rows.answered_at < rows.signed_at)
    return rows.group_by("assessment_id").agg(
        topics=kinds(rows.topic, TOPICS),
        loose_id=case((rows.topic.isnull(), rows.answer_id)).min(),
    )
