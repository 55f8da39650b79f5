"""The shape of an inspection folder's `inspection.toml`.

Everything a report says that is not counted from cases: dates, figures, findings,
recommendations, the previous inspection. Numbers that name standards and domains, and keys
that name sources, are checked against the framework and the file's own sources, which the
reader passes in the validation context, so that one pass finds every fault.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from assay.publishing.words import listed
from assay.rating.inputs import match_rating
from assay.standards.framework import Entry, Framework, Rating

LONGEST_SUMMARY = 300

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
FindingKind = Literal["strength", "improvement"]


@dataclass(frozen=True, slots=True)
class Context:
    """What an inspection's numbers and keys are checked against.

    Attributes:
        framework: The standards inspected; None when the file names none there is, and
            then numbers are not checked.
        sources: Keys of the file's own sources.
    """

    framework: Framework | None
    sources: tuple[str, ...]


def _context(info: ValidationInfo) -> Context:
    if not isinstance(info.context, Context):
        raise TypeError("an Inspection is validated with a Context; see read_folder")
    return info.context


def _known_standard(number: str, info: ValidationInfo) -> str:
    framework = _context(info).framework
    if framework is not None:
        _one_of(number, [standard.number for standard in framework.standards], "standard")
    return number


def _known_domain(number: str, info: ValidationInfo) -> str:
    framework = _context(info).framework
    if framework is not None:
        _one_of(number, [domain.number for domain in framework.domains], "domain")
    return number


def _own_kind(body_type: str, info: ValidationInfo) -> str:
    framework = _context(info).framework
    if framework is not None and body_type.casefold() != framework.body_type.casefold():
        raise PydanticCustomError(
            "other_body_type",
            "{framework} is not for bodies of this kind",
            {
                "framework": framework.id,
                "use": f"{framework.body_type}, or name the framework this body is inspected under",
            },
        )
    return body_type


def _known_source(key: str, info: ValidationInfo) -> str:
    _one_of(key, _context(info).sources, "source")
    return key


def _one_of(value: str, known: Sequence[str], what: str) -> None:
    if value not in known:
        raise PydanticCustomError(
            "unknown",
            "there is no {what} called this",
            {"what": what, "use": ", ".join(known) or "(none is listed yet)"},
        )


def _rating(value: object) -> object:
    matched = match_rating(value) if isinstance(value, str) else None
    if matched is None:
        raise PydanticCustomError("not_a_rating", "this is not a rating")
    return matched


def is_bare_name(name: str) -> bool:
    """Whether a name can only be a file's of the folder itself."""
    return bool(name.strip()) and not ("/" in name or "\\" in name or name in {".", ".."})


def _bare_name(name: str) -> str:
    if not is_bare_name(name):
        raise PydanticCustomError("not_in_folder", "this is not the name of a file in the folder")
    return name


StandardNumber = Annotated[str, AfterValidator(_known_standard)]
DomainNumber = Annotated[str, AfterValidator(_known_domain)]
BodyType = Annotated[Words, AfterValidator(_own_kind)]
SourceKey = Annotated[str, AfterValidator(_known_source)]
RatingName = Annotated[Rating, BeforeValidator(_rating)]
FileName = Annotated[Words, AfterValidator(_bare_name)]
Number = Annotated[int | float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1)]


class Source(Entry):
    """Something the report leans on; named elsewhere by its key."""

    key: Words
    title: Words
    url: Words | None = None


class Dates(Entry):
    """When the inspection was announced, done and published; fieldwork is inclusive."""

    announced: date | None = None
    fieldwork_from: date | None = None
    fieldwork_to: date | None = None
    fieldwork_words: Words | None = None
    """When fieldwork was, where the days are not known: "autumn 2019"."""
    published: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = (self.announced, self.fieldwork_from, self.fieldwork_to, self.published)
        known = [day for day in days if day is not None]
        if known != sorted(known):
            raise PydanticCustomError(
                "dates_out_of_order",
                "the dates are out of order: announced, fieldwork_from, fieldwork_to, published",
            )
        return self


class Figure(Entry):
    """A figure with its unit, day and source; `qualifier` is "more than", "almost"."""

    value: Number | None = None
    qualifier: Words | None = None
    words: Words | None = None
    """What is known in words where no figure is."""
    asked: Count | None = None
    """For a share of staff: how many answered, where known."""
    date: date
    source: SourceKey

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if (self.value is None) == (self.words is None):
            raise PydanticCustomError(
                "value_or_words", "a figure needs either a value or words, and not both"
            )
        return self


class ContextFigure(Figure):
    """A figure about the body, with the previous inspection's where known."""

    label: Words
    unit: Words
    previous: Figure | None = None


class Summary(Entry):
    """The report in a sentence, resting on rated standards."""

    words: Annotated[Words, StringConstraints(max_length=LONGEST_SUMMARY)]
    standards: tuple[StandardNumber, ...] = Field(min_length=1)


