"""No form says anything in Django's own words: each mistake names what it is about."""

import copy
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import assay.service
from assay.service.cases.forms.samples import DrawForm
from assay.service.project.plain_forms import PlainForm, SaysPlainly

DJANGOS = (
    "This field",
    "Ensure ",
    "Select a valid",
    "Enter a valid",
    "Enter a number",
    "Enter a whole number",
    "Enter a list",
    "Null characters",
    "is not a valid",
    "not one of the available",
    "No file was submitted",
    "The submitted file",
)
JUNK: tuple[Any, ...] = (
    "",
    "x\x00",
    "x" * 30_000,
    "-" + "9" * 40,
    "9" * 40,
    "1.23456789",
    "nonsense",
    ["nonsense"],
    "\ud800",
    SimpleUploadedFile("made-up.csv", b""),
)


def kinds(kind: type = forms.BaseForm) -> Iterator[type]:
    for below in kind.__subclasses__():
        yield below
        yield from kinds(below)


def our_forms() -> list[type[forms.BaseForm]]:
    """Give every form of the service."""
    for module in pkgutil.walk_packages(assay.service.__path__, "assay.service."):
        if "forms" in module.name or "sending" in module.name:
            importlib.import_module(module.name)
    return sorted(
        {one for one in kinds() if one.__module__.startswith("assay.service")},
        key=lambda one: f"{one.__module__}.{one.__qualname__}",
    )


def test_every_form_of_the_service_says_its_mistakes_plainly() -> None:
    found = our_forms()
    assert len(found) > 30
    assert [one for one in found if not issubclass(one, SaysPlainly)] == []


@pytest.mark.django_db
def test_no_field_says_anything_in_djangos_words() -> None:
    said: dict[str, str] = {}
    for form in our_forms():
        for name, field in form.base_fields.items():
            one = type("One", (PlainForm,), {"called": getattr(form, "called", {})})()
            one.fields[name] = copy.deepcopy(field)
            one.full_clean()
            for junk in JUNK:
                if isinstance(field, forms.ChoiceField) and junk == "x\x00":
                    continue  # a choice is not typed
                try:
                    one.fields[name].clean(junk)
                except forms.ValidationError as wrong:
                    said |= dict.fromkeys(wrong.messages, f"{form.__qualname__}.{name}")
                except (AttributeError, TypeError):
                    continue  # a file where a text is meant never gets as far as the field
    assert len(said) > 50
    assert {words: at for words, at in said.items() if words.startswith(DJANGOS)} == {}


def test_a_mistake_names_what_it_is_about() -> None:
    form = DrawForm({"size": "many", "confidence": "", "margin": "50", "buffer": "1.5"})
    assert form.errors["size"] == ["The size of the sample must be a whole number"]
    assert form.errors["confidence"] == ["Enter the confidence"]
    assert form.errors["margin"] == ["The margin must be 49 or less"]
    assert form.errors["buffer"] == ["The reserves must be a whole number"]
    assert form.errors["specification"] == ["Choose the rules"]


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/account/confirm-password", {}),
        ("/account/password", {"oldpassword": "x"}),
        ("/account/confirm-code", {}),
        ("/people/invite", {"email": "x", "role": "made-up"}),
    ],
)
def test_pages_of_sign_in_and_invitation_say_it_too(
    signed_in: Callable[..., Client], address: str, sent: dict[str, str]
) -> None:
    page = signed_in("administrator").post(address, sent)
    assert page.status_code == 200
    assert "There is a problem" in page.text
    assert not any(words in page.text for words in DJANGOS)


def test_changing_a_password_says_how_long_it_must_be(signed_in: Callable[..., Client]) -> None:
    page = signed_in("administrator").get("/account/password")
    if page.status_code == 302:
        page = signed_in("administrator").get(page["Location"])
    assert "At least 12 characters" in page.text
