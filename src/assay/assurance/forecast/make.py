"""The forecast from start to finish: study each key question, draw futures, rate them."""

from collections.abc import Mapping, Sequence
from statistics import median_low

import numpy as np

from assay.assurance.forecast.audits import Audits
from assay.assurance.forecast.basis import Basis
from assay.assurance.forecast.believing import Studied, not_weak, study
from assay.assurance.forecast.futures import (
    Bands,
    ChanceRanges,
    Futures,
    chances,
    draw_futures,
    lowest,
    overall_chances,
)
from assay.assurance.forecast.results import Forecast, QuestionForecast, StandardForecast
from assay.assurance.forecast.short import Short, short_of
from assay.assurance.forecast.states import MET, NOT_MET, Shown
from assay.standards.framework import Standard

UNUSUAL = 2.576
"""Standard errors that only one sample in a hundred is off by chance."""
ASSUMED = (
    "Audits are taken to be a simple random sample of the current cases, read as an inspector "
    "would read them."
)
UNLIKE = (
    "The audited cases meet the criteria more or less often than the caseload, beyond chance: "
    "they may not be a random sample, or may have been mended since they were read. The "
    "forecast may then be off."
)


def make_forecast(basis: Basis) -> Forecast:
    """Forecast every key question, every standard and the whole.

    Args:
        basis: What it is made from.

    Returns:
        The forecast; it says which standards can't be forecast, and why.
    """
    studied = _study_all(basis)
    futures = _futures(studied, basis)
    standards = tuple(
        _standard(standard, studied, futures, basis) for standard in basis.framework.standards
    )
    waiting = [each.more_audits for each in standards if each.questions]
    days = [(basis.as_of - day).days for day in basis.audits.days]
    return Forecast(
        framework=basis.framework.id,
        as_of=basis.as_of,
        cases=basis.shown.cases,
        audits=len(basis.audits.answers),
        newest=basis.audits.days[-1] if days else None,
        oldest=basis.audits.days[0] if days else None,
        median_days=median_low(days) if days else None,
        inspected=basis.inspected,
        more_audits=min(waiting, default=0),
        standards=standards,
        overall=_overall(standards, futures.inspected, basis),
        overall_all_read=_overall(standards, futures.all_read, basis),
        calibration=tuple(done for each in studied.values() for done in each.calibration),
        history=basis.history,
        notes=tuple(_notes(basis, standards)),
    )


def _study_all(basis: Basis) -> dict[str, Studied]:
    return {
        question.number: study(
            question.number, [each.number for each in standard.key_questions], basis
        )
        for standard in basis.framework.standards
        if standard.decided_by == "counts"
        for question in standard.key_questions
    }


def _futures(studied: Mapping[str, Studied], basis: Basis) -> Futures:
    believed = [each.believed for each in studied.values() if each.believed]
    if not believed:
        return Futures({}, {}, {})
    return draw_futures(
        believed,
        basis.framework.latest,
        cases=basis.shown.cases,
        inspected=basis.inspected.cases,
        draws=basis.rules.draws.value,
        seed=basis.seed,
    )


def _standard(
    standard: Standard, studied: Mapping[str, Studied], futures: Futures, basis: Basis
) -> StandardForecast:
    if standard.decided_by == "judgement":
        return _judged(standard, basis)
    own = [studied[question.number] for question in standard.key_questions]
    more = max(each.more_audits for each in own)
    numbers = [each.number for each in own]
    lacking = ", ".join(each.number for each in own if each.more_audits)
    return StandardForecast(
        standard=standard,
        judged=None,
        reason=f"too few relevant audits of {lacking}" if more else None,
        more_audits=more,
        questions=tuple(_question(each, futures, basis) for each in own),
        chances={} if more else chances(_lowest_of(numbers, futures.inspected)),
        chances_all_read={} if more else chances(_lowest_of(numbers, futures.all_read)),
    )


