"""The league table's page: contents, dates in words, no column of nothing."""

import datetime as dt
import re

import pytest

from assay.publishing.league import league
from assay.publishing.league_page import league_page
from assay.publishing.league_text import Edition
from assay.publishing.record.load import load_record


@pytest.fixture(scope="module")
def page() -> str:
    record = load_record()
    edition = Edition("1.2.3", dt.date(2026, 1, 2), None)
    return league_page(league(record, on=record.newest), edition, record)


def test_every_version_is_in_the_contents(page: str) -> None:
    contents = page.partition("<nav")[2].partition("</nav>")[0]
    links = re.findall(r'href="#([^"]+)"', contents)
    assert len(links) == page.count("<h2") - 1  # the contents list has a heading of its own
    assert all(f'id="{link}"' in page for link in links)


def test_days_are_said_in_words_as_far_as_they_are_known(page: str) -> None:
    tables = "".join(re.findall(r"<table.*?</table>", page, flags=re.DOTALL))
    assert "5 March 2020" in tables
    assert "February 2024" in tables
    assert not re.search(r"\d{4}-\d{2}", tables)
    assert "Probation Service (national), 29 April 2025:" in page


def test_a_change_is_shown_only_where_somebody_has_an_earlier_figure(page: str) -> None:
    tables = re.findall(r"<table.*?</table>", page, flags=re.DOTALL)
    with_change = [table for table in tables if "Change in points</th>" in table]
    assert 0 < len(with_change) < len(tables)
    assert "none known" not in page
    assert '<span class="hidden">no earlier figure</span>' in page


def test_a_caption_does_not_say_the_heading_again(page: str) -> None:
    captions = re.findall(r"<caption[^>]*><span>(.*?)</span>", page)
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page)
    assert all(caption.startswith("Places by points: ") for caption in captions)
    assert not set(captions) & set(headings)
