"""A button that is pressed after the sign-in has ended, and addresses that are only for buttons."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

SignIn = Callable[..., Client]
AT = "http://testserver"


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        (f"{AT}/inspections/?state=panel#x", "/inspections/%3Fstate%3Dpanel"),
        ("https://elsewhere.test/inspections/", "/"),
        ("", "/"),
    ],
)
@pytest.mark.django_db
def test_a_button_pressed_after_the_sign_in_ended_leads_back_to_its_page(
    came_from: str, leads_to: str
) -> None:
    stranger = Client()
    answer = stranger.post("/notices/read-all", headers={"referer": came_from})
    assert answer.status_code == 302
    assert answer["Location"] == f"/account/sign-in?next={leads_to}"
    page = stranger.get(answer["Location"])
    assert "You were signed out, so this was not done. Sign in and try again." in page.text


@pytest.mark.django_db
def test_a_page_looked_at_after_the_sign_in_ended_comes_back_to_itself() -> None:
    answer = Client().get("/inspections/?state=panel")
    assert answer["Location"] == "/account/sign-in?next=/inspections/%3Fstate%3Dpanel"
    assert "this was not done" not in Client().get(answer["Location"]).text


def test_an_address_for_a_button_says_so_when_it_is_looked_at(signed_in: SignIn) -> None:
    browser = signed_in("administrator")
    page = browser.get("/stay")
    assert page.status_code == 405
    assert "This page can’t be opened by itself" in page.text
    assert page["Allow"] == "POST"
    script = browser.get("/stay", headers={"accept": "application/json"})
    assert script.json() == {"kind": "gone"}


def test_asking_what_an_address_takes_is_answered(signed_in: SignIn) -> None:
    answer = signed_in("administrator").options("/people/invite")
    assert (answer.status_code, answer["Allow"]) == (204, "GET, HEAD, POST")


@pytest.mark.parametrize("address", ["/", "/people/", "/people/invite", "/providers/"])
def test_a_page_can_be_asked_for_by_its_head_alone(signed_in: SignIn, address: Any) -> None:
    answer = signed_in("administrator").head(address)
    assert answer.status_code == 200
