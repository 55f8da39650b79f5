"""From judgements to ratings: one standard at a time, then the whole."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from assay.rating.chances import standard_chances
from assay.rating.discretion import Discretion, earned, use_discretion
from assay.rating.inputs import Answer, Assessments, Judgement, PublishedRating
from assay.rating.overall import rate_overall
from assay.rating.questions import rate_question
from assay.rating.results import DecidedBy, KeyQuestionResult, Result, StandardResult
from assay.rating.tally import Tally, tally
from assay.standards.framework import RATINGS, Domain, Framework, Rating, Rules, Standard

Cases = Mapping[str, Mapping[str, Answer]]


def rate(
    framework: Framework,
    *,
    rules: Rules,
    assessments: Assessments | None = None,
    judgements: Mapping[str, Judgement] | None = None,
    published: Mapping[str, PublishedRating] | None = None,
    populations: Mapping[str, int] | None = None,
    discretion: Mapping[str, Discretion] | None = None,
    apply_cap: bool = False,
) -> Result:
    """Rate an inspection from its judgements.

    A counted standard takes the band of its lowest key question; a judged one the rating
    its judgement gives. Points are added over the standards and the total is banded. What
    is not there leaves a standard unrated and the total as bounds.

    Args:
        framework: The standards inspected.
        rules: `framework.on(day)` or `framework.latest`.
        assessments: Case answers, if there are any.
        judgements: Judged standards by number.
        published: Ratings known only from publication, by number; used where nothing else is.
        populations: Cases the sample was drawn from, by standard number; for corrections.
        discretion: A panel's changes to counted ratings, by standard number.
        apply_cap: Whether to apply the framework's cap rule, when it has one.

    Returns:
        Every standard and the overall rating, with their working.

    Raises:
        InputProblems: No published trigger allows the panel's change; see `use_discretion`.
    """
    cases = _by_case(assessments)
    counts = tally((question, answer) for _, question, answer in assessments or ())
    counted = tuple(
        _rate_standard(
            domain,
            standard,
            rules,
            counts=counts,
            cases=cases,
            judgement=(judgements or {}).get(standard.number),
            published=(published or {}).get(standard.number),
            population=(populations or {}).get(standard.number),
        )
        for domain in framework.domains
        for standard in domain.standards
    )
    standards = use_discretion(counted, discretion or {}, rules)
    return Result(
        framework=framework.id,
        standards=standards,
        overall=rate_overall(standards, rules, apply_cap=apply_cap),
        cases=len(cases),
        notes=tuple(_unanswered(framework, cases)),
    )


def _by_case(assessments: Assessments | None) -> Cases:
    cases: dict[str, dict[str, Answer]] = defaultdict(dict)
    for case_id, question, answer in assessments or ():
        cases[case_id][question] = answer
    # Sorted so that the order of rows changes nothing, not even the simulated chances.
    return {case_id: cases[case_id] for case_id in sorted(cases)}


def _rate_standard(
    domain: Domain,
    standard: Standard,
    rules: Rules,
    *,
    counts: Mapping[str, Tally],
    cases: Cases,
    judgement: Judgement | None,
    published: PublishedRating | None,
    population: int | None,
) -> StandardResult:
    numbers = [question.number for question in standard.key_questions]
    answered = any(number in counts for number in numbers)
    if standard.decided_by == "counts" and answered:
        read = [case for case in cases.values() if not case.keys().isdisjoint(numbers)]
        return _counted(domain, standard, rules, counts=counts, read=read, population=population)
    if judgement is not None:
        return _given(
            domain,
            standard,
            rules,
            decided_by="judgement",
            rating=judgement.rating,
            words=judgement.rationale,
        )
    if published is not None:
        return _given(
            domain,
            standard,
            rules,
            decided_by="published",
            rating=published.rating,
            words=published.source,
        )
    missing = (
        "no case was assessed on it"
        if standard.decided_by == "counts"
        else "no judgement was given for it"
    )
    return _result(
        domain,
        standard,
        rules,
        decided_by=standard.decided_by,
        possible=RATINGS,
        reason=f"{standard.number} {standard.name} is not rated: {missing}.",
    )


def _counted(
    domain: Domain,
    standard: Standard,
    rules: Rules,
    *,
    counts: Mapping[str, Tally],
    read: Sequence[Mapping[str, Answer]],
    population: int | None,
) -> StandardResult:
    part = Fraction(len(read), population) if population else None
    questions = tuple(
        rate_question(question, counts.get(question.number, Tally()), rules, part)
        for question in standard.key_questions
    )
    banded = [question for question in questions if question.share is not None]
    blank = [question.number for question in questions if question.share is None]
    possible = _possible(banded, all_banded=not blank)
    reason, chances = None, {}
    if len(possible) > 1:
        reason = (
            f"{standard.number} {standard.name} is not rated: "
            f"no relevant case for {_and(blank)}, and every key question counts."
        )
    elif not blank:
        chances = standard_chances(read, [q.number for q in questions], rules, part)
    return _result(
        domain,
        standard,
        rules,
        decided_by="counts",
        possible=possible,
        reason=reason,
        questions=questions,
        deciding=_lowest(banded),
        chances=chances,
        trace=tuple(line for question in questions for line in question.trace),
    )


def _possible(banded: Sequence[KeyQuestionResult], *, all_banded: bool) -> tuple[Rating, ...]:
    """The lowest band so far is certain when all are in, and a ceiling when some are not."""
    if not banded:
        return RATINGS
    lowest = min(RATINGS.index(question.band) for question in banded if question.band)
    return (RATINGS[lowest],) if all_banded else RATINGS[: lowest + 1]


def _lowest(banded: Sequence[KeyQuestionResult]) -> tuple[str, ...]:
    shares = {question.number: question.share for question in banded if question.share is not None}
    least = min(shares.values(), default=None)
    return tuple(number for number, share in shares.items() if share == least)


def _given(
    domain: Domain,
    standard: Standard,
    rules: Rules,
    *,
    decided_by: DecidedBy,
    rating: Rating,
    words: str,
) -> StandardResult:
    how = "judged" if decided_by == "judgement" else "published as"
    return _result(
        domain,
        standard,
        rules,
        decided_by=decided_by,
        possible=(rating,),
        rationale=words,
        trace=(f"{standard.number} {standard.name} was {how} {rating}: {words}",),
    )


def _result(
    domain: Domain,
    standard: Standard,
    rules: Rules,
    *,
    decided_by: DecidedBy,
    possible: tuple[Rating, ...],
    reason: str | None = None,
    questions: tuple[KeyQuestionResult, ...] = (),
    rationale: str | None = None,
    deciding: tuple[str, ...] = (),
    chances: Mapping[Rating, float] | None = None,
    trace: tuple[str, ...] = (),
) -> StandardResult:
    rating = possible[0] if len(possible) == 1 else None
    points = rules.points.awards[rating] if rating else None
    if rating:
        trace = (*trace, *_conclusion(standard, questions, deciding, rating, points))
    elif reason:
        trace = (*trace, reason)
    return StandardResult(
        number=standard.number,
        name=standard.name,
        theme=standard.theme,
        domain=domain.number,
        decided_by=decided_by,
        in_overall=standard.in_overall,
        rating=rating,
        reason=reason,
        points=points,
        possible=possible,
        key_questions=questions,
        rationale=rationale,
        deciding=deciding,
        chances=chances or {},
        trace=trace,
    )


def _conclusion(
    standard: Standard,
    questions: Sequence[KeyQuestionResult],
    deciding: Sequence[str],
    rating: Rating,
    points: int | None,
) -> tuple[str, ...]:
    earns = earned(rating, points, in_overall=standard.in_overall)
    if not questions:
        return (earns,)
    percent = next(q.percent for q in questions if q.number == deciding[0])
    lowest = f"The standard takes its lowest key question, {_and(deciding)} at {percent} per cent"
    return (f"{lowest}: {rating}.", earns)


def _unanswered(framework: Framework, cases: Cases) -> list[str]:
    """Say where a case was read on a standard but left some of its key questions blank."""
    notes = []
    for standard in framework.standards:
        numbers = [question.number for question in standard.key_questions]
        read = [case for case in cases.values() if not case.keys().isdisjoint(numbers)]
        for number in numbers:
            missing = sum(number not in case for case in read)
            if missing:
                plural = "case" if missing == 1 else "cases"
                notes.append(
                    f"{missing} {plural} read on {standard.number} gave no answer to {number} "
                    "and so count neither way there."
                )
    return notes


def _and(numbers: Sequence[str]) -> str:
    *others, last = numbers
    return f"{', '.join(others)} and {last}" if others else last
