"""The rules of a sample as dated, sourced data: strata, groups, cap, what is set aside."""

import json
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Literal, Self

from pydantic import Field, model_validator

from assay.problems import InputProblems
from assay.standards.framework import Entry, Source, Words

SHIPPED = files("assay.sampling").joinpath("specifications")
DEFAULT = "assay-2026"
RECORDED_SEXES = ("male", "female")
UNRECORDED_SEX = "not recorded as male or female"


class Restricted(Entry):
    """A name that holds `mark` belongs to a restricted record."""

    mark: Words
    source: Words


class UnrecordedSex(Entry):
    """What happens to cases without a recorded sex of male or female."""

    treatment: Literal["set aside", "own stratum"]
    source: Words


class OfficerCap(Entry):
    """No responsible officer has more than `most` cases over the whole sample."""

    most: int = Field(ge=1)
    source: Words


class Groups(Entry):
    """Recorded words gathered into groups; each word is in one group."""

    groups: dict[Words, tuple[Words, ...]] = Field(min_length=1)
    source: Words


class Stratum(Entry):
    """A stratum; an absent list means any sentence group, or any risk group."""

    name: Words
    sex: tuple[Words, ...] = Field(min_length=1)
    sentence_group: tuple[Words, ...] | None = None
    risk_group: tuple[Words, ...] | None = None
    source: Words


class Specification(Entry):
    """The rules of a sample.

    Raises (on validation): a `ValueError` naming each unknown source, each word in two
    groups, and each kind of case that falls in no stratum or in several.
    """

    id: Words
    title: Words
    starts: date
    sources: tuple[Source, ...] = Field(min_length=1)
    restricted: Restricted
    unrecorded_sex: UnrecordedSex
    officer_cap: OfficerCap
    sentence_groups: Groups
    risk_groups: Groups
    strata: tuple[Stratum, ...] = Field(min_length=1)

    @property
    def stratum_names(self) -> tuple[str, ...]:
        """Names of the strata, in the specification's order."""
        return tuple(stratum.name for stratum in self.strata)

    @property
    def sexes(self) -> tuple[str, ...]:
        """Recorded sexes that are sampled."""
        own = self.unrecorded_sex.treatment == "own stratum"
        return (*RECORDED_SEXES, UNRECORDED_SEX) if own else RECORDED_SEXES

    def stratum_by_kind(self) -> dict[tuple[str, str, str], str]:
        """Every (sex, sentence type, risk level) that is sampled, with its stratum's name."""
        return {kind: names[0] for kind, names in self._kinds().items()}

    def _kinds(self) -> dict[tuple[str, str, str], list[str]]:
        sentences, risks = _by_word(self.sentence_groups), _by_word(self.risk_groups)
        return {
            (sex, sentence, risk): [
                stratum.name
                for stratum in self.strata
                if sex in stratum.sex
                and sentences[sentence] in (stratum.sentence_group or self.sentence_groups.groups)
                and risks[risk] in (stratum.risk_group or self.risk_groups.groups)
            ]
            for sex, sentence, risk in product(self.sexes, sentences, risks)
        }

    @model_validator(mode="after")
    def _check(self) -> Self:
        faults = [*self._source_faults(), *self._word_faults()]
        faults = faults or [
            f"{', '.join(kind)}: should fall in one stratum, falls in {len(names)}"
            for kind, names in self._kinds().items()
            if len(names) != 1
        ]
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def _source_faults(self) -> list[str]:
        known = {source.key for source in self.sources}
        keys = [
            self.restricted.source,
            self.unrecorded_sex.source,
            self.officer_cap.source,
            self.sentence_groups.source,
            self.risk_groups.source,
            *(stratum.source for stratum in self.strata),
        ]
        return [f"source {key!r} is not in [[sources]]" for key in keys if key not in known]

    def _word_faults(self) -> list[str]:
        lists = {
            "strata": [stratum.name for stratum in self.strata],
            "sentence_groups": [w for words in self.sentence_groups.groups.values() for w in words],
            "risk_groups": [w for words in self.risk_groups.groups.values() for w in words],
        }
        return [
            f"{name}: {word!r} is given twice"
            for name, words in lists.items()
            for word in sorted(set(words))
            if words.count(word) > 1
        ]


@cache
def specification_ids() -> tuple[str, ...]:
    """Ids of the specifications that ship with Assay, in alphabetical order."""
    names = (entry.name for entry in SHIPPED.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def load_specification(specification_id: str = DEFAULT) -> Specification:
    """Load a specification that ships with Assay.

    Args:
        specification_id: One of `specification_ids()`.

    Returns:
        The specification, checked.

    Raises:
        InputProblems: No specification has this id.
    """
    if specification_id not in specification_ids():
        raise InputProblems.one(
            "--spec",
            "there is no sampling specification with this id",
            f"Use one of {', '.join(specification_ids())}",
            found=specification_id,
        )
    text = SHIPPED.joinpath(f"{specification_id}.toml").read_text(encoding="utf-8")
    return parse_specification(text)


def parse_specification(text: str) -> Specification:
    """Read a specification from TOML.

    Args:
        text: TOML in the shape of `Specification`.

    Returns:
        The specification, checked.

    Raises:
        ValueError: Not TOML, an unknown or missing key, or anything `Specification` refuses.
    """
    return Specification.model_validate_json(json.dumps(tomllib.loads(text), default=str))


def _by_word(groups: Groups) -> dict[str, str]:
    return {word: name for name, words in groups.groups.items() for word in words}
