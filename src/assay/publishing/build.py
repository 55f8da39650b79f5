"""From an inspection folder to the one report: rating, checking, setting out."""

from dataclasses import dataclass
from pathlib import Path

from assay.publishing.checks import check, rules_of
from assay.publishing.folder import InspectionFolder, read_folder
from assay.publishing.known import Known, known_of
from assay.publishing.parts import (
    comparison,
    context,
    findings,
    front,
    groups,
    method,
    recommendations,
    standards,
    summary,
    working,
)
from assay.publishing.report_model import Reference, References, Report, Section, Table
from assay.rating.agreement import QuestionAgreement, agreement
from assay.rating.breakdown import Breakdown, breakdown
from assay.rating.rate import rate
from assay.rating.results import Result
from assay.standards.framework import Rules


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a report is set out from; read and worked out beforehand."""

    folder: InspectionFolder
    rules: Rules
    result: Result
    known: Known
    agreements: tuple[QuestionAgreement, ...]
    breakdowns: tuple[Breakdown, ...]


def report_of(folder: Path) -> tuple[Report, Evidence]:
    """Read, rate, check and set out an inspection.

    Args:
        folder: An inspection folder; see `read_folder`.

    Returns:
        The report for the renderers, and everything it was set out from.

    Raises:
        InputProblems: Everything that is wrong with the folder.
    """
    read = read_folder(folder)
    rules = rules_of(read)
    result = rate(
        read.framework,
        rules=rules,
        assessments=read.assessments,
        judgements=read.judgements,
        published=read.published,
        populations=read.populations,
        discretion=read.discretion,
    )
    check(read, result)
    evidence = Evidence(
        folder=read,
        rules=rules,
        result=result,
        known=known_of(read, rules, result),
        agreements=_agreements(read),
        breakdowns=_breakdowns(read),
    )
    return build_report(evidence), evidence


def build_report(evidence: Evidence) -> Report:
    """Set out a report from its evidence; works nothing out."""
    folder, result, known = evidence.folder, evidence.result, evidence.known
    inspection = folder.inspection
    rebuilt = inspection.rebuilt
    overall = result.overall.rating or known.overall
    return Report(
        title=front.title(inspection),
        kind=front.kind(inspection),
        when=front.when(inspection),
        body=inspection.body,
        published=inspection.dates.published,
        mark=front.mark_of(inspection),
        facts=front.facts(folder, result),
        verdict=front.verdict(result, known, rebuilt=rebuilt),
        front=front.front(result, known, rebuilt=rebuilt),
        sections=(
            context.section(inspection),
            summary.section(inspection, result),
            findings.section(folder),
            standards.section(folder, result, evidence.rules),
            comparison.section(folder, result, overall),
            recommendations.section(inspection),
            working.section(folder, evidence.rules, result, known),
            method.section(folder, result, evidence.agreements, evidence.breakdowns),
            _sources(folder),
        ),
        annex=_annex(evidence),
    )


def _agreements(folder: InspectionFolder) -> tuple[QuestionAgreement, ...]:
    if folder.assessments is None or folder.second_reads is None:
        return ()
    return agreement(folder.assessments, folder.second_reads, folder.framework)


def _breakdowns(folder: InspectionFolder) -> tuple[Breakdown, ...]:
    if folder.assessments is None:
        return ()
    columns = folder.inspection.breakdowns
    return tuple(breakdown(folder.assessments, folder.framework, column) for column in columns)


def _sources(folder: InspectionFolder) -> Section:
    items = tuple(Reference(source.title, source.url) for source in folder.inspection.sources)
    return Section("sources", "Sources", (References(items),))


def _annex(evidence: Evidence) -> tuple[Table, ...]:
    folder, result = evidence.folder, evidence.result
    tables = [
        front.standards_table(result, rebuilt=folder.inspection.rebuilt),
        context.annex_table(folder.inspection),
        findings.annex_table(folder),
        standards.annex_table(result),
        working.chances_table(result) if result.cases else None,
        working.bands_table(evidence.rules),
        comparison.annex_table(folder, result),
        recommendations.table(folder.inspection),
        method.samples_table(folder),
        method.agreement_table(evidence.agreements),
        *(groups.annex_table(found, folder.framework) for found in evidence.breakdowns),
    ]
    return tuple(table for table in tables if table and table.rows)
