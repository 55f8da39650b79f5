"""The shape of a framework: what is rated, how, from when, and who says so.

A framework file is TOML. Every table that states a fact names its source by key, and the
source says whether anyone has verified it. Values that can change over time (bands, points,
panel triggers, the cap) are lists of dated versions; asking for a day before the first is
an error, never a guess.
"""

from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

RATINGS = ("Inadequate", "Requires improvement", "Good", "Outstanding")
"""The four bands, lowest first. Source: the scale named in every published report."""

Rating = Literal["Inadequate", "Requires improvement", "Good", "Outstanding"]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
PERCENT_TOP = 100


class Entry(BaseModel):
    """Strict and frozen: an unknown key or a wrong type stops the load."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Source(Entry):
    """Where a value comes from. `url` is absent when the source is memory or arithmetic."""

    key: Words
    title: Words
    url: Words | None = None
    verified: bool


class KeyQuestion(Entry):
    """A key question, in our own short words. `number` extends its standard's number."""

    number: Words
    name: Words
    prompts: tuple[Words, ...] = Field(min_length=1)
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

    Raises (on validation): a `ValueError` for each of: an unknown source, a number or name
    used twice, a gap or overlap in bands, bands that do not fit the standards' points, dated
    values that are out of order.
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
                f"{self.id}: no {name} in force on {day.isoformat()}; "
                f"the first starts on {values[0].starts.isoformat()}"
            )
        return started[-1]

    @property
    def latest(self) -> "Rules":
        """The values in force at the end: today's for a current framework."""
        starts = (
            value.starts
            for values in (
                self.case_bands,
                self.overall_bands,
                self.points,
                self.panel_triggers,
                self.caps,
            )
            for value in values
        )
        return self.on(max(starts))

    @model_validator(mode="after")
    def _check(self) -> Self:
        faults = [
            *self._source_faults(),
            *self._number_faults(),
            *self._date_faults(),
            *self._band_faults(),
        ]
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def _source_faults(self) -> list[str]:
        known = {source.key for source in self.sources}
        named = [
            ("in_force", self.in_force.source),
            *((f"domain {d.number}", d.source) for d in self.domains),
            *((f"standard {s.number}", s.source) for s in self.standards),
            *((f"key question {n}", q.source) for n, q in self.key_questions.items()),
            *(
                (f"{name} from {value.starts}", value.source)
                for name in ("case_bands", "overall_bands", "points", "panel_triggers", "caps")
                for value in getattr(self, name)
            ),
        ]
        return [
            f"{where}: source {key!r} is not in [[sources]]; add it there or correct the key"
            for where, key in named
            if key not in known
        ]

    def _number_faults(self) -> list[str]:
        faults = []
        questions = [q.number for s in self.standards for q in s.key_questions]
        for kind, values in {
            "source key": [source.key for source in self.sources],
            "domain number": [domain.number for domain in self.domains],
            "standard number": [standard.number for standard in self.standards],
            "standard name": [standard.name for standard in self.standards],
            "standard theme": [standard.theme for standard in self.standards],
            "key question number": questions,
        }.items():
            repeated = sorted({value for value in values if values.count(value) > 1})
            faults += [f"{kind} {value!r} is used twice" for value in repeated]
        for standard in self.standards:
            faults += [
                f"key question {question.number}: should start with {standard.number!r}"
                for question in standard.key_questions
                if not question.number.startswith(f"{standard.number}.")
            ]
        return faults

    def _date_faults(self) -> list[str]:
        faults = []
        if self.in_force.until and self.in_force.until < self.in_force.starts:
            faults.append("in_force: until is before starts")
        for name in ("case_bands", "overall_bands", "points", "panel_triggers", "caps"):
            days = [value.starts for value in getattr(self, name)]
            if any(later <= earlier for earlier, later in zip(days, days[1:], strict=False)):
                faults.append(f"{name}: start dates must rise, found {', '.join(map(str, days))}")
        return faults

    def _band_faults(self) -> list[str]:
        faults: list[str] = []
        for points in self.points:
            if list(points.awards) != list(RATINGS):
                faults.append(f"points from {points.starts}: needs all four ratings, lowest first")
            elif sorted(set(points.awards.values())) != list(points.awards.values()):
                faults.append(f"points from {points.starts}: points must rise with the rating")
        for case_bands in self.case_bands:
            where = f"case_bands from {case_bands.starts}"
            faults += step_faults(where, case_bands.steps, PERCENT_TOP)
        if not faults:
            counted = sum(standard.in_overall for standard in self.standards)
            top = counted * max(self.points[-1].awards.values())
            for overall in self.overall_bands:
                faults += step_faults(f"overall_bands from {overall.starts}", overall.steps, top)
        return faults


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


def step_faults(where: str, steps: tuple[Step, ...], top: int) -> list[str]:
    """Say where bands fail to cover 0 to `top` once each, lowest rating first."""
    faults: list[str] = []
    if tuple(step.rating for step in steps) != RATINGS:
        faults.append(f"{where}: needs the four ratings once each, lowest first")
    expected = 0
    for step in steps:
        if step.least > expected:
            faults.append(f"{where}: gap, nothing covers {expected} to {step.least - 1}")
        elif step.least < expected:
            faults.append(f"{where}: overlap, {step.least} to {expected - 1} is covered twice")
        if step.most < step.least:
            faults.append(f"{where}: {step.rating} ends before it starts")
        expected = step.most + 1
    if expected != top + 1:
        faults.append(f"{where}: ends at {expected - 1}, but the highest value is {top}")
    return faults
