"""How bounds were reached: facts applied one after another, with the bounds after each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assay.rating.bounds import Bounds
from assay.rating.facts import (
    Confidence,
    CountRated,
    Fact,
    OverallRated,
    PointsKnown,
    StandardsRated,
)
from assay.rating.programme import Contradiction, Programme
from assay.rating.sheet import Inspected

ORDER: tuple[type[Fact], ...] = (StandardsRated, CountRated, OverallRated, PointsKnown)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the reasoning.

    Attributes:
        words: What was applied, as a clause.
        bounds: What is left possible after it; None when it contradicts what came before.
        sources: Who says so; empty for what needs no source.
        confidence: How far the sources go; the weakest when there are several.
    """

    words: str
    bounds: Bounds | None
    sources: tuple[str, ...]
    confidence: Confidence


def reasoning(
    inspection: str, cast: Mapping[str, Inspected], facts: Sequence[Fact]
) -> tuple[Stage, ...]:
    """Apply the facts about an inspection one after another.

    Args:
        inspection: Its id.
        cast: Every inspection a fact names, by id.
        facts: What is known, of this inspection and others.

    Returns:
        The standards known, then each further fact about the inspection alone, then each
        fact that links it to another, together with all that is known of the other.
    """
    own = _own(inspection, facts)
    known = [fact for fact in own if isinstance(fact, StandardsRated)]
    applied: list[Fact] = list(known)
    stages = [_stage(_known_words(cast[inspection], known), inspection, cast, applied, known)]
    for fact in own[len(known) :]:
        applied.append(fact)
        stages.append(_stage(fact.words(cast), inspection, cast, applied, [fact]))
    met = {inspection}
    for link in _links(inspection, cast, facts):
        words = link.words(cast)
        for other in link.inspections:
            if other not in met:
                met.add(other)
                applied += _own(other, facts)
                words += f"; {cast[other].title} has {_alone(other, cast, facts)} by itself"
        applied.append(link)
        stages.append(_stage(words, inspection, cast, applied, [link]))
    return tuple(stages)


def _own(inspection: str, facts: Sequence[Fact]) -> list[Fact]:
    """Facts about this inspection alone, in the order that explains best."""
    own = [fact for fact in facts if fact.inspections == (inspection,)]
    return sorted(own, key=lambda fact: ORDER.index(type(fact)))


def _links(inspection: str, cast: Mapping[str, Inspected], facts: Sequence[Fact]) -> Iterator[Fact]:
    """Linking facts, those nearest to the inspection first."""
    given: list[Fact] = []
    for near in Programme(cast, facts).connected(inspection):
        for fact in facts:
            linking = len(fact.inspections) > 1 and near in fact.inspections
            if linking and fact not in given:
                given.append(fact)
                yield fact


def _alone(inspection: str, cast: Mapping[str, Inspected], facts: Sequence[Fact]) -> str:
    bounds = _bounds(inspection, cast, _own(inspection, facts))
    return "no possible total" if bounds is None else str(bounds)


def _bounds(inspection: str, cast: Mapping[str, Inspected], facts: Sequence[Fact]) -> Bounds | None:
    try:
        return Programme(cast, facts).bounds(inspection)
    except Contradiction:
        return None


def _stage(
    words: str,
    inspection: str,
    cast: Mapping[str, Inspected],
    applied: Sequence[Fact],
    new: Sequence[Fact],
) -> Stage:
    return Stage(
        words=words,
        bounds=_bounds(inspection, cast, applied),
        sources=tuple(dict.fromkeys(fact.source for fact in new)),
        confidence=weakest(fact.confidence for fact in new),
    )


def weakest(confidences: Iterable[Confidence]) -> Confidence:
    """The weakest of several confidences; "sourced" when there are none."""
    order: tuple[Confidence, ...] = ("inferred", "worded", "sourced")
    return min(confidences, key=order.index, default="sourced")


def _known_words(inspected: Inspected, known: Sequence[StandardsRated]) -> str:
    cast = {inspected.id: inspected}
    clauses = [fact.words(cast) for fact in known]
    named = {standard for fact in known for standard in fact.standards}
    unknown = [number for number in inspected.counted if number not in named]
    if unknown:
        span = f"{min(inspected.awards)} to {max(inspected.awards)} points"
        some = f"{len(unknown)} standards" if len(unknown) > 1 else "1 standard"
        clauses.append(f"{some} not known, {span}{' each' if len(unknown) > 1 else ''}")
    return "; ".join(clauses)
