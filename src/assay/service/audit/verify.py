"""Walking the chain to see that nothing was changed, removed or slipped in."""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.service.audit.chain import START, seal
from assay.service.audit.stored import CHANGED, Damaged, Row, fields_of, head_of, rows_after

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk of the chain found.

    Attributes:
        events: How many events were walked, whole ones only.
        head: The last whole event's sequence number; 0 when there is none.
        head_hash: Its hash.
        broken: The sequence number of the first broken row, or None.
        wrong: What is wrong with it, or "".
    """

    events: int
    head: int
    head_hash: str
    broken: int | None = None
    wrong: str = ""


def verify(noted: tuple[int, str] | None = None, *, using: str = "default") -> Verdict:
    """Walk every event in order, in chunks, and stop at the first that is broken.

    A row whose contents can't even be read is a broken row like any other.

    Args:
        noted: A head (sequence, hash) written down earlier and kept elsewhere: the only
            guard against somebody who rewrites the whole chain.
        using: The alias of the database to walk.
    """
    walked, previous = 0, START
    for row in _rows(using):
        try:
            previous = _next_hash(row, walked + 1, previous, noted)
        except Damaged as damage:
            found = row["sequence"]
            broken = min(walked + 1, found) if isinstance(found, int) else walked + 1
            return Verdict(walked, walked, previous, broken, str(damage))
        walked += 1
    try:
        return _against_head(walked, previous, noted, using)
    except _AddedMeanwhile:
        return verify(noted, using=using)


class _AddedMeanwhile(Exception):  # noqa: N818 - read aloud as "except added meanwhile"
    """Events were added between the end of the walk and the look at the head."""


def _rows(using: str) -> Iterator[Row]:
    last = None
    while rows := rows_after(last, CHUNK, using):
        yield from rows
        last = rows[-1]["sequence"]


def _next_hash(row: Row, expected: int, previous: str, noted: tuple[int, str] | None) -> str:
    """Give the hash of a row that is whole; else say what is wrong with it."""
    found = row["sequence"]
    if isinstance(found, int) and found != expected:
        raise Damaged("the row is missing" if found > expected else "the row was slipped in")
    fields = fields_of(row)
    if fields["previous_hash"] != previous:
        raise Damaged("it does not follow from the row before it")
    if seal(fields) != fields["hash"]:
        raise Damaged(CHANGED)
    if noted and found == noted[0] and fields["hash"] != noted[1]:
        raise Damaged("it does not have the hash that was noted for it")
    return str(fields["hash"])


def _against_head(walked: int, last: str, noted: tuple[int, str] | None, using: str) -> Verdict:
    try:
        sequence, stored = head_of(using) or (0, START)
    except Damaged:
        return Verdict(walked, walked, last, walked, "the head of the chain can't be read")
    if walked < sequence and rows_after(walked, 1, using):
        raise _AddedMeanwhile
    if walked < max(sequence, noted[0] if noted else 0):
        return Verdict(walked, walked, last, walked + 1, "the row is missing")
    if (sequence, stored) != (walked, last):
        return Verdict(walked, walked, last, walked, "the head of the chain names another row")
    return Verdict(walked, walked, last)
