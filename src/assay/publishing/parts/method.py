"""Which cases were read, whether two readers agreed, and results by group."""

from collections.abc import Sequence

from assay.publishing.folder import InspectionFolder
from assay.publishing.inspection import Sample
from assay.publishing.parts import groups
from assay.publishing.report_model import (
    Block,
    Bullets,
    Cell,
    Column,
    Missing,
    Paragraph,
    Section,
    Table,
)
from assay.publishing.words import listed
from assay.rating.agreement import Coefficient, QuestionAgreement
from assay.rating.breakdown import Breakdown
from assay.rating.results import Result


def section(
    folder: InspectionFolder,
    result: Result,
    agreements: Sequence[QuestionAgreement],
    breakdowns: Sequence[Breakdown],
) -> Section:
    """The section on method and sample."""
    return Section(
        "method",
        "Method and sample",
        sections=(
            Section("method-sample", "Cases read", _sample(folder, result)),
            *_agreement_section(folder, agreements),
            *(
                Section(
                    groups.anchor(found),
                    f"Results by {found.column}",
                    groups.blocks(found, folder.framework),
                )
                for found in breakdowns
            ),
        ),
    )


def _sample(folder: InspectionFolder, result: Result) -> tuple[Block, ...]:
    facts = folder.inspection.known_facts
    blocks: list[Block] = []
    if facts:
        blocks.append(Paragraph(facts.note))
    if facts and facts.not_known:
        blocks += [Paragraph("Not known:"), Bullets(facts.not_known)]
    if folder.inspection.samples:
        blocks.append(samples_table(folder))
    if result.notes:
        blocks += [Paragraph("About the answers:"), Bullets(result.notes)]
    return tuple(blocks) or (Paragraph("No sample is described."),)


def samples_table(folder: InspectionFolder) -> Table:
    """Each sample: its standards, the list it came from, and the cases read."""
    return Table(
        id="samples",
        title="Samples of cases",
        columns=(
            Column("Sample"),
            Column("Standards"),
            Column("Eligible (cases)", "number"),
            Column("Read (cases)", "number"),
            Column("How the cases were chosen"),
        ),
        rows=tuple(_sample_row(folder, sample) for sample in folder.inspection.samples),
        notes=tuple(
            f"{name} lets anyone redraw the sample; its SHA-256 starts {digest[:16]}."
            for name, digest in folder.certificates.items()
        ),
    )


def _sample_row(folder: InspectionFolder, sample: Sample) -> tuple[Cell, ...]:
    return (
        sample.name,
        listed(sample.standards),
        Missing.NOT_AVAILABLE if sample.population is None else sample.population,
        folder.cases_read(sample.standards),
        sample.description,
    )


def _agreement_section(
    folder: InspectionFolder, agreements: Sequence[QuestionAgreement]
) -> tuple[Section, ...]:
    if folder.assessments is None:
        return ()
    return (Section("method-agreement", "Agreement between readers", _agreement(agreements)),)


def _agreement(agreements: Sequence[QuestionAgreement]) -> tuple[Block, ...]:
    if not agreements:
        return (Paragraph("No case was read by a second reader."),)
    return (
        Paragraph(
            "A second reader read some of the cases without seeing the first reader's answers. "
            "Kappa and AC1 measure agreement beyond chance: 1 is full agreement, 0 is what "
            "chance would give. Kappa falls when nearly every answer is the same; AC1 does not."
        ),
        agreement_table(agreements),
    )


def agreement_table(agreements: Sequence[QuestionAgreement]) -> Table:
    """Agreement of two readers on each key question."""
    return Table(
        id="agreement",
        title="Agreement of two readers of the same cases",
        columns=(
            Column("Key question"),
            Column("Read twice (cases)", "number"),
            Column("Agreed (cases)", "number"),
            Column("Agreed (%)", "number"),
            Column("Cohen's kappa", "number", 2),
            Column("Kappa, 95% interval"),
            Column("Gwet's AC1", "number", 2),
            Column("AC1, 95% interval"),
        ),
        rows=tuple(_agreement_row(question) for question in agreements),
        notes=("Kappa is not defined where both readers gave one answer throughout.",),
    )


def _agreement_row(question: QuestionAgreement) -> tuple[Cell, ...]:
    return (
        f"{question.number} {question.name}",
        question.pairs,
        question.agreed,
        Missing.NOT_AVAILABLE if question.percent is None else question.percent,
        *_coefficient(question.kappa),
        *_coefficient(question.ac1),
    )


def _coefficient(value: Coefficient | None) -> tuple[Cell, Cell]:
    if value is None:
        return Missing.NOT_APPLICABLE, Missing.NOT_APPLICABLE
    if value.low is None or value.high is None:
        return value.value, Missing.NOT_AVAILABLE
    return value.value, f"{value.low:.2f} to {value.high:.2f}"
