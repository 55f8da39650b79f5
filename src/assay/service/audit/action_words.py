"""The actions of the trail in plain words, read from `action_words.toml`."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from assay.service.project.packaged import packaged


class ActionWords(BaseModel):
    """Words for each action."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: dict[str, str]


@cache
def action_words() -> dict[str, str]:
    """Read the words once."""
    return packaged("assay.service.audit", "action_words.toml", ActionWords).words
