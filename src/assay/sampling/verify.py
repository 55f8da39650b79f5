"""Redrawing a certified sample and saying what, if anything, comes out differently."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assay.problems import InputProblems, Problem
from assay.sampling.certificate import certify
from assay.sampling.long_list import LongList
from assay.sampling.sample import Request, SeedOrigin, draw_sample
from assay.sampling.specification import load_specification

SAID_APART = ("input_file", "input_sha256", "cases")


class SizeFrom(BaseModel):
    """What the size was worked out from."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    confidence: Decimal = Field(gt=0, lt=100)
    margin: Decimal = Field(gt=0, lt=50)


class ClaimedCase(BaseModel):
    """A case as the certificate gives it: its row, and what else is said of it."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)
    row: int


class Claim(BaseModel):
    """The part of a certificate that a sample is redrawn from."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)
    specification: str
    input_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    as_of: date
    seed: int
    seed_origin: SeedOrigin
    size: int = Field(ge=0)
    size_from: SizeFrom | None
    buffer_percent: int = Field(ge=0, le=100)
    cases: tuple[ClaimedCase, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.size_from is None and not self.size:
            raise ValueError("a size that was asked for is 1 or more")
        return self


def verify(
    certificate: Mapping[str, Any], long_list: LongList, name: str = "certificate"
) -> tuple[str, ...]:
    """Redraw a sample from its certificate and compare.

    Args:
        certificate: A document made by `certify`.
        long_list: The list it is said to be drawn from; the file's name may have changed.
        name: The certificate's file, for problems.

    Returns:
        Every difference, as a clause that names rows and no person; none when the sample
        is the same.

    Raises:
        InputProblems: The certificate lacks what a sample is redrawn from.
    """
    claim = _claim(certificate, name)
    differences = []
    if claim.input_sha256 != long_list.sha256:
        differences.append(
            f"the case list is not the file that was drawn from: its hash starts "
            f"{long_list.sha256[:12]}, the certificate's starts {claim.input_sha256[:12]}"
        )
    again = certify(
        draw_sample(long_list, load_specification(claim.specification), _request(claim))
    )
    claimed = [case.model_dump() for case in claim.cases]
    differences += _different_cases(claimed, again["cases"])
    differences += [
        f"{key} is not what the redrawn sample has"
        for key in sorted(certificate.keys() | again.keys())
        if key not in SAID_APART and certificate.get(key) != again.get(key)
    ]
    return tuple(differences)


def _claim(certificate: Mapping[str, Any], name: str) -> Claim:
    try:
        return Claim.model_validate_json(json.dumps(certificate))
    except ValidationError as error:
        raise InputProblems(
            Problem(
                name,
                f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}",
                "Use the certificate as Assay wrote it",
            )
            for fault in error.errors(include_url=False)
        ) from error


def _request(claim: Claim) -> Request:
    """What was asked for; what was worked out then is worked out again."""
    origin = claim.size_from
    asked = Request(
        as_of=claim.as_of,
        size=None if origin else claim.size,
        buffer_percent=claim.buffer_percent,
        seed=claim.seed if claim.seed_origin == "given" else None,
    )
    return asked.model_copy(update=origin.model_dump()) if origin else asked


def _different_cases(claimed: list[dict[str, Any]], drawn: list[dict[str, Any]]) -> list[str]:
    """Say which rows were drawn on one side only, and which differ in what is said of them."""
    on_paper = {case["row"]: case for case in claimed}
    redrawn = {case["row"]: case for case in drawn}
    both = on_paper.keys() & redrawn.keys()
    rows = {
        "on the certificate, but not drawn": on_paper.keys() - redrawn.keys(),
        "drawn, but not on the certificate": redrawn.keys() - on_paper.keys(),
        "described differently": {row for row in both if on_paper[row] != redrawn[row]},
    }
    differences = [
        f"{what}: row {', '.join(str(row) for row in sorted(where))}"
        for what, where in rows.items()
        if where
    ]
    if not differences and claimed != drawn:
        differences.append("the cases are the same, but listed in another order or twice")
    return differences
