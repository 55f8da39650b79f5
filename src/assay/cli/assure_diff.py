"""`assay assure diff`: which results change under another profile, or since another run."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assay.cli.options import Day
from assay.cli.output import print_json, print_table, say
from assay.cli.places import OutFolder
from assay.cli.profiles import say_value
from assay.standards.profile import Change, Span

if TYPE_CHECKING:
    from assay.assurance.diff import Diff, OtherValue

FOLDER = click.Path(path_type=Path)
NEEDED = "Name an extract, --as-of and --against; or two runs with --run OLD --run NEW."


@click.command()
@click.argument("extract_dir", type=FOLDER, required=False)
@click.option("--as-of", type=Day(), help="The day to judge.")
@click.option("--profile", default="current", show_default=True, help="Practice profile.")
@click.option("--against", help="The profile to compare it with: an id, or a .toml file.")
@click.option("--mapping", type=FOLDER, help="TOML: another system's names and codes.")
@click.option("--run", "runs", type=FOLDER, multiple=True, help="Two kept runs, the older first.")
@click.option("--out", type=OutFolder(), help="Where to list the results that change.")
@click.option("--json", "as_json", is_flag=True, help="Print it as one document.")
def diff(
    extract_dir: Path | None,
    as_of: dt.date | None,
    profile: str,
    against: str | None,
    mapping: Path | None,
    runs: tuple[Path, ...],
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show which results change under another profile, or changed between two runs."""
    from assay.assurance import diff as work  # noqa: PLC0415 - needs the extra
    from assay.assurance.kept_run import KeptRun  # noqa: PLC0415

    if extract_dir and as_of and against and not runs:
        was = KeptRun.over(extract_dir, as_of, profile, mapping)
        found = work.between_profiles(was, against, lambda name: say(f"{name} done"))
    elif len(runs) == 2 and not extract_dir:  # noqa: PLR2004 - an older and a newer
        found = work.between_runs(*runs)
    else:
        raise click.UsageError(NEEDED)
    if out:
        work.keep_diff(found, out)
    if as_json:
        print_json(_document(found))
    else:
        _print(found)
        say(f"Every one is listed in {out}." if out else "Add --out FOLDER to list every one.")


def _document(found: "Diff") -> dict[str, Any]:
    return {
        "values": [_value(each) for each in found.values],
        "moves": [_move(names, count) for names, count in sorted(found.moves.items())],
        "results": found.rows.to_pylist(),
    }


def _move(names: tuple[str, str, str], count: int) -> dict[str, Any]:
    return dict(zip(("criterion", "was", "now", "results"), (*names, count), strict=True))


def _value(each: "OtherValue") -> dict[str, Any]:
    stated = each.now.stated if each.now else None
    changed = stated if isinstance(stated, Change) else None
    return {
        "key": each.key,
        "from_on": each.from_on,
        "was": _say(each.was),
        "now": _say(each.now),
        "changed_by": changed and changed.changed_by,
        "changed_on": changed and changed.changed_on,
        "reason": changed and changed.reason,
    }


def _say(span: Span | None) -> str:
    return say_value(span) if span else "no value"


def _print(found: "Diff") -> None:
    if found.values:
        shown = [_value(each) for each in found.values]
        print_table(
            ("value", "from", "was", "now", "by", "on", "why"), [[*v.values()] for v in shown]
        )
        click.echo("")
    moved = [(name, was, _now(was, now), n) for (name, was, now), n in sorted(found.moves.items())]
    if moved:
        print_table(("criterion", "was", "now", "results"), moved)
    else:
        click.echo("No result changes.")


def _now(was: str, now: str) -> str:
    return f"{now}, due another day" if was == now else now
