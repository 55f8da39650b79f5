"""Whether the figures of an inspection.toml can be: shares within their whole, days past."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from assay.problems import ProblemList
from assay.publishing.inspection import Figure, Inspection


class Share(BaseModel):
    """Units of a share, and its ends."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    units: list[str]
    least: int
    most: int
    because: str


@cache
def share() -> Share:
    """What plausible.toml says of shares."""
    text = files("assay.publishing").joinpath("plausible.toml").read_text(encoding="utf-8")
    return Share.model_validate(tomllib.loads(text)["share"])


def check_plausible(inspection: Inspection, problems: ProblemList) -> None:
    """Note every figure that can't be.

    Args:
        inspection: Sound in its shape.
        problems: Takes a problem for each per cent outside 0 to 100, and for each figure of
            a day after publication.
    """
    published = inspection.dates.published
    for place, unit, figure in _figures(inspection):
        if _is_no_share(unit, figure):
            problems.add(
                f"{place}.value: a share in per cent lies from {share().least} to {share().most}",
                "Correct the value, or the unit if it isn't a share of a whole",
                found=str(figure.value),
            )
        if figure.date > published:
            problems.add(
                f"{place}.date: this is after the day of publication, {published}",
                "Correct one of the dates",
                found=str(figure.date),
            )


def _figures(inspection: Inspection) -> Iterator[tuple[str, str, Figure]]:
    """Each figure with its place and its unit, the previous inspection's too."""
    for number, figure in enumerate(inspection.context, start=1):
        yield f"context[{number}]", figure.unit, figure
        if figure.previous:
            yield f"context[{number}].previous", figure.unit, figure.previous


def _is_no_share(unit: str, figure: Figure) -> bool:
    whole = share()
    return (
        unit.casefold() in whole.units
        and figure.value is not None
        and not whole.least <= figure.value <= whole.most
    )
