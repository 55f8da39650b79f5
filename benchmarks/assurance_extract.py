"""What the hand-written forms of five criteria read, and the day they judge."""

import datetime as dt
from pathlib import Path

import duckdb

from assay.calendar.working_days import england_and_wales
from assay.caseload.record.shape import record
from assay.caseload.record.synthetic.write import synthesise

ON = dt.date(2026, 11, 1)
SEED = 1
CRITERIA = ("A01", "A14", "D03", "D06", "R05")
"""A simple one; one over the answers of assessments; one with working days and excuses; one over
the contacts, the longest table; one that looks at each flag every day."""
COLUMNS = {
    "cases": ("case_id", "started_on", "unit_id"),
    "allocations": ("case_id", "officer_id", "allocated_at"),
    "tiers": ("tier_id", "case_id", "tier", "set_at"),
    "excuses": ("excuse_id", "case_id", "staff_id", "unit_id", "reason", "from_on", "until_on"),
    "assessments": ("assessment_id", "case_id", "signed_at"),
    "self_assessments": ("case_id", "given_at", "declined"),
    "diversity_answers": ("case_id", "topic", "answered_at"),
    "referrals": ("referral_id", "case_id", "sent_at", "assessed_at", "plan_at", "closed_on"),
    "contacts": (
        *("contact_id", "case_id", "officer_id", "type"),
        *("planned_at", "outcome", "outcome_recorded_at"),
    ),
    "flags": (
        *("case_id", "type", "owner_id", "reason_given"),
        *("raised_at", "review_by_on", "ended_on"),
    ),
}
"""What these five use of the record."""
TOPICS = len(record().vocabularies["diversity_topic"].words)


def extract_of(people: int, place: Path) -> Path:
    """Write a made-up caseload of so many people."""
    folder = place / f"extract-{people}"
    synthesise(record(), people, SEED, folder, lambda _: None)
    return folder


def days_off() -> list[dt.date]:
    """Bank holidays, and all other days from Monday to Friday on which nobody works."""
    calendar = england_and_wales()
    every = range((calendar.last - calendar.first).days + 1)
    days = (calendar.first + dt.timedelta(days=number) for number in every)
    return [day for day in days if day.weekday() < 5 and not calendar.is_working(day)]


def read_columns(folder: Path, columns: dict[str, tuple[str, ...]]) -> None:
    """Read columns and do next to nothing with them: what any engine must at least do."""
    with duckdb.connect() as connection:
        for name, held in columns.items():
            connection.read_parquet(str(folder / f"{name}.parquet")).create_view(name)
            asked = ", ".join(f'max("{column}")' for column in held)
            connection.sql(f'SELECT {asked} FROM "{name}"').fetchall()  # noqa: S608 - ours


def all_columns() -> dict[str, tuple[str, ...]]:
    """Every column of the record."""
    return {name: tuple(table.columns) for name, table in record().tables.items()}
