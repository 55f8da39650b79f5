"""The forms of the register; each asks the rules before it is right."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from assay.service.project.fields import GovDateField
from assay.service.project.plain_forms import PlainForm
from assay.service.project.searching import SearchingForm, make_searchable
from assay.service.providers import rules
from assay.service.providers.models import BodyType, Ownership, Provider, Succession

NAMES = ("name", "short_name", "area")
"""What a provider is searched by."""


def wholes() -> QuerySet[Provider]:
    """Give the bodies that others are part of."""
    return Provider.objects.filter(body_type__in=set(rules.WHOLES.values()))


class SearchForm(PlainForm):
    """Words and a type to look for."""

    words = forms.CharField(label="Name or area", max_length=100, required=False)
    body_type = forms.ChoiceField(
        label="Type of body", choices=[("", "Any"), *BodyType.choices], required=False
    )


class ProviderForm(SearchingForm):
    """A provider to add or change."""

    name = forms.CharField(
        label="Name",
        max_length=200,
        help_text="In full, as reports name it",
        error_messages={"required": "Enter the provider’s name"},
    )
    short_name = forms.CharField(
        label="Short name",
        max_length=60,
        help_text="For tables and charts",
        error_messages={"required": "Enter a short name"},
    )
    body_type = forms.ChoiceField(
        label="Type of body",
        choices=BodyType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the type of body"},
    )
    area = forms.CharField(label="Area it covers (optional)", max_length=200, required=False)
    part_of = forms.ModelChoiceField(
        Provider.objects.none(),
        label="Part of (optional)",
        required=False,
        to_field_name="public_id",
        empty_label="Not part of another body",
        help_text="The region of a delivery unit, for example",
    )
    opened_on = GovDateField(
        label="Day it opened (optional)", required=False, help_text="Leave empty if not known"
    )
    closed_on = GovDateField(
        label="Day it closed (optional)", required=False, help_text="Leave empty if it is open"
    )

    def __init__(self, data: Any = None, *, provider: Provider | None = None) -> None:
        self.provider = provider or Provider()
        super().__init__(data, initial=_initial(self.provider, self.base_fields))
        make_searchable(self.fields["part_of"], wholes(), *NAMES)

    def clean(self) -> dict[str, Any]:
        """Set the provider's fields and ask the rules."""
        return _asked(self, self.provider, rules.of_provider)


class CloseForm(PlainForm):
    """When a provider closed."""

    closed_on = GovDateField(
        label="Day it closed",
        help_text="Its last day of work, for example 25 6 2021",
        error_messages={"required": "Enter the day it closed"},
    )

    def __init__(self, *args: Any, provider: Provider, **kwargs: Any) -> None:
        self.provider = provider
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Set the day and ask the rules."""
        return _asked(self, self.provider, rules.of_provider)


class OwnershipForm(PlainForm):
    """Who owned a provider, and when."""

    owner = forms.CharField(
        label="Owner",
        max_length=200,
        error_messages={"required": "Enter the owner’s name"},
    )
    starts_on = GovDateField(
        label="First day (optional)", required=False, help_text="Leave empty if not known"
    )
    ends_on = GovDateField(
        label="Last day (optional)", required=False, help_text="Leave empty if they still own it"
    )

    def __init__(self, data: Any = None, *, ownership: Ownership) -> None:
        self.ownership = ownership
        initial = _initial(ownership, ("starts_on", "ends_on"))
        if ownership.pk:
            initial["owner"] = ownership.owner.name
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Set the days and ask the rules."""
        return _asked(self, self.ownership, rules.of_ownership)


class SuccessionForm(SearchingForm):
    """Who took over from a provider."""

    successor = forms.ModelChoiceField(
        Provider.objects.none(),
        label="Who took over?",
        to_field_name="public_id",
        empty_label="Choose a provider",
        error_messages={"required": "Choose who took over"},
    )
    starts_on = GovDateField(
        label="First day",
        help_text="The day they took over, for example 26 6 2021",
        error_messages={"required": "Enter the day they took over"},
    )
    split = forms.BooleanField(
        label="It was split: others took over the rest of its work", required=False
    )

    def __init__(self, *args: Any, predecessor: Provider, **kwargs: Any) -> None:
        self.succession = Succession(predecessor=predecessor)
        super().__init__(*args, **kwargs)
        others = Provider.objects.exclude(pk=predecessor.pk)
        make_searchable(self.fields["successor"], others, *NAMES)

    def clean(self) -> dict[str, Any]:
        """Set the link and ask the rules."""
        return _asked(self, self.succession, rules.of_succession)


class ReasonForm(PlainForm):
    """Why something is taken back."""

    reason = forms.CharField(
        label="Why is it wrong?",
        max_length=500,
        help_text="This goes in the audit trail. Don’t name a person",
        error_messages={"required": "Say why it is wrong"},
    )


def _initial(instance: Any, fields: Any) -> dict[str, Any]:
    held = {name: getattr(instance, name) for name in fields}
    whole = held.get("part_of")
    return held | {"part_of": whole.public_id} if whole else held


def _asked(form: Any, instance: Any, rule: Any) -> dict[str, Any]:
    """Put the form's values on the instance; when all are right by themselves, ask the rule."""
    cleaned: dict[str, Any] = form.cleaned_data
    if not form.errors:
        for name, value in cleaned.items():
            if name != "owner":
                setattr(instance, name, value)
        for name, wrong in rule(instance):
            form.add_error(name, wrong)
    return cleaned
