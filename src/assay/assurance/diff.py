"""Which results are other than before: under another profile, or since another run."""

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from assay.assurance.catalogue import Criterion, catalogue
from assay.assurance.criteria import written
from assay.assurance.engines.compare import changed
from assay.assurance.engines.duckdb import on_duckdb
from assay.assurance.engines.plan import Planner
from assay.assurance.keeping import whole, write_table
from assay.assurance.kept_run import RESULTS_FILE, KeptRun, read_run
from assay.assurance.run import profile_of, sources_of, write_results
from assay.caseload.record.shape import record
from assay.problems import InputProblems, Problem
from assay.standards.load_profile import profile_ids
from assay.standards.profile import Profile, Span, Stated, Value

ONE_DAY = dt.timedelta(days=1)
COLUMNS = {
    "criterion": (pa.string(), "its id"),
    "case_id": (pa.string(), "the case, where it is about one"),
    "officer_id": (pa.string(), "the officer who holds the case, or is judged"),
    "unit": (pa.string(), "the unit"),
    "was": (pa.string(), 'the state before, or "does not apply"'),
    "now": (pa.string(), "the state now"),
    "was_due_on": (pa.date32(), "the day it was due before"),
    "now_due_on": (pa.date32(), "the day it is due now"),
    "was_reason": (pa.string(), "the reason before"),
    "now_reason": (pa.string(), "the reason now"),
    "severity": (pa.string(), "how much harm it could do"),
}
"""The columns of `diff.parquet` and `diff.csv`, with what they mean."""
DIFF = pa.schema({name: kind for name, (kind, _) in COLUMNS.items()})


@dataclass(frozen=True, slots=True)
class OtherValue:
    """A value of practice that is not the same in two profiles, from a day on.

    Attributes:
        key: Its key.
        from_on: The first day.
        was: What one profile says; None if it has no value.
        now: What the other says.
    """

    key: str
    from_on: dt.date
    was: Span | None
    now: Span | None


@dataclass(frozen=True, slots=True)
class Diff:
    """What is other than before.

    Attributes:
        values: The values that differ, where two profiles are compared.
        rows: The results that differ, with the columns of `DIFF`.
    """

    values: tuple[OtherValue, ...]
    rows: pa.Table

    @property
    def moves(self) -> Mapping[tuple[str, str, str], int]:
        """How many results of each criterion went from which state to which."""
        columns = (self.rows[name].to_pylist() for name in ("criterion", "was", "now"))
        return Counter(zip(*columns, strict=True))


def other_values(was: Profile, now: Profile, as_of: dt.date) -> list[OtherValue]:
    """The values that differ between two profiles on any day up to one.

    Args:
        was: A profile.
        now: Another.
        as_of: Values that start later are left out.

    Returns:
        By key, each time from which they differ.
    """
    return [
        each
        for key in was.practice.keys
        for each in _of_key(key, was.spans[key], now.spans[key])
        if each.from_on <= as_of
    ]


def _of_key(key: str, was: tuple[Span, ...], now: tuple[Span, ...]) -> Iterator[OtherValue]:
    cuts = {span.starts for span in (*was, *now)}
    cuts |= {span.ends + ONE_DAY for span in (*was, *now) if span.ends}
    for day in sorted(cuts):
        one, other = _in_force(was, day), _in_force(now, day)
        if _said(one) != _said(other):
            yield OtherValue(key, day, one, other)


def _in_force(spans: tuple[Span, ...], day: dt.date) -> Span | None:
    return next(
        (span for span in spans if span.starts <= day and (not span.ends or day <= span.ends)), None
    )


def _said(span: Span | None) -> tuple[object, ...] | None:
    stated: Stated | None = span.stated if span else None
    return None if stated is None else (stated.unit, stated.value, stated.cases)


def check_signed(profile: Profile, values: list[OtherValue]) -> None:
    """See that a service's own profile says of each value it changes who did it, and why.

    Raises:
        InputProblems: A value is stated without; every such value.
    """
    if profile.id in profile_ids():
        return
    unsigned = {
        each.key
        for each in values
        for span in (each.was, each.now)
        if span and span.profile == profile.id and isinstance(span.stated, Value)
    }
    if unsigned:
        raise InputProblems(
            Problem(
                f"{profile.id}.toml",
                f"{key} is changed, and nobody says who did it, when and why",
                "State it under [[changes]], with changed_by, changed_on and reason",
            )
            for key in sorted(unsigned)
        )


def between_profiles(was: KeptRun, against: str, progress: Callable[[str], None]) -> Diff:
    """Judge an extract by two profiles and compare.

    Only criteria that use a value that differs are evaluated: the others can't change.

    Args:
        was: The extract, the day, and the profile to compare with.
        against: Another profile, as in `KeptRun.profile`.
        progress: Told the id of each criterion when it is done.

    Raises:
        InputProblems: The extract, a profile or the mapping is wrong, or a value is changed
            without a name and a reason.
    """
    now = replace(was, profile=against)
    profiles = profile_of(was), profile_of(now)
    values = other_values(*profiles, was.day)
    for profile in profiles:
        check_signed(profile, values)
    used = {
        criterion for each in values for criterion in profiles[0].practice.keys[each.key].criteria
    }
    sources = sources_of(was)
    with tempfile.TemporaryDirectory() as folder:
        places = Path(folder) / "was.parquet", Path(folder) / "now.parquet"
        for profile, place in zip(profiles, places, strict=True):
            planner = Planner(record(), profile, [was.day], "duckdb")
            with on_duckdb(sources, planner) as engine:
                write_results(engine, _criteria(used), place, progress)
        return Diff(tuple(values), changed(*places, dates=True).cast(DIFF))


def _criteria(used: set[str]) -> list[Criterion]:
    asked = used & set(written())
    return [each for name, each in catalogue().items() if name in asked]


def between_runs(old: Path, new: Path) -> Diff:
    """Compare what two runs kept: what changed since one looked last.

    Args:
        old: The folder of a run.
        new: The folder of a later one.

    Raises:
        InputProblems: No run is kept in one of them, or its results can't be read.
    """
    dates = read_run(old).as_of == read_run(new).as_of
    try:
        rows = changed(old / RESULTS_FILE, new / RESULTS_FILE, dates=dates)
    except duckdb.Error:
        raise InputProblems.one(
            "--run", "the results of a run can't be read", "Run `assay assure EXTRACT_DIR` again"
        ) from None
    return Diff((), rows.cast(DIFF))


def keep_diff(found: Diff, out: Path) -> None:
    """Write the results that differ to `diff.parquet` and `diff.csv`, both or neither."""
    with whole(out) as folder:
        rows = (row for batch in found.rows.to_batches() for row in batch.to_pylist())
        write_table(rows, DIFF, folder, "diff")
