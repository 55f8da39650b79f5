"""Whether a typed reason names the person of a case: reasons go in the audit trail for good.

Pure: values in, values out. Letters and digits count, case and punctuation don't.
"""

import re
from collections.abc import Iterable

SHORTEST = 3
"""Letters of the shortest part of a name that is looked for by itself."""
LONGEST = 6
"""Words that one reference or name may be written in: "X 123 456"."""
PIECE = re.compile(r"[^\W_]+")


def names_person(reason: str, *, crn: str, first_name: str, family_name: str) -> bool:
    """Say whether a reason holds a person's reference, or any part of their name."""
    parts = {_plain(part) for part in f"{first_name} {family_name}".split()}
    pieces = {piece.casefold() for piece in PIECE.findall(f"{first_name} {family_name}")}
    telling = {part for part in parts | pieces if len(part) >= SHORTEST}
    whole = {_plain(crn), _plain(first_name + family_name), _plain(family_name + first_name)}
    return not _said(reason).isdisjoint((telling | whole) - {""})


def names_somebody(
    reason: str, *, crns: Iterable[str], first_names: Iterable[str], family_names: Iterable[str]
) -> bool:
    """Say whether a reason holds the reference or the whole name of anybody on a list.

    Parts of names are not looked for: a long list has every word there is as somebody's name.
    """
    said = _said(reason)
    if not said:
        return False
    if any(_plain(crn) in said for crn in crns):
        return True
    names = {pair for pair in zip(first_names, family_names, strict=True) if all(pair)}
    return any(
        _plain(first + family) in said or _plain(family + first) in said for first, family in names
    )


def _said(text: str) -> set[str]:
    """Give every run of words of a text, written as one."""
    words = [word.casefold() for word in PIECE.findall(text)]
    starts = range(len(words))
    return {"".join(words[at : at + size]) for at in starts for size in range(1, LONGEST + 1)}


def _plain(text: str) -> str:
    return "".join(PIECE.findall(text)).casefold()
