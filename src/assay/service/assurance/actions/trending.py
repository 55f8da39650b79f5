"""Working out how every criterion stood week by week, from the extract of the newest run."""

import datetime as dt
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction

from assay.assurance.kept_run import KeptRun, read_run
from assay.assurance.run import profile_of, sources_of
from assay.assurance.sources import Source
from assay.assurance.trend import judged_days, trend
from assay.assurance.trend_kept import TREND, as_row
from assay.service.accounts.models import User
from assay.service.assurance.leaving_out import as_table, without
from assay.service.assurance.models import Caseload, RestrictedCase
from assay.service.assurance.places import folder_of
from assay.service.assurance.trends import TREND_FILE, TREND_OF
from assay.service.assurance.words import words
from assay.service.audit.models import Kind
from assay.service.audit.record import record

ON_THE_SERVER = "worked out on the server"


def work_out(
    *,
    by: User | None,
    caseload: Caseload,
    progress: Callable[[str], None],
    weeks: int | None = None,
) -> None:
    """Work the trend of a run out and keep it beside the results, whole or not at all.

    Cases restricted now are left out, for everybody.

    Args:
        by: Who asks for it; None is whoever runs the server.
        caseload: A run that is kept.
        progress: Told the id of each criterion when it is done.
        weeks: How many; as the limits say, if left out.

    Raises:
        InputProblems: The extract can't be read any more.
    """
    folder = folder_of(caseload.folder)
    hidden = sorted(
        RestrictedCase.objects.filter(provider=caseload.provider, ended_at=None).values_list(
            "case_ref", flat=True
        )
    )
    with tempfile.TemporaryDirectory(dir=folder, prefix=".trend-") as beside:
        place = Path(beside)
        rows = _points(read_run(folder), hidden, weeks or words().trend.weeks, place, progress)
        pq.write_table(pa.Table.from_pylist(rows, schema=TREND), place / TREND_FILE)
        (place / TREND_OF).write_text(json.dumps({"left_out": hidden}), encoding="utf-8")
        for name in (TREND_FILE, TREND_OF):
            (place / name).chmod(0o600)
            (place / name).replace(folder / name)
    _note(by, caseload, rows)


def _points(
    run: KeptRun, hidden: list[str], weeks: int, place: Path, progress: Callable[[str], None]
) -> list[dict[str, object]]:
    sources = without(sources_of(run), hidden, place)
    # Each unit stands for itself: so those of any level can be added up afterwards.
    sources["units"] = _each_its_own(sources["units"])
    days = judged_days(run.day - dt.timedelta(weeks=weeks - 1), run.day, "week")
    points = trend(sources, profile_of(run), days, by="team", progress=progress)
    return [as_row(one) for one in points]


def _each_its_own(source: Source) -> pa.Table:
    held = as_table(source)
    count = held.num_rows
    alike = {"level": pa.array(["team"] * count), "parent_id": pa.nulls(count, pa.string())}
    for name, values in alike.items():
        held = held.set_column(held.schema.get_field_index(name), name, values)
    return held


@transaction.atomic
def _note(by: User | None, caseload: Caseload, rows: list[dict[str, object]]) -> None:
    record(
        kind=Kind.COLLECTION,
        action="caseload.trend",
        by=by,
        about=caseload,
        reason="" if by else ON_THE_SERVER,
        changes={"weeks": {"before": None, "after": len({row["day"] for row in rows})}},
    )
