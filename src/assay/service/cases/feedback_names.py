"""Whether a feedback sheet names somebody other than the officer it is for.

Pure: values in, values out. The names are those of the responsible officers of the case list.
"""

import re
from collections.abc import Iterable
from enum import Enum

SHORTEST = 3
"""Letters of the shortest part of a name that is looked for by itself."""
WORD = re.compile(r"[\w’'-]+")
OWNED = re.compile(r"['’]s?$")
"""The end of "Young's" and "Jones'"."""


class Naming(Enum):
    """What a text does with the names of other staff."""

    NOBODY = "nobody"
    PERHAPS = "perhaps"
    """It has a capitalised word that is part of a name: "Brown", "Young"."""
    SURELY = "surely"
    """It has a whole name."""


def naming(text: str, officers: Iterable[str], own: str) -> Naming:
    """Say whether a text names another officer.

    Args:
        text: What was written.
        officers: Names on the case list, in either order: "First Last" or "Last, First".
        own: The officer the sheet is for; their own name may stand.
    """
    others = _others(officers, own)
    if _whole_names(text, others):
        return Naming.SURELY
    return Naming.PERHAPS if _parts_of_names(text, others, own) else Naming.NOBODY


def words_that_name(text: str, officers: Iterable[str], own: str) -> str:
    """Quote what of a text names another officer, or may, as its writer wrote it."""
    others = _others(officers, own)
    found = _whole_names(text, others) or _parts_of_names(text, others, own)
    return ", ".join(f"“{words}”" for words in dict.fromkeys(found))


def _others(officers: Iterable[str], own: str) -> list[str]:
    return sorted({name for name in officers if _words(name) != _words(own)})


def _whole_names(text: str, others: Iterable[str]) -> list[str]:
    bare, said = _bare(text), _words(text)
    return [
        " ".join(bare[at : at + len(order)])
        for name in others
        for order in _orders(name)
        for at in _places(order, said)
    ]


def _parts_of_names(text: str, others: Iterable[str], own: str) -> list[str]:
    parts = {part for name in others for part in _words(name) if len(part) >= SHORTEST}
    parts -= set(_words(own))
    return [bare for bare in _bare(text) if bare[0].isupper() and bare.casefold() in parts]


def _bare(text: str) -> list[str]:
    """A text's words, or a name's; digits count, since made-up officers are numbered."""
    return [bare for word in WORD.findall(text) if (bare := OWNED.sub("", word))]


def _words(text: str) -> list[str]:
    return [bare.casefold() for bare in _bare(text)]


def _orders(name: str) -> list[list[str]]:
    words = _words(name)
    family, comma, first = name.partition(",")
    return [words, [*_words(first), *_words(family)]] if comma else [words]


def _places(name: list[str], said: list[str]) -> list[int]:
    """Give where a name of more than one word stands in what was said."""
    size = len(name)
    if size == 1:
        return []
    return [at for at in range(len(said) - size + 1) if said[at : at + size] == name]
