"""Whether the files of an inspection folder fit one another and the ratings they give."""

from assay.problems import InputProblems, ProblemList
from assay.publishing.folder import INSPECTION, InspectionFolder
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
            f"fieldwork started outside the days {framework.id} was in force, "
            f"{in_force.starts} to {in_force.until or 'now'}",
            "Correct the date, or name the framework in force: assay frameworks lists them",
            column="dates.fieldwork_from",
            found=str(dates.fieldwork_from),
        )
    try:
        return framework.on(first)
    except LookupError as error:
        raise InputProblems.one(
            INSPECTION, str(error), "Correct the dates, or name another framework", column="dates"
        ) from error


def check(folder: InspectionFolder, result: Result) -> None:
    """Refuse a folder whose parts contradict one another.

    Args:
        folder: The folder, each file sound by itself.
        result: The ratings it gives.

    Raises:
        InputProblems: Nothing is rated; the summary cites no rated standard; the published
            overall rating can't be; a sample is smaller than the cases read; second reads
            without first ones, or of cases not read; a breakdown by a column that isn't
            there; a previous inspection that is later, of another kind of service, or rates a
            standard its framework doesn't have.
    """
    problems = ProblemList(INSPECTION)
    _check_ratings(folder, result, problems)
    _check_cases(folder, problems)
    _check_previous(folder, problems)
    problems.raise_if_any()


def _check_ratings(folder: InspectionFolder, result: Result, problems: ProblemList) -> None:
    rated = {standard.number for standard in result.standards if standard.rating}
    if not rated:
        problems.add(
            "nothing is rated: there are no case answers, judgements or published ratings",
            "Add assessments.csv, judgements.csv or [[published_ratings]]",
        )
    elif not rated.intersection(folder.inspection.summary.standards):
        problems.add(
            "the summary rests on no rated standard",
            f"Cite at least one of {', '.join(sorted(rated))}",
            column="summary.standards",
            found=", ".join(folder.inspection.summary.standards),
        )
    _refuse_twice_rated(folder, problems)
    _check_overall(folder, result, problems)


def _refuse_twice_rated(folder: InspectionFolder, problems: ProblemList) -> None:
    answered = {question for _, question, _ in folder.assessments or ()}
    for place, known in enumerate(folder.inspection.published_ratings, start=1):
        questions = folder.framework.standard(known.standard).key_questions
        counted = any(question.number in answered for question in questions)
        if counted or known.standard in folder.judgements:
            problems.add(
                "this standard is rated by the folder's own files too",
                "Keep the one or the other",
                column=f"published_ratings[{place}].standard",
                found=known.standard,
            )


def _check_overall(folder: InspectionFolder, result: Result, problems: ProblemList) -> None:
    facts = folder.inspection.known_facts
    if facts and facts.overall and facts.overall not in result.overall.possible:
        problems.add(
            "the standards' ratings make this overall rating impossible; "
            f"they allow {', '.join(result.overall.possible)}",
            "Correct the overall rating or the standards'",
            column="known_facts.overall",
            found=facts.overall,
        )


def _check_cases(folder: InspectionFolder, problems: ProblemList) -> None:
    for place, sample in enumerate(folder.inspection.samples, start=1):
        read = folder.cases_read(sample.standards)
        if sample.population is not None and read > sample.population:
            problems.add(
                f"{read:,} cases were read, more than there were",
                "Give the number of cases the sample was drawn from",
                column=f"samples[{place}].population",
                found=str(sample.population),
            )
    extra = folder.assessments.extra if folder.assessments else {}
    for column in folder.inspection.breakdowns:
        if column.casefold() not in {header.casefold() for header in extra}:
            problems.add(
                "the assessments have no such column",
                f"Use one of: {', '.join(extra) or '(they have no further columns)'}",
                column="breakdowns",
                found=column,
            )
    _check_second_reads(folder, problems)


def _check_second_reads(folder: InspectionFolder, problems: ProblemList) -> None:
    if folder.second_reads is None:
        return
    first = set(folder.assessments.case_ids) if folder.assessments else set()
    strangers = set(folder.second_reads.case_ids) - first
    if strangers:
        problems.add(
            f"{len(strangers):,} of the second reader's cases are not among the first reader's",
            f"Use the same case references in both files ({folder.second_reads.file})",
            column="files.second_reads",
        )


def _check_previous(folder: InspectionFolder, problems: ProblemList) -> None:
    previous, framework = folder.inspection.previous, folder.previous_framework
    facts = folder.inspection.known_facts
    if previous is None or framework is None:
        if facts and facts.points_more is not None:
            problems.add(
                "points more than what? no previous inspection is given",
                "Add [previous]",
                column="known_facts.points_more",
            )
        return
    if framework.family != folder.framework.family:
        problems.add(
            f"{framework.id} is for {framework.family} services, {folder.framework.id} is not",
            "Name the framework of this body's own previous inspection",
            column="previous.framework",
        )
    if previous.published >= folder.inspection.dates.published:
        problems.add(
            "the previous inspection was not published before this one",
            "Correct one of the dates",
            column="previous.published",
            found=str(previous.published),
        )
    numbers = [standard.number for standard in framework.standards]
    for place, rating in enumerate(previous.ratings, start=1):
        if rating.standard not in numbers:
            problems.add(
                f"{framework.id} has no standard with this number",
                f"Use one of: {', '.join(numbers)}",
                column=f"previous.ratings[{place}].standard",
                found=rating.standard,
            )
