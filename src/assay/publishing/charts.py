"""A standard's key questions as a chart: specification by Altair, picture by vl-convert.

Bars are labelled in words and the bands are ruled and named, so colour carries nothing by
itself. Nothing is fetched and no browser is used.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, cast

import altair as alt
import fontpkg_atkinson_hyperlegible as typeface
import vl_convert
from pydantic import BaseModel, ConfigDict

from assay.publishing.report_model import Chart

FONT_FOLDER = typeface.ROOT / "files"
ROLES = re.compile(r' (role|aria-[a-z]+)="[^"]*"')


class Style(BaseModel):
    """How charts look; see charts.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    font: str
    width: int
    row_height: int
    text_size: int
    small_text_size: int
    bar: str
    ink: str
    quiet_ink: str
    rule: str


@cache
def style() -> Style:
    """The charts' look; the typeface is registered on the first call."""
    vl_convert.register_font_directory(str(FONT_FOLDER))
    text = files("assay.publishing").joinpath("charts.toml").read_text(encoding="utf-8")
    return Style.model_validate(tomllib.loads(text))


def svg_of(chart: Chart) -> str:
    """Draw a chart.

    Args:
        chart: At least one bar.

    Returns:
        An SVG element as text. It has no name or roles of its own: the page presents it as
        one picture with the chart's `alt`.
    """
    return ROLES.sub("", vl_convert.vegalite_to_svg(specification(chart)))


def specification(chart: Chart) -> dict[str, Any]:
    """The chart's Vega-Lite specification."""
    look = style()
    layers = alt.layer(*_thresholds(chart, look), *_bars(chart, look))
    return cast(
        "dict[str, Any]",
        layers.properties(width=look.width, height=look.row_height * len(chart.bars))
        .configure(font=look.font, aria=False, padding=4, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=look.small_text_size,
            titleFontSize=look.small_text_size,
            titleFontWeight="normal",
            labelColor=look.ink,
            titleColor=look.ink,
        )
        .to_dict(),
    )


def _bars(chart: Chart, look: Style) -> list[alt.Chart]:
    rows = [
        {
            "row": place,
            "words": f"{bar.label}: {bar.percent}% ({bar.band})",
            "percent": bar.percent,
            "low": bar.low,
            "high": bar.high,
        }
        for place, bar in enumerate(chart.bars)
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(y=_row())
    half = look.row_height / 2
    place: dict[str, Any] = {
        "align": "left",
        "baseline": "top",
        "dy": 4 - half,
        "fontSize": look.text_size,
    }
    name = base.mark_text(**place, color=look.ink).encode(x=alt.datum(0), text="words:N")
    bar = base.mark_bar(color=look.bar, height=look.row_height * 0.3, yOffset=half * 0.3).encode(
        x=_percent("percent"), x2=alt.datum(0)
    )
    whisker = base.mark_rule(color=look.ink, strokeWidth=2, yOffset=half * 0.3).encode(
        x=_percent("low"), x2="high:Q"
    )
    ends = [
        base.mark_tick(
            color=look.ink,
            opacity=1,
            thickness=2,
            size=look.row_height * 0.22,
            yOffset=half * 0.3,
        ).encode(x=_percent(end))
        for end in ("low", "high")
    ]
    return [name, bar, whisker, *ends]


def _thresholds(chart: Chart, look: Style) -> list[alt.Chart]:
    # Ruled at each bar only, so that no line runs through the words above it.
    edges = [
        {"row": place, "percent": band.least}
        for place in range(len(chart.bars))
        for band in chart.bands[1:]
    ]
    names = [
        {"percent": (band.least + band.most + 1) / 2, "name": band.rating} for band in chart.bands
    ]
    half = look.row_height / 2
    rules = alt.Chart(alt.InlineData(values=edges)).mark_tick(
        color=look.rule, opacity=1, thickness=1.5, size=half, yOffset=half * 0.3
    )
    labels = alt.Chart(alt.InlineData(values=names)).mark_text(
        baseline="top",
        lineBreak=" ",  # "Requires improvement" is wider than its band
        dy=-2.6 * look.small_text_size,
        fontSize=look.small_text_size,
        color=look.quiet_ink,
    )
    return [
        rules.encode(x=_percent("percent"), y=_row()),
        labels.encode(x=_percent("percent"), y=alt.value(0), text="name:N"),
    ]


def _row() -> alt.Y:
    return alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))


def _percent(field: str) -> alt.X:
    return alt.X(
        f"{field}:Q",
        title="Per cent of relevant cases judged sufficient, with 95% interval",
        scale=alt.Scale(domain=[0, 100], nice=False),
        axis=alt.Axis(values=[0, 20, 40, 50, 65, 80, 100], grid=False, tickSize=4),
    )
