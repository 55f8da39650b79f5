"""The `sample` command: draw the cases to read, or check a draw against its certificate."""

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from assay.caseload.case_list import CaseList, read_case_list
from assay.cli.options import Day
from assay.cli.output import json_text, print_json, print_table, say
from assay.files.csv_out import as_csv
from assay.files.write import write_whole
from assay.problems import InputProblems, Problem
from assay.sampling.certificate import certify
from assay.sampling.sample import Request, draw_sample
from assay.sampling.specification import DEFAULT, load_specification
from assay.sampling.verify import verify as differences_from

LIST_HEADERS = (
    "row",
    "crn",
    "stratum",
    "cluster",
    "ldu",
    "responsible_officer",
    "reserve",
    "order",
)
FILE = click.Path(path_type=Path)


class Number(click.ParamType[Decimal]):
    """A decimal number above nought and below a limit, kept exactly as written."""

    name = "number"

    def __init__(self, below: int) -> None:
        self.below = below

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        """Read the number, or fail saying what the range is."""
        text = str(value)
        number = Decimal(text) if text.replace(".", "", 1).isdecimal() else Decimal(0)
        if not 0 < number < self.below:
            self.fail(f"{text!r} is not a number between 0 and {self.below}.", param, ctx)
        return number


@click.command()
@click.argument("case_list", type=FILE)
@click.option("--size", type=click.IntRange(min=1), help="Main cases to draw.")
@click.option(
    "--buffer",
    type=click.IntRange(0, 100),
    default=0,
    show_default=True,
    help="Reserves, as a percentage of each stratum's share.",
)
@click.option("--seed", type=int, help="Any whole number; without it, one from the file's hash.")
@click.option("--as-of", type=Day(), help="Cases that start later are set aside.  [default: today]")
@click.option("--spec", default=DEFAULT, show_default=True, help="Sampling specification.")
@click.option(
    "--confidence",
    type=Number(100),
    default="80",
    show_default=True,
    help="Per cent, to work out the size when --size is not given.",
)
@click.option(
    "--margin",
    type=Number(50),
    default="5",
    show_default=True,
    help="Percentage points either way, likewise.",
)
@click.option("--out", type=FILE, help="X.json for the certificate, X.csv for the list with it.")
@click.option("--json", "as_json", is_flag=True, help="Print the certificate.")
@click.option("--verify", "certificate", type=FILE, help="Redraw this certificate and compare.")
def sample(
    case_list: Path,
    size: int | None,
    buffer: int,
    seed: int | None,
    as_of: dt.date | None,
    spec: str,
    confidence: Decimal,
    margin: Decimal,
    out: Path | None,
    as_json: bool,
    certificate: Path | None,
) -> None:
    """Draw the cases to read from CASE_LIST: a CSV, XLSX or ODS file, a row for each case."""
    if certificate is not None:
        _refuse_other_options()
        _verify(certificate, read_case_list(case_list), as_json=as_json)
        return
    specification = load_specification(spec)
    if out is not None:
        _check_place(out, case_list)
    day = as_of or dt.date.today()  # noqa: DTZ011 - the day where the user is
    cases = read_case_list(case_list, day)
    request = Request(
        as_of=day,
        size=size,
        buffer_percent=buffer,
        seed=seed,
        confidence=confidence,
        margin=margin,
    )
    drawn = draw_sample(cases, specification, request)
    if not drawn.eligible:
        raise InputProblems.one(
            cases.file,
            f"none of the {len(cases.rows):,} cases can be drawn: all are set aside",
            f"Look at --as-of ({request.as_of}) and at restricted records",
        )
    document = certify(drawn)
    _say_columns(cases)
    if out is not None:
        files = _files(out, document)
        write_whole(files)
        say(f"Wrote {' and '.join(str(place) for place in files)}.")
    if as_json:
        print_json(document)
    else:
        _print_summary(document)


def _refuse_other_options() -> None:
    """The certificate says how to redraw; an option beside it would be silently ignored."""
    context = click.get_current_context()
    given = [
        name
        for name in context.params
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        and name not in {"case_list", "certificate", "as_json"}
    ]
    if given:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise InputProblems.one(
            "--verify", f"{options} can't be given with it", "The certificate says all of that"
        )


