"""Form fields in the GOV.UK manner: a date in three boxes that says what is wrong with it."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from assay.service.project.words import date as say_date

PARTS = ("day", "month", "year")
YEARS = range(1900, 2200)
"""Years a date may be in: before and after lie slips of the hand, and days no sum can reach."""


class GovDateWidget(forms.Widget):
    """Reads name-day, name-month and name-year; drawn by `field()` in the macros."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, ...] | str:  # noqa: ARG002
        """Give the three texts; one ISO text is taken too."""
        whole = data.get(name)
        if whole:
            return str(whole)
        return tuple(str(data.get(f"{name}-{part}", "")).strip() for part in PARTS)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        """Say whether nothing was sent."""
        return name not in data and not any(f"{name}-{part}" in data for part in PARTS)


class GovDateField(forms.Field):
    """A date in three boxes."""

    widget = GovDateWidget

    def to_python(self, value: Any) -> date | None:
        """Give the date, or say which part is missing or that there is no such day."""
        if isinstance(value, date) or value is None:
            return value
        if isinstance(value, str):
            return self._of(value.split("-")[::-1])
        return self._of(list(value)) if any(value) else None

    def _of(self, parts: list[str]) -> date:
        missing = [name for name, part in zip(PARTS, parts, strict=False) if not part]
        if missing:
            raise forms.ValidationError(f"{self._name} must include a {' and '.join(missing)}")
        try:
            day, month, year = (int(part) for part in parts)
            if not 1000 <= year <= 9999:  # noqa: PLR2004 - four digits
                raise forms.ValidationError("Year must have 4 digits")
            found = date(year, month, day)
        except (ValueError, OverflowError):
            example = say_date(date(2027, 3, 27))
            raise forms.ValidationError(
                f"{self._name} must be a real date, like {example}"
            ) from None
        if year not in YEARS:
            raise forms.ValidationError(f"{self._name} must be between {YEARS[0]} and {YEARS[-1]}")
        return found

    @property
    def _name(self) -> str:
        return str(self.label).removesuffix(" (optional)")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether the date differs."""
        try:
            return bool(initial != self.to_python(data))
        except forms.ValidationError:
            return True


class LastDayField(GovDateField):
    """The last day of something that starts today at the earliest."""

    def validate(self, value: Any) -> None:
        """Refuse a day that is over."""
        super().validate(value)
        if value and value < timezone.localdate():
            raise forms.ValidationError(f"{self._name} must be today or later")
