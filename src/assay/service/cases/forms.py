"""The forms of case lists, the sample and its readers."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from assay.files.tables import limits as file_limits
from assay.sampling.sample import Request
from assay.sampling.specification import (
    DEFAULT,
    Specification,
    load_specification,
    specification_ids,
)
from assay.service.accounts.models import User
from assay.service.cases.framework import CaseQuestion
from assay.service.cases.models import BreakGlass, Case, Reading, Sufficient
from assay.service.cases.question_form import answers_to
from assay.service.cases.storage import ENDINGS
from assay.service.project.fields import GovDateField
from assay.service.project.searching import SearchingForm, make_searchable

MILLION = 1_000_000
LARGEST_SEED = 2**63 - 1
NAMES = ("full_name", "email")
"""What a person is searched by."""


class UploadForm(forms.Form):
    """A case list."""

    file = forms.FileField(
        label="Case list",
        help_text="A CSV (UTF-8), XLSX or ODS file with a row for each case",
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty. Choose another",
            "max_length": "The file’s name is too long. Shorten it",
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse what can't be a case list before it is kept."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if Path(file.name or "").suffix.lower() not in ENDINGS:
            raise forms.ValidationError("The file must be a CSV, XLSX or ODS file")
        most = file_limits()["bytes"]
        if (file.size or 0) > most:
            raise forms.ValidationError(f"The file must be smaller than {most // MILLION} MB")
        return file


class DrawForm(forms.Form):
    """How the sample is drawn."""

    as_of = GovDateField(
        label="As of which day?",
        help_text="Cases that start after this day are set aside",
        error_messages={"required": "Enter the day"},
    )
    size = forms.IntegerField(
        label="Cases to read",
        required=False,
        min_value=1,
        max_value=100_000,
        help_text="Leave empty to have it worked out from the two figures below",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    confidence = forms.DecimalField(
        label="Confidence, per cent",
        initial=80,
        min_value=1,
        max_value=99,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    margin = forms.DecimalField(
        label="Margin, percentage points either way",
        initial=5,
        min_value=1,
        max_value=49,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    buffer = forms.IntegerField(
        label="Reserves, per cent",
        initial=20,
        min_value=0,
        max_value=100,
        help_text="Of each stratum’s share of the sample",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    seed = forms.IntegerField(
        label="Seed",
        min_value=-LARGEST_SEED,
        max_value=LARGEST_SEED,
        help_text="A whole number chosen now that the list is here, "
        "in front of the service: by dice, for example",
        error_messages={"required": "Enter the seed", "invalid": "Seed must be a whole number"},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    specification = forms.ChoiceField(
        label="Rules",
        choices=lambda: [(i, load_specification(i).title) for i in specification_ids()],
        initial=DEFAULT,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why is the sample drawn again?",
        max_length=300,
        required=False,
        help_text="Do not give anybody’s name",
    )

    def request(self) -> Request:
        """Give what was asked for."""
        data = self.cleaned_data
        return Request(
            as_of=data["as_of"],
            size=data["size"],
            buffer_percent=data["buffer"],
            seed=data["seed"],
            confidence=data["confidence"],
            margin=data["margin"],
        )

    def rules(self) -> Specification:
        """Give the rules chosen."""
        return load_specification(self.cleaned_data["specification"])


class SubstituteForm(forms.Form):
    """Why a case can't be read."""

    because = forms.ChoiceField(
        label="Why can’t this case be read?",
        choices=Case.Dropped.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason"},
    )


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


class LiftForm(forms.Form):
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


class BreakGlassForm(forms.Form):
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


class WhyForm(forms.Form):
    """Why something is taken back or opened again."""

    reason = forms.CharField(
        label="Why?",
        max_length=500,
        help_text="This goes in the audit trail. Don’t name a person",
        error_messages={"required": "Say why"},
    )


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


class SettleForm(forms.Form):
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
