"""The page of the trail says what was done in plain words, with the code beside."""

import re
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.test import Client

import assay.service
from assay.service.accounts.roles import catalogue
from assay.service.audit.action_words import action_words

APPS = "accounts|audit|cases|caseload|demo|inspections|providers|service"
CODE = re.compile(rf'"((?:{APPS})\.[a-z_]+)"')


def codes_in_the_source() -> set[str]:
    """Give what looks like an action; permissions, models and data files look the same."""
    folder = Path(assay.service.__path__[0])
    files = [file for file in folder.rglob("*.py") if "migrations" not in file.parts]
    return {code for file in files for code in CODE.findall(file.read_text(encoding="utf-8"))}


def test_every_action_has_words_and_no_words_are_left_over() -> None:
    found, known = codes_in_the_source(), set(action_words())
    alike = set(catalogue().permissions) | {model._meta.label_lower for model in apps.get_models()}
    files = {code for code in found if code.endswith(".toml")}
    assert found - known - alike - files == set()
    assert known - found == set()


def test_the_page_says_it_in_words_with_the_code_beside(
    signed_in: Callable[..., Client],
) -> None:
    browser = signed_in("administrator")
    browser.get("/audit/")
    page = browser.get("/audit/").text
    assert "Consultation: searching the audit trail" in page
    assert '<span class="govuk-hint">audit: search</span>' in page
