"""A sample from start to finish: set aside, drop duplicates, share out, cap, draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from assay.sampling.allocation import Key, Plan, plan
from assay.sampling.draw import DrawnCase, draw, put_in_order, seed_from
from assay.sampling.duplicates import Duplicate, drop_duplicates
from assay.sampling.exclusions import Excluded, set_aside
from assay.sampling.long_list import LongList
from assay.sampling.officers import Unplaced, cap_officers
from assay.sampling.size import Size, size_for
from assay.sampling.specification import Specification
from assay.sampling.strata import NOT_RECORDED, Cell, cells_of
from assay.standards.framework import Entry

SeedOrigin = Literal["given", "derived from the input's hash"]


class Request(Entry):
    """What is asked for.

    Attributes:
        as_of: Cases that start after this day are set aside.
        size: Main cases; None to work it out from confidence and margin.
        buffer_percent: Reserves, as a percentage of each stratum's share.
        seed: None to derive it from the hash of the input.
        confidence: Per cent; used only when `size` is None.
        margin: Percentage points either way; used only when `size` is None.
    """

    as_of: date
    size: int | None = Field(default=None, ge=1)
    buffer_percent: int = Field(default=0, ge=0, le=100)
    seed: int | None = None
    confidence: Decimal = Field(default=Decimal(80), gt=0, lt=100)
    margin: Decimal = Field(default=Decimal(5), gt=0, lt=50)


@dataclass(frozen=True, slots=True)
class Sample:
    """A drawn sample with all that led to it.

    Attributes:
        long_list: The list it was drawn from.
        specification: The rules it was drawn by.
        request: What was asked for.
        excluded: Cases set aside, by reason.
        duplicates: People on several rows.
        cells: Eligible cases by stratum, cluster, local delivery unit and officer.
        size: Main cases wanted, with the working when it was worked out.
        seed: The seed used.
        seed_origin: Whether it was given or derived.
        plan: The shares at each level, before the officer cap.
        capped: (stratum, cluster, unit, officer) to cases drawn.
        unplaced: What the cap left over.
        cases: The cases drawn, main ones first.
    """

    long_list: LongList
    specification: Specification
    request: Request
    excluded: tuple[Excluded, ...]
    duplicates: tuple[Duplicate, ...]
    cells: Mapping[Cell, Sequence[int]]
    size: Size
    seed: int
    seed_origin: SeedOrigin
    plan: Plan
    capped: Mapping[Key, int]
    unplaced: tuple[Unplaced, ...]
    cases: tuple[DrawnCase, ...]

    @property
    def eligible(self) -> int:
        """Cases that could be drawn."""
        return sum(len(members) for members in self.cells.values())

    @property
    def shortfall(self) -> int:
        """Cases wanted, buffer and all, that could not be drawn."""
        return self.plan.wanted - len(self.cases)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the sample should know, as sentences."""
        notes = []
        if self.seed_origin != "given":
            notes.append("No seed was given, so it was derived from the hash of the case list.")
        nobodys = sum(case.cell[3] == NOT_RECORDED for case in self.cases)
        if nobodys:
            notes.append(
                f"Cases drawn with no responsible officer recorded: {nobodys}; "
                f"the limit of {self.specification.officer_cap.most} does not apply to them."
            )
        return tuple(notes)


def draw_sample(long_list: LongList, specification: Specification, request: Request) -> Sample:
    """Draw a sample.

    Args:
        long_list: Every case in the area.
        specification: The rules.
        request: What is asked for.

    Returns:
        The sample. The same list, rules and request give the same one on any machine; with a
        seed given, the order of the rows makes no difference to who is drawn.
    """
    kept, excluded = set_aside(long_list, specification, request.as_of)
    eligible, duplicates = drop_duplicates(long_list, kept)
    cells = cells_of(long_list, eligible, specification)
    size = (
        size_for(len(eligible), request.confidence, request.margin)
        if request.size is None
        else Size(request.size, (f"{request.size} cases were asked for.",))
    )
    names = specification.stratum_names
    planned = plan(cells, names, size.cases, request.buffer_percent)
    capped, unplaced = cap_officers(
        {cell: planned.share[cell] for cell in cells},
        planned.population,
        names,
        specification.officer_cap.most,
    )
    seed = seed_from(long_list.sha256) if request.seed is None else request.seed
    drawn = draw(long_list, cells, capped, seed)
    return Sample(
        long_list=long_list,
        specification=specification,
        request=request,
        excluded=excluded,
        duplicates=duplicates,
        cells=cells,
        size=size,
        seed=seed,
        seed_origin="derived from the input's hash" if request.seed is None else "given",
        plan=planned,
        capped=capped,
        unplaced=unplaced,
        cases=put_in_order(long_list, drawn, names, size.cases, seed),
    )
