"""The form of one key question, made from the framework's own prompts."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms

from assay.service.cases.completeness import NOTHING_KNOWN, Content, Facts, asked_places
from assay.service.cases.framework import CaseQuestion
from assay.service.cases.models import Sufficient
from assay.service.project.plain_forms import PlainForm
from assay.standards.framework import Prompt

REASON = "Reason, if the judgement differs from the prompts"


class QuestionForm(PlainForm):
    """Prompts with a note beside each, then the judgement and a reason. Blanks are allowed.

    Every prompt is a field, so that what was answered before a fact changed is not lost;
    `pairs` are those asked of this case.

    Args:
        question: The question; the one about the case has neither notes nor judgement.
        args: As any form's.
        facts: What is known about the case.
        kwargs: As any form's.
    """

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, question: CaseQuestion, *args: Any, facts: Facts = NOTHING_KNOWN, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.facts = question, facts
        self.asked = asked_places(question, facts)
        for place, prompt in enumerate(question.branching, 1):
            self.fields[f"prompt_{place}"] = _choice(f"{place}. {prompt.words}", prompt)
            if not question.is_about:
                self.fields[f"note_{place}"] = _text(f"Evidence for prompt {place}", rows=8)
        if not question.is_about:
            label = f"{question.name}: was this sufficient?"
            self.fields["sufficient"] = _choice(label, question)
            self.fields["reason"] = _text(REASON, rows=3)

    def say_only_if(self, questions: Mapping[str, str]) -> None:
        """Say beside each prompt that depends on a fact not known yet when it is asked."""
        for place, prompt in enumerate(self.question.branching, 1):
            if prompt.asked_if and not self.facts.get(prompt.asked_if):
                hint = f"Only if the answer is yes to: {questions[prompt.asked_if]}"
                self.fields[f"prompt_{place}"].help_text = hint

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """Give each prompt asked with its note, as fields; no note about the case."""
        return [(self[f"prompt_{place}"], self._note(place)) for place in self.asked]

    @property
    def unasked(self) -> list[tuple[Any, Any]]:
        """Give each prompt that isn't asked of this case with its note, to be kept."""
        places = range(1, len(self.question.branching) + 1)
        return [
            (self[f"prompt_{place}"], self._note(place))
            for place in places
            if place not in self.asked
        ]

    @property
    def kept(self) -> list[tuple[Any, Any]]:
        """Give those of `unasked` that were answered before."""
        return [(prompt, note) for prompt, note in self.unasked if prompt.value() or note.value()]

    def content(self) -> Content:
        """Give what was said."""
        data = self.cleaned_data
        return Content(
            prompts=tuple(
                {
                    "answer": data[f"prompt_{place}"],
                    "note": _lines(data.get(f"note_{place}", "")),
                }
                for place in range(1, len(self.question.branching) + 1)
            ),
            sufficient=data.get("sufficient", ""),
            reason=_lines(data.get("reason", "")),
        )

    def _note(self, place: int) -> Any:
        return None if self.question.is_about else self[f"note_{place}"]


def answers_to(asked: Prompt | CaseQuestion) -> list[tuple[str, str]]:
    """Give the answers a prompt or question may have, with their words."""
    return [
        (str(value), str(words))
        for value, words in Sufficient.choices
        if asked.not_applicable or value != Sufficient.NOT_APPLICABLE
    ]


def initial_of(content: Content | None, version: int) -> dict[str, Any]:
    """Give a form's first values from a saved version, with an id for the save to come."""
    first: dict[str, Any] = {"version": version, "client_id": uuid4()}
    if content is None:
        return first
    for place, prompt in enumerate(content.prompts, 1):
        first |= {f"prompt_{place}": prompt["answer"], f"note_{place}": prompt["note"]}
    return first | {"sufficient": content.sufficient, "reason": content.reason}


def _choice(label: str, asked: Prompt | CaseQuestion) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=answers_to(asked),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the answers offered"},
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
