"""A search of a very long trail shows its newest events and says how to reach the others."""

from typing import Any

import pytest

from assay.service.audit import views
from assay.service.project.limits import limits

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch: Any) -> None:
    """Let a search show three events."""
    page = limits().page.model_copy(update={"events": 3})
    short = limits().model_copy(update={"page": page})
    monkeypatch.setattr(views, "limits", lambda: short)


def test_the_newest_events_are_shown_and_the_page_says_there_are_more(
    few: None, signed_in: Any
) -> None:
    browser = signed_in("administrator")
    for _ in range(4):
        page = browser.get("/audit/").text
    assert "The newest 3 events" in page
    assert "giving the last day to look at" in page
    assert page.count('<tr class="govuk-table__row">') == 4


def test_a_short_trail_is_shown_whole(few: None, signed_in: Any) -> None:
    page = signed_in("administrator").get("/audit/").text
    assert ", newest first" in page
    assert "giving the last day" not in page
