"""Junk sent to every address as somebody who may: a plain answer, never a broken service."""

import itertools
import random
import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay.service.accounts.models import User
from assay.service.audit.models import Event
from assay.service.cases.models import Case
from assay.service.project.fields import PARTS

pytestmark = pytest.mark.django_db
LEAVES = {"account_logout", "accounts:end_access", "accounts:renew", "accounts:end_role"}
"""What would end the visitor's own session, or the roles of this test's people."""
WORDS = st.text(max_size=60) | st.sampled_from([
    "", "\x00", "a\x00b", "9" * 5000, "-1", "1e999", "NaN", "on", "\ud7ff", "\u202e", "\r\nX: y",
    "9" * 20, "9999-12-31", "2199-12-31", "1900-01-01", "0001-01-01", "31-12-2027", "0", "31", "12",
    "00000000-0000-0000-0000-000000000000", "not-an-id", "2027-02-31", "' OR 1=1 --", "{{ 7*7 }}",
    "../../etc/passwd", "=cmd|' /C calc'!A0", "<script>", "[]", "null", "x" * 100_000,
])  # fmt: skip
NAMES = re.compile(r'<(?:input|select|textarea)[^>]*\bname="([^"]+)"')
TRIES = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    max_examples=settings.default.max_examples // 20,
)
"""Fewer than elsewhere: each example is some hundred requests."""


@pytest.fixture
def world(
    case: Any, inspector: Any, colleague: Any, given: Any, answer: Any, one_of_each: Any
) -> Any:
    """Something behind every address, and the people who may open it."""
    answer(given(case, inspector), {"P2.1.1": "no"})
    answer(given(case, colleague, "second"))
    still = Case.objects.filter(draw=case.draw, state="sample").exclude(pk=case.pk).first()
    given(still, inspector)
    return [
        one_of_each[role] for role in ("administrator", "chief_inspector", "lead_inspector")
    ] + [inspector]


@pytest.fixture
def forms(world: Any, signed_in: Any, every_address: Any) -> Any:
    """Give each form once for each who may: their browser, its name, address and fields."""
    found = []
    for user in world:
        browser = signed_in(user=user)
        seen = set(LEAVES)
        for name, address in every_address():
            page = browser.get(address) if name not in seen else None
            if page is not None and page.status_code in {200, 405}:
                seen.add(name)
                text = page.getvalue().decode(errors="replace")
                found.append((browser, name, address, sorted(set(NAMES.findall(text)))))
    return found


@given(words=st.lists(WORDS, min_size=3, max_size=8), seed=st.integers(0, 2**32))
@TRIES
def test_junk_in_any_form_gets_a_plain_answer(words: Any, seed: int, forms: Any) -> None:
    chance = random.Random(seed)  # noqa: S311 - to make a mess
    for browser, name, address, fields in forms:
        data = QueryDict(mutable=True)
        for field in fields:
            data.setlist(field, chance.choices(words, k=chance.randint(0, 3)))
        for answer in (browser.post(address, data.urlencode(), FORM), browser.get(address, data)):
            assert answer.status_code < 500, (name, dict(data))


FORM = "application/x-www-form-urlencoded"


def test_fields_that_a_form_does_not_have_change_nothing(forms: Any) -> None:
    """Nobody becomes an administrator by sending a field of that name."""
    more = {"is_superuser": "on", "is_active": "", "password": "x", "role": "administrator",
            "user": "1", "pk": "1", "restricted": "on", "reader": "1", "held": "1"}  # fmt: skip
    before = {user.pk: (user.password, user.is_active, user.email) for user in User.objects.all()}
    held = set(User.objects.filter(memberships__role="administrator").values_list("pk", flat=True))
    for browser, name, address, _ in forms:
        if name not in {"accounts:give_role", "accounts:invite"}:
            assert browser.post(address, more).status_code < 500, name
    after = {user.pk: (user.password, user.is_active, user.email) for user in User.objects.all()}
    assert after == before
    assert held == set(
        User.objects.filter(memberships__role="administrator").values_list("pk", flat=True)
    )
    assert not Case.objects.filter(restricted=True).exists()


def test_other_methods_are_refused_and_change_nothing(forms: Any) -> None:
    before = Event.objects.exclude(kind="consultation").count()
    for browser, name, address, _ in forms:
        if name.startswith(("account_", "mfa_")):
            continue
        for method in ("TRACE", "PUT", "DELETE", "PATCH", "MADEUP"):
            answer = browser.generic(method, address)
            assert answer.status_code in {302, 403, 404, 405}, (name, method)
    assert Event.objects.exclude(kind="consultation").count() == before


def test_a_form_without_its_token_is_refused(world: Any, forms: Any) -> None:
    before = Event.objects.exclude(kind="consultation").count()
    for browser, name, address, fields in forms:
        stranger = Client(enforce_csrf_checks=True)
        stranger.cookies = browser.cookies
        answer = stranger.post(address, dict.fromkeys(fields, "made up"))
        assert answer.status_code in {403, 404, 405}, name
    assert Event.objects.exclude(kind="consultation").count() == before


NO_DAYS = [("9" * 20, "1", "2027"), ("1", "9" * 20, "2027"), ("31", "12", "9999"), ("\x00",) * 3]


def test_a_day_no_calendar_has_gets_a_plain_answer(forms: Any) -> None:
    dated = 0
    for (browser, name, address, fields), parts in itertools.product(forms, NO_DAYS):
        starts = [one.removesuffix("-day") for one in fields if one.endswith("-day")]
        boxes = {f"{s}-{p}": part for s in starts for p, part in zip(PARTS, parts, strict=True)}
        for sent in (boxes, dict.fromkeys(starts, "-".join(parts[::-1]))):
            if sent:
                dated += 1
                assert browser.post(address, sent).status_code < 500, name
                assert browser.get(address, sent).status_code < 500, name
    assert dated > len(NO_DAYS) * 10
