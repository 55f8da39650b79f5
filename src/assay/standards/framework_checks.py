"""Whether a framework makes sense: what its shape alone can't say.

Each check gives faults as a place (keys and positions from the top of the file, counted
from 0) and words. They run on a framework whose shape is already right.
"""

from collections.abc import Iterator
from itertools import pairwise

from assay.standards.branching_checks import branching_faults
from assay.standards.framework import (
    DATED,
    PERCENT_TOP,
    RATINGS,
    Framework,
    Step,
)
from assay.standards.walk import Fault, Place, domains_of, questions_of, standards_of


def framework_faults(framework: Framework) -> list[Fault]:
    """Give everything about a framework that does not make sense, in the file's order.

    Args:
        framework: Right in shape.

    Returns:
        A fault for each of: a source unknown or called verified without an address, a
        number, name or theme used twice, a number that does not extend its parent's, dated
        values out of order or starting after the framework, points that do not rise, a
        gap or overlap in bands, bands that do not end at the highest value, a case fact
        unknown or never used, branching where no case is judged, a question counted from
        cases that does not say whether it may be not applicable.
    """
    points_faults = list(_points_faults(framework))
    return [
        *_source_faults(framework),
        *_repeats(framework),
        *_number_faults(framework),
        *_date_faults(framework),
        *points_faults,
        *_case_band_faults(framework),
        # Without right points nobody can say what the highest total is.
        *([] if points_faults else _overall_band_faults(framework)),
        *branching_faults(framework),
    ]


def _source_faults(framework: Framework) -> Iterator[Fault]:
    for position, source in enumerate(framework.sources):
        if source.url is None and source.verified:
            yield (
                ("sources", position, "verified"),
                "must be false, because there is no url to verify it at",
            )
        if source.url is not None and not source.url.startswith(("https://", "http://")):
            yield ("sources", position, "url"), "must start with https:// or http://"
    known = {source.key for source in framework.sources}
    for place, key in _cited(framework):
        if key not in known:
            yield (*place, "source"), f"no [[sources]] has the key {key!r}"


def _cited(framework: Framework) -> Iterator[tuple[Place, str]]:
    """Every place that names a source, with the key it names."""
    yield ("in_force",), framework.in_force.source
    for name in DATED:
        for position, value in enumerate(getattr(framework, name)):
            yield (name, position), value.source
    for position, fact in enumerate(framework.case_facts):
        yield ("case_facts", position), fact.source
    for place, domain in domains_of(framework):
        yield place, domain.source
    for place, standard in standards_of(framework):
        yield place, standard.source
    for place, _, question in questions_of(framework):
        yield place, question.source


def _repeats(framework: Framework) -> Iterator[Fault]:
    seen: set[tuple[str, str, str]] = set()
    for place, kind, key, value in _unique(framework):
        if (kind, key, value) in seen:
            yield (*place, key), f"{value!r} is already the {key} of another {kind}"
        seen.add((kind, key, value))


def _unique(framework: Framework) -> Iterator[tuple[Place, str, str, str]]:
    """Every value that no other of its kind may have: place, kind, key and value."""
    for position, source in enumerate(framework.sources):
        yield ("sources", position), "source", "key", source.key
    for position, fact in enumerate(framework.case_facts):
        yield ("case_facts", position), "case fact", "key", fact.key
    for place, domain in domains_of(framework):
        yield place, "domain", "number", domain.number
    for place, standard in standards_of(framework):
        yield place, "standard", "number", standard.number
        yield place, "standard", "name", standard.name
        yield place, "standard", "theme", standard.theme
    for place, _, question in questions_of(framework):
        yield place, "key question", "number", question.number


def _number_faults(framework: Framework) -> Iterator[Fault]:
    for place, standard in standards_of(framework):
        domain = framework.domains[int(place[1])]
        if not standard.number.startswith(f"{domain.number}."):
            yield (*place, "number"), f"must start with {domain.number + '.'!r}, as its domain does"
        for position, question in enumerate(standard.key_questions):
            if not question.number.startswith(f"{standard.number}."):
                yield (
                    (*place, "key_questions", position, "number"),
                    f"must start with {standard.number + '.'!r}, as its standard does",
                )


def _date_faults(framework: Framework) -> Iterator[Fault]:
    first = framework.in_force.starts
    if framework.in_force.until and framework.in_force.until < first:
        yield ("in_force", "until"), f"is before {first}, the day the framework starts"
    for name in DATED:
        days = [value.starts for value in getattr(framework, name)]
        if days and days[0] > first:
            yield (
                (name, 0, "starts"),
                f"nothing covers {first}, the day the framework starts, to the day before this",
            )
        for position, (earlier, later) in enumerate(pairwise(days), start=1):
            if later <= earlier:
                yield (name, position, "starts"), f"must be after {earlier}, the one before it"


def _points_faults(framework: Framework) -> Iterator[Fault]:
    for position, points in enumerate(framework.points):
        awards = list(points.awards.values())
        place = ("points", position, "awards")
        if list(points.awards) != list(RATINGS):
            yield place, "must give points for all four ratings, lowest first"
        elif any(later <= earlier for earlier, later in pairwise(awards)):
            yield place, "points must rise with the rating"


def _case_band_faults(framework: Framework) -> Iterator[Fault]:
    for position, bands in enumerate(framework.case_bands):
        for words in step_faults(bands.steps, PERCENT_TOP):
            yield ("case_bands", position, "steps"), words


def _overall_band_faults(framework: Framework) -> Iterator[Fault]:
    for position, overall in enumerate(framework.overall_bands):
        for words in step_faults(overall.steps, framework.max_points):
            yield ("overall_bands", position, "steps"), words


def step_faults(steps: tuple[Step, ...], top: int) -> Iterator[str]:
    """Say where bands fail to cover 0 to `top` once each, lowest rating first."""
    if tuple(step.rating for step in steps) != RATINGS:
        yield "must give the four ratings once each, lowest first"
    expected = 0
    for step in steps:
        if step.least > expected:
            yield f"there is a gap: no band covers {_span(expected, step.least - 1)}"
        elif step.least < expected:
            yield f"there is an overlap: {_span(step.least, expected - 1)} is in two bands"
        if step.most < step.least:
            yield f"{step.rating} ends before it starts"
        expected = step.most + 1
    if expected != top + 1:
        yield f"the bands end at {expected - 1}, but the highest value is {top}"


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"
