"""A forecast in words, for a shell."""

from collections.abc import Iterator, Mapping
from itertools import islice

from assay.assurance.forecast.calibration import TOGETHER
from assay.assurance.forecast.document import METHOD, cannot_forecast
from assay.assurance.forecast.results import Forecast, QuestionForecast, StandardForecast
from assay.assurance.forecast.short import Short
from assay.standards.framework import PERCENT_TOP, Rating

LEAST_SHOWN = 0.005
CASES_SHOWN = 10


def lines(forecast: Forecast) -> Iterator[str]:
    """Say it all, a line at a time."""
    yield from _audits(forecast)
    refusal = cannot_forecast(forecast)
    if refusal:
        yield refusal
    for standard in forecast.standards:
        yield from _standard(standard)
    if forecast.overall:
        yield f"Overall: {_ranges(forecast.overall)}"
        yield f"    if every case were read: {_ranges(forecast.overall_all_read)}"
    yield from _past(forecast)
    yield METHOD
    yield from forecast.notes


def _audits(forecast: Forecast) -> Iterator[str]:
    age = ""
    if forecast.newest:
        age = (
            f"; from {forecast.oldest} to {forecast.newest}, the middle one "
            f"{forecast.median_days} days old"
        )
    yield (
        f"{forecast.audits} audited cases of {forecast.cases:,} current ones on "
        f"{forecast.as_of}{age}."
    )
    yield f"Chances are of what an inspection reading {forecast.inspected.cases} cases would find."


def _standard(each: StandardForecast) -> Iterator[str]:
    name = f"{each.standard.number} {each.standard.name}"
    if each.judged:
        yield f"{name}: judged {each.judged}"
    elif each.reason:
        more = f"; about {each.more_audits} more audits needed" if each.more_audits else ""
        yield f"{name}: not forecast, {each.reason}{more}"
    else:
        yield f"{name}: {_chances(each.chances)}"
        yield f"    if every case were read: {_chances(each.chances_all_read)}"
    for question in each.questions:
        yield from _question(question)


def _question(each: QuestionForecast) -> Iterator[str]:
    named = f"    {each.question.number} {each.question.name}: "
    said = f"{each.counts.sufficient} of {each.counts.relevant} relevant audits sufficient"
    if each.margin is None:
        yield f"{named}{said}; about {each.more_audits} more audits needed"
        return
    low, high = each.margin.interval()
    yield (
        f"{named}{each.margin.share:.0%} of all cases, from {low:.0%} to {high:.0%} ({said}); "
        f"{_chances(each.chances)}"
    )
    if each.used:
        names = ", ".join(_named(name) for name in each.used)
        helped = f"criteria used: {names} (weight {each.weight:.2f})"
        yield f"        {helped}; worth {each.margin.worth:.0f} audits"
    if each.weak:
        yield f"        left out as weak: {', '.join(each.weak)}"
    if each.short:
        yield from _short(each.short)


def _named(criterion: str) -> str:
    return "those not weak together" if criterion == TOGETHER else criterion


def _short(short: Short) -> Iterator[str]:
    yield (
        f"        {short.of_audits} of the audited cases short of {short.next_band}; about "
        f"{short.of_caseload:,} in the whole caseload"
    )
    shown = [mend.case for mend in islice(short.cases, CASES_SHOWN)]
    more = len(short.cases) - len(shown)
    if shown:
        rest = f" and {more:,} more" if more else ""
        yield f"        to mend first: {', '.join(shown)}{rest}"


def _past(forecast: Forecast) -> Iterator[str]:
    past = forecast.history
    if past is None or not past.known:
        yield "How the method did before: no earlier forecast with its outcome was given."
        return
    yield (
        f"How the method did before: {past.known} outcomes, {past.mean_distance} points off on "
        f"average ({past.mean_error:+} points too kind); {past.inside} of {past.known} were "
        "inside the interval."
    )


def _chances(chances: Mapping[Rating, float]) -> str:
    return ", ".join(
        f"{rating} {chance:.0%}" for rating, chance in chances.items() if chance >= LEAST_SHOWN
    )


def _ranges(chances: Mapping[Rating, tuple[float, float]]) -> str:
    said = []
    for rating, (least, most) in chances.items():
        if most < LEAST_SHOWN:
            continue
        low, high = round(least * PERCENT_TOP), round(most * PERCENT_TOP)
        said.append(f"{rating} {low}%" if low == high else f"{rating} {low}% to {high}%")
    return ", ".join(said)
