"""Whether two readers of the same cases agree, beyond what chance would give.

Cohen's kappa (Cohen 1960; standard error of Fleiss, Cohen and Everitt 1969) falls when
nearly every answer is the same, even if readers hardly differ; Gwet's AC1 (Gwet 2008, with
its variance) does not. Both are given, because either alone can mislead.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from assay.problems import InputProblems
from assay.rating.inputs import Answer, Assessments
from assay.rating.intervals import Z, interval
from assay.rating.results import Interval
from assay.rating.tally import whole_percent
from assay.standards.framework import Framework

PLACES = 2
NO_VARIANCE = 1e-12
Pairs = Sequence[tuple[Answer, Answer]]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """An agreement coefficient, 1 for perfect, 0 for what chance would give.

    Attributes:
        value: The coefficient, to two decimals.
        low: Lower end of its 95 per cent interval; None where readers answered so alike that
            nothing can be said of how it would vary.
        high: Upper end; None as above.
    """

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class QuestionAgreement:
    """Agreement of two readers on one key question.

    Attributes:
        number: The key question's number.
        name: Its name.
        pairs: Cases that both readers answered.
        agreed: Cases on which they gave the same answer.
        percent: agreed / pairs, whole per cent, halves up; None without a pair.
        interval: Of that percentage; None without a pair.
        kappa: Cohen's kappa; None where it is not defined (one answer throughout).
        ac1: Gwet's AC1; None with fewer than two pairs.
        differed: The cases on which they differed, in order.
    """

    number: str
    name: str
    pairs: int
    agreed: int
    percent: int | None
    interval: Interval | None
    kappa: Coefficient | None
    ac1: Coefficient | None
    differed: tuple[str, ...]


def agreement(
    first: Assessments, second: Assessments, framework: Framework
) -> tuple[QuestionAgreement, ...]:
    """Compare two readers' answers, key question by key question.

    Args:
        first: The first reader's answers.
        second: The second reader's answers to some of the same cases.
        framework: Whose key questions they are.

    Returns:
        One entry for each key question the second reader answered, in the framework's order.

    Raises:
        InputProblems: The second reader read a case that the first did not.
    """
    _refuse_strangers(first, second)
    answers = {(case, question): answer for case, question, answer in first}
    paired: dict[str, list[tuple[str, Answer, Answer]]] = {}
    for case, question, answer in sorted(second):
        pairs = paired.setdefault(question, [])
        if (case, question) in answers:
            pairs.append((case, answers[case, question], answer))
    return tuple(
        _compare(number, question.name, paired[number])
        for number, question in framework.key_questions.items()
        if number in paired
    )


def strangers(first: Assessments | None, second: Assessments) -> int:
    """Count the second reader's cases that the first reader did not read."""
    return len(set(second.case_ids) - set(first.case_ids if first else ()))


def _refuse_strangers(first: Assessments, second: Assessments) -> None:
    count = strangers(first, second)
    if count:
        raise InputProblems.one(
            second.file,
            f"{count:,} of the second reader's cases are not among the first reader's",
            f"Use the same case references as in {first.file}",
        )


def _compare(
    number: str, name: str, answers: Sequence[tuple[str, Answer, Answer]]
) -> QuestionAgreement:
    pairs = [(one, two) for _, one, two in answers]
    agreed = sum(one == two for one, two in pairs)
    share = Fraction(agreed, len(pairs)) if pairs else None
    return QuestionAgreement(
        number=number,
        name=name,
        pairs=len(pairs),
        agreed=agreed,
        percent=None if share is None else whole_percent(share),
        interval=None if share is None else interval(share, len(pairs), None),
        kappa=cohens_kappa(pairs),
        ac1=gwets_ac1(pairs),
        differed=tuple(case for case, one, two in answers if one != two),
    )


def cohens_kappa(pairs: Pairs) -> Coefficient | None:
    """Cohen's kappa of paired answers; None when chance alone would give full agreement."""
    size = len(pairs)
    if not size:
        return None
    joint = {pair: count / size for pair, count in Counter(pairs).items()}
    rows, columns = _margins(joint, 0), _margins(joint, 1)
    kinds = sorted(set(rows) | set(columns))
    observed = sum(joint.get((kind, kind), 0.0) for kind in kinds)
    expected = sum(rows.get(kind, 0.0) * columns.get(kind, 0.0) for kind in kinds)
    if expected >= 1:
        return None
    kappa = (observed - expected) / (1 - expected)
    agreeing = sum(
        joint.get((kind, kind), 0.0)
        * (1 - (rows.get(kind, 0.0) + columns.get(kind, 0.0)) * (1 - kappa)) ** 2
        for kind in kinds
    )
    differing = (1 - kappa) ** 2 * sum(
        part * (columns.get(one, 0.0) + rows.get(two, 0.0)) ** 2
        for (one, two), part in joint.items()
        if one != two
    )
    spread = agreeing + differing - (kappa - expected * (1 - kappa)) ** 2
    return _coefficient(kappa, max(spread, 0.0) / (size * (1 - expected) ** 2))


def gwets_ac1(pairs: Pairs) -> Coefficient | None:
    """Gwet's AC1 of paired answers over yes, no and any further answer given.

    None with fewer than two pairs: its variance needs two.
    """
    size = len(pairs)
    if size < 2:  # noqa: PLR2004 - a variance needs two
        return None
    used: set[Answer] = {answer for pair in pairs for answer in pair}
    kinds: set[Answer] = used | {"yes", "no"}
    shares = {kind: sum(pair.count(kind) for pair in pairs) / (2 * size) for kind in kinds}
    spare = {kind: (1 - share) / (len(kinds) - 1) for kind, share in shares.items()}
    expected = sum(shares[kind] * spare[kind] for kind in kinds)
    observed = sum(one == two for one, two in pairs) / size
    ac1 = (observed - expected) / (1 - expected)
    by_case = (
        ((one == two) - expected) / (1 - expected)
        - 2 * (1 - ac1) * ((spare[one] + spare[two]) / 2 - expected) / (1 - expected)
        for one, two in pairs
    )
    variance = sum((value - ac1) ** 2 for value in by_case) / (size * (size - 1))
    return _coefficient(ac1, variance)


def _margins(joint: dict[tuple[Answer, Answer], float], side: int) -> dict[Answer, float]:
    margins: dict[Answer, float] = {}
    for pair, part in joint.items():
        margins[pair[side]] = margins.get(pair[side], 0.0) + part
    return margins


def _coefficient(value: float, variance: float) -> Coefficient:
    if variance < NO_VARIANCE:
        return Coefficient(_rounded(value), None, None)
    reach = Z * sqrt(variance)
    return Coefficient(
        _rounded(value), _rounded(max(-1.0, value - reach)), _rounded(min(1.0, value + reach))
    )


def _rounded(value: float) -> float:
    return round(value, PLACES) + 0.0  # without it a little below nothing would be "-0.0"
