"""The web page: whole in itself, named and ordered for a screen reader."""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from assay.publishing.build import report_of
from assay.publishing.html import html_of
from assay.publishing.index_page import Made, index_page
from assay.publishing.report_model import Report

LOADS = {"script", "link", "img", "iframe", "object", "embed", "video", "audio", "source"}


class Page(HTMLParser):
    """The tags of a page with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module", params=["made_up", "swm"])
def report(request: pytest.FixtureRequest) -> Report:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def page(report: Report) -> Page:
    return Page(html_of(report))


def test_the_page_says_its_language_and_its_title_bears_the_mark(
    page: Page, report: Report
) -> None:
    assert page.all("html") == [{"lang": "en-GB"}]
    assert report.mark is not None
    assert f"({report.mark.words})</title>" in html_of(report)


def test_the_mark_is_said_at_the_top_and_at_the_foot(report: Report) -> None:
    assert report.mark is not None
    text = html_of(report)
    assert text.index(report.mark.words, text.index("<body")) < text.index("<h1")
    assert report.mark.words in text[text.index("<footer") :]


def test_nothing_is_fetched_and_nothing_runs(page: Page, report: Report) -> None:
    loading = [(tag, attributes) for tag, attributes in page.tags if tag in LOADS]
    assert loading == [("link", {"rel": "icon", "href": "data:,"})]
    style = html_of(report).partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


def test_headings_go_down_one_level_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert max(levels) <= 4


def test_every_name_is_used_once_and_every_inner_link_lands(page: Page) -> None:
    names = [str(attributes["id"]) for _, attributes in page.tags if "id" in attributes]
    assert [name for name, uses in Counter(names).items() if uses > 1] == []
    links = [str(link["href"]) for link in page.all("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(names)
    labels = [str(a["aria-labelledby"]) for _, a in page.tags if "aria-labelledby" in a]
    assert set(labels) <= set(names)


def test_landmarks_and_a_way_past_the_contents_are_there(page: Page) -> None:
    for landmark in ("header", "nav", "main", "footer"):
        assert len(page.all(landmark)) == 1
    assert page.all("a")[0]["href"] == "#main"


def test_every_table_has_a_caption_and_scoped_headers(page: Page) -> None:
    assert len(page.all("table")) == len(page.all("caption")) > 0
    assert {header.get("scope") for header in page.all("th")} == {"col", "row"}


def test_a_table_says_its_roles_so_that_narrow_rows_stay_rows(page: Page) -> None:
    for tag, role in (("table", "table"), ("tr", "row"), ("td", "cell")):
        assert {found.get("role") for found in page.all(tag)} == {role}
    assert {found["role"] for found in page.all("th")} == {"columnheader", "rowheader"}
    assert all(found["data-label"] for found in page.all("td"))


def test_whatever_scrolls_can_be_reached_by_keyboard_and_has_a_name(page: Page) -> None:
    scrolling = [a for _, a in page.tags if a.get("class") == "scroll"]
    assert len(scrolling) >= len(page.all("table"))
    assert all(a["tabindex"] == "0" and a["aria-labelledby"] for a in scrolling)


def test_each_chart_is_one_picture_with_its_numbers_in_words(made_up: Report) -> None:
    pictures = Page(html_of(made_up)).all("svg")
    assert len(pictures) == 6
    assert all(picture["role"] == "img" for picture in pictures)
    assert "49 per cent, interval" in str(pictures[2]["aria-label"])


def test_whatever_a_person_typed_is_escaped(edited: Callable[..., Path]) -> None:
    nasty = "<script>alert('x')</script> & \\\"quoted\\\""
    folder = edited(
        "made-up",
        ('body = "Exampleshire', f'body = "{nasty} Exampleshire'),
        ('words = "Leaders set', f'words = "{nasty} Leaders set'),
    )
    text = html_of(report_of(folder)[0])
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_ratings_are_said_in_words_with_enough_contrast(report: Report) -> None:
    text = html_of(report)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))
    for name in ("outstanding", "good", "requires-improvement", "inadequate", "not-rated"):
        assert contrast_with_white(colours[name]) >= 4.5
    assert re.search(r'class="rating rating-inadequate">Inadequate<', text)


def contrast_with_white(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_the_masthead_says_what_sort_of_report_it_is(made_up: Report, swm: Report) -> None:
    assert '<p class="kind">Inspection report</p>' in html_of(made_up)
    text = html_of(swm)
    assert '<p class="kind">Inspection rebuilt from published facts</p>' in text
    assert "Inspectorate&#39;s report published 5 March 2020</p>" in text


def test_what_was_made_is_listed_with_spaces_between_its_sentences(swm: Report) -> None:
    assert "published facts. Also as <a" in index_page([Made("swm-2020", swm)])
