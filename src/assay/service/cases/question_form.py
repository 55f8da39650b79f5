"""The form of one key question, made from the framework's own prompts."""

from typing import Any
from uuid import uuid4

from django import forms

from assay.service.cases.completeness import Content
from assay.service.cases.framework import CaseQuestion
from assay.service.cases.models import Sufficient


class QuestionForm(forms.Form):
    """Prompts with a note beside each, then the judgement and a reason. Blanks are allowed.

    Args:
        question: The key question.
        args: As any form's.
        kwargs: As any form's.
    """

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, question: CaseQuestion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        for place, prompt in enumerate(question.prompts, 1):
            self.fields[f"prompt_{place}"] = _choice(f"{place}. {prompt}")
            self.fields[f"note_{place}"] = _text(f"Evidence for prompt {place}", rows=2)
        self.fields["sufficient"] = _choice(f"{question.name}: was this sufficient?")
        self.fields["reason"] = _text("Reason, if the judgement differs from the prompts", rows=3)

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Give each prompt with its note, as fields."""
        places = range(1, len(self.question.prompts) + 1)
        return [(self[f"prompt_{place}"], self[f"note_{place}"]) for place in places]

    def content(self) -> Content:
        """Give what was said."""
        data = self.cleaned_data
        return Content(
            prompts=tuple(
                {"answer": data[f"prompt_{place}"], "note": _lines(data[f"note_{place}"])}
                for place in range(1, len(self.question.prompts) + 1)
            ),
            sufficient=data["sufficient"],
            reason=_lines(data["reason"]),
        )


def initial_of(content: Content | None, version: int) -> dict[str, Any]:
    """Give a form's first values from a saved version, with an id for the save to come."""
    first: dict[str, Any] = {"version": version, "client_id": uuid4()}
    if content is None:
        return first
    for place, prompt in enumerate(content.prompts, 1):
        first |= {f"prompt_{place}": prompt["answer"], f"note_{place}": prompt["note"]}
    return first | {"sufficient": content.sufficient, "reason": content.reason}


def _choice(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=Sufficient.choices, required=False, widget=forms.RadioSelect
    )


def _text(label: str, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _lines(text: str) -> str:
    """Give text with one kind of line end: a browser's form sends another than its script."""
    return text.replace("\r\n", "\n")
