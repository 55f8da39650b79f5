"""What the demonstration makes up, read from `scene.toml` and checked on load."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assay.service.project.packaged import packaged


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(_Strict):
    """A made-up person and the one role they hold; on an inspection, it is the first two.

    On a caseload, it is the first inspection's provider; `staff_id` is who they are in its record.
    """

    role: str
    name: str = Field(pattern="^Made-up ")
    email: str = Field(pattern="@example.test$")
    scope: Literal["service", "inspection", "provider", "caseload"]
    staff_id: str = ""


class Body(_Strict):
    """A made-up provider."""

    name: str = Field(pattern="^Made-up ")
    short_name: str
    body_type: str


class Planned(_Strict):
    """A made-up inspection, its days counted in working days from today."""

    name: str = Field(pattern=r"\(made up\)$")
    framework: str
    provider: Body
    announced: int
    starts: int
    ends: int
    reached: str


class Fieldwork(_Strict):
    """How far the readings of the first inspection have come."""

    sample: int = Field(gt=0)
    buffer_percent: int
    submitted: int
    started: int
    given_out: int
    second_submitted: int
    second_started: int
    feedback: int
    settled: int
    differs: float
    facts: dict[str, float]
    home_ldu: str
    home_team: str
    readers: tuple[str, ...]
    second_readers: tuple[str, ...]
    restriction: str


class MadeUpCaseload(_Strict):
    """The caseload of the first inspection's provider."""

    people: int = Field(gt=0)
    seed: int
    days: tuple[int, ...] = Field(min_length=1)
    weeks: int = Field(gt=1)


class Fault(_Strict):
    """Something wrong with the second inspection's case list."""

    row: int = Field(gt=1)
    column: str
    says: str


class Scene(_Strict):
    """All of it."""

    seed: int
    people: tuple[Person, ...]
    inspections: tuple[Planned, Planned, Planned]
    fieldwork: Fieldwork
    caseload: MadeUpCaseload
    faults: tuple[Fault, ...]


@cache
def scene() -> Scene:
    """Give what is made up.

    Raises:
        ValidationError: If the file is not whole.
    """
    return packaged("assay.service.demo", "scene.toml", Scene)
