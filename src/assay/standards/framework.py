"""The shape of a framework: what is rated, how, from when, and who says so.

A framework file is TOML. Every table that states a fact names its source by key, and the
source says whether anyone has verified it. Values that can change over time (bands, points,
panel triggers, the cap) are lists of dated versions; asking for a day before the first is
an error, never a guess.
"""

from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Rating = Literal["Inadequate", "Requires improvement", "Good", "Outstanding"]

RATINGS: tuple[Rating, ...] = ("Inadequate", "Requires improvement", "Good", "Outstanding")
"""The four bands, lowest first. Source: the scale named in every published report."""

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
PERCENT_TOP = 100
DATED = ("case_bands", "overall_bands", "points", "panel_triggers", "caps")
"""The values of a framework that can change from a day on."""


class Entry(BaseModel):
    """Strict and frozen: an unknown key or a wrong type stops the load."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Source(Entry):
    """Where a value comes from. `url` is absent when the source is memory or arithmetic."""

    key: Words
    title: Words
    url: Words | None = None
    verified: bool


class CaseFact(Entry):
    """A fact about a case, asked for first with yes or no: it says which prompts are asked."""

    key: Words
    question: Words
    source: Words


class Prompt(Entry):
    """A prompt, in our own short words; in the file plain text, or a table where it branches."""

    words: Words
    asked_if: Words | None = None
    """The key of a case fact: the prompt is asked only of cases of which it is true."""
    not_applicable: bool
    """Whether the form offers "not applicable"; not where the prompt is plain text."""


def _plain_prompt(value: object) -> object:
    return {"words": value, "not_applicable": False} if isinstance(value, str) else value


class KeyQuestion(Entry):
    """A key question, in our own short words. `number` extends its standard's number."""

    number: Words
    name: Words
    prompts: tuple[Annotated[Prompt, BeforeValidator(_plain_prompt)], ...] = Field(min_length=1)
    not_applicable: bool | None = None
    """Whether the form offers "not applicable"; said of each question counted from cases."""
    source: Words


class Standard(Entry):
    """A rated standard: counted from cases, or judged by people with a rationale."""

    number: Words
    name: Words
    theme: Words
    """Joins the standard to its like in other versions: names change, numbers mislead."""
    decided_by: Literal["counts", "judgement"]
    in_overall: bool = True
    key_questions: tuple[KeyQuestion, ...] = Field(min_length=1)
    source: Words


class Domain(Entry):
    """A group of standards under one heading of the report."""

    number: Words
    name: Words
    standards: tuple[Standard, ...] = Field(min_length=1)
    source: Words


class Step(Entry):
    """One band: every whole number from `least` to `most` gets `rating`."""

    rating: Rating
    least: int
    most: int


class Dated(Entry):
    """A value in force from a day until the next one starts."""

    starts: date
    source: Words


class CaseBands(Dated):
    """Bands on the published whole per cent of sufficient cases."""

    rounding: Literal["half_up_whole_percent"]
    steps: tuple[Step, ...]


class OverallBands(Dated):
    """Bands on the total of points."""

    steps: tuple[Step, ...]


class Points(Dated):
    """Points for each rating of a standard."""

    awards: dict[Rating, int]


class PanelTriggers(Dated):
    """When a ratings panel may use discretion: what has to be flagged to it."""

    boundary_points: int
    """Percentage points from a boundary that count as near it."""
    few_cases: int
    """A key question with this many relevant cases or fewer is flagged."""
    one_case: bool
    """Flag where one case judged differently would change the band."""
    bands_moved: int = Field(ge=1)
    """How many bands a panel's discretion may move a rating, at most."""


class Cap(Dated):
    """A limit on the overall rating; a setting, off unless `enabled`."""

    enabled: bool
    when_rating: Rating
    when_count: int
    highest: Rating


class InForce(Entry):
    """First and last day of fieldwork under the framework; `until` is absent while current."""

    starts: date
    until: date | None = None
    source: Words


DatedValue = TypeVar("DatedValue", bound=Dated)


