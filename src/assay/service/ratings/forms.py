"""The forms of the ratings panel."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from assay.files.csv_out import safe
from assay.service.accounts.models import User
from assay.service.project.plain_forms import PlainForm
from assay.standards.framework import RATINGS


class Words(forms.CharField):
    """Words that go into a file which spreadsheets open: one paragraph, never a formula."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> str:
        """Give the words on one line."""
        words = " ".join(super().clean(value).split())
        if safe(words) != words:
            raise forms.ValidationError(
                "Start with a letter or a figure: a spreadsheet would take this for a formula"
            )
        return words


class RatedForm(PlainForm):
    """A rating and why; `seen` is what stood when the page was opened."""

    rating = forms.ChoiceField(
        label="Rating",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a rating"},
    )
    reason = Words(
        label="Why?",
        help_text="It is shown with the rating. Name no person who is supervised.",
        error_messages={"required": "Say in a sentence why"},
    )
    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ratings: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        order = [rating for rating in RATINGS if rating in set(ratings)]
        self.fields["rating"].choices = [(each, each) for each in order]  # type: ignore[attr-defined]


class DecisionForm(RatedForm):
    """What the panel decides."""

    agreed = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Who agreed?",
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who of the panel agreed"},
    )
    dissent = Words(
        label="Who did not agree, and why?",
        required=False,
        help_text="Leave empty if everybody agreed.",
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].queryset = people  # type: ignore[attr-defined]


class MembersForm(PlainForm):
    """Who sits on the panel."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="Who sits on the panel?",
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text="Everybody here may see the ratings of this inspection.",
        error_messages={"required": "Choose who sits on the panel"},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]


class ReopenForm(PlainForm):
    """Why a closed panel is opened again."""

    reason = forms.CharField(
        label="Why is the panel opened again?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It goes into the audit trail. Name nobody.",
        error_messages={"required": "Give the reason"},
    )
