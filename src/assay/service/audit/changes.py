"""What changed, said without personal values."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from assay.service.project.privacy import privacy_of


def snapshot(instance: models.Model) -> dict[str, Any]:
    """Give a record's stored values by field name, to compare after a change.

    A link to another record is its public id. Fields nobody edits (ids, times of making)
    are left out: the event itself has them.
    """
    return {field.name: _value(instance, field) for field in _fields(instance)}


def differences(instance: models.Model, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Say which fields differ from `before` (an empty record when None).

    Returns:
        By field name: {"before": .., "after": ..} for a field that isn't personal, and
        {"changed": True} for a personal one or a credential. Values are text, number,
        boolean or None.
    """
    classes, old = privacy_of(type(instance)), before or {}
    found = {}
    for name, value in snapshot(instance).items():
        if value == old.get(name):
            continue
        found[name] = _said(old.get(name), value, personal=classes[name] != "not personal")
    return found


def _fields(instance: models.Model) -> list[Any]:
    edited = [field for field in instance._meta.concrete_fields if field.editable]
    return [field for field in edited if not field.primary_key]


def _value(instance: models.Model, field: Any) -> Any:
    value = getattr(instance, field.name)
    return getattr(value, "public_id", value) if field.is_relation else value


def _said(before: Any, after: Any, *, personal: bool) -> dict[str, Any]:
    if personal:
        return {"changed": True}
    return {"before": _plain(before), "after": _plain(after)}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
