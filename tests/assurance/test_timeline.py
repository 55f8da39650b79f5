"""What an officer had to carry and what was missed, week by week."""

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from assay.assurance.timeline import Week, of_officer, of_unit
from assay.caseload.record.arrow import as_tables
from assay.caseload.record.shape import record
from assay.problems import InputProblems
from assay.standards.load_profile import load_profile

FIRST, LAST = dt.date(2026, 3, 4), dt.date(2026, 3, 20)
CURRENT = load_profile("current")


def at(month: int, day: int) -> dt.datetime:
    return dt.datetime(2026, month, day, 10)  # noqa: DTZ001 - by the clock on the wall


def numbered(key: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: str(place), **row} for place, row in enumerate(rows)]


def drawn() -> dict[str, pa.Table]:
    def seen(case: str, officer: str, day: int, outcome: str | None) -> dict[str, Any]:
        planned = {"planned_at": at(3, day), "outcome": outcome}
        return {"case_id": case, "officer_id": officer, "type": "appointment", **planned}

    rows = {
        "units": [
            {"unit_id": "T1", "level": "team", "parent_id": "U1"},
            {"unit_id": "U1", "level": "unit"},
        ],
        "staff": [
            {"staff_id": "S1", "unit_id": "T1", "in_post_from_on": dt.date(2020, 1, 1)},
            {"staff_id": "S2", "unit_id": "T1", "in_post_from_on": dt.date(2020, 1, 1)},
            {"staff_id": "S3", "unit_id": "T2", "in_post_from_on": dt.date(2020, 1, 1)},
        ],
        "cases": [
            {"case_id": "C1", "started_on": dt.date(2026, 1, 5)},
            {
                "case_id": "C2",
                "started_on": dt.date(2026, 1, 5),
                "ended_on": dt.date(2026, 3, 12),
            },
        ],
        "allocations": numbered(
            "allocation_id",
            [
                {"case_id": "C1", "officer_id": "S1", "allocated_at": at(1, 6)},
                {"case_id": "C2", "officer_id": "S1", "allocated_at": at(1, 6)},
            ],
        ),
        "workloads": [
            {
                "workload_id": "1",
                "staff_id": "S1",
                "week_from_on": dt.date(2026, 3, 9),
                "points_used": 110.0,
                "points_available": 100.0,
            }
        ],
        "absences": numbered(
            "absence_id",
            [
                {
                    "staff_id": "S1",
                    "reason": "sickness",
                    "from_on": dt.date(2026, 3, 12),
                    "until_on": dt.date(2026, 3, 16),
                },
                {"staff_id": "S2", "reason": "training", "from_on": dt.date(2026, 3, 19)},
            ],
        ),
        "supervisions": [{"supervision_id": "1", "staff_id": "S1", "held_at": at(3, 10)}],
        "contacts": numbered(
            "contact_id",
            [
                seen("C1", "S1", 3, "attended complied"),
                seen("C1", "S1", 10, "rescheduled by service"),
                seen("C1", "S1", 17, "unacceptable absence"),
                seen("C1", "S3", 17, "unacceptable absence"),
            ],
        ),
        "failures": [
            {"failure_id": "F1", "case_id": "C1", "failed_at": at(3, 17)},
            {"failure_id": "F2", "case_id": "C2", "failed_at": at(3, 17)},
        ],
        "letters": [
            {"letter_id": "L1", "failure_id": "F1", "step": "first warning", "sent_at": at(3, 18)}
        ],
        "breaches": [{"breach_id": "B1", "failure_id": "F1", "referred_at": at(3, 19)}],
    }
    return as_tables(rows, record())


def test_an_officers_weeks_show_what_stood_side_by_side() -> None:
    weeks = of_officer(drawn(), CURRENT, "S1", FIRST, LAST)
    assert weeks == [
        Week(dt.date(2026, 3, 2), cases=2, supervisions_late=1, contacts_planned=1),
        Week(
            dt.date(2026, 3, 9),
            cases=1,
            points_used=110.0,
            points_available=100.0,
            days_sick=2,
            supervisions_held=1,
            contacts_planned=1,
            missed_by_service=1,
        ),
        Week(
            dt.date(2026, 3, 16),
            cases=1,
            days_sick=1,
            contacts_planned=1,
            missed_by_person=1,
            failures=1,
            warnings=1,
            breaches=1,
        ),
    ]


def test_a_unit_adds_up_its_teams_and_no_others() -> None:
    weeks = of_unit(drawn(), CURRENT, "U1", FIRST, LAST)
    assert [week.contacts_planned for week in weeks] == [1, 1, 1]
    assert [week.days_away for week in weeks] == [0, 0, 2]
    assert [week.days_sick for week in weeks] == [0, 2, 1]


def test_an_unknown_officer_or_impossible_days_are_told() -> None:
    with pytest.raises(InputProblems, match="no staff under this id"):
        of_officer(drawn(), CURRENT, "S9", FIRST, LAST)
    with pytest.raises(InputProblems, match="is before"):
        of_unit(drawn(), CURRENT, "U1", LAST, FIRST)
    with pytest.raises(InputProblems, match="bank holidays"):
        of_unit(drawn(), CURRENT, "U1", dt.date(1999, 1, 1), LAST)
