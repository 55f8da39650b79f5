"""What a forecast is made of."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from assay.assurance.forecast.calibration import Calibrated
from assay.assurance.forecast.futures import ChanceRanges, Chances
from assay.assurance.forecast.history import PastError
from assay.assurance.forecast.margins import Margin
from assay.assurance.forecast.short import Short
from assay.rating.tally import Tally
from assay.sampling.size import Size
from assay.standards.framework import KeyQuestion, Rating, Standard


@dataclass(frozen=True, slots=True)
class QuestionForecast:
    """One key question.

    Attributes:
        question: The key question.
        counts: What the audits say.
        more_audits: How many more are needed; 0 where it is forecast.
        margin: What is believed of the share; None where it is not forecast.
        without_criteria: What the audits alone would say of it; None likewise.
        weight: How far the criteria were heeded, 0 to 1.
        used: Criteria that helped.
        left_out: Criteria that bear on it and did not, each with the reason.
        weak: Those of them that do not agree with auditors.
        found: The share an inspection would find, from and to; None likewise.
        chances: Of each band an inspection would give; empty where it is not forecast.
        chances_all_read: Of each band if every case were read.
        short: What it is short of the next band; None in the highest.
    """

    question: KeyQuestion
    counts: Tally
    more_audits: int
    margin: Margin | None
    without_criteria: Margin | None
    weight: float
    used: tuple[str, ...]
    left_out: Mapping[str, str]
    weak: tuple[str, ...]
    found: tuple[float, float] | None
    chances: Chances
    chances_all_read: Chances
    short: Short | None


@dataclass(frozen=True, slots=True)
class StandardForecast:
    """One standard.

    Attributes:
        standard: The standard.
        judged: The rating people gave it; None if none or if it is counted.
        reason: Why it is not forecast; None where it is, or where it is judged.
        more_audits: How many more it needs; 0 where it is forecast or judged.
        questions: Its key questions, where it is counted.
        chances: Of each band an inspection would give.
        chances_all_read: Of each band if every case were read.
    """

    standard: Standard
    judged: Rating | None
    reason: str | None
    more_audits: int
    questions: tuple[QuestionForecast, ...]
    chances: Chances
    chances_all_read: Chances


@dataclass(frozen=True, slots=True)
class Forecast:
    """The whole.

    Attributes:
        framework: The framework's id.
        as_of: The day judged.
        cases: Current cases.
        audits: Audited cases used.
        newest: Day of the newest audit; None if no days were given.
        oldest: Day of the oldest.
        median_days: Age of the middle audit in days.
        inspected: How many cases the inspection is taken to read, with the working.
        more_audits: How many more are needed before anything can be forecast; else 0.
        standards: In the framework's order.
        overall: Least and greatest chance of each overall rating; empty if there is nothing.
        overall_all_read: The same if every case were read.
        calibration: Every criterion beside every key question it bears on.
        history: How earlier forecasts did; None if none were given.
        notes: What a reader should know.
    """

    framework: str
    as_of: dt.date
    cases: int
    audits: int
    newest: dt.date | None
    oldest: dt.date | None
    median_days: int | None
    inspected: Size
    more_audits: int
    standards: tuple[StandardForecast, ...]
    overall: ChanceRanges
    overall_all_read: ChanceRanges
    calibration: tuple[Calibrated, ...]
    history: PastError | None
    notes: tuple[str, ...]
