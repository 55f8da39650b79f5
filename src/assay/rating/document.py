"""A rating as the JSON document that other people's scripts rely on."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assay.rating.agreement import QuestionAgreement
from assay.rating.breakdown import Breakdown
from assay.rating.results import Interval, KeyQuestionResult, Overall, Result, StandardResult


def as_document(
    result: Result,
    *,
    agreements: Sequence[QuestionAgreement] = (),
    breakdowns: Sequence[Breakdown] = (),
) -> dict[str, Any]:
    """Give a result in the shape of the `assay rate --json` contract.

    Args:
        result: What `rate` worked out.
        agreements: Agreement of two readers, when there were two.
        breakdowns: Results by group, when asked for.

    Returns:
        A document of plain values; `agreement` and `breakdowns` only when given.
    """
    document: dict[str, Any] = {
        "framework": result.framework,
        "cases": result.cases,
        "standards": [_standard(standard) for standard in result.standards],
        "overall": _overall(result.overall),
        "notes": list(result.notes),
    }
    if agreements:
        document["agreement"] = [_agreement(question) for question in agreements]
    if breakdowns:
        document["breakdowns"] = [asdict(group) for group in breakdowns]
    return document


def _standard(standard: StandardResult) -> dict[str, Any]:
    document: dict[str, Any] = {
        "number": standard.number,
        "name": standard.name,
        "rating": standard.rating,
        "points": standard.points,
        "key_questions": [_question(question) for question in standard.key_questions],
        "decided_by": standard.decided_by,
        "deciding": list(standard.deciding),
        "near_boundary": standard.near_boundary,
        "panel_flags": [asdict(flag) for flag in standard.panel_flags],
        "in_overall": standard.in_overall,
        "possible": list(standard.possible),
        "reason": standard.reason,
        "rationale": standard.rationale,
        "chances": dict(standard.chances),
        "trace": list(standard.trace),
    }
    if standard.changed:
        document["discretion"] = asdict(standard.changed)
    return document


def _question(question: KeyQuestionResult) -> dict[str, Any]:
    return {
        "number": question.number,
        "name": question.name,
        "sufficient": question.sufficient,
        "relevant": question.relevant,
        "not_applicable": question.not_applicable,
        "percent": question.percent,
        "percent_exact": None if question.share is None else str(question.share * 100),
        **_interval(question.interval),
        "band": question.band,
        "chances": dict(question.chances),
        "flags": [asdict(flag) for flag in question.flags],
        "trace": list(question.trace),
    }


def _agreement(question: QuestionAgreement) -> dict[str, Any]:
    return asdict(question) | _interval(question.interval)


def _interval(interval: Interval | None) -> dict[str, Any]:
    return {
        "interval": None if interval is None else [interval.low, interval.high],
        "interval_method": None if interval is None else interval.method,
    }


def _overall(overall: Overall) -> dict[str, Any]:
    return {
        "rating": overall.rating,
        "points": overall.points,
        "points_min": overall.points_min,
        "points_max": overall.points_max,
        "max": overall.max,
        "possible": list(overall.possible),
        "trace": list(overall.trace),
    }
