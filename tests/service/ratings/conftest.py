"""An inspection in fieldwork with every case of its sample read. Everybody is made up."""

from typing import Any

import pytest
from tests.service.cases.conftest import *  # noqa: F403 - the sample and its readers
from tests.service.cases.conftest import _check_at_once  # noqa: F401 - checks without a thread

from assay.service.cases.models import Case
from assay.service.ratings import actions

REASON = "Made-up evidence supports it."


@pytest.fixture
def read(drawn: Any, inspection: Any, inspector: Any, given: Any, answer: Any) -> Any:
    """Every case is sufficient but that half are not on P2.1.1: 50 per cent, at a boundary."""
    cases = list(Case.objects.filter(draw=drawn, state="sample").order_by("number"))
    for place, case in enumerate(cases):
        answer(given(case, inspector), {"P2.1.1": "no"} if place < len(cases) // 2 else {})
    type(inspection).objects.filter(pk=inspection.pk).update(reached="fieldwork")
    inspection.refresh_from_db()
    return inspection


@pytest.fixture
def sitting(read: Any, lead: Any, inspector: Any) -> Any:
    """A panel of two on the inspection that is read."""
    actions.name_members(by=lead, inspection=read, people=[lead, inspector])
    return read


@pytest.fixture
def decide(sitting: Any, lead: Any) -> Any:
    """Decide a standard: `decide("P2.1", "Good")`."""

    def give(standard: str, rating: str, **other: Any) -> Any:
        said = {"agreed": [lead], "dissent": "", "reason": REASON, "seen": None} | other
        return actions.decide(by=lead, inspection=sitting, standard=standard, rating=rating, **said)

    return give


@pytest.fixture
def decided(decide: Any, sitting: Any) -> Any:
    """Every standard decided; the panel lowers P2.1, which is at a boundary."""
    for standard in ("P1.1", "P1.2", "P1.3"):
        decide(standard, "Good")
    decide("P2.1", "Inadequate", dissent="Made-up inspector: half is half.")
    for standard in ("P2.2", "P2.3", "P2.4"):
        decide(standard, "Outstanding")
    return sitting
