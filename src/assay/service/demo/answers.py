"""What the made-up readers answer: the example's judgements, with prompts that fit them."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from assay.files.examples import example
from assay.service.cases.completeness import NOT_APPLICABLE, Content, asked_places
from assay.service.cases.framework import CaseQuestion, fact_questions
from assay.service.demo.scene import scene
from assay.service.inspections.models import Inspection

NOTE = "Made-up note: the record shows {words}."
REASON = "Made up: what was missing made no difference to this person."
FOUND = {
    "yes": "this was done, in time and with the person",
    "no": "nothing of it in the first six months",
}

Judgements = dict[str, dict[str, str]]
"""By case reference, then by key question without its letter, as the example numbers them."""


class Sheet:
    """The answers about the cases of a sample.

    A case that the example drew too has its own answers; another has those of a case that
    only the example drew.
    """

    def __init__(self, inspection: Inspection, crns: Iterable[str]) -> None:
        wanted = sorted(crns)
        self.first, self.second = judgements("assessments.csv"), judgements("second_reads.csv")
        spare = iter(sorted(set(self.first) - set(wanted)))
        self.like = {crn: crn if crn in self.first else next(spare) for crn in wanted}
        self.facts = tuple(fact_questions(inspection))

    def read_twice(self, crn: str) -> bool:
        """Say whether the example has a second reading of it."""
        return self.like[crn] in self.second

    def content(self, crn: str, question: CaseQuestion, *, second: bool) -> Content:
        """Give the answer to a question, whole enough to submit."""
        like = self.like[crn]
        known = {key: self._fact(like, key) for key in self.facts}
        if question.is_about:
            return Content(tuple({"answer": known[key], "note": ""} for key in known), "", "")
        judged = self._judged(like, question, second=second)
        asked = asked_places(question, known) if judged != NOT_APPLICABLE else []
        differs = judged == "yes" and chance(like, question.number) < scene().fieldwork.differs
        short = asked[-1:] if judged == "no" or differs else []
        places = range(1, len(question.prompts) + 1)
        prompts = tuple(_prompt(place, asked, short) for place in places)
        return Content(prompts, judged, REASON if differs else "")

    def _fact(self, like: str, key: str) -> str:
        share = scene().fieldwork.facts.get(key, 1)
        return "yes" if chance(like, key) < share else "no"

    def _judged(self, like: str, question: CaseQuestion, *, second: bool) -> str:
        number = question.number.removeprefix("P")
        judged = (self.second if second else self.first)[like][number]
        # The example is of an older framework, where more could be not applicable.
        return "yes" if judged == NOT_APPLICABLE and not question.not_applicable else judged


def _prompt(place: int, asked: Sequence[int], short: Sequence[int]) -> dict[str, str]:
    """Answer a prompt that is asked; the first and every shortfall have a note."""
    answer = ("no" if place in short else "yes") if place in asked else ""
    noted = answer == "no" or place in asked[:1]
    return {"answer": answer, "note": NOTE.format(words=FOUND[answer]) if noted else ""}


def judgements(file: str) -> Judgements:
    """Read the example's answers about its main sample."""
    found: Judgements = defaultdict(dict)
    with (example("made-up") / file).open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            if row["key_question"].startswith("2."):
                found[row["case_id"]][row["key_question"]] = row["sufficient"]
    return dict(found)


def chance(*names: str) -> float:
    """Give a number from 0 to 1 that depends only on the seed and the names."""
    text = "|".join((str(scene().seed), *names))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:7]) / 2**56
