"""The forms a sample is drawn and mended with."""

from types import MappingProxyType

from django import forms

from assay.sampling.sample import Request
from assay.sampling.specification import (
    DEFAULT,
    Specification,
    load_specification,
    specification_ids,
)
from assay.service.cases.models import Case
from assay.service.project.fields import GovDateField
from assay.service.project.plain_forms import PlainForm

LARGEST_SEED = 2**63 - 1


class DrawForm(PlainForm):
    """How the sample is drawn."""

    called = MappingProxyType(
        {
            "size": "the size of the sample",
            "confidence": "the confidence",
            "margin": "the margin",
            "buffer": "the reserves",
            "seed": "the seed",
            "specification": "the rules",
            "reason": "the reason",
        }
    )
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
        error_messages={"required": "Enter the seed"},
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


class SubstituteForm(PlainForm):
    """Why a case can't be read."""

    because = forms.ChoiceField(
        label="Why can’t this case be read?",
        choices=Case.Dropped.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason"},
    )
