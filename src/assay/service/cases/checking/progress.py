"""How far a check has come: a small file that the reading process writes and a page reads."""

import time
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assay.service.cases.limits import limits


class Progress(BaseModel):
    """How many rows of a list are read, of how many there are; `total` is None until known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stage: Literal["rows", "checking"]
    done: int = Field(ge=0)
    total: int | None = Field(ge=0)


class Teller:
    """Writes how far it has come to a file: each stage at once, the rows now and then."""

    def __init__(self, place: Path) -> None:
        """Take where to write."""
        self.place = place
        self.stage = ""
        self.total: int | None = None
        self.next = 0.0

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Take in how far it has come."""
        self.total = self.total if total is None else total
        if stage == self.stage and time.monotonic() < self.next:
            return
        self.stage, self.next = stage, time.monotonic() + limits().checking.tell_seconds
        said = Progress.model_validate({"stage": stage, "done": done, "total": self.total})
        fresh = self.place.with_suffix(".new")
        fresh.write_text(said.model_dump_json(), encoding="utf-8")
        fresh.replace(self.place)


def progress_at(place: Path) -> Progress | None:
    """Read how far a check has come; None before the first row."""
    try:
        return Progress.model_validate_json(place.read_bytes())
    except (OSError, ValidationError):
        return None
