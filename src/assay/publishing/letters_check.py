"""Whether a PDF can hold everything that an inspection folder says; web pages hold it all."""

from collections.abc import Iterator, Mapping, Sequence

from assay.problems import InputProblems, Problem
from assay.publishing.folder import INSPECTION, InspectionFolder
from assay.publishing.letters import unsettable

MOST_SHOWN = 10
REMEDY = "Write it in other letters, or make the report without a PDF: --html --ods"


def check_letters(folder: InspectionFolder) -> None:
    """Refuse a folder with letters that no typeface of the PDF has.

    Args:
        folder: The inspection, read.

    Raises:
        InputProblems: One problem for each text, with its file, its place and the letters.
    """
    found = [
        Problem(file, f"{place}: the PDF's typefaces have no {_named(missing)}", REMEDY)
        for file, place, words in _texts(folder)
        if (missing := unsettable(words))
    ]
    if found:
        raise InputProblems(found)


def _named(missing: Sequence[str]) -> str:
    """The letters with their numbers, since a terminal may not show them either."""
    shown = ", ".join(_name(letter) for letter in missing[:MOST_SHOWN])
    others = len(missing) - MOST_SHOWN
    return f"{shown} and {others:,} more" if others > 0 else shown


def _name(letter: str) -> str:
    numbers = " ".join(f"U+{ord(sign):04X}" for sign in letter)
    return f"{letter} ({numbers})" if letter.isprintable() else numbers


def _texts(folder: InspectionFolder) -> Iterator[tuple[str, str, str]]:
    """File, place and words of everything that the report quotes."""
    said = folder.inspection
    for place, words in _leaves(said.model_dump(), ""):
        yield INSPECTION, place, words
    judged = said.files.judgements or "judgements.csv"
    for number, judgement in folder.judgements.items():
        yield judged, f"rationale of standard {number}", judgement.rationale
    if folder.assessments is None:
        return
    wanted = {column.casefold() for column in said.breakdowns}
    for header, values in folder.assessments.extra.items():
        if header.casefold() in wanted:
            yield (
                folder.assessments.file,
                f"column {header}",
                " ".join({header: None, **dict.fromkeys(values)}),
            )


def _leaves(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, Sequence):
        for number, inner in enumerate(value, start=1):
            yield from _leaves(inner, f"{place}[{number}]")