def _verify(place: Path, cases: CaseList, *, as_json: bool) -> None:
    document = _read_certificate(place)
    differences = differences_from(document, cases, place.name)
    if differences:
        raise InputProblems(
            Problem(place.name, wrong, "Draw the sample again, or find out who changed what")
            for wrong in differences
        )
    count = len(document["cases"])
    if as_json:
        print_json({"same": True, "cases": count})
    else:
        click.echo(f"redrawn: the same {count} cases")


def _read_certificate(place: Path) -> dict[str, Any]:
    remedy = "Name the certificate, as Assay wrote it"
    try:
        document = json.loads(place.read_text(encoding="utf-8"))
    except OSError as error:
        wrong = f"the certificate can't be opened ({error.strerror})"
        raise InputProblems.one(place.name, wrong, remedy) from error
    except (ValueError, RecursionError) as error:
        raise InputProblems.one(place.name, "this is not a JSON file", remedy) from error
    if not isinstance(document, dict):
        raise InputProblems.one(place.name, "this is not a certificate", remedy)
    return document


def _check_place(out: Path, case_list: Path) -> None:
    if out.suffix.lower() not in {".json", ".csv"}:
        raise InputProblems.one(
            "--out", "the file's ending is neither .json nor .csv", "Give it one of these endings"
        )
    if case_list.resolve() in {out.resolve(), _certificate_beside(out).resolve()}:
        raise InputProblems.one(
            "--out", "this would overwrite the case list", "Give the output another name"
        )


def _certificate_beside(out: Path) -> Path:
    return out.with_suffix(".certificate.json")


def _files(out: Path, document: Mapping[str, Any]) -> dict[Path, bytes]:
    certificate = f"{json_text(document)}\n".encode()
    if out.suffix.lower() == ".json":
        return {out: certificate}
    rows = [[_yes_or_no(value) for value in case.values()] for case in document["cases"]]
    return {out: as_csv(LIST_HEADERS, rows), _certificate_beside(out): certificate}


def _yes_or_no(value: object) -> object:
    """A truth as a reader of a list says it; anything else as it is."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _say_columns(cases: CaseList) -> None:
    for name, header in cases.aliases.items():
        say(f"Column {header!r} is read as {name}.")
    if cases.extra:
        say(f"Columns not used: {', '.join(cases.extra)}.")


def _print_summary(document: Mapping[str, Any]) -> None:
    click.echo(f"{document['population']:,} rows, {document['eligible']:,} eligible.")
    for group in document["excluded"]:
        click.echo(f"  Set aside, {group['reason']}: {group['count']:,}")
    dropped = sum(len(person["dropped_rows"]) for person in document["duplicates"])
    click.echo(f"  Dropped, the same person on another row: {dropped:,}")
    for sentence in document["size_working"]:
        click.echo(sentence)
    click.echo(
        f"With a buffer of {document['buffer_percent']}%, {document['wanted']} were wanted and "
        f"{len(document['cases'])} drawn. Seed {document['seed']} ({document['seed_origin']}), "
        f"as of {document['as_of']}, by {document['specification']}.\n"
    )
    columns = ("name", "population", "drawn", "reserve")
    print_table(columns, [[part[key] for key in columns] for part in document["strata"]])
    click.echo(f"\nShortfall: {document['shortfall']}")
    for part in document["shortfall_by"]:
        where = [part[key] for key in ("stratum", "cluster", "ldu") if part[key]]
        click.echo(
            f"  {part['count']}: {part['reason']}{', in ' if where else ''}{' / '.join(where)}"
        )
    for note in document["notes"]:
        click.echo(note)
    if not document["cases"]:
        return
    click.echo("\nHow the main cases fit the list, per cent:")
    parts = [
        [by, part["name"], part["list_percent"], part["sample_percent"]]
        for by in ("stratum", "cluster", "sex", "risk")
        for part in document["fit"][by]
    ]
    print_table(("by", "name", "list", "sample"), parts)
