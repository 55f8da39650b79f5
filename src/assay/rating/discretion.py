"""A ratings panel's discretion: changing a counted rating, where a published trigger fired."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assay.files.columns import Matched, match_columns
from assay.files.tables import Table
from assay.problems import ProblemList
from assay.rating.flags import bands_in_reach
from assay.rating.inputs import match_rating, vocabulary
from assay.rating.results import Changed, StandardResult
from assay.rating.tally import Tally
from assay.standards.framework import RATINGS, Framework, Rating, Rules

NEEDED = {
    "reason": ("the panel’s reason is blank", "Say in a sentence why the panel changed it"),
    "agreed_by": ("nobody is said to have agreed", "Name those of the panel who agreed"),
}


@dataclass(frozen=True, slots=True)
class Discretion:
    """A panel's decision to give a counted standard another rating.

    Attributes:
        standard: Its number.
        rating: What the panel gives it.
        reason: Why.
        agreed_by: Who of the panel agreed.
        dissent: Who did not, and why; "" if nobody.
        file: Where this stands.
        row: In which row.
    """

    standard: str
    rating: Rating
    reason: str
    agreed_by: str
    dissent: str
    file: str
    row: int


def read_discretion(table: Table, framework: Framework) -> dict[str, Discretion]:
    """Check a panel's decisions against the framework.

    Whether a trigger allows them is seen when the cases are counted: `use_discretion`.

    Args:
        table: One row for each rating changed: `standard, rating, reason, agreed_by` and, where
            somebody disagreed, `dissent`.
        framework: Whose standards were rated.

    Returns:
        The decisions by standard number.

    Raises:
        InputProblems: A column is missing; a standard is unknown, judged or there twice; a
            rating is not one of the four; a reason or who agreed is blank.
    """
    problems = ProblemList(table.file)
    match = match_columns(
        table, vocabulary().discretion.columns, ["standard", "rating", *NEEDED], problems
    )
    found: dict[str, Discretion] = {}
    for row, cells in _rows(table, match):
        for fault, remedy, column in _faults(cells, framework, found):
            if column in match.headers:
                problems.add(fault, remedy, row=row, column=match.headers[column])
        if rating := match_rating(cells["rating"]):
            found[cells["standard"]] = Discretion(
                cells["standard"],
                rating,
                cells["reason"],
                cells["agreed_by"],
                cells["dissent"],
                table.file,
                row,
            )
    problems.raise_if_any()
    return found


def use_discretion(
    standards: Sequence[StandardResult], decided: Mapping[str, Discretion], rules: Rules
) -> tuple[StandardResult, ...]:
    """Give standards the ratings a panel decided, where a trigger allows it.

    A panel may change the rating of a standard counted from cases if a trigger fired for a key
    question that decides it, and only to a band the trigger speaks of (`bands_in_reach`).

    Args:
        standards: As counted.
        decided: The panel's decisions by standard number.
        rules: Triggers and points in force.

    Returns:
        All standards, in their order; those changed say what they were and who agreed.

    Raises:
        InputProblems: A decision is about a standard that is not rated from cases, or no
            trigger allows it.
    """
    problems = ProblemList("discretion")
    given = []
    for standard in standards:
        decision = decided.get(standard.number)
        if decision is None:
            given.append(standard)
        elif fault := _not_allowed(standard, decision, rules):
            problems.file = decision.file
            problems.add(*fault, row=decision.row)
        else:
            given.append(_changed(standard, decision, rules))
    problems.raise_if_any()
    return tuple(given)


def allowed_ratings(standard: StandardResult, rules: Rules) -> tuple[Rating, ...]:
    """The ratings a panel may give a standard instead of the counted one, lowest first."""
    reached = {
        rating
        for question in standard.key_questions
        if question.number in standard.deciding and question.relevant
        for rating in bands_in_reach(
            Tally(question.sufficient, question.relevant - question.sufficient), rules
        )
    }
    return tuple(rating for rating in RATINGS if rating in reached)


def earned(rating: Rating, points: int | None, *, in_overall: bool) -> str:
    """What a rating earns, in words."""
    words = f"{rating} earns {points} point{'' if points == 1 else 's'}"
    return words + ("." if in_overall else ", which do not count towards the overall rating.")


def _rows(table: Table, match: Matched) -> Iterator[tuple[int, dict[str, str]]]:
    names = vocabulary().discretion.columns
    for place, row in enumerate(table.rows):
        yield (
            row,
            {
                name: table.columns[match.headers[name]][place] if name in match.headers else ""
                for name in names
            },
        )


def _faults(
    cells: Mapping[str, str], framework: Framework, found: Mapping[str, Discretion]
) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a row, what to do, and in which column."""
    counted = [each.number for each in framework.standards if each.decided_by == "counts"]
    if cells["standard"] not in counted:
        wrong = f"{framework.id} counts no standard with this number from cases"
        yield wrong, f"Use one of {', '.join(counted)}; judged standards go elsewhere", "standard"
    elif cells["standard"] in found:
        yield "this standard is decided twice", "Keep one row", "standard"
    if match_rating(cells["rating"]) is None:
        yield "this is not a rating", f"Use one of {', '.join(RATINGS)}", "rating"
    for column, (wrong, remedy) in NEEDED.items():
        if not cells[column].strip():
            yield wrong, remedy, column


def _not_allowed(
    standard: StandardResult, decision: Discretion, rules: Rules
) -> tuple[str, str] | None:
    """Why a decision can't stand and what to do; None if it can."""
    if standard.decided_by != "counts" or standard.rating is None:
        return (
            f"{standard.number} is not rated from cases here, so there is nothing to change",
            "Take the row out, or give the cases that rate it",
        )
    if decision.rating == standard.rating:
        return (
            f"{standard.number} is {standard.rating} already from its cases",
            "Take the row out; it changes nothing",
        )
    allowed = allowed_ratings(standard, rules)
    if decision.rating in allowed:
        return None
    if not allowed:
        return (
            f"no published trigger fired for {standard.number}, which is {standard.rating}",
            "Take the row out: a panel changes a counted rating only where a trigger fired",
        )
    return (
        f"the triggers that fired for {standard.number} do not reach {decision.rating}",
        f"Give {' or '.join(allowed)}, or take the row out and leave it {standard.rating}",
    )


def _changed(standard: StandardResult, decision: Discretion, rules: Rules) -> StandardResult:
    counted = standard.rating
    if counted is None:
        raise ValueError(f"{standard.number} has no rating to change")
    points = rules.points.awards[decision.rating]
    dissent = (f"Not everybody agreed: {decision.dissent}",) if decision.dissent else ()
    return replace(
        standard,
        rating=decision.rating,
        points=points,
        possible=(decision.rating,),
        changed=Changed(
            counted, standard.panel_flags, decision.reason, decision.agreed_by, decision.dissent
        ),
        trace=(
            *standard.trace[:-1],  # what the counted rating would have earned
            *(f"The panel may use discretion: {flag.words}" for flag in standard.panel_flags),
            f"The panel gave {decision.rating} instead of {counted}: {decision.reason}",
            f"Agreed by {decision.agreed_by}.",
            *dissent,
            earned(decision.rating, points, in_overall=standard.in_overall),
        ),
    )
