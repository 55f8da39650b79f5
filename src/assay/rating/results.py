"""What a rating is made of, down to the numbers and the words that defend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assay.standards.framework import Rating

DecidedBy = Literal["counts", "judgement", "published"]


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval for a percentage.

    Attributes:
        low: Percentage points, 0 to 100, one decimal.
        high: Percentage points, 0 to 100, one decimal.
        method: How it was made, in words fit for a report's footnote.
    """

    low: float
    high: float
    method: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A published panel trigger that fired.

    Attributes:
        trigger: "near_boundary", "one_case" or "few_cases".
        words: What fired it, with the numbers, as a sentence.
    """

    trigger: Literal["near_boundary", "one_case", "few_cases"]
    words: str


@dataclass(frozen=True, slots=True)
class KeyQuestionResult:
    """A key question counted over the cases.

    Attributes:
        number: For example "2.1.3".
        name: The key question in short words.
        sufficient: Cases judged sufficient.
        relevant: Cases judged sufficient or not; not applicable ones are left out.
        not_applicable: Cases to which the question did not apply.
        share: sufficient / relevant, exactly; None when nothing is relevant.
        percent: The published whole per cent, halves rounded up; None as above.
        band: The band of `percent`; None as above.
        interval: For the share of all such cases; None as above.
        chances: Probability of each band for all such cases, lowest band first; empty as above.
        flags: Panel triggers that fired.
        trace: The working, a sentence a step.
    """

    number: str
    name: str
    sufficient: int
    relevant: int
    not_applicable: int
    share: Fraction | None
    percent: int | None
    band: Rating | None
    interval: Interval | None
    chances: Mapping[Rating, float]
    flags: tuple[Flag, ...]
    trace: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a ratings panel's discretion changed.

    Attributes:
        counted: The rating the cases gave.
        triggers: The flags that let the panel change it.
        reason: Why it did.
        agreed_by: Who agreed.
        dissent: Who did not, and why; "" if nobody.
    """

    counted: Rating
    triggers: tuple[Flag, ...]
    reason: str
    agreed_by: str
    dissent: str


@dataclass(frozen=True, slots=True)
class StandardResult:
    """A standard's rating, or why there is none and what it could still be.

    Attributes:
        number: As published, for example "2.1".
        name: As published.
        theme: Joins it to its like in other versions of the standards.
        domain: The number of its domain.
        decided_by: "counts" from cases, "judgement" with a rationale, "published" when only
            the published rating is known.
        in_overall: Whether its points count towards the overall rating.
        rating: None when there is not enough to rate it.
        reason: Why `rating` is None; None otherwise.
        points: None when `rating` is.
        possible: Ratings it could still have, lowest first; one when it is rated.
        key_questions: Their results; for a judged standard all are uncounted and this is empty.
        rationale: For a judged standard, the reason given; for a published one, its source.
        deciding: Numbers of the key questions that decide it: those with the lowest share.
        chances: For a counted standard, probability of each band; empty otherwise.
        trace: The working, a sentence a step.
        changed: What the panel's discretion changed; None where it was not used.
    """

    number: str
    name: str
    theme: str
    domain: str
    decided_by: DecidedBy
    in_overall: bool
    rating: Rating | None
    reason: str | None
    points: int | None
    possible: tuple[Rating, ...]
    key_questions: tuple[KeyQuestionResult, ...]
    rationale: str | None
    deciding: tuple[str, ...]
    chances: Mapping[Rating, float]
    trace: tuple[str, ...]
    changed: Changed | None = None

    @property
    def near_boundary(self) -> bool:
        """Whether the key question that decides it is near the boundary of another band."""
        return any(flag.trigger == "near_boundary" for flag in self.panel_flags)

    @property
    def panel_flags(self) -> tuple[Flag, ...]:
        """Panel triggers that fired for the key questions that decide it."""
        return tuple(
            flag
            for question in self.key_questions
            if question.number in self.deciding
            for flag in question.flags
        )


@dataclass(frozen=True, slots=True)
class Overall:
    """The overall rating, or the bounds of what it can still be.

    Attributes:
        rating: None while a standard that counts towards it is not rated.
        points: The total; None while it is not exactly known.
        points_min: Least total possible.
        points_max: Greatest total possible.
        max: The framework's highest total.
        possible: Overall ratings still possible, lowest first.
        trace: The working, a sentence a step.
    """

    rating: Rating | None
    points: int | None
    points_min: int
    points_max: int
    max: int
    possible: tuple[Rating, ...]
    trace: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """Everything `rate` works out.

    Attributes:
        framework: The framework's id.
        standards: In the framework's order.
        overall: The overall rating.
        cases: Number of different cases read.
        notes: What a reader should know of the input, such as questions left unanswered.
    """

    framework: str
    standards: tuple[StandardResult, ...]
    overall: Overall
    cases: int
    notes: tuple[str, ...]
