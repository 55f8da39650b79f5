"""Loading a provider's caseload: all of it is worked out first, and then shown at once."""

import shutil
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from assay.assurance.kept_run import KeptRun
from assay.assurance.run import run_over
from assay.assurance.shelf import arrange
from assay.service.accounts.models import User
from assay.service.assurance.keys import key_of
from assay.service.assurance.models import Caseload
from assay.service.assurance.places import UNFINISHED, clear_unfinished, folder_of, remove
from assay.service.assurance.words import words
from assay.service.audit.changes import differences
from assay.service.audit.models import Kind
from assay.service.audit.record import record
from assay.service.providers.models import Provider

AT_THE_CONSOLE = "loaded on the server"


def load(
    *, by: User | None, provider: Provider, run: KeptRun, progress: Callable[[str], None]
) -> Caseload:
    """Check an extract, work every criterion out, and show the results from then on.

    Args:
        by: Who loads it; None is whoever runs the server.
        provider: Whose caseload it is.
        run: The extract, the day, the profile and the mapping.
        progress: Told what is being done.

    Returns:
        The caseload; those too old to be kept are erased.

    Raises:
        InputProblems: The extract, the profile or the mapping is wrong: everything that is.
            Nothing is kept then.
    """
    name = uuid.uuid4().hex
    clear_unfinished()
    place = folder_of(f"{UNFINISHED}{name}")
    place.mkdir(mode=0o700)
    try:
        cases = _work_out(provider, run, place, progress)
        place.rename(folder_of(name))
        return _show(by, provider, run, name, cases)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        remove(name)
        raise


def _work_out(
    provider: Provider, run: KeptRun, place: Path, progress: Callable[[str], None]
) -> int:
    sources = run_over(run, "duckdb", place, progress).sources
    progress("Arranging the results for the pages")

    def key(kind: str, reference: str) -> str:
        return str(key_of(provider, kind, reference))

    cases = arrange(place, sources["staff"], sources["units"], key)
    for file in place.iterdir():
        file.chmod(0o600)
    return cases


@transaction.atomic
def _show(by: User | None, provider: Provider, run: KeptRun, name: str, cases: int) -> Caseload:
    caseload = Caseload.objects.create(
        provider=provider,
        as_of=run.day,
        profile=run.profile,
        extract=run.extract,
        folder=name,
        cases=cases,
        loaded_by=by,
    )
    record(
        kind=Kind.COLLECTION,
        action="caseload.load",
        by=by,
        about=caseload,
        reason="" if by else AT_THE_CONSOLE,
        changes=differences(caseload),
    )
    _erase_old(by, provider)
    return caseload


def _erase_old(by: User | None, provider: Provider) -> None:
    kept = words().keep.runs
    held = Caseload.objects.select_for_update(of=("self",)).filter(
        provider=provider, erased_at=None
    )
    for old in list(held)[kept:]:
        old.erased_at = timezone.now()
        old.save(update_fields=["erased_at"])
        record(
            kind=Kind.ERASURE,
            action="caseload.erase",
            by=by,
            about=old,
            reason=f"more than {kept} runs are not kept",
            changes={"cases": {"before": old.cases, "after": 0}},
        )
        transaction.on_commit(partial(remove, old.folder))
