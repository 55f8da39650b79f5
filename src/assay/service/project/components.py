"""Joins Django's forms to the GOV.UK components: each field as the component's parameters.

The macros in `forms.html` draw what these functions describe.
"""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import strip_tags

from assay.service.project.fields import PARTS, GovDateWidget
from assay.service.project.searching import is_searched, search_parameters

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (GovDateWidget, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),  # before radios: Django makes it one of them
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (forms.HiddenInput, "hidden"),
)


def error_list(form: forms.BaseForm) -> list[dict[str, str]]:
    """Give the error summary's entries, each linked to its field; the form's own have no link."""
    found: list[dict[str, str]] = [{"text": text} for text in map(_plain, form.non_field_errors())]
    for bound in form:
        found += [{"text": _plain(error), "href": f"#{first_id(bound)}"} for error in bound.errors]
    return found


def first_id(bound: BoundField) -> str:
    """Give the id of the element that a link to the field should reach."""
    identity = bound.auto_id or bound.html_name
    return f"{identity}-day" if isinstance(bound.field.widget, GovDateWidget) else str(identity)


def field_parameters(bound: BoundField, **options: Any) -> dict[str, Any]:
    """Give a field as {"kind": .., "params": ..} for its GOV.UK component.

    Args:
        bound: The form's field, like `form["email"]`.
        options: "heading" (True: the label is the page's h1), "width" (characters: 2, 3, 4,
            5, 10, 20 or 30), "small" (True: small radios or checkboxes), "inline".
    """
    kind = next((name for widget, name in KINDS if isinstance(bound.field.widget, widget)), "input")
    identity = str(bound.auto_id or bound.html_name)
    params: dict[str, Any] = {"name": bound.html_name, "id": identity, "idPrefix": identity}
    if bound.help_text:
        params["hint"] = {"text": str(bound.help_text)}
    if bound.errors:
        params["errorMessage"] = {"text": _plain(bound.errors[0])}
    if is_searched(bound):
        return {"kind": "search", "params": params | search_parameters(bound) | _legend(bound)}
    params.update(_label(bound, kind, heading=bool(options.get("heading"))))
    params.update(_content(bound, kind, options))
    return {"kind": kind, "params": params}


def _legend(bound: BoundField) -> dict[str, Any]:
    return _label(bound, "radios", heading=False)


def _label(bound: BoundField, kind: str, *, heading: bool) -> dict[str, Any]:
    group = kind in {"date", "radios", "checkboxes"}
    text = {"text": str(bound.label), "isPageHeading": heading}
    style = "l" if heading else "s"
    if group:
        return {"fieldset": {"legend": {**text, "classes": f"govuk-fieldset__legend--{style}"}}}
    if kind == "checkbox":
        return {}
    return {"label": {**text, "classes": f"govuk-label--{style}"}}


def _content(bound: BoundField, kind: str, options: dict[str, Any]) -> dict[str, Any]:
    value = bound.value()
    if kind in {"radios", "checkboxes"}:
        classes = f"govuk-{kind}--small" if options.get("small") else ""
        inline = f" govuk-{kind}--inline" if options.get("inline") else ""
        return {"items": _items(bound, value), "classes": f"{classes}{inline}".strip()}
    if kind == "checkbox":
        item = {"text": str(bound.label), "value": "on", "checked": bool(value)}
        return {"items": [item]}
    if kind == "select":
        return {"items": _items(bound, value, chosen="selected")}
    if kind == "date":
        return {"namePrefix": bound.html_name, "items": _date_items(bound, value)}
    attributes = {str(k): v for k, v in bound.field.widget.attrs.items() if k != "placeholder"}
    wide = f"govuk-input--width-{options['width']}" if options.get("width") else ""
    found: dict[str, Any] = {
        key: attributes.pop(key)
        for key in ("autocomplete", "rows", "inputmode")
        if key in attributes
    }
    attributes.pop("maxlength", None)
    secret = kind in {"password", "file"}
    kept = "" if secret or value is None else str(value)
    if kind == "textarea" and kept.startswith(("\n", "\r")):
        kept = f"\n{kept}"  # a browser drops the first line end
    return {
        **found,
        "value": kept,
        "classes": wide,
        "attributes": attributes,
        **_kind_of_text(bound),
    }


def _kind_of_text(bound: BoundField) -> dict[str, Any]:
    kind = getattr(bound.field.widget, "input_type", None)
    if kind == "email":
        return {"type": "email", "spellcheck": False}
    return {"type": "number"} if kind == "number" else {}


def _items(bound: BoundField, value: Any, chosen: str = "checked") -> list[dict[str, Any]]:
    chosen_values = {str(v) for v in (value if isinstance(value, list | tuple) else [value])}
    if value in {None, ""} if not isinstance(value, list | tuple) else not value:
        chosen_values = {""}
    hints = getattr(bound.form, "descriptions", {}).get(bound.name, {})
    items = []
    for key, text in bound.field.choices:  # type: ignore[attr-defined]
        item: dict[str, Any] = {"value": str(key), "text": str(text)}
        item[chosen] = str(key) in chosen_values
        if str(key) in hints:
            item["hint"] = {"text": hints[str(key)]}
        items.append(item)
    return items


def _date_items(bound: BoundField, value: Any) -> list[dict[str, Any]]:
    texts = value if isinstance(value, tuple) else _parts(value)
    wrong = " govuk-input--error" if bound.errors else ""
    return [
        {
            "name": part,
            "value": text,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
        }
        for part, text in zip(PARTS, texts, strict=True)
    ]


def _parts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        parts = tuple(value.split("-")[::-1])
        return parts if len(parts) == len(PARTS) else (value, "", "")
    return (str(value.day), str(value.month), str(value.year)) if value else ("", "", "")


def _plain(text: Any) -> str:
    return strip_tags(str(text)).removesuffix(".")
