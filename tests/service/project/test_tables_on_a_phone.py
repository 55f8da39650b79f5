"""Tables of several columns on a phone: each row a card, each value after its column's name."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

import assay.service

SERVICE = Path(assay.service.__path__[0])
TABLE = re.compile(r'<table class="[^"]*assay-stack.*?</table>', re.DOTALL)
ROLES = ("table", "rowgroup", "row", "columnheader", "rowheader", "cell")


def stacked() -> Iterator[tuple[str, str]]:
    """Give every table that a phone shows as cards, with its template's name."""
    for file in sorted(SERVICE.rglob("*.html")):
        for table in TABLE.findall(file.read_text(encoding="utf-8")):
            yield file.name, table


def test_every_value_of_a_stacked_table_carries_its_columns_name() -> None:
    tables = list(stacked())
    assert len(tables) >= 16
    for name, table in tables:
        head, body = table.split("<tbody", 1)
        for cell in re.findall(r"<td[^>]*", body):
            label = re.search(r'data-label="(.+?)"', cell)
            assert label, (name, cell)
            assert label[1] in head, (name, label[1])


def test_a_stacked_table_says_that_it_is_a_table_whatever_its_look() -> None:
    for name, table in stacked():
        for tag in re.findall(r"<(?:table|thead|tbody|tr|th|td)\b[^>]*", table):
            assert re.search(f'role="({"|".join(ROLES)})"', tag), (name, tag)


@pytest.mark.browser
@pytest.mark.enable_socket
def test_on_a_phone_all_of_a_row_is_in_sight_with_the_names_of_its_columns(page: Page) -> None:
    style = (SERVICE / "project/static/assay/assay.css").read_text(encoding="utf-8")
    cells = "".join(
        f'<td class="govuk-table__cell" role="cell" data-label="{label}">made-up value</td>'
        for label in ("Sufficient", "Per cent", "95% interval", "Band", "Flags")
    )
    page.set_viewport_size({"width": 390, "height": 800})
    page.set_content(
        f"<style>{style}</style><table class='govuk-table assay-stack assay-stack--flagged'>"
        f"<thead><tr><th>Key question</th></tr></thead><tbody><tr><th>P1</th>{cells}</tr></table>"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    said = "e => getComputedStyle(e, '::before').content"
    assert "95% interval" in page.locator("td").nth(2).evaluate(said)
    tops = page.locator("tbody :is(th, td)").evaluate_all(
        "all => all.map((e) => Math.round(e.getBoundingClientRect().top))"
    )
    assert tops[0] < tops[5] < tops[1] < tops[4], "the flags come right under the question"
    page.set_viewport_size({"width": 1200, "height": 800})
    assert page.locator("td").first.evaluate("e => getComputedStyle(e).display") == "table-cell"
