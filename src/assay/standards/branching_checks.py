"""Whether the facts, prompts and "not applicable" of a framework fit together."""

from collections.abc import Iterator

from assay.standards.framework import Framework
from assay.standards.walk import Fault, questions_of


def branching_faults(framework: Framework) -> Iterator[Fault]:
    """Give a fault for each fact unknown or unused, and each mark that is missing or misplaced."""
    yield from _unknown_facts(framework)
    yield from _unused_facts(framework)
    yield from _marks(framework)


def _unknown_facts(framework: Framework) -> Iterator[Fault]:
    known = {fact.key for fact in framework.case_facts}
    for place, _, question in questions_of(framework):
        for position, prompt in enumerate(question.prompts):
            if prompt.asked_if is not None and prompt.asked_if not in known:
                yield (
                    (*place, "prompts", position, "asked_if"),
                    f"no [[case_facts]] has the key {prompt.asked_if!r}",
                )


def _unused_facts(framework: Framework) -> Iterator[Fault]:
    questions = framework.key_questions.values()
    used = {prompt.asked_if for question in questions for prompt in question.prompts}
    for position, fact in enumerate(framework.case_facts):
        if fact.key not in used:
            yield ("case_facts", position, "key"), f"no prompt is asked if {fact.key!r}"


def _marks(framework: Framework) -> Iterator[Fault]:
    for place, standard, question in questions_of(framework):
        if standard.decided_by == "counts":
            if question.not_applicable is None:
                words = "is missing: say true or false, because cases are judged on this question"
                yield (*place, "not_applicable"), words
            continue
        if question.not_applicable is not None:
            yield (*place, "not_applicable"), "belongs only to questions counted from cases"
        for position, prompt in enumerate(question.prompts):
            if prompt.asked_if or prompt.not_applicable:
                words = "must be plain text, because no case is judged on this question"
                yield (*place, "prompts", position), words
