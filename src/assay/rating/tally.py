"""Counting answers, and turning a count into the published whole per cent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from assay.rating.inputs import Answer

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers to one key question: cases sufficient, not sufficient, not applicable."""

    sufficient: int = 0
    insufficient: int = 0
    not_applicable: int = 0

    @property
    def relevant(self) -> int:
        """Cases to which the question applied."""
        return self.sufficient + self.insufficient

    @property
    def share(self) -> Fraction | None:
        """Sufficient over relevant, exactly; None when nothing is relevant."""
        return Fraction(self.sufficient, self.relevant) if self.relevant else None


def tally(answers: Iterable[tuple[str, Answer]]) -> dict[str, Tally]:
    """Count answers by key question.

    Args:
        answers: Key question number and answer, in any order.

    Returns:
        A tally for each key question that has an answer.
    """
    counts = Counter(answers)
    return {
        question: Tally(
            sufficient=counts[question, "yes"],
            insufficient=counts[question, "no"],
            not_applicable=counts[question, "not_applicable"],
        )
        for question in {question for question, _ in counts}
    }


def whole_percent(share: Fraction) -> int:
    """The published whole per cent of a share: halves go up, exactly.

    >>> whole_percent(Fraction(99, 200))
    50
    """
    return floor(share * 100 + HALF)
