"""What a reader's device says with an answer it sends, and what it is told."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import JsonResponse

from assay.service.accounts.actions import Refused
from assay.service.cases.models import Answer
from assay.service.project.plain_forms import PlainForm

MOST_FOLLOWED = 100
"""An id is added only when a reply is lost, so this many is a broken device."""


class SentForm(PlainForm):
    """The part of a sent answer that no person fills in; left out without JavaScript."""

    typed_at = forms.DateTimeField(required=False)
    follows = forms.CharField(required=False)

    def clean_follows(self) -> tuple[UUID, ...]:
        """Give the ids, which come as text with spaces between."""
        found = self.cleaned_data["follows"].split()
        try:
            return tuple(UUID(text) for text in found[-MOST_FOLLOWED:])
        except ValueError:
            raise forms.ValidationError("What was sent before is not given by its ids") from None


def saved(answer: Answer) -> JsonResponse:
    """Say that an answer is saved, as which version and when."""
    return JsonResponse({"version": answer.version, "saved_at": answer.saved_at.isoformat()})


def invalid(*filled: forms.Form) -> JsonResponse:
    """Say what is wrong with an answer, field by field."""
    errors: dict[str, Any] = {}
    for form in filled:
        errors |= form.errors.get_json_data()
    return JsonResponse({"kind": "invalid", "errors": errors}, status=400)


def closed(refusal: Refused) -> JsonResponse:
    """Say why an answer can't be saved any more."""
    return JsonResponse({"kind": "closed", "words": f"{refusal}."}, status=409)


def conflict() -> JsonResponse:
    """Say that somebody saved another version; the two are shown on a page."""
    return JsonResponse({"kind": "conflict"}, status=409)


def kept() -> JsonResponse:
    """Say that the choice of the saved version is noted."""
    return JsonResponse({"kind": "kept"})
