"""Whether the files of an inspection folder fit one another and the ratings they give."""

from assay.problems import InputProblems, ProblemList
from assay.publishing.faults import at
from assay.publishing.folder import INSPECTION, InspectionFolder
from assay.publishing.plausible import check_plausible
from assay.publishing.words import are, listed
from assay.rating.agreement import strangers
from assay.rating.results import Result
from assay.standards.framework import Rules


def rules_of(folder: InspectionFolder) -> Rules:
    """The framework's values on the inspection's first day of fieldwork.

    Where that day isn't known, the day it was announced or else published stands in.

    Raises:
        InputProblems: The framework has no values for that day yet, or fieldwork was
            outside its days in force.
    """
    dates, framework = folder.inspection.dates, folder.framework
    first = dates.fieldwork_from or dates.announced or dates.published
    in_force = framework.in_force
    outside = dates.fieldwork_from and (
        dates.fieldwork_from < in_force.starts
        or (in_force.until is not None and dates.fieldwork_from > in_force.until)
    )
    if outside:
        raise InputProblems.one(
            INSPECTION,
            "dates.fieldwork_from: fieldwork started outside the days "
            f"{framework.id} was in force, {in_force.starts} to {in_force.until or 'now'}",
            "Correct the date, or name the framework in force: assay frameworks lists them",
            found=str(dates.fieldwork_from),
        )
    try:
        return framework.on(first)
    except LookupError as error:
        raise InputProblems.one(
            INSPECTION,
            at("dates", str(error)),
            "Correct the dates, or name another framework",
        ) from error


def check(folder: InspectionFolder, result: Result) -> None:
    """Refuse a folder whose parts contradict one another.

    Args:
        folder: The folder, each file sound by itself.
        result: The ratings it gives.

    Raises:
        InputProblems: Nothing is rated; the summary cites a standard that isn't; the published
            overall rating can't be; a sample is smaller than the cases read; second reads
            without first ones, or of cases not read; a breakdown by a column that isn't
            there; a previous inspection that is later, of another kind of service, or rates a
            standard its framework doesn't have; figures that can't be.
    """
    problems = ProblemList(INSPECTION)
    _check_ratings(folder, result, problems)
    _check_cases(folder, problems)
    _check_previous(folder, problems)
    check_plausible(folder.inspection, problems)
    problems.raise_if_any()


def _check_ratings(folder: InspectionFolder, result: Result, problems: ProblemList) -> None:
    rated = {standard.number for standard in result.standards if standard.rating}
    if not rated:
        problems.add(
            "nothing is rated: there are no case answers, judgements or published ratings",
            f"Add assessments.csv, judgements.csv or [[published_ratings]]{_unused(folder)}",
        )
    unrated = [number for number in folder.inspection.summary.standards if number not in rated]
    if rated and unrated:
        problems.add(
            f"summary.standards: the summary can't rest on {listed(unrated)}, which "
            f"{are(unrated)} not rated",
            f"Cite only from {', '.join(sorted(rated))}, or add what rates the others"
            f"{_unused(folder)}",
        )
    _refuse_twice_rated(folder, problems)
    _check_overall(folder, result, problems)


def _unused(folder: InspectionFolder) -> str:
    """The folder's tables that nothing names, as a remedy's last clause."""
    if not folder.unused:
        return ""
    return f"; not used so far, and could be named in [files]: {', '.join(folder.unused)}"


def _refuse_twice_rated(folder: InspectionFolder, problems: ProblemList) -> None:
    answered = {question for _, question, _ in folder.assessments or ()}
    for place, known in enumerate(folder.inspection.published_ratings, start=1):
        questions = folder.framework.standard(known.standard).key_questions
        counted = any(question.number in answered for question in questions)
        if counted or known.standard in folder.judgements:
            problems.add(
                f"published_ratings[{place}].standard: "
                "this standard is rated by the folder's own files too",
                "Keep the one or the other",
                found=known.standard,
            )


def _check_overall(folder: InspectionFolder, result: Result, problems: ProblemList) -> None:
    facts = folder.inspection.known_facts
    if facts and facts.overall and facts.overall not in result.overall.possible:
        problems.add(
            "known_facts.overall: the standards' ratings make this overall rating impossible; "
            f"they allow {', '.join(result.overall.possible)}",
            "Correct the overall rating or the standards'",
            found=facts.overall,
        )


def _check_cases(folder: InspectionFolder, problems: ProblemList) -> None:
    for place, sample in enumerate(folder.inspection.samples, start=1):
        read = folder.cases_read(sample.standards)
        if sample.population is not None and read > sample.population:
            problems.add(
                f"samples[{place}].population: {read:,} cases were read, more than there were",
                "Give the number of cases the sample was drawn from",
                found=str(sample.population),
            )
    extra = folder.assessments.extra if folder.assessments else {}
    for column in folder.inspection.breakdowns:
        if column.casefold() not in {header.casefold() for header in extra}:
            problems.add(
                "breakdowns: the assessments have no such column",
                f"Use one of: {', '.join(extra) or '(they have no further columns)'}",
                found=column,
            )
    _check_second_reads(folder, problems)


def _check_second_reads(folder: InspectionFolder, problems: ProblemList) -> None:
    if folder.second_reads is None:
        return
    count = strangers(folder.assessments, folder.second_reads)
    if count:
        problems.add(
            f"files.second_reads: {count:,} of the second reader's cases "
            "are not among the first reader's",
            f"Use the same case references in both files ({folder.second_reads.file})",
        )


def _check_previous(folder: InspectionFolder, problems: ProblemList) -> None:
    previous, framework = folder.inspection.previous, folder.previous_framework
    facts = folder.inspection.known_facts
    if previous is None or framework is None:
        if facts and facts.points_more is not None:
            problems.add(
                "known_facts.points_more: points more than what? no previous inspection is given",
                "Add [previous]",
            )
        return
    if framework.family != folder.framework.family:
        problems.add(
            f"previous.framework: {framework.id} is for {framework.family} services, "
            f"{folder.framework.id} is not",
            "Name the framework of this body's own previous inspection",
        )
    if previous.published >= folder.inspection.dates.published:
        problems.add(
            "previous.published: the previous inspection was not published before this one",
            "Correct one of the dates",
            found=str(previous.published),
        )
    numbers = [standard.number for standard in framework.standards]
    for place, rating in enumerate(previous.ratings, start=1):
        if rating.standard not in numbers:
            problems.add(
                f"previous.ratings[{place}].standard: "
                f"{framework.id} has no standard with this number",
                f"Use one of: {', '.join(numbers)}",
                found=rating.standard,
            )
