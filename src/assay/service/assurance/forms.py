"""The forms of a caseload."""

from typing import Any

from django import forms

from assay.service.accounts.models import User
from assay.service.assurance.models import REFERENCE
from assay.service.assurance.people import people_of
from assay.service.assurance.words import words
from assay.service.project.fields import GovDateField
from assay.service.project.plain_forms import PlainForm
from assay.service.providers.models import Provider


class PutOffForm(PlainForm):
    """To what day, and why."""

    reason = forms.ChoiceField(
        label="Why can it wait?",
        choices=lambda: list(words().snooze.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it can wait"},
    )
    until = GovDateField(
        label="Last day it waits",
        help_text="It is back on the list the day after, or sooner if it gets worse",
        error_messages={"required": "Enter the last day it waits"},
    )


class RestrictForm(PlainForm):
    """Which case, to whom, and why."""

    reference = forms.CharField(
        label="Reference of the case",
        max_length=REFERENCE,
        help_text="As the case system has it",
        error_messages={"required": "Enter the reference of the case"},
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Who else may see it?",
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="You always may",
    )
    reason = forms.ChoiceField(
        label="Why?",
        choices=lambda: list(words().restriction.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why"},
    )

    def __init__(self, *args: Any, provider: Provider, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people_of(provider, "caseload.cases")  # type: ignore[attr-defined]


class LinkForm(PlainForm):
    """Who a person is in the record."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label="Who?",
        to_field_name="public_id",
        empty_label="Choose a person",
        help_text="Give them a role at this provider first, under People",
        error_messages={"required": "Choose a person"},
    )
    staff_id = forms.CharField(
        label="Their reference in the record",
        max_length=REFERENCE,
        help_text="The staff reference of the extract, letter for letter",
        error_messages={"required": "Enter their reference in the record"},
    )

    def __init__(self, *args: Any, provider: Provider, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people_of(provider, "caseload.own")  # type: ignore[attr-defined]
