"""How many cases a key question is short of the next band, and which ones could turn it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assay.assurance.forecast.states import NOT_MET, Codes
from assay.rating.flags import band
from assay.rating.inputs import Answer
from assay.rating.tally import Tally
from assay.standards.framework import RATINGS, Rating, Rules


@dataclass(frozen=True, slots=True)
class ToMend:
    """A case that could turn a key question.

    Attributes:
        case: Its reference.
        audited: Whether an auditor found it insufficient; else only criteria say so.
        criteria: Criteria that it does not meet.
    """

    case: str
    audited: bool
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """What stands between a key question and the next band.

    Attributes:
        band: The band the estimate is in.
        next_band: The one above.
        of_audits: Audited cases that would have to be sufficient instead.
        of_caseload: Cases of the whole caseload, likewise.
        cases: Cases to mend, the surest first; all the audited ones, and as many of the
            others as are short.
    """

    band: Rating
    next_band: Rating
    of_audits: int
    of_caseload: int
    cases: tuple[ToMend, ...]


def short_of(
    share: float,
    relevant: int,
    *,
    answers: Mapping[str, Answer],
    places: Mapping[str, int],
    codes: Mapping[str, Codes],
    rules: Rules,
) -> Short | None:
    """Say how far a key question is from the next band.

    Args:
        share: Estimated share of relevant cases sufficient.
        relevant: Relevant cases in the whole caseload, about.
        answers: Audited case to its answer.
        places: Case to its position in `codes`.
        codes: Criteria that are not weak, to their states in every current case.
        rules: Bands in force.

    Returns:
        What it is short of; None where it is in the highest band.
    """
    everyone = max(1, relevant)
    good = min(everyone, round(share * everyone))
    now = band(Tally(good, everyone - good), rules)
    if now == RATINGS[-1]:
        return None
    after = RATINGS[RATINGS.index(now) + 1]
    said = list(answers.values())
    audited = Tally(said.count("yes"), said.count("no"))
    short = _needed(Tally(good, everyone - good), after, rules)
    return Short(
        band=now,
        next_band=after,
        of_audits=_needed(audited, after, rules),
        of_caseload=short,
        cases=tuple(_cases(answers, places, codes, short)),
    )


def _needed(counts: Tally, wanted: Rating, rules: Rules) -> int:
    """The fewest cases that, sufficient instead, would give the band wanted."""
    least, most = 0, counts.insufficient
    while least < most:
        middle = (least + most) // 2
        then = Tally(counts.sufficient + middle, counts.insufficient - middle)
        if RATINGS.index(band(then, rules)) >= RATINGS.index(wanted):
            most = middle
        else:
            least = middle + 1
    return least


def _cases(
    answers: Mapping[str, Answer],
    places: Mapping[str, int],
    codes: Mapping[str, Codes],
    short: int,
) -> list[ToMend]:
    found = [
        ToMend(case, audited=True, criteria=_failed(places[case], codes))
        for case, answer in answers.items()
        if answer == "no"
    ]
    found.sort(key=_surest)
    return found + _flagged(answers, places, codes, max(0, short - len(found)))


def _flagged(
    answers: Mapping[str, Answer],
    places: Mapping[str, int],
    codes: Mapping[str, Codes],
    wanted: int,
) -> list[ToMend]:
    """Cases not audited that criteria find wanting, those with most to mend first."""
    if not codes or not wanted:
        return []
    failed = (np.stack(list(codes.values())) == NOT_MET).sum(axis=0)
    names: Sequence[str] = list(places)
    order = np.argsort(-failed, kind="stable")
    some = (names[place] for place in order if failed[place] and names[place] not in answers)
    return [
        ToMend(case, audited=False, criteria=_failed(places[case], codes))
        for case, _ in zip(some, range(wanted), strict=False)
    ]


def _failed(place: int, codes: Mapping[str, Codes]) -> tuple[str, ...]:
    return tuple(name for name, states in codes.items() if states[place] == NOT_MET)


def _surest(mend: ToMend) -> tuple[int, str]:
    return -len(mend.criteria), mend.case
