"""The caseload of the demonstration: who is who in it, and its results.

Working the results out takes some twenty seconds, and their trend as long again, so a process of
its own does it while the service is used already; until then its pages say that nothing has been
loaded.
"""

import datetime as dt
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from assay.service.accounts.actions import Grant, give_role
from assay.service.accounts.models import User
from assay.service.assurance.actions.linking import link
from assay.service.assurance.models import Caseload
from assay.service.assurance.places import extra_is_there
from assay.service.assurance.trends import has_trend
from assay.service.demo.scene import scene
from assay.service.providers.models import Provider

PROFILE = "current"
IN_ITS_PROCESS = """
import os
os.nice(10)  # whoever looks around meanwhile comes first
from assay.service.project.start import ready
ready()
from assay.service.demo.caseload import load_results, load_trend
load_results()
load_trend()
"""


def add_staff(provider: Provider, people: dict[str, User]) -> None:
    """Give the people of the caseload their roles, and say who they are in its record."""
    for person in scene().people:
        if person.scope == "caseload":
            user, chief = people[person.role], people["administrator"]
            give_role(by=chief, user=user, grant=Grant(person.role, provider=provider))
            if person.staff_id:
                link(by=chief, provider=provider, user=user, staff_id=person.staff_id)


def begin_to_load() -> "subprocess.Popen[bytes] | None":
    """Start loading the results, unless they are there or can't be worked out here."""
    held = list(Caseload.objects.all())
    done = len(held) == len(scene().caseload.days) and has_trend(held[0])
    if done or not extra_is_there():
        return None
    return subprocess.Popen([sys.executable, "-c", IN_ITS_PROCESS])  # noqa: S603 - this very program


def load_results() -> None:
    """Make the extract and load it as of each day that is not there yet."""
    from assay.assurance.kept_run import KeptRun  # noqa: PLC0415 - needs the extra
    from assay.caseload.record.synthetic.rates import as_of  # noqa: PLC0415 - the same
    from assay.service.assurance.actions.loading import load  # noqa: PLC0415 - the same

    extract = _extract()
    provider = Provider.objects.get(name=scene().inspections[0].provider.name)
    for days in scene().caseload.days:
        day = as_of() + dt.timedelta(days)
        if not Caseload.objects.filter(provider=provider, as_of=day).exists():
            run = KeptRun.over(extract, day, PROFILE)
            load(by=None, provider=provider, run=run, progress=lambda _: None)


def load_trend() -> None:
    """Work out how the newest run stood week by week, unless that is there."""
    from assay.service.assurance.actions.trending import work_out  # noqa: PLC0415 - needs the extra

    newest = Caseload.objects.filter(erased_at=None)[0]
    if not has_trend(newest):
        work_out(by=None, caseload=newest, progress=lambda _: None, weeks=scene().caseload.weeks)


def _extract() -> Path:
    from assay.caseload.record.shape import record  # noqa: PLC0415 - needs the extra
    from assay.caseload.record.synthetic.write import synthesise  # noqa: PLC0415 - the same

    place, plan = Path(settings.DATA) / "made-up-extract", scene().caseload
    if not place.exists():
        synthesise(record(), plan.people, plan.seed, place, lambda _: None)
    return place
