"""The search form of the audit trail."""

from django import forms

from assay.service.accounts.models import User
from assay.service.audit.models import Kind
from assay.service.audit.selectors import Search
from assay.service.project.fields import GovDateField


class SearchForm(forms.Form):
    """Who, whom, what and when; anything may be left empty."""

    by = forms.ModelChoiceField(
        User.objects.all(),
        label="Done by",
        required=False,
        to_field_name="public_id",
        empty_label="Anybody",
    )
    person = forms.UUIDField(
        label="Case reference",
        required=False,
        help_text="The long reference in the address of a case's page",
        error_messages={
            "invalid": "Enter a case reference as it stands in the address of its page"
        },
    )
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Any kind"), *Kind.choices]
    )
    since = GovDateField(label="From", required=False)
    until = GovDateField(label="To", required=False)

    def wanted(self) -> Search:
        """Give what was asked for; all of it when the form is wrong."""
        data = self.cleaned_data if self.is_valid() else {}
        by = data.get("by")
        return Search(
            by=by.public_id if by else None,
            person=data.get("person"),
            kind=data.get("kind", ""),
            since=data.get("since"),
            until=data.get("until"),
        )
