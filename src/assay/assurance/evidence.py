"""What a result rests on, taken apart for a page: the records, and the values used."""

import re
from dataclasses import dataclass

FIELD = re.compile(r"(\w+)=(.*?)(?= \w+=|$)")
BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Rests:
    """One thing that a result rests on.

    Attributes:
        table: The table of the record, in words; or what was counted.
        reference: Of the record; "" where there is none.
        values: Each field used, in words, with its value.
    """

    table: str
    reference: str
    values: tuple[tuple[str, str], ...]

    @property
    def says(self) -> str:
        """It in one line."""
        values = ", ".join(f"{name} {value}" for name, value in self.values)
        return " ".join(part for part in (self.table, self.reference or "", values) if part)


def rests_on(evidence: str) -> tuple[Rests, ...]:
    """Take the evidence of a result apart.

    Args:
        evidence: As `results.parquet` has it, like "plans/7 signed_on=2026-03-02; excuses: none".

    Returns:
        A part for each record, in order.
    """
    return tuple(_part(text) for text in evidence.split(BETWEEN) if text)


def _part(text: str) -> Rests:
    values = tuple((_words(name), value) for name, value in FIELD.findall(text))
    start = FIELD.split(text, maxsplit=1)[0].strip()
    table, slash, reference = start.partition("/")
    if not slash:
        table, _, reference = start.partition(": ")
    return Rests(_words(table), reference, values)


def _words(name: str) -> str:
    return name.replace("_", " ")
