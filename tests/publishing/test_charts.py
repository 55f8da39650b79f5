"""Charts: the picture follows the numbers and stands on its own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.publishing.charts import specification, style, svg_of
from assay.publishing.report_model import Band, Bar, Chart
from assay.standards.load import load_framework

BANDS = tuple(
    Band(step.rating, step.least, step.most)
    for step in load_framework("crc-2019").latest.case_bands.steps
)
SAFETY = Bar("Keeping other people safe", 49, 40.6, 57.1, "Inadequate")
WHITE = 1.0


def chart_of(*bars: Bar) -> Chart:
    return Chart("chart-2.3", "2.3 Implementation and delivery", "A chart", bars, BANDS)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str) -> float:
    return (WHITE + 0.05) / (luminance(colour) + 0.05)


def test_each_bar_is_labelled_with_its_percentage_and_band_in_words() -> None:
    assert "Keeping other people safe: 49% (Inadequate)" in svg_of(chart_of(SAFETY))


def test_every_threshold_is_ruled_and_every_band_named() -> None:
    drawn = svg_of(chart_of(SAFETY))
    for name in ("Inadequate", "Requires", "improvement", "Good", "Outstanding"):
        assert f">{name}<" in drawn
    drawing = specification(chart_of(SAFETY))
    rules, *_ = drawing["layer"]
    values = drawing["datasets"][rules["data"]["name"]]
    assert [value["percent"] for value in values] == [50, 65, 80]


def test_no_threshold_runs_through_a_bars_words() -> None:
    rules, *_ = specification(chart_of(SAFETY, SAFETY))["layer"]
    mark = rules["mark"]
    assert rules["encoding"]["y"]["field"] == "row"
    top = mark["yOffset"] - mark["size"] / 2
    assert top >= 4 - style().row_height / 2 + style().text_size


def test_the_same_chart_is_drawn_the_same_twice_and_asks_for_nothing() -> None:
    drawn = svg_of(chart_of(SAFETY))
    assert drawn == svg_of(chart_of(SAFETY))
    assert not re.search(r'(href|src|url\()[="]', drawn)
    assert "<script" not in drawn


def test_the_drawing_has_no_roles_of_its_own() -> None:
    assert not re.search(r" (role|aria-\w+)=", svg_of(chart_of(SAFETY)))


@pytest.mark.parametrize(("part", "least"), [("ink", 4.5), ("quiet_ink", 4.5), ("rule", 3.0)])
def test_words_and_rules_stand_out_from_the_page(part: str, least: float) -> None:
    assert contrast(getattr(style(), part)) >= least


def test_bars_stand_out_from_the_page() -> None:
    assert contrast(style().bar) >= 3.0


@given(
    st.lists(
        st.builds(
            Bar,
            label=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20),
            percent=st.integers(0, 100),
            low=st.just(0.0),
            high=st.just(100.0),
            band=st.just("Good"),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_name_is_drawn_without_breaking_the_picture(bars: list[Bar]) -> None:
    drawn = svg_of(chart_of(*bars))
    assert drawn.startswith("<svg ")
    assert "<script" not in drawn
