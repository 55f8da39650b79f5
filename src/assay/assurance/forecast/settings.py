"""The numbers a forecast uses, from settings.toml: dated, each with its reason."""

from datetime import date
from functools import cache
from importlib.resources import files

from assay.standards.framework import Entry, Words
from assay.standards.strict_toml import read_strict

REMEDY = "Correct it there; docs/reference/files.md explains the keys"


class Setting(Entry):
    """A whole number with the reason for it."""

    value: int
    starts: date
    source: Words
    verified: bool
    reason: Words


class Settings(Entry):
    """Every setting; what each means is in settings.toml."""

    least_relevant: Setting
    least_for_criteria: Setting
    least_each_answer: Setting
    least_each_result: Setting
    least_agreement_percent: Setting
    oldest_audit_days: Setting
    read_together_percent: Setting
    draws: Setting
    most_cases_in_json: Setting


@cache
def settings() -> Settings:
    """The settings, checked."""
    path = files("assay.assurance.forecast").joinpath("settings.toml")
    return read_strict(path, Settings, lambda _: [], REMEDY)
