"""Finding the same person on several rows, in time that grows with the length of the list."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assay.sampling.identity import compact, identifiers, name_keys
from assay.sampling.long_list import LongList


@dataclass(frozen=True, slots=True)
class Duplicate:
    """One person on several rows.

    Attributes:
        kept_row: The row that stays.
        dropped_rows: The rows that go, rising.
        because: What links them: "same CRN", "same PNC number", "same name and date of birth".
    """

    kept_row: int
    dropped_rows: tuple[int, ...]
    because: tuple[str, ...]


def drop_duplicates(
    long_list: LongList, positions: Sequence[int]
) -> tuple[list[int], tuple[Duplicate, ...]]:
    """Keep one row for each person: the one that starts first.

    Rows are the same person if they share a CRN, a PNC number, or a full name with date of
    birth; the relation carries; blanks match nothing. Rows that start on one day are settled
    by identifier, then by what else they hold, and by row only when nothing tells them apart.

    Args:
        long_list: The list.
        positions: The cases to look at, rising.

    Returns:
        Positions of the cases kept, rising; and the duplicates, by kept row.
    """
    keys = person_keys(long_list, positions)
    duplicates = []
    dropped: set[int] = set()
    for members, because in same_person(keys, len(positions)):
        people = sorted((positions[member] for member in members), key=_order(long_list))
        dropped.update(people[1:])
        rows = tuple(sorted(long_list.rows[index] for index in people[1:]))
        duplicates.append(Duplicate(long_list.rows[people[0]], rows, because))
    kept = [index for index in positions if index not in dropped]
    return kept, tuple(sorted(duplicates, key=lambda duplicate: duplicate.kept_row))


def person_keys(long_list: LongList, positions: Sequence[int]) -> dict[str, list[str]]:
    """Give what people are known by, for `same_person`: each kind of key, by position."""
    return {
        "same CRN": [compact(long_list.crn[index]) for index in positions],
        "same PNC number": [compact(long_list.pnc[index]) for index in positions],
        "same name and date of birth": name_keys(long_list, positions),
    }


def same_person(
    keys: dict[str, list[str]], count: int
) -> Iterable[tuple[list[int], tuple[str, ...]]]:
    """Group records that are linked, directly or through others, by a key they share.

    Args:
        keys: Kind of key to the key of each record; "" is no key.
        count: Number of records.

    Returns:
        For each group of two or more: its records, numbered from 0, and the kinds of key
        that link them, in the order of `keys`.
    """
    parent = list(range(count))
    links: dict[str, list[int]] = {}
    for kind, values in keys.items():
        first: dict[str, int] = {}
        links[kind] = []
        for record, key in enumerate(values):
            if key and first.setdefault(key, record) != record:
                _join(parent, first[key], record)
                links[kind].append(record)
    kinds: dict[int, list[str]] = defaultdict(list)
    for kind, records in links.items():
        for root in {_root(parent, record) for record in records}:
            kinds[root].append(kind)
    groups: dict[int, list[int]] = {root: [] for root in kinds}
    for record in range(count):
        root = _root(parent, record)
        if root in groups:
            groups[root].append(record)
    return [(members, tuple(kinds[root])) for root, members in groups.items()]


def _root(parent: list[int], record: int) -> int:
    while parent[record] != record:
        parent[record] = parent[parent[record]]
        record = parent[record]
    return record


def _join(parent: list[int], one: int, other: int) -> None:
    """Hang the later root under the earlier, so that the outcome has one shape."""
    low, high = sorted((_root(parent, one), _root(parent, other)))
    parent[high] = low


def _order(long_list: LongList) -> Callable[[int], tuple[str, ...]]:
    """A sort key for the rows of one person, in which the row number comes last."""
    told_apart_by = (
        long_list.cluster,
        long_list.ldu,
        long_list.responsible_officer,
        long_list.sentence_type,
        long_list.rosh_level,
        long_list.gender,
        long_list.pnc,
        long_list.family_name,
        long_list.first_name,
        long_list.date_of_birth,
    )

    def key(index: int) -> tuple[str, ...]:
        start = str(long_list.start_date[index])
        others = (str(column[index]) for column in told_apart_by)
        return (start, *identifiers(long_list, [index]), *others, f"{long_list.rows[index]:09}")

    return key
