"""The life of an inspection, read from `life.toml` and checked on load."""

from functools import cache
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assay.service.accounts.roles import catalogue
from assay.service.project.packaged import packaged

DATES = ("announce_on", "fieldwork_starts_on", "fieldwork_ends_on")
"""The inspection's own dates, which a deadline may be counted from."""
Basis = Literal["published", "unverified", "ours"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Notice(_Strict):
    """How long before fieldwork a provider must be told its days."""

    working_days: int = Field(gt=0)
    basis: Basis
    source: str = ""
    why: str

    @model_validator(mode="after")
    def _founded(self) -> "Notice":
        return _with_source(self)


class Due(_Strict):
    """When a step is due.

    Attributes:
        start: A step's key, or one of DATES.
        working_days: Counted from there; below 0 is before it.
        basis: How well it is founded.
        source: Where it is published, if it is.
        why: In a sentence.
    """

    start: str = Field(alias="from")
    working_days: int
    basis: Basis
    source: str = ""
    why: str

    @model_validator(mode="after")
    def _founded(self) -> "Due":
        return _with_source(self)

    @property
    def is_the_plan(self) -> bool:
        """Whether it is a date of the inspection itself, changed there and not on the step."""
        return self.start in DATES and self.working_days == 0


class Undo(_Strict):
    """Whether a step can be undone.

    Attributes:
        until: The step that ends it; None: never.
        needs: Rules that must hold.
        why: The reason for either, fit for the page.
    """

    until: str | None = None
    needs: tuple[str, ...] = ()
    why: str


class Step(_Strict):
    """One step of the life; see the head of `life.toml`."""

    key: str = Field(pattern=r"^[a-z_]+$", max_length=30)
    task: str
    name: str
    permission: str
    needs: tuple[str, ...]
    undo: Undo
    due: Due


class Life(_Strict):
    """The whole life, in order."""

    notice: Notice
    steps: tuple[Step, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _agree(self) -> "Life":
        keys = self.keys
        if len(set(keys)) < len(keys):
            raise ValueError(f"a step is there twice: {', '.join(keys)}")
        for place, step in enumerate(self.steps):
            if step.permission not in catalogue().permissions:
                raise ValueError(f"{step.key}: no permission is called {step.permission}")
            if step.undo.until is not None and step.undo.until not in keys[place + 1 :]:
                raise ValueError(f"{step.key}: it can't be undone until {step.undo.until!r}, "
                                 "which isn't a later step")  # fmt: skip
            if step.due.start not in (*DATES, *keys[:place]):
                raise ValueError(f"{step.key}: it can't be due from {step.due.start!r}, "
                                 "which isn't a date or an earlier step")  # fmt: skip
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """The steps' keys in order."""
        return tuple(step.key for step in self.steps)

    def step(self, key: str) -> Step:
        """Give a step by its key; KeyError if there is none."""
        found = {step.key: step for step in self.steps}
        return found[key]

    def before(self, key: str) -> tuple[Step, ...]:
        """Give the steps before one."""
        return self.steps[: self.keys.index(key)]

    def after(self, key: str) -> tuple[Step, ...]:
        """Give the steps after one; after "" come all."""
        return self.steps[self.keys.index(key) + 1 :] if key else self.steps


StatedT = TypeVar("StatedT", Notice, Due)


def _with_source(stated: StatedT) -> StatedT:
    if stated.basis == "published" and not stated.source:
        raise ValueError("a published basis needs its source")
    return stated


@cache
def life() -> Life:
    """Read and check the life once."""
    return packaged("assay.service.inspections", "life.toml", Life)


def name_of(key: str) -> str:
    """Say where an inspection stands, from the last step done ("": none yet)."""
    return life().step(key).name if key else "Planned"
