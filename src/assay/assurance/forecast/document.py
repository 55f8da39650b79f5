"""A forecast as the JSON document and the spreadsheets that other people rely on."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assay.assurance.forecast.calibration import Calibrated, Part
from assay.assurance.forecast.futures import ChanceRanges
from assay.assurance.forecast.history import COLUMNS
from assay.assurance.forecast.margins import Margin
from assay.assurance.forecast.results import Forecast, QuestionForecast, StandardForecast
from assay.assurance.forecast.settings import settings
from assay.assurance.forecast.short import Short
from assay.assurance.forecast.states import STATES
from assay.files.csv_out import as_csv
from assay.rating.inputs import Answer
from assay.standards.framework import PERCENT_TOP

ANSWERS: tuple[Answer, ...] = ("yes", "no", "not_applicable")
NOTHING = (None, None, None)
METHOD = (
    "Shares: prediction-powered inference with cross-fitting and power tuning (PPI++), with "
    "finite-population correction; audits alone where no criterion agrees with auditors. "
    "Intervals at 95 per cent and bands: Beta with Jeffreys' prior on the effective number of "
    "audits. Standards and overall: simulated futures through the rating code."
)


def cannot_forecast(forecast: Forecast) -> str | None:
    """The sentence of a forecast that can't be made; None of one that can."""
    more = forecast.more_audits
    return f"cannot forecast: {more} more audit{'s'[: more != 1]} needed" if more else None


def as_document(forecast: Forecast) -> dict[str, Any]:
    """Give a forecast in the shape of `assay forecast --json`."""
    return {
        "framework": forecast.framework,
        "as_of": forecast.as_of,
        "cases": forecast.cases,
        "audits": {
            "cases": forecast.audits,
            "newest": forecast.newest,
            "oldest": forecast.oldest,
            "median_days_old": forecast.median_days,
        },
        "cannot_forecast": cannot_forecast(forecast),
        "inspected": asdict(forecast.inspected),
        "standards": [_standard(each) for each in forecast.standards],
        "overall": {
            "chances": _ranges(forecast.overall),
            "chances_all_read": _ranges(forecast.overall_all_read),
        },
        "calibration": calibration_document(forecast.calibration),
        "past_error": asdict(forecast.history) if forecast.history else None,
        "method": METHOD,
        "notes": list(forecast.notes),
    }


def calibration_document(calibration: Sequence[Calibrated]) -> list[dict[str, Any]]:
    """Give calibration as plain values."""
    return [
        {
            "criterion": each.criterion,
            "key_question": each.question,
            "label": each.label,
            "reason": each.reason,
            "agreed": _part(each.agreed),
            "false_comfort": _part(each.false_comfort),
            "false_alarm": _part(each.false_alarm),
            "kappa": asdict(each.kappa) if each.kappa else None,
            "table": {
                state: {answer: each.table.get((state, answer), 0) for answer in ANSWERS}
                for state in STATES
            },
        }
        for each in calibration
    ]


def calibration_csv(calibration: Sequence[Calibrated]) -> bytes:
    """Give calibration as a spreadsheet, a row for each criterion and key question."""
    parts = ("agreed", "false_comfort", "false_alarm")
    headers = [
        *("criterion", "key_question", "label", "reason"),
        *(f"{part}_{column}" for part in parts for column in ("count", "of", "low", "high")),
        *("kappa", "kappa_low", "kappa_high"),
        *(f"{state}: {answer}" for state in STATES for answer in ANSWERS),
    ]
    return as_csv(headers, [_calibration_row(each) for each in calibration])


def forecast_csv(forecast: Forecast) -> bytes:
    """Give what an inspection would find as `--history` reads it; the outcome is left blank."""
    rows = [
        (
            forecast.as_of.isoformat(),
            each.question.number,
            _percents(each.margin)[0],
            *(round(part * PERCENT_TOP, 1) for part in each.found),
            None,
        )
        for standard in forecast.standards
        for each in standard.questions
        if each.margin and each.found
    ]
    return as_csv(COLUMNS, rows)


