"""Forms whose every mistake is said in this service's words, naming the field.

A field's own `error_messages` stand; what is left to Django ("This field is required") is
replaced when the form is checked. Every form of the service is one of these.
"""

from collections.abc import Mapping
from typing import ClassVar

from django import forms


class SaysPlainly:
    """For a form: replaces Django's words by ours, just before the form is checked.

    Attributes:
        called: What to call a field in a sentence ("the size of the sample"), by its name,
            where its label doesn't do.
    """

    called: ClassVar[Mapping[str, str]] = {}
    fields: dict[str, forms.Field]

    def full_clean(self) -> None:
        """Put our words in, then check the form."""
        for name, field in self.fields.items():
            say_plainly(field, self.called.get(name) or _by_label(name, field))
        super().full_clean()  # type: ignore[misc]


class PlainForm(SaysPlainly, forms.Form):
    """A form of ours."""


def say_plainly(field: forms.Field, called: str) -> None:
    """Give a field our words for each mistake that it has only Django's words for."""
    djangos = {
        str(text)
        for kind in type(field).__mro__
        if kind.__module__.startswith("django.")
        for text in getattr(kind, "default_error_messages", {}).values()
    }
    for mistake, words in _words(field, called).items():
        if str(field.error_messages.get(mistake, "")) in {"", *djangos}:
            field.error_messages[mistake] = words


def _by_label(name: str, field: forms.Field) -> str:
    """Call a field by its label, within a sentence."""
    label = str(field.label or name.replace("_", " ")).removesuffix(" (optional)")
    if label.endswith("?"):
        return f"an answer to “{label}”"
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def _words(field: forms.Field, called: str) -> dict[str, str]:
    """Say each mistake that a field may have, in the manner of GOV.UK."""
    starts = called[0].upper() + called[1:]
    asks = "Choose" if isinstance(field, forms.ChoiceField | forms.FileField) else "Enter"
    return {
        "required": f"{asks} {called}",
        "invalid": f"{starts} must be {_kind(field)}",
        "invalid_choice": f"Choose {called} from what is offered",
        "invalid_list": f"Choose {called} from what is offered",
        "invalid_pk_value": f"Choose {called} from what is offered",
        "min_value": f"{starts} must be %(limit_value)s or more",
        "max_value": f"{starts} must be %(limit_value)s or less",
        "max_length": f"{starts} must be %(limit_value)s characters or fewer",
        "min_length": f"{starts} must be %(limit_value)s characters or more",
        "max_digits": f"{starts} must have %(max)s digits or fewer",
        "max_decimal_places": f"{starts} must have %(max)s decimal places or fewer",
        "max_whole_digits": f"{starts} must have %(max)s digits or fewer before the point",
        "null_characters_not_allowed": f"{starts} holds a character that can’t be kept",
        "missing": f"{asks} {called}",
        "empty": "The file is empty. Choose another",
    }


def _kind(field: forms.Field) -> str:
    if isinstance(field, forms.FloatField | forms.DecimalField):
        return "a number"
    if isinstance(field, forms.IntegerField):
        return "a whole number"
    if isinstance(field, forms.EmailField):
        return "an email address in the correct format, like name@example.com"
    return "what is asked for"
