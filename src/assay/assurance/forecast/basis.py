"""What a forecast is made from, in one hand."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from assay.assurance.forecast.audits import Audits
from assay.assurance.forecast.history import PastError
from assay.assurance.forecast.settings import Settings
from assay.assurance.forecast.states import Shown
from assay.rating.inputs import Judgement
from assay.sampling.size import Size
from assay.standards.framework import Framework


@dataclass(frozen=True, slots=True)
class Basis:
    """What a forecast is made from.

    Attributes:
        framework: The standards; its latest bands and points are used.
        as_of: The day judged.
        audits: The audits.
        shown: What the criteria show of every current case.
        criteria: Key question to the criteria that bear on it.
        judgements: Ratings of judged standards, by number, where they are given.
        inspected: Cases the inspection would read, with the working.
        history: How earlier forecasts did; None if none were given.
        rules: The set levels.
        seed: Any whole number; the same gives the same forecast.
    """

    framework: Framework
    as_of: dt.date
    audits: Audits
    shown: Shown
    criteria: Mapping[str, tuple[str, ...]]
    judgements: Mapping[str, Judgement]
    inspected: Size
    history: PastError | None
    rules: Settings
    seed: int
