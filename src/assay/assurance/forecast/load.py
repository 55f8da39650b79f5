"""Reading what a forecast is made from: a kept run, audits, judgements, earlier forecasts."""

from pathlib import Path

from assay.assurance.catalogue import catalogue
from assay.assurance.forecast.audits import Audits, read_audits
from assay.assurance.forecast.basis import Basis
from assay.assurance.forecast.history import PastError, read_history
from assay.assurance.forecast.questions import criteria_by_question
from assay.assurance.forecast.settings import settings
from assay.assurance.forecast.states import Shown, read_states
from assay.assurance.kept_run import KeptRun
from assay.assurance.run import sources_of
from assay.assurance.sources import Sources
from assay.files.tables import read_table
from assay.problems import Gathered
from assay.rating.inputs import Judgement, read_judgements
from assay.sampling.sample import Request
from assay.sampling.size import Size, size_for
from assay.standards.framework import Framework


def load(
    framework: Framework,
    kept: KeptRun,
    run: Path,
    *,
    sources: Sources | None = None,
    audits: Path,
    judgements: Path | None = None,
    history: Path | None = None,
    inspected: int | None = None,
    seed: int = 1,
) -> Basis:
    """Read and check everything a forecast is made from.

    Args:
        framework: The standards.
        kept: What the run was worked out from.
        run: The folder of the run.
        sources: The tables of its extract, if it was just checked.
        audits: Audits on the inspector's form.
        judgements: Judged standards.
        history: Earlier forecasts with their outcomes.
        inspected: Cases an inspection would read; None for what the sampler would draw.
        seed: Any whole number.

    Returns:
        It all, checked.

    Raises:
        InputProblems: Everything that is wrong with any of the files.
    """
    criteria = criteria_by_question(framework, catalogue())
    wanted = sorted({name for names in criteria.values() for name in names})
    tables = sources or sources_of(kept)
    shown = read_states(run, tables["cases"], kept.day, wanted)
    gathered = Gathered()
    read = gathered.run(_audits, audits, framework, kept, shown)
    judged = gathered.run(_judgements, judgements, framework)
    past = gathered.run(_history, history)
    gathered.raise_if_any()
    return Basis(
        framework=framework,
        as_of=kept.day,
        audits=read or Audits({}, ()),
        shown=shown,
        criteria=criteria,
        judgements=judged or {},
        inspected=_size(inspected, shown.cases),
        history=past,
        rules=settings(),
        seed=seed,
    )


def _size(asked: int | None, cases: int) -> Size:
    """How many cases the inspection reads: as asked, or by the sampler's own rule."""
    if asked is None:
        fields = Request.model_fields
        return size_for(cases, fields["confidence"].default, fields["margin"].default)
    return Size(min(asked, cases), (f"{asked} cases were asked for.",))


def _audits(path: Path, framework: Framework, kept: KeptRun, shown: Shown) -> Audits:
    return read_audits(
        read_table(path),
        framework,
        current=shown.place,
        ended=shown.ended,
        as_of=kept.day,
        oldest_days=settings().oldest_audit_days.value,
    )


def _judgements(path: Path | None, framework: Framework) -> dict[str, Judgement]:
    return read_judgements(read_table(path), framework) if path else {}


def _history(path: Path | None) -> PastError | None:
    return read_history(read_table(path)) if path else None
