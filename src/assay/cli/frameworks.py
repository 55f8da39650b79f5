"""`assay frameworks`: which standards there are, and what each one asks."""

from datetime import date
from typing import Any

import click

from assay.cli.options import Day
from assay.cli.output import print_json, print_table
from assay.standards.framework import Cap, Framework, Prompt, Rules, Standard
from assay.standards.load import framework_ids, load_framework, rules_on

NOT_APPLICABLE = "may be not applicable"


@click.command()
@click.argument("framework_id", metavar="[ID]", required=False)
@click.option(
    "--on",
    type=Day(),
    help="Show the bands, points, triggers and cap in force on this day, such as 2019-11-30; "
    "without it, the last ones.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def frameworks(framework_id: str | None, on: date | None, *, as_json: bool) -> None:
    """List the frameworks, or print one whole.

    A framework is one version of the inspectorate's standards for one kind of body. Without
    an ID, all are listed, or with --on those in force that day.
    """
    if framework_id is None:
        _list([framework for framework in _all() if on is None or _covers(framework, on)], as_json)
        return
    framework = load_framework(framework_id, "ID")
    rules = rules_on(framework, on, "--on") if on else framework.latest
    if as_json:
        print_json(framework_document(framework, rules))
    else:
        click.echo("\n".join(framework_lines(framework, rules)))


def _all() -> list[Framework]:
    shipped = [load_framework(framework_id) for framework_id in framework_ids()]
    return sorted(shipped, key=lambda framework: (framework.family, framework.in_force.starts))


def _covers(framework: Framework, day: date) -> bool:
    ends = framework.in_force.until
    return framework.in_force.starts <= day and (ends is None or day <= ends)


def _list(shown: list[Framework], as_json: bool) -> None:
    if as_json:
        print_json([_summary(framework) for framework in shown])
        return
    if not shown:
        click.echo("No framework was in force on that day.")
        return
    print_table(
        ("Id", "Body", "From", "To", "Standards", "Points", "Title"),
        [
            (
                framework.id,
                framework.body_type,
                framework.in_force.starts,
                framework.in_force.until,
                len(framework.standards),
                framework.max_points,
                framework.title,
            )
            for framework in shown
        ],
    )


def _summary(framework: Framework) -> dict[str, Any]:
    return {
        "id": framework.id,
        "title": framework.title,
        "family": framework.family,
        "body_type": framework.body_type,
        "in_force": _in_force(framework),
        "standards": len(framework.standards),
        "max_points": framework.max_points,
    }


def _in_force(framework: Framework) -> list[str | None]:
    ends = framework.in_force.until
    return [framework.in_force.starts.isoformat(), ends.isoformat() if ends else None]


def framework_document(framework: Framework, rules: Rules) -> dict[str, Any]:
    """Give a framework as the JSON document of the contract.

    Args:
        framework: The framework.
        rules: Its values in force on the day asked for.

    Returns:
        Plain dictionaries and lists; `bands` are of whole per cent, `overall_bands` of points.
    """
    awards = rules.points.awards
    return {
        "id": framework.id,
        "title": framework.title,
        "family": framework.family,
        "body_type": framework.body_type,
        "in_force": _in_force(framework),
        "max_points": framework.max_points,
        "domains": [
            {
                "number": domain.number,
                "name": domain.name,
                "standards": [_standard(standard) for standard in domain.standards],
            }
            for domain in framework.domains
        ],
        "bands": [
            {**step.model_dump(), "points": awards[step.rating]} for step in rules.case_bands.steps
        ],
        "overall_bands": [step.model_dump() for step in rules.overall_bands.steps],
        "panel_triggers": rules.panel_triggers.model_dump(mode="json"),
        "cap": rules.cap.model_dump(mode="json") if rules.cap else None,
        "case_facts": [fact.model_dump() for fact in framework.case_facts],
        "sources": [source.model_dump() for source in framework.sources],
    }


def _standard(standard: Standard) -> dict[str, Any]:
    return {
        "number": standard.number,
        "name": standard.name,
        "theme": standard.theme,
        "decided_by": standard.decided_by,
        "in_overall": standard.in_overall,
        "source": standard.source,
        "key_questions": [question.model_dump() for question in standard.key_questions],
    }


def framework_lines(framework: Framework, rules: Rules) -> list[str]:
    """Give a framework as lines to read in a terminal: standards first, then the rules."""
    starts, until = _in_force(framework)
    return [
        f"{framework.id}: {framework.title}",
        f"Fieldwork from {starts}{f' to {until}' if until else ', with no last day'}",
        *_fact_lines(framework),
        *_standard_lines(framework),
        "",
        *_rule_lines(framework, rules),
        "",
        "Sources (a star marks what nobody has verified yet)",
        *(
            f"  {' ' if source.verified else '*'} {source.key}: {source.title}"
            + (f" <{source.url}>" if source.url else "")
            for source in framework.sources
        ),
    ]


def _standard_lines(framework: Framework) -> list[str]:
    lines: list[str] = []
    for domain in framework.domains:
        lines += ["", f"Domain {domain.number}: {domain.name}"]
        for standard in domain.standards:
            how = "counted from cases" if standard.decided_by == "counts" else "judged"
            apart = "" if standard.in_overall else "; rated apart from the overall rating"
            lines.append(f"  {standard.number} {standard.name} ({how}{apart})")
            for question in standard.key_questions:
                mark = f" ({NOT_APPLICABLE})" if question.not_applicable else ""
                lines.append(f"    {question.number} {question.name}{mark}")
                lines += [f"      - {prompt_words(prompt)}" for prompt in question.prompts]
    return lines


def _fact_lines(framework: Framework) -> list[str]:
    if not framework.case_facts:
        return []
    facts = [f"  {f.key}: {f.question} (source: {f.source})" for f in framework.case_facts]
    return ["", "Asked first of each case", *facts]


def prompt_words(prompt: Prompt) -> str:
    """Give a prompt with when it is asked and whether it may be not applicable."""
    marks = [f"only if {prompt.asked_if}"] if prompt.asked_if else []
    marks += [NOT_APPLICABLE] if prompt.not_applicable else []
    return f"{prompt.words} ({'; '.join(marks)})" if marks else prompt.words


def _rule_lines(framework: Framework, rules: Rules) -> list[str]:
    bands, overall, points = rules.case_bands, rules.overall_bands, rules.points
    lines = [
        f"Bands on the whole per cent of sufficient cases (source: {bands.source})",
        *(f"  {step.rating}: {step.least}-{step.most}%" for step in bands.steps),
        f"Points for a standard's rating (source: {points.source})",
        *(f"  {rating}: {award}" for rating, award in points.awards.items()),
        f"Bands on the total of {framework.max_points} points (source: {overall.source})",
        *(f"  {step.rating}: {step.least}-{step.most}" for step in overall.steps),
        trigger_words(rules),
    ]
    return [*lines, cap_words(rules.cap)] if rules.cap else lines


def trigger_words(rules: Rules) -> str:
    """Say in a sentence what is flagged to the ratings panel."""
    triggers = rules.panel_triggers
    one_case = "; one case judged differently would change the band" if triggers.one_case else ""
    return (
        f"Flagged to the ratings panel: within {triggers.boundary_points} percentage points of "
        f"a boundary; {triggers.few_cases} cases or fewer{one_case} (source: {triggers.source}); "
        f"a panel may then move a rating by {triggers.bands_moved} band at most"
    )


def cap_words(cap: Cap) -> str:
    """Say in a sentence what the cap would do, and whether it is on."""
    return (
        f"Cap ({'on' if cap.enabled else 'off'}): {cap.when_count} or more standards rated "
        f"{cap.when_rating} hold the overall rating at {cap.highest} or lower "
        f"(source: {cap.source})"
    )
