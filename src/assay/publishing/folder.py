"""Reading an inspection folder: every problem of every file in one list."""

import hashlib
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from assay.files.tables import Table, read_table
from assay.files.toml import tuples
from assay.problems import Gathered, InputProblems
from assay.publishing.faults import at, problems_of
from assay.publishing.found import refuse_misspelt, unused
from assay.publishing.inspection import Context, Inspection, is_bare_name
from assay.rating.discretion import Discretion, read_discretion
from assay.rating.inputs import (
    Assessments,
    Judgement,
    PublishedRating,
    read_assessments,
    read_judgements,
)
from assay.standards.framework import Framework
from assay.standards.load import load_framework

INSPECTION = "inspection.toml"
LARGEST = 2_000_000
CASE_LIST = "case_list"
"""The list the sample was drawn from: kept in the folder for whoever redraws it, not read."""
TABLES = ("assessments", "judgements", "discretion", "second_reads")
Read = TypeVar("Read")
Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InspectionFolder:
    """A folder, read; each file checked against the framework.

    Attributes:
        inspection: What `inspection.toml` says.
        framework: The standards inspected.
        previous_framework: Those of the previous inspection; None without one.
        assessments: Case answers; None without them.
        judgements: Judged standards by number.
        discretion: Counted ratings the panel changed, by standard number.
        second_reads: A second reader's answers; None without them.
        certificates: SHA-256 of each sample's certificate, by the certificate's file name.
        unused: Names of the folder's tables that nothing names.
    """

    inspection: Inspection
    framework: Framework
    previous_framework: Framework | None
    assessments: Assessments | None
    judgements: Mapping[str, Judgement]
    discretion: Mapping[str, Discretion]
    second_reads: Assessments | None
    certificates: Mapping[str, str]
    unused: tuple[str, ...]

    @property
    def published(self) -> dict[str, PublishedRating]:
        """Ratings known only from publication, by standard, with their source's title."""
        return {
            known.standard: PublishedRating(
                known.standard, known.rating, self.inspection.source(known.source).title
            )
            for known in self.inspection.published_ratings
        }

    @property
    def populations(self) -> dict[str, int]:
        """Size of the list each standard's sample was drawn from, where known."""
        return {
            number: sample.population
            for sample in self.inspection.samples
            if sample.population is not None
            for number in sample.standards
        }

    def cases_read(self, standards: Collection[str]) -> int:
        """How many different cases were read on any of these standards."""
        questions = {
            question.number
            for number in standards
            for question in self.framework.standard(number).key_questions
        }
        return len({case for case, question, _ in self.assessments or () if question in questions})


def read_folder(folder: Path) -> InspectionFolder:
    """Read an inspection folder.

    Args:
        folder: Holds `inspection.toml` and, where there are any, `assessments.csv`,
            `judgements.csv`, `discretion.csv` and `second_reads.csv` (or the files its
            `[files]` names).

    Returns:
        The folder's contents, each file checked against the framework.

    Raises:
        InputProblems: Everything that is wrong with any of the files.
    """
    raw = _raw(folder / INSPECTION)
    gathered = Gathered()
    framework = gathered.run(_framework, raw.get("framework"), "framework")
    previous = raw.get("previous")
    then = previous.get("framework") if isinstance(previous, dict) else None
    previous_framework = gathered.run(_framework, then, "previous.framework")
    inspection = gathered.run(_inspection, raw, framework)
    table = partial(_table, folder=folder, raw=raw, framework=framework, gathered=gathered)
    assessments = table("assessments", read_assessments)
    judgements = table("judgements", read_judgements)
    discretion = table("discretion", read_discretion)
    second = table("second_reads", read_assessments)
    places = {what: _file_name(raw, what) for what in TABLES}
    kept = [*places.values(), _file_name(raw, CASE_LIST)]
    spare = unused(folder, [name for name in kept if name])
    usual = [what for what in TABLES if places[what] == f"{what}.csv"]
    unread = [what for what in usual if not (folder / f"{what}.csv").exists()]
    gathered.run(refuse_misspelt, unread, spare)
    if inspection is None or framework is None:
        raise InputProblems(gathered.found)
    certificates = gathered.run(_certificates, folder, inspection) or {}
    gathered.raise_if_any()
    return InspectionFolder(
        inspection,
        framework,
        previous_framework,
        assessments,
        judgements or {},
        discretion or {},
        second,
        certificates,
        spare,
    )


def _raw(path: Path) -> Raw:
    try:
        if path.stat().st_size > LARGEST:
            raise InputProblems.one(
                path.name, "the file is larger than 2 MB", "Check that this is the right file"
            )
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputProblems.one(
            str(path),
            f"the file can't be opened ({error.strerror})",
            "Name a folder that holds an inspection.toml",
        ) from error
    except UnicodeDecodeError as error:
        raise InputProblems.one(
            path.name, "the file is not UTF-8 text", "Save it as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise InputProblems.one(
            path.name,
            f"not valid TOML: {error}",
            "Mend the line named: text stands in quotation marks, a day as 2020-03-05, "
            "and a key appears once",
        ) from error


def _framework(framework_id: object, place: str) -> Framework | None:
    """Load a framework; None when none is named, which the shape reports."""
    if not isinstance(framework_id, str):
        return None
    try:
        return load_framework(framework_id, place)
    except InputProblems as error:
        raise InputProblems(
            replace(problem, file=INSPECTION, wrong=at(place, problem.wrong))
            for problem in error.problems
        ) from error


def _inspection(raw: Raw, framework: Framework | None) -> Inspection:
    sources = raw.get("sources")
    listed = sources if isinstance(sources, list) else []
    keys = [source.get("key") for source in listed if isinstance(source, dict)]
    context = Context(framework, tuple(key for key in keys if isinstance(key, str)))
    try:
        return Inspection.model_validate(tuples(raw), context=context)
    except ValidationError as error:
        raise InputProblems(problems_of(INSPECTION, error)) from error


def _table(
    what: str,
    reader: Callable[[Table, Framework], Read],
    *,
    folder: Path,
    raw: Raw,
    framework: Framework | None,
    gathered: Gathered,
) -> Read | None:
    """Read one of the folder's tables; None when there is none, or it has problems."""
    name = _file_name(raw, what)
    if name is None or (name == f"{what}.csv" and not (folder / name).exists()):
        return None
    table = gathered.run(read_table, folder / name)
    if table and framework is None:
        gathered.found.extend(table.problems)
    return gathered.run(reader, table, framework) if table and framework else None


def _file_name(raw: Raw, what: str) -> str | None:
    """The table's name in the folder; None when what is given is none, which the shape reports."""
    files = raw.get("files")
    named = files.get(what, f"{what}.csv") if isinstance(files, dict) else f"{what}.csv"
    return named if isinstance(named, str) and is_bare_name(named) else None


def _certificates(folder: Path, inspection: Inspection) -> dict[str, str]:
    gathered = Gathered()
    names = [sample.certificate for sample in inspection.samples if sample.certificate]
    hashes = {name: gathered.run(_sha256, folder / name) for name in names}
    gathered.raise_if_any()
    return {name: digest for name, digest in hashes.items() if digest}


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise InputProblems.one(
            path.name,
            f"the certificate can't be opened ({error.strerror})",
            "Put it in the folder, or correct its name in [[samples]]",
        ) from error
