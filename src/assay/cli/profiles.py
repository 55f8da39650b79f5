"""`assay profiles`: every number of practice, what it is on a day, and who says so."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from assay.cli.options import Day
from assay.cli.output import print_json, print_table
from assay.standards.load_profile import load_profile, profile_ids, read_profile
from assay.standards.practice import Amount, Unit
from assay.standards.profile import Profile, Span, Value, grounds


@click.command()
@click.argument("profile_id", metavar="[ID]", required=False)
@click.option(
    "--on",
    type=Day(),
    help="Show the values in force on this day, such as 2019-11-30; without it, the last ones.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def profiles(profile_id: str | None, on: date | None, *, as_json: bool) -> None:
    """List the practice profiles, or print the values of one.

    A practice profile holds every deadline and number that a case is judged by, each with the
    day it starts and its source. ID is that of a profile that ships, or the path of a file of
    your own that ends in .toml. Without an ID, all that ship are listed.
    """
    if profile_id is None:
        _list([load_profile(each) for each in profile_ids()], as_json)
        return
    profile = _load(profile_id)
    spans = values_in_force(profile, on)
    if as_json:
        print_json(_document(profile, on, spans))
    else:
        _print(profile, spans)


def _load(profile_id: str) -> Profile:
    path = Path(profile_id)
    if path.suffix == ".toml" and path.is_file():
        return read_profile(path)
    return load_profile(profile_id, "ID")


def values_in_force(profile: Profile, on: date | None) -> dict[str, Span]:
    """Give what is in force for each key on a day, or at the profile's end.

    Args:
        profile: The profile.
        on: The day; without it, the last day of the profile, or the last values of one that
            has no last day.

    Returns:
        Key to what is in force; keys with nothing in force are left out.
    """
    until = profile.in_force.until
    day = on or until or date.max
    if until and day > until:
        return {}
    return {
        key: span
        for key, spans in profile.spans.items()
        for span in spans
        if span.starts <= day and (span.ends is None or day <= span.ends)
    }


def _list(shown: list[Profile], as_json: bool) -> None:
    if as_json:
        print_json([_summary(profile) for profile in shown])
        return
    print_table(
        ("Id", "From", "To", "Values", "Unverified", "Title"),
        [
            (
                summary["id"],
                *summary["in_force"],
                summary["values"],
                summary["unverified"],
                summary["title"],
            )
            for summary in map(_summary, shown)
        ],
    )


def _summary(profile: Profile) -> dict[str, Any]:
    spans = values_in_force(profile, None).values()
    return {
        "id": profile.id,
        "title": profile.title,
        "in_force": _in_force(profile),
        "values": len(spans),
        "unverified": sum(not _verified(span) for span in spans),
    }


def _in_force(profile: Profile) -> list[str | None]:
    ends = profile.in_force.until
    return [profile.in_force.starts.isoformat(), ends.isoformat() if ends else None]


def _verified(span: Span) -> bool:
    return isinstance(span.stated, Value) and span.stated.verified


def _document(profile: Profile, on: date | None, spans: dict[str, Span]) -> dict[str, Any]:
    return {
        "id": profile.id,
        "title": profile.title,
        "in_force": _in_force(profile),
        "on": on,
        "values": [_value(profile, key, span) for key, span in spans.items()],
        "changes": [change.model_dump(mode="json") for change in profile.changes],
    }


def _value(profile: Profile, key: str, span: Span) -> dict[str, Any]:
    known = profile.practice.keys[key]
    source, verified, why = grounds(profile.practice, span.stated)
    return {
        "key": key,
        "what": known.what,
        "criteria": known.criteria,
        "unit": span.stated.unit,
        "value": span.stated.value,
        "cases": [case.model_dump() for case in span.stated.cases],
        "starts": span.starts,
        "ends": span.ends,
        "profile": span.profile,
        "source": source.model_dump(),
        "verified": verified,
        "why": why,
    }


def _print(profile: Profile, spans: dict[str, Span]) -> None:
    starts, until = _in_force(profile)
    click.echo(f"{profile.id}: {profile.title}")
    click.echo(f"From {starts}{f' to {until}' if until else ', with no last day'}\n")
    if not spans:
        click.echo("No value is in force on that day.")
        return
    print_table(
        ("Key", "From", "To", "Profile", "Source", "Value"),
        [
            (key, span.starts, span.ends, span.profile, _source(profile, span), say_value(span))
            for key, span in spans.items()
        ],
    )
    click.echo("\nA star marks what nobody has verified yet.")


def _source(profile: Profile, span: Span) -> str:
    source, verified, _ = grounds(profile.practice, span.stated)
    name = source.title if source.key == "change" else source.key
    return f"{' ' if verified else '*'} {name}"


def say_value(span: Span) -> str:
    """Say a value in words, for example "5 working days; 2 where tier is highest"."""
    stated = span.stated
    said = [] if stated.value is None else [say_amount(stated.value, stated.unit)]
    for case in stated.cases:
        when = " and ".join(f"{name} is {' or '.join(words)}" for name, words in case.when.items())
        said.append(f"{say_amount(case.value, stated.unit)} where {when}")
    return "; ".join(said)


def say_amount(amount: Amount | float, unit: Unit) -> str:
    """Say one amount with its unit, for example "1 working day" or "75%"."""
    if isinstance(amount, tuple):
        return ", ".join(amount)
    if isinstance(amount, str) or unit == "count":
        return str(amount)
    if unit == "per cent":
        return f"{amount}%"
    return f"{amount} {unit.removesuffix('s') if amount == 1 else unit}"
