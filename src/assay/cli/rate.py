"""`assay rate`: from judgements to ratings."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from assay.cli.options import Day
from assay.cli.output import print_json, print_table, say
from assay.files.tables import read_table
from assay.problems import Gathered, ProblemList
from assay.rating.agreement import Coefficient, QuestionAgreement, agreement
from assay.rating.breakdown import Breakdown, breakdown
from assay.rating.discretion import Discretion, read_discretion
from assay.rating.document import as_document
from assay.rating.inputs import Assessments, Judgement, read_assessments, read_judgements
from assay.rating.rate import rate as rate_inspection
from assay.rating.results import KeyQuestionResult, Result, StandardResult
from assay.standards.framework import Framework, Rating
from assay.standards.load import load_framework, rules_on

FILE = click.Path(path_type=Path)
LEAST_SHOWN = 0.005


@click.command()
@click.argument("assessments", type=FILE)
@click.option("--framework", "framework_id", required=True, help="Standards inspected: an id.")
@click.option("--judgements", type=FILE, help="Judged standards: standard, rating, rationale.")
@click.option(
    "--discretion",
    type=FILE,
    help="Counted ratings a panel changed: standard, rating, reason, agreed_by, dissent. "
    "Refused where no published trigger fired.",
)
@click.option("--second-reads", type=FILE, help="A second reader's answers; gives agreement.")
@click.option("--by", multiple=True, help="Break results down by this column. May be repeated.")
@click.option(
    "--population",
    multiple=True,
    metavar="[STANDARD=]N",
    help="Cases the sample was drawn from; corrects intervals. May be repeated by standard.",
)
@click.option(
    "--on",
    type=Day(),
    help="Use the values in force on this day. Default: the framework's latest.",
)
@click.option("--cap", is_flag=True, help="Apply the framework's cap rule; off by default.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def rate(
    assessments: Path,
    framework_id: str,
    judgements: Path | None,
    discretion: Path | None,
    second_reads: Path | None,
    by: tuple[str, ...],
    population: tuple[str, ...],
    on: dt.date | None,
    cap: bool,
    as_json: bool,
) -> None:
    """Rate an inspection from ASSESSMENTS, one row for each case and key question.

    The columns are case_id, key_question and sufficient (yes, no or not_applicable); more
    columns are kept for --by. CSV, XLSX or ODS.
    """
    framework = load_framework(framework_id)
    gathered = Gathered()
    rules = gathered.run(rules_on, framework, on, "--on") if on else framework.latest
    populations = gathered.run(_populations, population, framework) or {}
    cases = gathered.run(_assessments, assessments, framework)
    judged = gathered.run(_judgements, judgements, framework)
    decided = gathered.run(_discretion, discretion, framework)
    second = gathered.run(_assessments, second_reads, framework)
    if cases is not None:
        gathered.run(_check_populations, populations, cases, framework)
    breakdowns = [gathered.run(breakdown, cases, framework, name) for name in by if cases]
    agreements = gathered.run(agreement, cases, second, framework) if cases and second else ()
    gathered.raise_if_any()
    result = rate_inspection(
        framework,
        rules=rules or framework.latest,
        assessments=cases,
        judgements=judged,
        populations=populations,
        discretion=decided,
        apply_cap=cap,
    )
    shown = [group for group in breakdowns if group is not None]
    if as_json:
        print_json(as_document(result, agreements=agreements or (), breakdowns=shown))
    else:
        _print(result, agreements or (), shown)


def _assessments(path: Path | None, framework: Framework) -> Assessments | None:
    return read_assessments(read_table(path), framework) if path else None


def _judgements(path: Path | None, framework: Framework) -> dict[str, Judgement]:
    return read_judgements(read_table(path), framework) if path else {}


def _discretion(path: Path | None, framework: Framework) -> dict[str, Discretion]:
    return read_discretion(read_table(path), framework) if path else {}


def _populations(options: Sequence[str], framework: Framework) -> dict[str, int]:
    """Population by standard number from "12600" (every counted standard) or "4.1=300"."""
    counted = [s.number for s in framework.standards if s.decided_by == "counts"]
    problems = ProblemList("--population")
    general: dict[str, int] = {}
    particular: dict[str, int] = {}
    for option in options:
        number, _, size = option.rpartition("=")
        if not size.isascii() or not size.isdigit() or int(size) == 0:
            problems.add("not a whole number above 0", "Write 12600 or 4.1=300", found=option)
        elif number and number not in counted:
            wrong = f"{framework.id} counts no standard with this number"
            problems.add(wrong, f"Use one of {', '.join(counted)}", found=option)
        elif number in particular or (general and not number):
            problems.add("given twice", "Give one number for each standard", found=option)
        elif number:
            particular[number] = int(size)
        else:
            general = dict.fromkeys(counted, int(size))
    problems.raise_if_any()
    return general | particular


def _check_populations(
    populations: Mapping[str, int], cases: Assessments, framework: Framework
) -> None:
    problems = ProblemList("--population")
    for number, size in populations.items():
        questions = {question.number for question in framework.standard(number).key_questions}
        read = len({case for case, question, _ in cases if question in questions})
        if read > size:
            problems.add(
                f"{read:,} cases were read on {number}, more than the {size:,} there were",
                "Give the number of cases the sample was drawn from",
            )
    problems.raise_if_any()


def _print(
    result: Result, agreements: Sequence[QuestionAgreement], breakdowns: Sequence[Breakdown]
) -> None:
    print_ratings(result)
    for group in breakdowns:
        click.echo(f"\nBy {group.column} ({group.smallest_group} cases or more are shown)")
        print_table(
            ["Key question", group.column, "Sufficient", "Relevant", "Per cent"],
            [
                [cell.number, cell.group, cell.sufficient, cell.relevant, cell.percent]
                if not cell.hidden
                else [cell.number, cell.group, "too few to show", "", ""]
                for cell in group.cells
            ],
        )
    if agreements:
        click.echo("\nAgreement of two readers (95% intervals)")
        print_table(
            ["Key question", "Cases", "Agreed", "Per cent", "Cohen's kappa", "Gwet's AC1"],
            [
                [q.number, q.pairs, q.agreed, q.percent, _coefficient(q.kappa), _coefficient(q.ac1)]
                for q in agreements
            ],
        )


def print_ratings(result: Result) -> None:
    """Print every standard with its working, then the overall rating with its own."""
    for standard in result.standards:
        click.echo(f"{standard.number} {standard.name}: {standard.rating or _still(standard)}")
        for line in standard.trace:
            click.echo(f"    {line}")
        for question in standard.key_questions:
            if question.interval:
                click.echo(f"    {_how_sure(question)}")
        if standard.chances:
            click.echo(f"    {standard.number} for all such cases: {_chances(standard.chances)}.")
        for flag in standard.panel_flags:
            click.echo(f"    For the panel: {flag.words}")
    overall = result.overall
    verdict = overall.rating or f"one of {', '.join(overall.possible)}"
    click.echo(f"Overall: {verdict}")
    for line in overall.trace:
        click.echo(f"    {line}")
    for note in result.notes:
        say(f"Note: {note}")


def _how_sure(question: KeyQuestionResult) -> str:
    interval = question.interval
    if interval is None:
        raise ValueError(f"{question.number} has no interval")
    return (
        f"{question.number} for all such cases: {interval.low} to {interval.high} per cent "
        f"({interval.method}); {_chances(question.chances)}."
    )


def _chances(chances: Mapping[Rating, float]) -> str:
    likely = ((rating, chance) for rating, chance in chances.items() if chance >= LEAST_SHOWN)
    return ", ".join(f"{rating} {chance:.0%}" for rating, chance in likely)


def _still(standard: StandardResult) -> str:
    return f"not rated (could be {', '.join(standard.possible)})"


def _coefficient(value: Coefficient | None) -> str:
    if value is None:
        return "not defined"
    if value.low is None:
        return f"{value.value} (too alike for an interval)"
    return f"{value.value} ({value.low} to {value.high})"
