"""When an answer is whole, and when a judgement needs a reason because its prompts differ.

Pure: values in, values out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assay.service.cases.framework import CaseQuestion

Prompt = Mapping[str, str]
"""{"answer": "yes", "no", "not_applicable" or "", "note": text}, in the order of the prompts."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader says on one key question.

    Attributes:
        prompts: One for each prompt, in order.
        sufficient: "yes", "no", "not_applicable" or "".
        reason: Why, where the prompts point elsewhere.
    """

    prompts: tuple[Prompt, ...]
    sufficient: str
    reason: str


@dataclass(frozen=True, slots=True)
class Blank:
    """Something still to fill in: the question, the form's field, and what to do."""

    question: str
    field: str
    words: str


def contradiction(prompts: Sequence[Prompt], sufficient: str) -> str:
    """Say in a clause how a judgement differs from its prompts; "" when it doesn't."""
    given = [prompt["answer"] for prompt in prompts if prompt["answer"]]
    relevant = [answer for answer in given if answer != "not_applicable"]
    if sufficient == "yes" and "no" in relevant:
        return "it is judged sufficient although a prompt is answered no"
    if sufficient == "no" and relevant and "no" not in relevant:
        return "it is judged not sufficient although no prompt is answered no"
    if sufficient == "not_applicable" and relevant:
        return "it is judged not applicable although a prompt is answered yes or no"
    if sufficient in {"yes", "no"} and given and not relevant:
        return "it is judged although no prompt applies"
    return ""


def blanks_of(question: CaseQuestion, content: Content | None) -> list[Blank]:
    """Say what a question still lacks, in the order of the form."""
    prompts = content.prompts if content else ()
    found = [
        Blank(question.number, f"prompt_{place}", f"Answer prompt {place}")
        for place in range(1, len(question.prompts) + 1)
        if place > len(prompts) or not prompts[place - 1]["answer"]
    ]
    if content is None or not content.sufficient:
        words = "Say whether the work was sufficient"
        return [*found, Blank(question.number, "sufficient", words)]
    differs = contradiction(prompts, content.sufficient)
    if differs and not content.reason.strip():
        found.append(Blank(question.number, "reason", f"Give a reason: {differs}"))
    return found
