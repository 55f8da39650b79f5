"""A password counts letter for letter, long ones too; recovery codes are past guessing."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.password_validation import validate_password
from django.test import Client

from assay.service.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clean_cache")]
LONG = "Made-up phrase with Ünusual letters, spaces and 64 signs or more. " * 3


def signs_in(user: User, password: str) -> bool:
    answer = Client().post("/account/sign-in", {"login": user.email, "password": password})
    return answer.status_code == 302


@pytest.mark.parametrize(
    "other", [LONG.strip(), LONG.lower(), LONG[:72], LONG.replace("Ü", "U"), f"{LONG} "]
)
def test_a_long_password_counts_letter_for_letter(other: str, person: Callable[..., User]) -> None:
    user = person("inspector")
    validate_password(LONG, user)
    user.set_password(LONG)
    user.save()
    assert not signs_in(user, other)
    assert signs_in(user, LONG)


def test_recovery_codes_have_eight_digits_and_no_two_people_have_the_same(
    person: Callable[..., User],
) -> None:
    made = [
        RecoveryCodes.activate(person("inspector", codes=False)).generate_codes() for _ in range(2)
    ]
    assert all(re.fullmatch(r"\d{8}", code) for codes in made for code in codes)
    assert not set(made[0]) & set(made[1])


def test_what_codes_are_made_from_is_160_random_bits() -> None:
    made = {generate_totp_secret() for _ in range(20)}
    assert len(made) == 20
    assert {len(secret) for secret in made} == {32}
