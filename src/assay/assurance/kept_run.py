"""What a run leaves in its folder: the results, and what they were worked out from."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assay.problems import InputProblems

RESULTS_FILE = "results.parquet"
RUN_FILE = "run.json"


def is_file(profile: str) -> bool:
    """Say whether a practice profile is named by its file, rather than one that ships."""
    return profile.endswith(".toml")


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run of which the results are kept.

    Attributes:
        extract: The extract's folder, as an absolute path.
        as_of: The day judged.
        profile: Id of the practice profile, or the path of a file.
        mapping: The mapping file, if one was used.
    """

    extract: str
    as_of: str
    profile: str
    mapping: str | None

    @classmethod
    def over(
        cls, extract: Path, as_of: dt.date, profile: str, mapping: Path | None = None
    ) -> "KeptRun":
        """A run over an extract; where its files lie holds from any folder."""
        return cls(
            str(extract.absolute()),
            as_of.isoformat(),
            str(Path(profile).absolute()) if is_file(profile) else profile,
            str(mapping.absolute()) if mapping else None,
        )

    @property
    def day(self) -> dt.date:
        """The day judged, as a date."""
        return dt.date.fromisoformat(self.as_of)

    def as_json(self) -> bytes:
        """The text of `run.json`."""
        return json.dumps(asdict(self), indent=2).encode()


def read_run(folder: Path) -> KeptRun:
    """Read what a run was worked out from.

    Raises:
        InputProblems: No run was kept in the folder.
    """
    place = folder / RUN_FILE
    try:
        return KeptRun(**json.loads(place.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise InputProblems.one(
            str(place),
            "no run is kept here",
            "Run `assay assure EXTRACT_DIR` first, or name its folder with --run",
        ) from None


def kept_results(folder: Path, column: str, wanted: str) -> list[dict[str, Any]]:
    """Rows of a kept run with one value in one column.

    Args:
        folder: The run's folder.
        column: "case_id" or "officer_id".
        wanted: The value.

    Returns:
        Rows of `results.parquet`.

    Raises:
        InputProblems: The results are not there or can't be read.
    """
    rows: list[dict[str, Any]] = read_results(folder, pc.field(column) == wanted).to_pylist()
    return rows


def read_results(
    folder: Path, wanted: pc.Expression, columns: Sequence[str] | None = None
) -> pa.Table:
    """Read the results of a kept run.

    Args:
        folder: The run's folder.
        wanted: Which rows.
        columns: Which columns; None for all.

    Raises:
        InputProblems: The results are not there or can't be read.
    """
    place = folder / RESULTS_FILE
    try:
        return pq.read_table(place, columns=columns, filters=wanted)
    except (OSError, ValueError):
        raise InputProblems.one(
            str(place), "the results can't be read", "Run `assay assure EXTRACT_DIR` again"
        ) from None
