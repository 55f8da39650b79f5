"""Findings under the framework's headings, as strengths and areas for improvement."""

from assay.publishing.folder import InspectionFolder
from assay.publishing.inspection import Finding, FindingKind, Inspection
from assay.publishing.report_model import Block, Bullets, Column, Paragraph, Section, Table
from assay.publishing.words import listed, sentence
from assay.standards.framework import Domain

HEADINGS: dict[FindingKind, str] = {
    "strength": "Strengths",
    "improvement": "Areas for improvement",
}


def section(folder: InspectionFolder) -> Section:
    """The section on findings: every domain, even one without any."""
    return Section(
        "findings",
        "Findings",
        sections=tuple(_domain(folder.inspection, domain) for domain in folder.framework.domains),
    )


def _domain(inspection: Inspection, domain: Domain) -> Section:
    here = [finding for finding in inspection.findings if finding.domain == domain.number]
    return Section(
        f"findings-{domain.number}",
        domain.name,
        sections=tuple(
            Section(
                f"findings-{domain.number}-{kind}",
                heading,
                (_list(inspection, [finding for finding in here if finding.kind == kind]),),
            )
            for kind, heading in HEADINGS.items()
        ),
    )


def _list(inspection: Inspection, findings: list[Finding]) -> Block:
    if not findings:
        return Paragraph("None recorded.")
    return Bullets(tuple(_words(inspection, finding) for finding in findings))


def _words(inspection: Inspection, finding: Finding) -> str:
    evidence = f" {sentence(finding.evidence)}" if finding.evidence else ""
    standards = listed(finding.standards)
    return f"{sentence(finding.words)}{evidence} ({standards}; {inspection.cite(finding.source)})"


def annex_table(folder: InspectionFolder) -> Table:
    """Every finding as a row."""
    names = {domain.number: domain.name for domain in folder.framework.domains}
    return Table(
        id="findings",
        title="Findings",
        columns=(
            Column("Finding"),
            Column("Kind"),
            Column("Domain"),
            Column("Standards"),
            Column("Evidence"),
            Column("Source"),
        ),
        rows=tuple(
            (
                sentence(finding.words),
                "Strength" if finding.kind == "strength" else "Area for improvement",
                names[finding.domain],
                ", ".join(finding.standards),
                finding.evidence or "none given",
                folder.inspection.source(finding.source).title,
            )
            for finding in folder.inspection.findings
        ),
    )
