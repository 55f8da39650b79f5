"""The forms that say who may see a case."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from assay.service.accounts.models import User
from assay.service.cases.forms.people import NAMES
from assay.service.cases.models import BreakGlass
from assay.service.project.plain_forms import PlainForm
from assay.service.project.searching import SearchingForm, make_searchable


class RestrictForm(SearchingForm):
    """Who may see a case."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Who else may see this case?",
        required=False,
        to_field_name="public_id",
        help_text="You will be able to see it, whoever else you choose",
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.ChoiceField(
        label="Why is it restricted?",
        choices=[
            ("known", "The person is known to people who work on the inspection"),
            ("public", "The person is in the public eye"),
            ("staff", "The person works, or has worked, for the service"),
            ("safety", "Somebody’s safety depends on it"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason"},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        make_searchable(self.fields["people"], people, *NAMES)

    def why(self) -> str:
        """Give the reason in words."""
        chosen: str = self.cleaned_data["reason"]
        return str(dict(self.fields["reason"].choices)[chosen])  # type: ignore[attr-defined]


class LiftForm(PlainForm):
    """Why a restriction ends."""

    reason = forms.ChoiceField(
        label="Why is the restriction lifted?",
        choices=[
            ("over", "What it was made for is over"),
            ("mistake", "It was made by mistake"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason"},
    )

    def why(self) -> str:
        """Give the reason in words."""
        chosen: str = self.cleaned_data["reason"]
        return str(dict(self.fields["reason"].choices)[chosen])  # type: ignore[attr-defined]


class BreakGlassForm(PlainForm):
    """Which restricted case, and why it can't wait."""

    crn = forms.CharField(
        label="Case reference number (CRN)",
        max_length=200,
        error_messages={"required": "Enter the case reference number"},
    )
    reason = forms.ChoiceField(
        label="Why can’t it wait for somebody who may see it?",
        choices=BreakGlass.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason"},
    )
