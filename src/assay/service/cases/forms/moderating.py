"""The form a difference between two readings is settled with."""

from typing import Any

from django import forms

from assay.service.cases.forms.questions import answers_to
from assay.service.cases.framework import CaseQuestion
from assay.service.cases.models import Sufficient
from assay.service.project.plain_forms import PlainForm


class SettleForm(PlainForm):
    """Which answer counts, and why."""

    decision = forms.ChoiceField(
        label="Which answer counts?",
        choices=Sufficient.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the answer that counts"},
    )
    reason = forms.CharField(
        label="Why?",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Give the reason"},
    )

    def __init__(self, *args: Any, asked: CaseQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = answers_to(asked)  # type: ignore[attr-defined]
