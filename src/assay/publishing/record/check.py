"""Checks across the files of the record: everything named is known, nothing is said twice."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

from assay.problems import Problem, ProblemList
from assay.publishing.record.model import (
    AnyStatement,
    Body,
    CountStatement,
    ImprovedStatement,
    Inspection,
    MoreStatement,
    PointsStatement,
    StandardRating,
    Succession,
)
from assay.standards.load import framework_ids

Bodies = Sequence[tuple[int, Body]]
Inspections = Sequence[tuple[int, Inspection]]
Ratings = Sequence[tuple[int, StandardRating]]
Statements = Sequence[tuple[int, AnyStatement]]


def cross_check(
    bodies: Bodies,
    successions: Sequence[tuple[int, Succession]],
    inspections: Inspections,
    ratings: Ratings,
    statements: Statements,
) -> list[Problem]:
    """Check the files against each other.

    Args:
        bodies: Row numbers and rows of bodies.csv; the others likewise.
        successions: Of succession.csv.
        inspections: Of inspections.csv.
        ratings: Of standard_ratings.csv.
        statements: Of facts.toml, numbered from 1.

    Returns:
        Every problem found.
    """
    problems = _bodies(bodies) + _successions(successions, {b.body for _, b in bodies})
    fault_of_inspections = _inspections(inspections, {b.body: b for _, b in bodies})
    problems += fault_of_inspections
    if not fault_of_inspections:
        known = {inspection.inspection: inspection for _, inspection in inspections}
        problems += _ratings(ratings, known) + _statements(statements, known)
    return problems


def _bodies(bodies: Bodies) -> list[Problem]:
    problems = ProblemList("bodies.csv")
    for column in ("body", "short_name"):
        _refuse_repeats(((n, getattr(b, column)) for n, b in bodies), column, problems)
    for number, body in bodies:
        if body.opened and body.closed and body.closed < body.opened:
            wrong = f"it closed on {body.closed} before it opened on {body.opened}"
            problems.add(wrong, "Correct one of the days", row=number, column="closed")
    return problems.found


def _successions(successions: Sequence[tuple[int, Succession]], known: set[str]) -> list[Problem]:
    problems = ProblemList("succession.csv")
    _refuse_repeats(((n, (s.predecessor, s.successor)) for n, s in successions), None, problems)
    takers: dict[str, int] = defaultdict(int)
    for _, succession in successions:
        takers[succession.predecessor] += 1
    for number, succession in successions:
        for column in ("predecessor", "successor"):
            _require(
                getattr(succession, column), known, "body", problems, row=number, column=column
            )
        if takers[succession.predecessor] > 1 and not succession.split:
            wrong = "several bodies took over from this one, but the row is not marked as a split"
            problems.add(wrong, "Put true under split", row=number, column="split")
    return problems.found


def _inspections(inspections: Inspections, bodies: dict[str, Body]) -> list[Problem]:
    problems = ProblemList("inspections.csv")
    _refuse_repeats(((n, i.inspection) for n, i in inspections), "inspection", problems)
    _refuse_repeats(((n, (i.body, i.published)) for n, i in inspections), "published", problems)
    for number, inspection in inspections:
        _require(inspection.body, bodies, "body", problems, row=number, column="body")
        if inspection.framework is None:
            continue
        _require(
            inspection.framework,
            framework_ids(),
            "framework",
            problems,
            row=number,
            column="framework",
        )
        body = bodies.get(inspection.body)
        if body and inspection.framework in framework_ids():
            _check_fit(number, inspection, body, problems)
    return problems.found


def _check_fit(number: int, inspection: Inspection, body: Body, problems: ProblemList) -> None:
    framework = inspection.held
    if framework and framework.family != body.family:
        wrong = f"{framework.id} is not for {body.family} bodies"
        problems.add(wrong, "Name the framework it was made under", row=number, column="framework")
    top = framework.latest.overall_bands.steps[-1].most if framework else 0
    if inspection.score is not None and inspection.score > top:
        wrong = f"the score is above {top}, the most there is"
        problems.add(wrong, "Correct it", row=number, column="score")


def _ratings(ratings: Ratings, known: dict[str, Inspection]) -> list[Problem]:
    problems = ProblemList("standard_ratings.csv")
    _refuse_repeats(((n, (r.inspection, r.standard)) for n, r in ratings), "standard", problems)
    for number, rating in ratings:
        inspection = _require(
            rating.inspection, known, "inspection", problems, row=number, column="inspection"
        )
        framework = known[rating.inspection].held if inspection else None
        if framework is None:
            continue
        numbers = [standard.number for standard in framework.standards]
        _require(rating.standard, numbers, "standard", problems, row=number, column="standard")
        for question in rating.percents:
            if rating.standard in numbers and question not in framework.key_questions:
                wrong = f"{framework.id} has no key question {question}"
                problems.add(wrong, "Move the percentage", row=number)
    return problems.found


def _statements(statements: Statements, known: dict[str, Inspection]) -> list[Problem]:
    problems = ProblemList("facts.toml")
    for number, statement in statements:
        for inspection in _named(statement):
            if not _require(inspection, known, "inspection", problems, row=number):
                continue
            framework = known[inspection].held
            if framework is None:
                wrong = f"{inspection} has no framework that Assay holds"
                problems.add(wrong, "Leave the fact out", row=number)
                continue
            numbers = [standard.number for standard in framework.standards]
            for standard in getattr(statement, "standards", ()):
                _require(standard, numbers, "standard", problems, row=number)
        if isinstance(statement, CountStatement | ImprovedStatement):
            _check_count(number, statement, problems)
        if isinstance(statement, MoreStatement | ImprovedStatement):
            _check_pair(number, statement, known, problems)
    return problems.found


def _named(statement: AnyStatement) -> tuple[str, ...]:
    """Every inspection a statement names."""
    match statement:
        case CountStatement() | PointsStatement():
            return statement.inspections
        case MoreStatement():
            return statement.inspection, statement.than
        case ImprovedStatement():
            return statement.inspection, statement.since


def _check_count(
    number: int, statement: CountStatement | ImprovedStatement, problems: ProblemList
) -> None:
    if (statement.exactly is None) == (statement.at_least is None and statement.at_most is None):
        problems.add(
            "the count needs either exactly, or at_least and at_most or one of them",
            "Give one of the two",
            row=number,
        )


def _check_pair(
    number: int,
    statement: MoreStatement | ImprovedStatement,
    known: dict[str, Inspection],
    problems: ProblemList,
) -> None:
    """Both inspections are of one body, and under the same set of standards."""
    pair = [known[name] for name in _named(statement) if name in known]
    later, earlier = (pair[0], pair[-1]) if pair else (None, None)
    if not later or not earlier or len(pair) < len(_named(statement)):
        return
    if later.body != earlier.body or later is earlier:
        wrong = "the two inspections are not of one body at two times"
        problems.add(wrong, "Compare a body with itself", row=number)
    sets = [
        frozenset(s.theme for s in inspection.held.standards if s.in_overall)
        for inspection in pair
        if inspection.held
    ]
    if len(set(sets)) > 1:
        wrong = "the two inspections did not rate the same standards"
        problems.add(wrong, "Leave the fact out: the totals can't be compared", row=number)


def _require(
    value: str,
    known: Iterable[str],
    kind: str,
    problems: ProblemList,
    **where: Any,
) -> bool:
    """Whether the value is known; a problem at `where` (row, column) when not."""
    if value in known:
        return True
    wrong, remedy = f"there is no such {kind}", "Correct the spelling, or add it"
    problems.add(wrong, remedy, found=value, **where)
    return False


def _refuse_repeats(
    values: Iterator[tuple[int, Hashable]], column: str | None, problems: ProblemList
) -> None:
    first: dict[Hashable, int] = {}
    for number, value in values:
        if value in first:
            wrong = f"the row says again what row {first[value]} says"
            problems.add(wrong, "Keep one of them", row=number, column=column)
        first.setdefault(value, number)
