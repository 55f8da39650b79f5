"""Reading practice profiles strictly and laying them together."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import zip_longest
from pathlib import Path

from assay.problems import InputProblems
from assay.standards.practice import KeysFile, Practice, RulesFile, SourcesFile
from assay.standards.practice_checks import key_faults, rule_faults, source_faults
from assay.standards.profile import Change, Profile, ProfileFile, Span, Stated, Value
from assay.standards.profile_checks import gap_faults, profile_faults
from assay.standards.strict_toml import read_strict
from assay.standards.walk import Fault

SHIPPED = files("assay.standards").joinpath("profiles")
VOCABULARY = files("assay.standards").joinpath("practice")
REMEDY = "Correct it there; docs/reference/profiles.md explains the keys"
DAY = timedelta(days=1)


@cache
def profile_ids() -> tuple[str, ...]:
    """Ids of the profiles that ship with Assay, in order of time."""
    names = (entry.name for entry in SHIPPED.iterdir())
    found = {name.removesuffix(".toml") for name in names if name.endswith(".toml")}
    return tuple(sorted(found, key=lambda each: (len(_file(each).stands_on), each)))


@cache
def load_profile(profile_id: str, option: str = "--profile") -> Profile:
    """Load a profile that ships with Assay.

    Args:
        profile_id: One of `profile_ids()`.
        option: What to call the place the id came from, if there is no such profile.

    Returns:
        The profile, checked, laid together with those it stands on.

    Raises:
        InputProblems: No profile has this id; says which ids come near.
    """
    known = profile_ids()
    if profile_id not in known:
        near = difflib.get_close_matches(profile_id.casefold(), known)
        meant = f"Did you mean {' or '.join(near)}? " if near else ""
        raise InputProblems.one(
            option,
            "there is no practice profile with this id",
            f"{meant}Use one of {', '.join(known)}, or a file of your own",
            found=profile_id,
        )
    return read_profile(SHIPPED.joinpath(f"{profile_id}.toml"))


def read_profile(path: Path | Traversable) -> Profile:
    """Read a profile file, such as a service's own.

    Args:
        path: A TOML file in the shape of `ProfileFile`.

    Returns:
        The profile, checked, laid together with those it stands on.

    Raises:
        InputProblems: Everything that is wrong with the file, each with its line and place.
    """

    def sense(file: ProfileFile) -> list[Fault]:
        named = path.name == f"{file.id}.toml"
        id_faults: list[Fault] = [] if named else [(("id",), f"{file.id!r} is not the file's name")]
        return id_faults + _faults(file)

    return lay_together(read_strict(path, ProfileFile, sense, REMEDY))


def lay_together(file: ProfileFile) -> Profile:
    """Lay a checked profile over those it stands on, one row of spans for each key."""
    ground = [file, *(_file(each) for each in file.stands_on)]
    vocabulary = practice()
    return Profile(
        id=file.id,
        title=file.title,
        in_force=file.in_force,
        answers_from=file.answers_from,
        practice=vocabulary,
        spans={key: tuple(_spans(key, ground)) for key in vocabulary.keys},
        changes=file.changes,
    )


@cache
def practice() -> Practice:
    """The vocabulary that profiles are written in."""
    sources = read_strict(
        VOCABULARY.joinpath("sources.toml"), SourcesFile, source_faults, REMEDY
    ).sources
    named = read_strict(VOCABULARY.joinpath("keys.toml"), KeysFile, key_faults, REMEDY)
    keys = {key.key: key for key in named.keys}

    def sense(file: RulesFile) -> list[Fault]:
        return rule_faults(file, keys, [source.key for source in sources])

    rules = read_strict(VOCABULARY.joinpath("rules.toml"), RulesFile, sense, REMEDY).rules
    return Practice(
        sources={source.key: source for source in sources},
        circumstances={each.name: each for each in named.circumstances},
        keys=keys,
        rules={rule.id: rule for rule in rules},
    )


@cache
def _file(profile_id: str) -> ProfileFile:
    """A shipped file as it stands, checked for its own sake."""
    path = SHIPPED.joinpath(f"{profile_id}.toml")
    return read_strict(path, ProfileFile, lambda file: profile_faults(file, practice()), REMEDY)


def _faults(file: ProfileFile) -> list[Fault]:
    unknown = [each for each in file.stands_on if not SHIPPED.joinpath(f"{each}.toml").is_file()]
    faults: list[Fault] = [
        (("stands_on",), f"no profile that ships has the id {each!r}") for each in unknown
    ]
    faults += profile_faults(file, practice())
    return faults or gap_faults(lay_together(file))


def _spans(key: str, ground: Sequence[ProfileFile]) -> Iterator[Span]:
    """The days of a key cut where something starts or ends, the same on both sides joined."""
    cuts = sorted({day for file in ground for day in _cuts(key, file)})
    waiting: Span | None = None
    for first, after in zip_longest(cuts, cuts[1:]):
        found = _strongest(key, first, ground)
        ends = after - DAY if after else None
        if waiting and found and waiting.stated is found[1]:
            waiting = Span(waiting.starts, ends, *found)
            continue
        if waiting:
            yield waiting
        waiting = Span(first, ends, *found) if found else None
    if waiting:
        yield waiting


def _cuts(key: str, file: ProfileFile) -> Iterator[date]:
    for stated in (*file.values, *file.changes):
        if stated.key == key:
            yield stated.starts
            if ends := _ends(stated, file):
                yield ends + DAY


def _strongest(
    key: str, day: date, ground: Iterable[ProfileFile]
) -> tuple[str, Value | Change] | None:
    for file in ground:
        if stated := _said(key, day, file):
            return file.id, stated
    return None


def _said(key: str, day: date, file: ProfileFile) -> Value | Change | None:
    """The last change made that holds that day; else the last value started, if it holds."""
    for change in reversed(file.changes):
        if change.key == key and _holds(change, day, file):
            return change
    started = [value for value in file.values if value.key == key and value.starts <= day]
    return started[-1] if started and _holds(started[-1], day, file) else None


def _holds(stated: Stated, day: date, file: ProfileFile) -> bool:
    ends = _ends(stated, file)
    return stated.starts <= day and (ends is None or day <= ends)


def _ends(stated: Stated, file: ProfileFile) -> date | None:
    days = [day for day in (stated.until, file.in_force.until) if day]
    return min(days) if days else None