def cases_csv(forecast: Forecast) -> bytes:
    """Give the cases that could turn a key question, a row each."""
    rows = [
        (
            each.question.number,
            each.short.next_band,
            mend.case,
            "yes" if mend.audited else "no",
            " ".join(mend.criteria),
        )
        for standard in forecast.standards
        for each in standard.questions
        if each.short
        for mend in each.short.cases
    ]
    headers = ("key_question", "next_band", "case_id", "audited_insufficient", "criteria_not_met")
    return as_csv(headers, rows)


def _standard(each: StandardForecast) -> dict[str, Any]:
    return {
        "number": each.standard.number,
        "name": each.standard.name,
        "decided_by": each.standard.decided_by,
        "in_overall": each.standard.in_overall,
        "judged": each.judged,
        "reason": each.reason,
        "more_audits": each.more_audits,
        "chances": dict(each.chances),
        "chances_all_read": dict(each.chances_all_read),
        "key_questions": [_question(question) for question in each.questions],
    }


def _question(each: QuestionForecast) -> dict[str, Any]:
    share, low, high = _percents(each.margin) if each.margin else NOTHING
    alone, alone_low, alone_high = (
        _percents(each.without_criteria) if each.without_criteria else NOTHING
    )
    return {
        "number": each.question.number,
        "name": each.question.name,
        "audits": asdict(each.counts),
        "more_audits": each.more_audits,
        "percent": share,
        "interval": None if low is None else [low, high],
        "inspection_interval": [round(part * PERCENT_TOP, 1) for part in each.found]
        if each.found
        else None,
        "worth_audits": round(each.margin.worth, 1) if each.margin else None,
        "percent_without_criteria": alone,
        "interval_without_criteria": None if alone_low is None else [alone_low, alone_high],
        "criteria_used": list(each.used),
        "criteria_weight": round(each.weight, 2),
        "criteria_left_out": dict(each.left_out),
        "criteria_weak": list(each.weak),
        "chances": dict(each.chances),
        "chances_all_read": dict(each.chances_all_read),
        "short": _short(each.short) if each.short else None,
    }


def _short(short: Short) -> dict[str, Any]:
    return {
        "band": short.band,
        "next_band": short.next_band,
        "audits_short": short.of_audits,
        "caseload_short": short.of_caseload,
        "cases": [
            {
                "case_id": mend.case,
                "audited_insufficient": mend.audited,
                "criteria_not_met": list(mend.criteria),
            }
            for mend in short.cases[: settings().most_cases_in_json.value]
        ],
        "cases_in_all": len(short.cases),
    }


def _percents(margin: Margin) -> tuple[float, float, float]:
    """Share, low and high in per cent, to one decimal."""
    low, high = margin.interval()
    share = round(margin.share * PERCENT_TOP, 1)
    return share, round(low * PERCENT_TOP, 1), round(high * PERCENT_TOP, 1)


def _ranges(chances: ChanceRanges) -> dict[str, dict[str, float]]:
    return {rating: {"least": least, "most": most} for rating, (least, most) in chances.items()}


def _part(part: Part) -> dict[str, Any]:
    found = part.interval
    return {
        "count": part.count,
        "of": part.of,
        "interval": [found.low, found.high] if found else None,
    }


def _calibration_row(each: Calibrated) -> list[object]:
    row: list[object] = [each.criterion, each.question, each.label, each.reason]
    for part in (each.agreed, each.false_comfort, each.false_alarm):
        found = part.interval
        row += [part.count, part.of, found and found.low, found and found.high]
    kappa = each.kappa
    row += [kappa and kappa.value, kappa and kappa.low, kappa and kappa.high]
    row += [each.table.get((state, answer), 0) for state in STATES for answer in ANSWERS]
    return row
