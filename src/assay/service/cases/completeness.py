"""What is asked of a case, when an answer is whole, and when a judgement needs a reason.

Pure: values in, values out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from assay.service.cases.framework import CaseQuestion

Prompt = Mapping[str, str]
"""{"answer": "yes", "no", "not_applicable" or "", "note": text}, in the order of the prompts."""

Facts = Mapping[str, str]
"""What is known about the case: "yes", "no" or "" by the fact's key."""
NOTHING_KNOWN: Facts = MappingProxyType({})

NOT_APPLICABLE = "not_applicable"


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
    relevant = [answer for answer in given if answer != NOT_APPLICABLE]
    if sufficient == "yes" and "no" in relevant:
        return "it is judged sufficient although a prompt is answered no"
    if sufficient == "no" and relevant and "no" not in relevant:
        return "it is judged not sufficient although no prompt is answered no"
    if sufficient == NOT_APPLICABLE and relevant:
        return "it is judged not applicable although a prompt is answered yes or no"
    if sufficient in {"yes", "no"} and given and not relevant:
        return "it is judged although no prompt applies"
    return ""


def asked_places(question: CaseQuestion, facts: Facts) -> list[int]:
    """Give the places, from 1, of the prompts asked: all but those whose fact is "no"."""
    return [
        place
        for place, prompt in enumerate(question.branching, 1)
        if prompt.asked_if is None or facts.get(prompt.asked_if) != "no"
    ]


def differs(question: CaseQuestion, content: Content, facts: Facts) -> str:
    """Say in a clause how a judgement differs from the prompts that were asked, or ""."""
    return contradiction(_asked(question, content, facts), content.sufficient)


def blanks_of(
    question: CaseQuestion, content: Content | None, facts: Facts = NOTHING_KNOWN
) -> list[Blank]:
    """Say what a question still lacks, in the order of the form.

    What is judged not applicable as a whole needs none of its prompts answered.
    """
    prompts = content.prompts if content else ()
    found = [
        Blank(question.number, f"prompt_{place}", f"Answer prompt {place}")
        for place in asked_places(question, facts)
        if place > len(prompts) or not prompts[place - 1]["answer"]
    ]
    if question.is_about:
        return found
    if content is None or not content.sufficient:
        words = "Say whether the work was sufficient"
        return [*found, Blank(question.number, "sufficient", words)]
    if content.sufficient == NOT_APPLICABLE:
        found = []
    differs_how = differs(question, content, facts)
    if differs_how and not content.reason.strip():
        found.append(Blank(question.number, "reason", f"Give a reason: {differs_how}"))
    return found


def misplaced(question: CaseQuestion, content: Content) -> list[str]:
    """Give the form's fields that say "not applicable" where the framework doesn't allow it."""
    found = [
        f"prompt_{place}"
        for place, (prompt, said) in enumerate(
            zip(question.branching, content.prompts, strict=False), 1
        )
        if said["answer"] == NOT_APPLICABLE and not prompt.not_applicable
    ]
    judged = content.sufficient == NOT_APPLICABLE and not question.not_applicable
    return [*found, "sufficient"] if judged else found


def _asked(question: CaseQuestion, content: Content, facts: Facts) -> list[Prompt]:
    places = asked_places(question, facts)
    return [content.prompts[place - 1] for place in places if place <= len(content.prompts)]
