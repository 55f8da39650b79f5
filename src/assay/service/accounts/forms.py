"""The forms of people and access."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from assay.service.accounts.actions import Grant
from assay.service.accounts.models import User
from assay.service.accounts.roles import catalogue
from assay.service.inspections.models import Inspection
from assay.service.project.fields import LastDayField
from assay.service.project.limits import limits
from assay.service.project.plain_forms import PlainForm
from assay.service.providers.models import Provider


def role_choices() -> list[tuple[str, str]]:
    """Give the roles as choices."""
    return [(key, found.name) for key, found in catalogue().roles.items()]


class RoleForm(PlainForm):
    """Which role, where, and for how long."""

    role = forms.ChoiceField(
        label="Role",
        choices=role_choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role"},
    )
    inspection = forms.ModelChoiceField(
        Inspection.objects.all(),
        label="Inspection",
        required=False,
        to_field_name="public_id",
        empty_label="None",
        help_text="Choose one if the role is for one inspection",
    )
    provider = forms.ModelChoiceField(
        Provider.objects.all(),
        label="Provider",
        required=False,
        to_field_name="public_id",
        empty_label="None",
        help_text="Choose one if the role is for one provider",
    )
    ends_on = LastDayField(
        label="Last day of the role", required=False, help_text="Leave empty if it has no end"
    )
    descriptions = {"role": {key: r.description for key, r in catalogue().roles.items()}}  # noqa: RUF012 - read only

    def clean(self) -> dict[str, Any]:
        """Hold the role to the places it may be given in."""
        cleaned = super().clean() or {}
        if "role" not in cleaned:
            return cleaned
        inspection, provider = cleaned.get("inspection"), cleaned.get("provider")
        if inspection and provider:
            self.add_error("provider", "Choose an inspection or a provider, not both")
            return cleaned
        scope = "inspection" if inspection else "provider" if provider else "service"
        found = catalogue().roles[cleaned["role"]]
        if scope not in found.scopes:
            field = "inspection" if "inspection" in found.scopes else "role"
            self.add_error(field, f"{found.name} is a role for {_places(found.scopes)}")
        return cleaned

    def grant(self) -> Grant:
        """Give what was asked for."""
        data = self.cleaned_data
        return Grant(data["role"], data["inspection"], data["provider"], ends_on=data["ends_on"])


class InviteForm(RoleForm):
    """Who to invite, and their first role."""

    full_name = forms.CharField(
        label="Full name", max_length=150, error_messages={"required": "Enter their full name"}
    )
    email = forms.EmailField(
        label="Email address",
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )
    field_order = ("full_name", "email", "role", "inspection", "provider", "ends_on")


class PasswordForm(PlainForm):
    """A new password, for a person who has a link."""

    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=f"At least {limits().password.least_length} characters. "
        "Three random words are easy to remember and hard to guess.",
        error_messages={"required": "Enter a password"},
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Refuse a short, common or telling password."""
        cleaned = super().clean() or {}
        if "password" in cleaned:
            who = self.user or User(
                email=cleaned.get("email", ""), full_name=cleaned.get("full_name", "")
            )
            try:
                validate_password(cleaned["password"], who)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class FirstAccountForm(PasswordForm):
    """The first person, who becomes the administrator."""

    full_name = forms.CharField(
        label="Full name", max_length=150, error_messages={"required": "Enter your full name"}
    )
    email = forms.EmailField(
        label="Email address",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": "Enter your email address"},
    )
    field_order = ("full_name", "email", "password")


class EndAccessForm(PlainForm):
    """Why a person's access ends."""

    reason = forms.ChoiceField(
        label="Why is their access ending?",
        choices=[
            ("left", "They have left"),
            ("moved", "They have moved to other work"),
            ("security", "Their account may be in the wrong hands"),
            ("mistake", "They were invited by mistake"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason"},
    )


def _places(scopes: tuple[str, ...]) -> str:
    words = {
        "service": "the whole service",
        "inspection": "one inspection",
        "provider": "one provider",
    }
    return " or ".join(words[scope] for scope in scopes)