class Framework(Entry):
    """One version of the inspectorate's standards for one kind of body.

    Its shape is checked here, its sense in `framework_checks`; `read_framework` does both.
    """

    id: Words
    title: Words
    family: Literal["adult", "youth"]
    body_type: Words
    in_force: InForce
    sources: tuple[Source, ...] = Field(min_length=1)
    domains: tuple[Domain, ...] = Field(min_length=1)
    case_bands: tuple[CaseBands, ...] = Field(min_length=1)
    overall_bands: tuple[OverallBands, ...] = Field(min_length=1)
    points: tuple[Points, ...] = Field(min_length=1)
    panel_triggers: tuple[PanelTriggers, ...] = Field(min_length=1)
    caps: tuple[Cap, ...] = ()
    case_facts: tuple[CaseFact, ...] = ()

    @cached_property
    def standards(self) -> tuple[Standard, ...]:
        """Every standard, in the framework's order."""
        return tuple(standard for domain in self.domains for standard in domain.standards)

    @cached_property
    def key_questions(self) -> dict[str, KeyQuestion]:
        """Every key question by number, in the framework's order."""
        return {
            question.number: question
            for standard in self.standards
            for question in standard.key_questions
        }

    def standard(self, number: str) -> Standard:
        """The standard with this number.

        Raises:
            KeyError: No such standard.
        """
        return {standard.number: standard for standard in self.standards}[number]

    @property
    def max_points(self) -> int:
        """The highest total: every standard that counts given the highest rating."""
        counted = sum(standard.in_overall for standard in self.standards)
        return counted * max(self.latest.points.awards.values())

    def source(self, key: str) -> Source:
        """The source with this key.

        Raises:
            KeyError: No such source.
        """
        return {source.key: source for source in self.sources}[key]

    def on(self, day: date) -> "Rules":
        """The values in force on a day.

        Args:
            day: The day the rating is made for; an inspection uses its first day of fieldwork.

        Returns:
            One value of each kind.

        Raises:
            LookupError: The day is before the first value of one of them.
        """
        return Rules(
            case_bands=self._in_force(self.case_bands, "case_bands", day),
            overall_bands=self._in_force(self.overall_bands, "overall_bands", day),
            points=self._in_force(self.points, "points", day),
            panel_triggers=self._in_force(self.panel_triggers, "panel_triggers", day),
            cap=self._in_force(self.caps, "caps", day) if self.caps else None,
        )

    def _in_force(self, values: tuple[DatedValue, ...], name: str, day: date) -> DatedValue:
        started = [value for value in values if value.starts <= day]
        if not started:
            raise LookupError(
                f"{self.id} has no {name.replace('_', ' ')} in force on {day.isoformat()}: "
                f"the first start on {values[0].starts.isoformat()}"
            )
        return started[-1]

    @property
    def latest(self) -> "Rules":
        """The values in force at the end: today's for a current framework."""
        return self.on(max(value.starts for name in DATED for value in getattr(self, name)))


class Rules(Entry):
    """The values of a framework in force on one day."""

    case_bands: CaseBands
    overall_bands: OverallBands
    points: Points
    panel_triggers: PanelTriggers
    cap: Cap | None

    def band_of_percent(self, whole_percent: int) -> Rating:
        """The band of a published whole per cent, 0 to 100."""
        return _band(self.case_bands.steps, whole_percent)

    def band_of_points(self, total: int) -> Rating:
        """The overall band of a total of points."""
        return _band(self.overall_bands.steps, total)

    def percent_edges(self) -> tuple[Fraction, ...]:
        """The lowest share, not yet rounded, that reaches each band above the first."""
        half = Fraction(1, 2)
        return tuple((step.least - half) / PERCENT_TOP for step in self.case_bands.steps[1:])


def _band(steps: tuple[Step, ...], value: int) -> Rating:
    for step in steps:
        if step.least <= value <= step.most:
            return step.rating
    raise ValueError(f"{value} is outside the bands {steps[0].least} to {steps[-1].most}")
