"""Fills the database its environment names, and prints what to ask for there as JSON."""

import json
import sys
import time

from assay.service.project.start import prepare, ready

ready()

from benchmarks.addresses import addresses, known, searches  # noqa: E402
from benchmarks.filled import Filled, Size, fill  # noqa: E402
from django.conf import settings  # noqa: E402 - the settings must be there first
from django.db.models import Max  # noqa: E402
from django.test import Client  # noqa: E402

from assay.service.accounts.models import User  # noqa: E402
from assay.service.audit.models import Event  # noqa: E402
from assay.service.cases.models import Answer, Case  # noqa: E402

# 201 cases, of which a few are still open with the people who look at the pages.
SMALL, MORE = Size(inspections=5, cases=201), Size(inspections=495, cases=201)
LOOKING = ("lead_inspector", "inspector", "chief_inspector", "administrator")
"""Each page is asked for as the first of these who may see it, then as any other role."""


def main() -> None:
    """Fill with little, or with a hundred times as much; print roles, addresses and a save."""
    prepare()
    began = time.perf_counter()
    made = fill(SMALL)
    if sys.argv[1] == "full":
        made = fill(MORE)
    held = f"{Case.objects.exclude(read_at=None).count():,} assessed cases"
    more = f"{Answer.objects.count():,} answers, {Event.objects.count():,} events"
    said = f"{sys.argv[1]}: {held}, {more}: filled in {time.perf_counter() - began:.0f} s"
    roles = [*LOOKING, *(key for key in made.viewers if key not in LOOKING)]
    asked = {key: _asked(made, made.viewers[key]) for key in roles}
    json.dump({"said": said, "roles": asked, "save": _save(made)}, sys.stdout)


def _asked(made: Filled, user: User) -> dict[str, object]:
    browser = Client()
    browser.force_login(user)
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    return {"cookie": cookie, "where": dict(addresses(made, user)) | searches(made)}


def _save(made: Filled) -> dict[str, object]:
    """Give the newest version of the answer that is saved again and again."""
    arguments = known(made, made.viewers["inspector"])
    answers = Answer.objects.filter(
        reading__public_id=arguments["reading_id"], question=arguments["question"]
    )
    newest = answers.aggregate(version=Max("version"))["version"] or 0
    return {"version": newest, "csrf": settings.CSRF_COOKIE_NAME}


if __name__ == "__main__":
    main()
