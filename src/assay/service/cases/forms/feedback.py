"""The forms of a feedback sheet."""

from typing import Any

from django import forms

from assay.service.cases.feedback import Draft
from assay.service.cases.models import Feedback
from assay.service.project.plain_forms import PlainForm

LONGEST = 10_000


def _part(label: str, hint: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        **options,
    )


class FeedbackForm(PlainForm):
    """What was good, then what could be better."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    good = _part(
        "What was good",
        "Start here. Say what you saw in the record",
        error_messages={"required": "Say what was good"},
    )
    better = _part(
        "What could be better", "Each point with its evidence. Name nobody else", required=False
    )
    looked = forms.BooleanField(
        label="I have looked: no other member of staff is named", required=False
    )

    def draft(self) -> Draft:
        """Give the two parts, with one kind of line end."""
        good, better = (
            self.cleaned_data[name].replace("\r\n", "\n") for name in ("good", "better")
        )
        return Draft(good, better)


class ReleaseForm(PlainForm):
    """Who is handed the sheet."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    recipient = forms.ChoiceField(
        label="Who will you give it to?",
        choices=Feedback.Recipient.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who you will give it to"},
    )
