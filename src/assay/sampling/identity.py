"""What tells one person from another on a case list."""

from collections.abc import Sequence

from assay.sampling.long_list import LongList


def compact(identifier: str) -> str:
    """An identifier without case and spaces: "x 123456" and "X123456" are the same."""
    return "".join(identifier.casefold().split())


def tidy(name: str) -> str:
    """A name without case and with single spaces."""
    return " ".join(name.casefold().split())


def name_keys(long_list: LongList, positions: Sequence[int]) -> list[str]:
    """Family name, first name and date of birth as one key; "" when any is blank."""
    families = [long_list.family_name[index] for index in positions]
    firsts = [long_list.first_name[index] for index in positions]
    births = [long_list.date_of_birth[index] for index in positions]
    # Names and dates of birth repeat: each is put in order once.
    tidied = {name: tidy(name) for name in {*families, *firsts}}
    born = {day: day.isoformat() if day else "" for day in set(births)}
    parts = (
        (tidied[family], tidied[first], born[day])
        for family, first, day in zip(families, firsts, births, strict=True)
    )
    return ["|".join(part) if all(part) else "" for part in parts]


def identifiers(long_list: LongList, positions: Sequence[int]) -> list[str]:
    """What each person is drawn by: CRN, else PNC number, else name with date of birth."""
    crns = [compact(long_list.crn[index]) for index in positions]
    if all(crns):
        return crns
    pncs = [compact(long_list.pnc[index]) for index in positions]
    names = name_keys(long_list, positions)
    return [crn or pnc or name for crn, pnc, name in zip(crns, pncs, names, strict=True)]
