"""docs/reference/frameworks.md: every framework, with its sources and what is unverified."""

from assay.cli.frameworks import NOT_APPLICABLE, cap_words, prompt_words, trigger_words
from assay.standards.framework import Framework, Standard
from assay.standards.load import framework_ids, load_framework
from tools.markdown import bullets, table

INTRODUCTION = """# Frameworks

A framework is one version of the inspectorate's standards for one kind of body. Names of key
questions and prompts are in our own short words. Each fact names its source by a key in
brackets; the sources stand at the end of each framework. **Unverified** marks a fact from
memory or arithmetic: no published outcome contradicts it, and nobody has checked it against
the manuals.

The facts asked first of each case say which prompts the service asks: *only if* names the
fact. *May be not applicable* says where the service's form offers that answer; `assay rate`
takes it for any key question of an assessments file.

Versions number their standards differently, so join them by theme, never by number.

"""


def page() -> str:
    """Give the page."""
    frameworks = [load_framework(framework_id) for framework_id in framework_ids()]
    rows = [
        (
            f"[{framework.id}](#{framework.id})",
            framework.title,
            _in_force(framework),
            len(framework.standards),
            framework.max_points,
        )
        for framework in frameworks
    ]
    overview = table(("Id", "Title", "Fieldwork", "Standards", "Most points"), rows)
    return INTRODUCTION + overview + "".join(_framework(framework) for framework in frameworks)


def _in_force(framework: Framework) -> str:
    until = framework.in_force.until
    return f"from {framework.in_force.starts}" + (f" to {until}" if until else "")


def _framework(framework: Framework) -> str:
    domains = "".join(
        f"### {framework.id}, domain {domain.number}: {domain.name} "
        f"{_source(framework, domain.source)}\n\n"
        + "".join(_standard(framework, standard) for standard in domain.standards)
        for domain in framework.domains
    )
    return (
        f"## {framework.id}\n\n{framework.title}. Fieldwork {_in_force(framework)} "
        f"{_source(framework, framework.in_force.source)}.\n\n"
        + _facts(framework)
        + domains
        + _rules(framework)
        + _sources(framework)
    )


def _facts(framework: Framework) -> str:
    if not framework.case_facts:
        return ""
    return f"### {framework.id}, asked first of each case\n\n" + table(
        ("Fact", "Question", "Source"),
        (
            (fact.key, fact.question, _source(framework, fact.source)[1:-1])
            for fact in framework.case_facts
        ),
    )


def _standard(framework: Framework, standard: Standard) -> str:
    how = "Counted from cases" if standard.decided_by == "counts" else "Judged, with a rationale"
    apart = "" if standard.in_overall else "; left out of the overall rating"
    questions = "".join(
        f"{question.number} {question.name} {_source(framework, question.source)}"
        + (f", {NOT_APPLICABLE}" if question.not_applicable else "")
        + "\n\n"
        + bullets(prompt_words(prompt) for prompt in question.prompts)
        for question in standard.key_questions
    )
    return (
        f"#### {framework.id} {standard.number} {standard.name}\n\n"
        f"{how}{apart}. Theme: {standard.theme} {_source(framework, standard.source)}.\n\n"
        f"{questions}"
    )


def _rules(framework: Framework) -> str:
    text = f"### {framework.id}, rating rules\n\n"
    for points in framework.points:
        text += f"Points from {points.starts} {_source(framework, points.source)}:\n\n"
        text += table(("Rating", "Points"), points.awards.items())
    for bands in framework.case_bands:
        text += (
            f"Bands on the whole per cent of sufficient cases, halves rounded up, "
            f"from {bands.starts} {_source(framework, bands.source)}:\n\n"
        )
        text += table(
            ("Rating", "From", "To"),
            ((step.rating, f"{step.least}%", f"{step.most}%") for step in bands.steps),
        )
    for overall in framework.overall_bands:
        text += (
            f"Overall bands on the total of {framework.max_points} points "
            f"from {overall.starts} {_source(framework, overall.source)}:\n\n"
        )
        text += table(
            ("Rating", "From", "To"),
            ((step.rating, step.least, step.most) for step in overall.steps),
        )
    rules = framework.latest
    return text + bullets([trigger_words(rules), *([cap_words(rules.cap)] if rules.cap else [])])


def _sources(framework: Framework) -> str:
    return f"### {framework.id}, sources\n\n" + bullets(
        f"{source.key}: {source.title}"
        + (f". <{source.url}>" if source.url else "")
        + ("" if source.verified else ". **Unverified**")
        for source in framework.sources
    )


def _source(framework: Framework, key: str) -> str:
    mark = "" if framework.source(key).verified else ", **unverified**"
    return f"({key}{mark})"
