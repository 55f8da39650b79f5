"""Where a value stands in a TOML file: its line, and what an inspector would call it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Place = tuple[str | int, ...]

HEADER = re.compile(r"\s*\[(\[?)\s*([\w.-]+)\s*\]")
NAMED_BY = {
    "case_facts": ("case fact", "key"),
    "domains": ("domain", "number"),
    "standards": ("standard", "number"),
    "key_questions": ("key question", "number"),
    "sources": ("source", "key"),
    "circumstances": ("circumstance", "name"),
    "keys": ("key", "key"),
    "rules": ("rule", "id"),
    "values": ("value", "key"),
    "changes": ("change", "key"),
}


def say_place(text: str, data: Mapping[str, Any], place: Place) -> str:
    """Name a place, for example "line 61, key question 1.1.1, source".

    Args:
        text: The file.
        data: What it holds.
        place: Keys, and positions in lists counted from 0, from the top of the file.

    Returns:
        The nearest line that can be found, and the place by the number or key of what it
        belongs to; where that has none, by its position counted from 1.
    """
    return ", ".join([f"line {line_of(text, place)}", *_names(data, place)])


def line_of(text: str, place: Place) -> int:
    """Give the line of a place, or of the table it belongs to when it has no line itself."""
    lines = text.splitlines()
    start = 0
    section: Place = ()
    for number, found in _sections(lines):
        if place[: len(found)] == found and len(found) >= len(section):
            start, section = number, found
    rest = place[len(section) :]
    if rest:
        key = re.compile(rf"\s*[\"']?{re.escape(str(rest[0]))}[\"']?\s*[=.]")
        for number in range(start, len(lines)):
            if HEADER.match(lines[number]):
                break
            if key.match(lines[number]):
                return number + 1
    return max(start, 1)


def _sections(lines: Sequence[str]) -> list[tuple[int, Place]]:
    """Every table header: its line, counted from 1, and the place it opens."""
    counts: dict[tuple[str, ...], int] = {}
    sections: list[tuple[int, Place]] = []
    for number, line in enumerate(lines, start=1):
        header = HEADER.match(line)
        if header is None:
            continue
        path = tuple(header[2].split("."))
        if header[1]:
            position = counts.get(path, -1) + 1
            counts = {other: n for other, n in counts.items() if other[: len(path)] != path}
            counts[path] = position
        sections.append((number, _resolved(path, counts)))
    return sections


def _resolved(path: tuple[str, ...], counts: Mapping[tuple[str, ...], int]) -> Place:
    place: list[str | int] = []
    for depth, key in enumerate(path, start=1):
        place.append(key)
        if path[:depth] in counts:
            place.append(counts[path[:depth]])
    return tuple(place)


def _names(data: Any, place: Place) -> list[str]:
    """The place in words: only the innermost numbered thing is named, then what is in it."""
    names: list[str] = []
    here, inside = data, ""
    for part in place:
        here = _step(here, part)
        if isinstance(part, str):
            names.append(part)
            inside = part
            continue
        kind, key = NAMED_BY.get(inside, (inside, "starts"))
        value = here.get(key) if isinstance(here, Mapping) else None
        named = f"{kind} {value}" if value is not None else f"{kind}, item {part + 1}"
        names = [named] if inside in NAMED_BY and value is not None else [*names[:-1], named]
    return names


def _step(here: Any, part: str | int) -> Any:
    try:
        return here[part]
    except (KeyError, IndexError, TypeError):
        return None
