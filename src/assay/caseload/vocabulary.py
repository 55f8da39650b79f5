"""The columns and words of a case list, from case_list.toml, checked on load."""

import json
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Self

from pydantic import Field, model_validator

from assay.standards.framework import Entry, Words

Words_by_value = dict[Words, tuple[str, ...]]


class Column(Entry):
    """Whether a file must have the column, and its other names."""

    required: bool
    aliases: tuple[Words, ...]


class Vocabulary(Entry):
    """Everything case_list.toml holds.

    Raises (on validation): a `ValueError` naming every word or column name that is claimed
    twice.
    """

    source: Words
    restricted_mark: Words
    columns: dict[str, Column] = Field(min_length=1)
    sentence_type: Words_by_value
    rosh_level: Words_by_value
    gender: Words_by_value

    def words(self, column: str) -> dict[str, str]:
        """Every accepted word of a column, in plain form, with the value it stands for.

        Args:
            column: "sentence_type", "rosh_level" or "gender".
        """
        values: Words_by_value = getattr(self, column)
        return {plain(word): value for value, others in values.items() for word in (value, *others)}

    @model_validator(mode="after")
    def _check(self) -> Self:
        claims = {"columns": {name: column.aliases for name, column in self.columns.items()}}
        claims |= {name: getattr(self, name) for name in ("sentence_type", "rosh_level", "gender")}
        faults = [
            f"{name}: {word!r} is given twice"
            for name, values in claims.items()
            for word, count in Counter(
                plain(word) for value, others in values.items() for word in (value, *others)
            ).items()
            if count > 1
        ]
        if faults:
            raise ValueError("\n".join(faults))
        return self


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with Assay."""
    return parse_vocabulary(
        files("assay.caseload").joinpath("case_list.toml").read_text(encoding="utf-8")
    )


def parse_vocabulary(text: str) -> Vocabulary:
    """Read a vocabulary from TOML.

    Args:
        text: TOML in the shape of `Vocabulary`.

    Returns:
        The vocabulary, checked.

    Raises:
        ValueError: Not TOML, an unknown or missing key, or a word given twice.
    """
    return Vocabulary.model_validate_json(json.dumps(tomllib.loads(text)))


def plain(word: str) -> str:
    """A word without case, spaces and punctuation, for comparing."""
    return "".join(character for character in word.casefold() if character.isalnum())
