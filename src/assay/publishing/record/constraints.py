"""The record as facts for the integer programme."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from assay.publishing.record.model import (
    AnyStatement,
    CountStatement,
    ImprovedStatement,
    Inspection,
    MoreStatement,
    PointsStatement,
    Record,
)
from assay.rating.facts import (
    Confidence,
    CountRated,
    Fact,
    Improved,
    OverallRated,
    PointsKnown,
    PointsMore,
    StandardsRated,
)
from assay.rating.sheet import Inspected
from assay.standards.framework import RATINGS, Framework, Rating, Rules


def cast_of(record: Record) -> dict[str, Inspected]:
    """Every inspection made under a framework that Assay holds, by id."""
    return {
        inspection.inspection: Inspected.under(
            framework,
            rules_of(inspection, framework),
            id=inspection.inspection,
            title=f"the inspection of {inspection.when}",
        )
        for inspection in record.inspections.values()
        if (framework := inspection.held)
    }


def rules_of(inspection: Inspection, framework: Framework) -> Rules:
    """The values in force when it was published; the days of fieldwork are seldom known."""
    return framework.on(inspection.published_by)


def facts_of(record: Record) -> tuple[Fact, ...]:
    """All that the record says of inspections made under a framework that Assay holds."""
    held = {i.inspection: i for i in record.inspections.values() if i.held}
    return (
        *_standards(record, held),
        *_ceilings(record, held),
        *(fact for statement in record.statements for fact in _stated(statement, held)),
        *(fact for inspection in held.values() for fact in _overall(inspection)),
    )


def _standards(record: Record, held: Mapping[str, Inspection]) -> Iterator[Fact]:
    """Ratings of single standards, like ones together."""
    together: dict[tuple[str, Rating, str, Confidence], list[str]] = defaultdict(list)
    for row in record.ratings:
        if row.inspection in held and row.rating:
            key = (row.inspection, row.rating, row.source, row.confidence)
            together[key].append(row.standard)
    for (inspection, rating, source, confidence), standards in together.items():
        yield StandardsRated(
            inspection=inspection,
            standards=tuple(standards),
            ratings=(rating,),
            source=source,
            confidence=confidence,
        )


def _ceilings(record: Record, held: Mapping[str, Inspection]) -> Iterator[Fact]:
    """A standard takes its lowest key question, so one known percentage is a ceiling."""
    for row in record.ratings:
        if row.inspection not in held or row.rating or not row.percents:
            continue
        inspection = held[row.inspection]
        framework = inspection.held
        assert framework is not None  # noqa: S101 - held above
        rules = rules_of(inspection, framework)
        lowest = rules.band_of_percent(min(row.percents.values()))
        yield StandardsRated(
            inspection=row.inspection,
            standards=(row.standard,),
            ratings=RATINGS[: RATINGS.index(lowest) + 1],
            source=row.source,
            confidence=row.confidence,
        )


def _overall(inspection: Inspection) -> Iterator[Fact]:
    if inspection.overall_rating:
        yield OverallRated(
            inspection=inspection.inspection,
            rating=inspection.overall_rating,
            source=inspection.source,
            confidence=inspection.confidence,
        )
    if inspection.score is not None:
        yield PointsKnown(
            inspection=inspection.inspection,
            points=inspection.score,
            source=inspection.source,
            confidence=inspection.confidence,
        )


def _stated(statement: AnyStatement, held: Mapping[str, Inspection]) -> Iterator[Fact]:
    source, confidence = statement.source, statement.confidence
    match statement:
        case CountStatement():
            for name in statement.inspections:
                least, most = _range(statement, _size(held[name]))
                yield CountRated(
                    inspection=name,
                    rating=statement.rating,
                    least=least,
                    most=most,
                    standards=statement.standards,
                    source=source,
                    confidence=confidence,
                )
        case PointsStatement():
            for name in statement.inspections:
                yield PointsKnown(
                    inspection=name,
                    points=statement.points,
                    standards=statement.standards,
                    source=source,
                    confidence=confidence,
                )
        case MoreStatement():
            yield PointsMore(
                inspection=statement.inspection,
                than=statement.than,
                points=statement.points,
                source=source,
                confidence=confidence,
            )
        case ImprovedStatement():
            least, most = _range(statement, _size(held[statement.inspection]))
            yield Improved(
                inspection=statement.inspection,
                since=statement.since,
                least=least,
                most=most,
                standards=statement.standards,
                source=source,
                confidence=confidence,
            )


def _range(statement: CountStatement | ImprovedStatement, size: int) -> tuple[int, int]:
    if statement.exactly is not None:
        return statement.exactly, statement.exactly
    most = size if statement.at_most is None else statement.at_most
    return statement.at_least or 0, most


def _size(inspection: Inspection) -> int:
    return len(inspection.held.standards) if inspection.held else 0
