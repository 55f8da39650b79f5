"""Walking the chain to see that nothing was changed, removed or slipped in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assay.service.audit.chain import SEALED, START, seal
from assay.service.audit.models import ChainHead, Event

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

    Args:
        noted: A head (sequence, hash) written down earlier and kept elsewhere: the only
            guard against somebody who rewrites the whole chain.
        using: The alias of the database to walk.
    """
    walked, previous = 0, START
    for fields in _rows(using):
        expected = walked + 1
        wrong = _fault(fields, expected, previous)
        if not wrong and noted and fields["sequence"] == noted[0] and fields["hash"] != noted[1]:
            wrong = "it does not have the hash that was noted for it"
        if wrong:
            broken = min(expected, fields["sequence"])
            return Verdict(walked, walked, previous, broken, wrong)
        walked, previous = expected, fields["hash"]
    return _against_head(walked, previous, noted, using)


def _rows(using: str) -> Iterator[dict[str, Any]]:
    rows = Event.objects.using(using).order_by("sequence").values(*SEALED, "hash")
    yield from rows.iterator(chunk_size=CHUNK)


def _fault(fields: dict[str, Any], expected: int, previous: str) -> str:
    if fields["sequence"] != expected:
        return "the row is missing" if fields["sequence"] > expected else "the row was slipped in"
    if fields["previous_hash"] != previous:
        return "it does not follow from the row before it"
    return "" if seal(fields) == fields["hash"] else "its contents were changed"


def _against_head(walked: int, last: str, noted: tuple[int, str] | None, using: str) -> Verdict:
    head = ChainHead.objects.using(using).filter(pk=1).first()
    sequence, stored = (head.sequence, head.hash) if head else (0, START)
    if walked < max(sequence, noted[0] if noted else 0):
        return Verdict(walked, walked, last, walked + 1, "the row is missing")
    if (sequence, stored) != (walked, last):
        return Verdict(walked, walked, last, walked, "the head of the chain names another row")
    return Verdict(walked, walked, last)