class Statement(Entry):
    """What a named person said; `quoted` is false when it is given in our own words."""

    speaker: Words
    office: Words
    date: date
    words: Words
    quoted: bool = True
    source: SourceKey


class Finding(Entry):
    """A strength or an area for improvement, under the standards it bears on."""

    domain: DomainNumber
    standards: tuple[StandardNumber, ...] = Field(min_length=1)
    kind: FindingKind
    words: Words
    evidence: Words | None = None
    source: SourceKey

    @model_validator(mode="after")
    def _under_its_domain(self, info: ValidationInfo) -> Self:
        framework = _context(info).framework
        if framework is None:
            return self
        ours = {
            standard.number
            for domain in framework.domains
            if domain.number == self.domain
            for standard in domain.standards
        }
        if not ours.intersection(self.standards):
            raise PydanticCustomError(
                "other_domain",
                "none of the finding's standards is in domain {domain}",
                {"domain": self.domain, "use": ", ".join(sorted(ours))},
            )
        return self


class Recommendation(Entry):
    """Who should do what, by when."""

    to: Words
    what: Words
    by: Words | date
    standards: tuple[StandardNumber, ...] = Field(min_length=1)


class PreviousRating(Entry):
    """A standard's rating in the previous inspection, by that framework's number."""

    standard: Words
    rating: RatingName
    source: SourceKey


class Previous(Entry):
    """The inspection before this one."""

    published: date
    framework: Words
    overall: RatingName | None = None
    source: SourceKey
    ratings: tuple[PreviousRating, ...] = ()


class PublishedStandard(Entry):
    """A standard's rating known only from what was published."""

    standard: StandardNumber
    rating: RatingName
    source: SourceKey


class KnownFacts(Entry):
    """What was published besides ratings of standards, and what was not."""

    note: Words
    not_known: tuple[Words, ...] = ()
    overall: RatingName | None = None
    overall_source: SourceKey | None = None
    points_more: int | None = None
    """Points more than the previous inspection had; fewer when negative."""
    points_more_source: SourceKey | None = None

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        for name in ("overall", "points_more"):
            if (getattr(self, name) is None) != (getattr(self, f"{name}_source") is None):
                raise PydanticCustomError(
                    "unsourced",
                    "{name} and {name}_source are given together or not at all",
                    {"name": name},
                )
        return self


class Sample(Entry):
    """How the cases for some standards were chosen; `population` is the eligible list."""

    name: Words
    standards: tuple[StandardNumber, ...] = Field(min_length=1)
    description: Words
    population: Count | None = None
    certificate: FileName | None = None


class Files(Entry):
    """Files in the folder, where their names are not the usual ones."""

    assessments: FileName | None = None
    judgements: FileName | None = None
    discretion: FileName | None = None
    second_reads: FileName | None = None
    case_list: FileName | None = None


class Inspection(Entry):
    """Everything `inspection.toml` says."""

    body: Words
    body_type: BodyType
    owner: Words | None = None
    framework: Words
    lead_inspector: Words
    made_up: bool
    dates: Dates
    summary: Summary
    statement: Statement | None = None
    context: tuple[ContextFigure, ...] = ()
    findings: tuple[Finding, ...] = Field(min_length=1)
    recommendations: tuple[Recommendation, ...] = ()
    previous: Previous | None = None
    published_ratings: tuple[PublishedStandard, ...] = ()
    known_facts: KnownFacts | None = None
    samples: tuple[Sample, ...] = ()
    breakdowns: tuple[Words, ...] = ()
    files: Files = Files()
    sources: tuple[Source, ...] = Field(min_length=1)

    @property
    def rebuilt(self) -> bool:
        """Whether it is put together from what others published, not from its own cases."""
        return bool(self.published_ratings) or self.known_facts is not None

    def source(self, key: str) -> Source:
        """The source with this key.

        Raises:
            KeyError: No such source.
        """
        return {source.key: source for source in self.sources}[key]

    def cite(self, *keys: str) -> str:
        """Sources by their places in the report's list: source 3, or sources 1 and 3."""
        places = [source.key for source in self.sources]
        numbers = sorted({places.index(key) + 1 for key in keys})
        return f"source{'' if len(numbers) == 1 else 's'} {listed([str(n) for n in numbers])}"

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        keys = [source.key for source in self.sources]
        rated = [published.standard for published in self.published_ratings]
        sampled = [number for sample in self.samples for number in sample.standards]
        for what, names in (
            ("source key", keys),
            ("published rating of standard", rated),
            ("sample of standard", sampled),
            ("breakdown", [column.casefold() for column in self.breakdowns]),
        ):
            repeated = sorted({name for name in names if names.count(name) > 1})
            if repeated:
                raise PydanticCustomError(
                    "named_twice",
                    "{what} {names} is given twice",
                    {"what": what, "names": ", ".join(repeated)},
                )
        return self
