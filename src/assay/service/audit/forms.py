"""The search form of the audit trail."""

from typing import Any
from uuid import UUID

from django import forms

from assay.service.accounts.models import User
from assay.service.audit.models import Kind
from assay.service.audit.selectors import Search
from assay.service.inspections.models import Inspection
from assay.service.project.fields import GovDateField
from assay.service.project.limits import limits
from assay.service.project.plain_forms import PlainForm


class FindForm(PlainForm):
    """Whose events are looked for. It is posted: a CRN in an address would be kept in logs."""

    crn = forms.CharField(
        label="CRN",
        max_length=200,
        help_text="Finds the references of the person's cases, in every inspection and draw",
        error_messages={"required": "Enter a CRN"},
    )


class ReferencesField(forms.CharField):
    """Some case references with spaces between them, as UUIDs."""

    def clean(self, value: Any) -> tuple[UUID, ...]:
        """Read the references, each once.

        Raises:
            ValidationError: One is no reference, or there are too many.
        """
        words = super().clean(value).replace(",", " ").split()
        most = limits().page.rows
        if len(words) > most:
            raise forms.ValidationError(f"Enter {most} case references at most")
        try:
            return tuple(dict.fromkeys(UUID(word) for word in words))
        except ValueError:
            raise forms.ValidationError(
                "Enter case references as they stand in the list, like "
                "123e4567-e89b-12d3-a456-426614174000"
            ) from None


class SearchForm(PlainForm):
    """Who, whom, what and when; anything may be left empty."""

    by = forms.ModelChoiceField(
        User.objects.all(),
        label="Done by",
        required=False,
        to_field_name="public_id",
        empty_label="Anybody",
    )
    person = ReferencesField(
        label="Case references",
        required=False,
        help_text="The long references of one person's cases, with spaces between them. "
        "Find them by the CRN above.",
    )
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Any kind"), *Kind.choices]
    )
    action = forms.CharField(
        label="What was done",
        required=False,
        max_length=60,
        help_text="As it stands in the list in grey, like “cases: upload”",
    )
    inspection = forms.ModelChoiceField(
        Inspection.objects.order_by("-id"),
        label="Inspection",
        required=False,
        to_field_name="public_id",
        empty_label="Any inspection",
    )
    since = GovDateField(label="From", required=False)
    until = GovDateField(label="To", required=False)

    def wanted(self) -> Search:
        """Give what was asked for; all of it when the form is wrong."""
        data = self.cleaned_data if self.is_valid() else {}
        by, inspection = data.get("by"), data.get("inspection")
        return Search(
            by=by.public_id if by else None,
            people=data.get("person", ()),
            kind=data.get("kind", ""),
            action=data.get("action", "").replace(": ", ".").replace(" ", "_"),
            inspection=inspection.public_id if inspection else None,
            since=data.get("since"),
            until=data.get("until"),
        )