def _judged(standard: Standard, basis: Basis) -> StandardForecast:
    given = basis.judgements.get(standard.number)
    return StandardForecast(
        standard=standard,
        judged=given.rating if given else None,
        reason=None if given else "people judge it, and no judgement was given",
        more_audits=0,
        questions=(),
        chances={given.rating: 1.0} if given else {},
        chances_all_read={given.rating: 1.0} if given else {},
    )


def _lowest_of(numbers: Sequence[str], bands: Mapping[str, Bands]) -> Bands:
    return lowest([bands[number] for number in numbers])


def _question(each: Studied, futures: Futures, basis: Basis) -> QuestionForecast:
    known = each.believed is not None
    return QuestionForecast(
        question=basis.framework.key_questions[each.number],
        counts=each.counts,
        more_audits=each.more_audits,
        margin=each.believed.margin if each.believed else None,
        without_criteria=each.alone,
        weight=each.weight,
        used=each.used,
        left_out=each.left_out,
        weak=tuple(done.criterion for done in each.calibration if done.label == "weak"),
        found=futures.found.get(each.number),
        chances=chances(futures.inspected[each.number]) if known else {},
        chances_all_read=chances(futures.all_read[each.number]) if known else {},
        short=_short(each, basis),
    )


def _short(each: Studied, basis: Basis) -> Short | None:
    if each.believed is None:
        return None
    return short_of(
        each.believed.margin.share,
        round(basis.shown.cases * each.believed.relevant_part),
        answers=each.answers,
        places=basis.shown.place,
        codes={name: basis.shown.codes[name] for name in not_weak(each.calibration)},
        rules=basis.framework.latest,
    )


def _overall(
    standards: Sequence[StandardForecast], bands: Mapping[str, Bands], basis: Basis
) -> ChanceRanges:
    drawn = {
        each.standard.number: _lowest_of([q.question.number for q in each.questions], bands)
        for each in standards
        if each.chances and each.questions
    }
    return overall_chances(drawn, basis.judgements, basis.framework) if drawn else {}


def _notes(basis: Basis, standards: Sequence[StandardForecast]) -> list[str]:
    audits, notes = basis.audits, [ASSUMED]
    unjudged = [each.standard.number for each in standards if not (each.judged or each.questions)]
    if unjudged:
        notes.append(
            f"Not judged: {', '.join(unjudged)}. Whatever they may be is counted as possible, so "
            "the overall chances are ranges."
        )
    if any(each.more_audits for each in standards):
        notes.append(
            f"Each key question needs {basis.rules.least_relevant.value} relevant audits; how "
            "many more audits that takes is reckoned from the part relevant so far."
        )
    if audits.ended:
        notes.append(f"Left out: {audits.ended} audits of cases that have ended since.")
    if audits.old:
        days = basis.rules.oldest_audit_days.value
        notes.append(f"Left out: {audits.old} audits more than {days} days old.")
    if not audits.days:
        notes.append("How recent the audits are is not known: no days of audit were given.")
    if _unlike(audits, basis.shown):
        notes.append(UNLIKE)
    return notes


def _unlike(audits: Audits, shown: Shown) -> bool:
    """Whether the audited cases differ from the caseload in the part of criteria they meet."""
    if not shown.codes:
        return False
    stacked = np.stack(list(shown.codes.values()))
    met, failed = (stacked == MET).sum(axis=0), (stacked == NOT_MET).sum(axis=0)
    judged = (met + failed) > 0
    shares = np.divide(met, met + failed, out=np.zeros(shown.cases), where=judged)
    places = shown.of(list(audits.answers))
    ours = shares[places[judged[places]]]
    spread = float(shares[judged].std()) if judged.any() else 0.0
    if not len(ours) or not spread:
        return False
    return bool(abs(ours.mean() - shares[judged].mean()) * len(ours) ** 0.5 > UNUSUAL * spread)
