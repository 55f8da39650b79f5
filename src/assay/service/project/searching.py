"""Choosing one or several of very many: part of the name first, then the matches.

A form that has such fields is a `SearchingForm`. While the choices are few, the field is
drawn as it always was. Above the limit it is drawn as a box for part of the name with a
button, and below it what matches. Words not searched for yet always lead to the matches,
whichever button was pressed, and nothing typed elsewhere is lost. It works without a script,
and by POST, so that no name gets into an address.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict

from assay.service.project.limits import limits
from assay.service.project.plain_forms import PlainForm


def make_searchable(field: forms.Field, queryset: QuerySet[Any], *columns: str) -> None:
    """Give a model choice field its choices, searched by these columns where they are many."""
    field.queryset = queryset  # type: ignore[attr-defined]
    field.searched_by = columns  # type: ignore[attr-defined]
    field.many = queryset.count() > limits().page.choices  # type: ignore[attr-defined]


def is_searched(bound: BoundField) -> bool:
    """Say whether a field is drawn with a search, because its choices are many."""
    return bool(getattr(bound.field, "many", False))


class SearchingForm(PlainForm):
    """A form with fields that may have very many choices."""

    @property
    def searching(self) -> bool:
        """Whether words were sent that have not been searched for yet."""
        return any(words and words != before for words, before in self._words())

    def full_clean(self) -> None:
        """Check the form; while somebody is searching there is nothing to check yet."""
        if self.is_bound and self.searching:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def is_valid(self) -> bool:
        """Say whether the form is right, and nobody is searching."""
        return not (self.is_bound and self.searching) and super().is_valid()

    def _words(self) -> Iterator[tuple[str, str]]:
        for bound in self:
            if is_searched(bound):
                yield sent(bound, "words"), sent(bound, "searched")


def sent(bound: BoundField, part: str) -> str:
    """Give what was sent beside a field: its "words", or those "searched" for before."""
    data = bound.form.data
    # No name holds the NUL character, and PostgreSQL refuses to look for it.
    text = str(data.get(f"{bound.html_name}-{part}", "")).replace("\x00", " ")
    return " ".join(text.split())


def search_parameters(bound: BoundField) -> dict[str, Any]:
    """Give what the macro draws: the words, the matches and what is chosen already."""
    words = sent(bound, "words")
    chosen = _chosen(bound)
    matches, more = _matches(bound, words, {str(item.public_id) for item in chosen})
    items = [_item(item, chosen=True) for item in chosen]
    return {
        "words": words,
        "items": [*_none(bound, chosen), *items, *(_item(item, chosen=False) for item in matches)],
        "found": len(matches),
        "more": more,
        "several": isinstance(bound.field, forms.ModelMultipleChoiceField),
    }


def _chosen(bound: BoundField) -> list[Any]:
    value = bound.value()
    ids = [str(one) for one in (value if isinstance(value, list | tuple) else [value]) if one]
    field: Any = bound.field
    known = {str(item.public_id): item for item in field.queryset.filter(_one_of(ids))}
    return [known[one] for one in ids if one in known]


def _one_of(ids: list[str]) -> Q:
    valid = []
    for one in ids:
        try:
            valid.append(forms.UUIDField().clean(one))
        except forms.ValidationError:
            continue
    return Q(public_id__in=valid)


def _matches(bound: BoundField, words: str, chosen: set[str]) -> tuple[list[Any], int]:
    """Give what matches every word, as many as a page shows, and how many more there are."""
    if not words:
        return [], 0
    field: Any = bound.field
    found = field.queryset.all()
    for word in words.split():
        alike = Q()
        for column in field.searched_by:
            alike |= Q(**{f"{column}__icontains": word})
        found = found.filter(alike)
    found = found.exclude(_one_of(sorted(chosen)))
    most = limits().page.choices
    return list(found[:most]), max(0, found.count() - most)


def _none(bound: BoundField, chosen: list[Any]) -> list[dict[str, Any]]:
    """Give the choice of nothing, where one of very many may be left out."""
    words = getattr(bound.field, "empty_label", None)
    if bound.field.required or words is None:
        return []
    return [{"value": "", "text": str(words), "checked": not chosen}]


def _item(item: Model, *, chosen: bool) -> dict[str, Any]:
    return {"value": str(item.public_id), "text": str(item), "checked": chosen}  # type: ignore[attr-defined]
