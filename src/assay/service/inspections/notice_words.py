"""The kinds of notices, read from `notices.toml` and checked on load."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from django.urls import reverse
from pydantic import BaseModel, ConfigDict, TypeAdapter

from assay.service.inspections.life import life
from assay.service.inspections.models import Notice


class NoticeKind(BaseModel):
    """One kind; see the head of `notices.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: Literal["case", "step", "opening", "inspection"]
    text: str
    subject: str
    page: Literal["case", "step", ""]
    email: bool
    sight: bool


@cache
def kinds() -> dict[str, NoticeKind]:
    """Read and check the kinds once."""
    text = files("assay.service.inspections").joinpath("notices.toml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, NoticeKind]).validate_python(tomllib.loads(text))


def kinds_about(what: str) -> list[str]:
    """Give the keys of the kinds that are about one sort of thing."""
    return [key for key, kind in kinds().items() if kind.about == what]


def text_of(notice: Notice) -> str:
    """Say a notice in a sentence."""
    step = life().step(notice.step).task if notice.step else ""
    return kinds()[notice.kind].text.format(inspection=notice.inspection, step=step)


def address_of(notice: Notice) -> str:
    """Give the path of the page a notice is about, "" for none."""
    place = notice.inspection.public_id
    match kinds()[notice.kind].page:
        case "case":
            return reverse("cases:case", args=[place, notice.about])
        case "step":
            return reverse("inspections:step", args=[place, notice.step])
    return ""
