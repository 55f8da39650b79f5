"""The forms that say who reads a case."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from assay.service.accounts.models import User
from assay.service.cases.forms.people import NAMES
from assay.service.cases.models import Case, Reading
from assay.service.cases.reason_names import names_person
from assay.service.project.plain_forms import PlainForm
from assay.service.project.searching import SearchingForm, make_searchable


class AssignForm(SearchingForm):
    """Who reads a case."""

    kind = forms.ChoiceField(
        label="Which reading?",
        choices=Reading.Kind.choices,
        initial=Reading.Kind.FIRST,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose first or second"},
    )
    reader = forms.ModelChoiceField(
        User.objects.none(),
        label="Who reads it?",
        to_field_name="public_id",
        empty_label="Choose a person",
        error_messages={"required": "Choose a person", "invalid_choice": "Choose a person"},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        make_searchable(self.fields["reader"], people, *NAMES)


class JointForm(SearchingForm):
    """Who reads a case together with its reader."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Who reads it together with its reader?",
        required=False,
        to_field_name="public_id",
        help_text="Choose nobody if its reader reads it alone",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        make_searchable(self.fields["people"], people, *NAMES)


class WhyForm(PlainForm):
    """Why something is taken back or opened again."""

    reason = forms.CharField(
        label="Why?",
        max_length=500,
        help_text="This goes in the audit trail. Don’t name a person",
        error_messages={"required": "Say why"},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._case = case

    def clean_reason(self) -> str:
        """Refuse a reason that names the case's person: the trail is read by others, and kept."""
        reason: str = self.cleaned_data["reason"]
        case = self._case
        if names_person(
            reason, crn=case.crn, first_name=case.first_name, family_name=case.family_name
        ):
            raise forms.ValidationError(
                "This names the person, or holds their CRN. Say why without either"
            )
        return reason


class HomeTeamForm(SearchingForm):
    """Where a local assessor comes from."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label="Local assessor",
        to_field_name="public_id",
        empty_label="Choose a person",
        error_messages={"required": "Choose a person", "invalid_choice": "Choose a person"},
    )
    ldu = forms.CharField(
        label="Their local delivery unit",
        max_length=200,
        help_text="As the case list writes it",
        error_messages={"required": "Enter their unit"},
    )
    team = forms.CharField(
        label="Their team",
        max_length=200,
        help_text="As the case list writes it",
        error_messages={"required": "Enter their team"},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        make_searchable(self.fields["user"], people, *NAMES)
