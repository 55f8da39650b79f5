"""A key question: from its tally to its band, interval and flags."""

from fractions import Fraction
from itertools import count
from math import floor

from assay.rating.chances import question_chances
from assay.rating.flags import panel_flags
from assay.rating.intervals import interval
from assay.rating.results import KeyQuestionResult
from assay.rating.tally import HALF, Tally, whole_percent
from assay.standards.framework import KeyQuestion, Rules

PLACES = 2


def rate_question(
    question: KeyQuestion, counts: Tally, rules: Rules, sampled_part: Fraction | None
) -> KeyQuestionResult:
    """Rate one key question from its tally.

    Args:
        question: The key question.
        counts: Its tally; empty when no case answers it.
        rules: Bands and triggers in force.
        sampled_part: Cases read over cases there were; None if unknown.

    Returns:
        The result; without a band when no case is relevant.
    """
    share = counts.share
    if share is None:
        return KeyQuestionResult(
            number=question.number,
            name=question.name,
            sufficient=0,
            relevant=0,
            not_applicable=counts.not_applicable,
            share=None,
            percent=None,
            band=None,
            interval=None,
            chances={},
            flags=(),
            trace=(f"{question.number}: no relevant case was read, so there is no percentage.",),
        )
    percent = whole_percent(share)
    return KeyQuestionResult(
        number=question.number,
        name=question.name,
        sufficient=counts.sufficient,
        relevant=counts.relevant,
        not_applicable=counts.not_applicable,
        share=share,
        percent=percent,
        band=rules.band_of_percent(percent),
        interval=interval(share, counts.relevant, sampled_part),
        chances=question_chances(counts, rules, sampled_part),
        flags=panel_flags(counts, rules),
        trace=(_count_words(question, counts, share, percent), _band_words(percent, rules)),
    )


def _count_words(question: KeyQuestion, counts: Tally, share: Fraction, percent: int) -> str:
    exact = share * 100
    rounded = "" if exact.denominator == 1 else f", published as {percent}"
    if exact % 1 == HALF:
        rounded += " (halves go up)"
    left_out = f"; {counts.not_applicable} not applicable" if counts.not_applicable else ""
    return (
        f"{question.number} {question.name}: {counts.sufficient} of {counts.relevant} relevant "
        f"cases sufficient{left_out}; {counts.sufficient}/{counts.relevant} is "
        f"{_decimal(exact)} per cent{rounded}."
    )


def _decimal(exact: Fraction) -> str:
    """A percentage with two decimals, or with as many as show that it is not a half."""
    if exact.denominator == 1:
        return str(exact)
    for places in count(PLACES):
        shown = Fraction(floor(exact * 10**places + HALF), 10**places)
        if shown % 1 != HALF or shown == exact:
            break
    whole, part = divmod(shown, 1)
    return f"{whole}.{int(part * 10**places):0{places}}"


def _band_words(percent: int, rules: Rules) -> str:
    rating = rules.band_of_percent(percent)
    step = next(step for step in rules.case_bands.steps if step.rating == rating)
    return f"{percent} per cent is in the band {rating} ({step.least} to {step.most})."
