"""The forms of an inspection; those with dates ask the plan before they are right."""

from typing import Any

from django import forms

from assay.service.accounts.models import User
from assay.service.inspections import plan
from assay.service.inspections.life import life
from assay.service.inspections.models import Inspection, InspectionStep
from assay.service.inspections.selectors import PLANNED, possible_holders
from assay.service.inspections.team import team_roles
from assay.service.project.fields import GovDateField, LastDayField
from assay.service.project.plain_forms import PlainForm
from assay.service.project.searching import SearchingForm, make_searchable
from assay.service.providers.forms import NAMES
from assay.service.providers.models import Provider
from assay.standards.load import framework_ids, load_framework


def state_choices() -> list[tuple[str, str]]:
    """Give where an inspection may stand, as choices."""
    steps = [(step.key, step.name) for step in life().steps]
    return [("", "Any"), (PLANNED, "Planned"), *steps]


def framework_choices() -> list[tuple[str, str]]:
    """Give the frameworks Assay holds, as choices."""
    return [("", "Choose a framework")] + [
        (key, load_framework(key).title) for key in framework_ids()
    ]


class FilterForm(PlainForm):
    """Which inspections to list."""

    state = forms.ChoiceField(label="Where it stands", choices=state_choices, required=False)
    provider = forms.ModelChoiceField(
        Provider.objects.none(),
        label="Provider",
        required=False,
        to_field_name="public_id",
        empty_label="Any",
    )

    def __init__(self, *args: Any, providers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]


class DatesForm(PlainForm):
    """The dates of an inspection."""

    announce_on = GovDateField(
        label="Day it is announced",
        error_messages={"required": "Enter the day it is announced"},
    )
    fieldwork_starts_on = GovDateField(
        label="First day of fieldwork",
        error_messages={"required": "Enter the first day of fieldwork"},
    )
    fieldwork_ends_on = GovDateField(
        label="Last day of fieldwork",
        error_messages={"required": "Enter the last day of fieldwork"},
    )

    def __init__(self, data: Any = None, *, inspection: Inspection | None = None) -> None:
        self.inspection = inspection or Inspection()
        initial = {name: getattr(self.inspection, name) for name in DatesForm.base_fields}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Put the values on the inspection; when all are right by themselves, ask the plan."""
        cleaned = self.cleaned_data
        if self.errors:
            return cleaned
        for name, value in cleaned.items():
            setattr(self.inspection, name, value)
        for name, wrong in self._problems():
            self.add_error(name, wrong)
        return cleaned

    def _problems(self) -> plan.Problems:
        return plan.of_dates(self.inspection, self.inspection.announce_on)


class CreateForm(SearchingForm, DatesForm):
    """A new inspection."""

    provider = forms.ModelChoiceField(
        Provider.objects.none(),
        label="Provider",
        to_field_name="public_id",
        empty_label="Choose a provider",
        error_messages={"required": "Choose a provider"},
    )
    framework = forms.ChoiceField(
        label="Framework",
        choices=framework_choices,
        help_text="The standards it is judged by",
        error_messages={"required": "Choose a framework"},
    )
    name = forms.CharField(
        label="Name",
        max_length=200,
        help_text="As people will call it, for example “Made-up Delivery Unit 2027”",
        error_messages={"required": "Enter a name"},
    )
    field_order = (
        "provider",
        "framework",
        "name",
        "announce_on",
        "fieldwork_starts_on",
        "fieldwork_ends_on",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        make_searchable(self.fields["provider"], Provider.objects.all(), *NAMES)

    def _problems(self) -> plan.Problems:
        return plan.of_inspection(self.inspection)


class StepForm(SearchingForm):
    """Who holds a step, and when it is due."""

    holder = forms.ModelChoiceField(
        User.objects.none(),
        label="Who holds it",
        required=False,
        to_field_name="public_id",
        empty_label="Nobody yet",
    )
    due_on = GovDateField(
        label="Due",
        required=False,
        help_text="Leave empty to have it counted in working days",
    )

    def __init__(self, data: Any = None, *, inspection: Inspection, row: InspectionStep) -> None:
        initial: dict[str, Any] = {"holder": row.holder.public_id if row.holder else None}
        if row.due_by_hand:
            initial["due_on"] = row.due_on
        super().__init__(data, initial=initial)
        make_searchable(self.fields["holder"], possible_holders(inspection), "full_name", "email")
        if life().step(row.step).due.is_the_plan:
            del self.fields["due_on"]


class MoveForm(PlainForm):
    """When a step was done, and a remark on it."""

    on = GovDateField(
        label="Day it was done (optional)",
        required=False,
        help_text="Leave empty if it was done today",
    )
    reason = forms.CharField(
        label="Anything to note (optional)",
        max_length=500,
        required=False,
        help_text="This goes in the audit trail. Don’t name a person",
    )


class UndoForm(PlainForm):
    """Why a step is undone."""

    reason = forms.CharField(
        label="Why is it undone?",
        max_length=500,
        help_text="This goes in the audit trail. Don’t name a person",
        error_messages={"required": "Say why it is undone"},
    )


class JoinForm(PlainForm):
    """Somebody to join the team."""

    email = forms.EmailField(
        label="Email address",
        help_text="Of somebody who has an account",
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )
    role = forms.ChoiceField(
        label="Role",
        choices=lambda: list(team_roles().items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role"},
    )
    ends_on = LastDayField(
        label="Last day (optional)", required=False, help_text="Leave empty if it has no end"
    )
