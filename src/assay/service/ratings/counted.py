"""The panel's ratings, worked out by `assay.rating` from the record: no rule is repeated here."""

import hashlib
from dataclasses import dataclass

from assay.rating.discretion import Discretion, allowed_ratings
from assay.rating.inputs import Judgement
from assay.rating.rate import rate
from assay.rating.results import Result, StandardResult
from assay.service.accounts.models import User
from assay.service.cases.framework import framework_of, rules_of
from assay.service.cases.models import Case
from assay.service.cases.results import Row, assessments, export, judgements_for
from assay.service.cases.selectors import counted_cases
from assay.service.inspections.models import Inspection
from assay.service.ratings.models import Decision
from assay.service.ratings.selectors import standing
from assay.standards.framework import RATINGS, Rating


@dataclass(frozen=True, slots=True)
class Pack:
    """What a panel has before it.

    Attributes:
        inspection: Whose panel it is.
        rows: The answers that count; none unless `whole`.
        whole: Whether every case of the sample may be seen; a panel decides on nothing less.
        counted: The ratings as counted, before any decision.
        decisions: What is decided, by standard number.
    """

    inspection: Inspection
    rows: tuple[Row, ...]
    whole: bool
    counted: Result
    decisions: dict[str, Decision]

    def standard(self, number: str) -> StandardResult:
        """Give a standard as counted.

        Raises:
            KeyError: The framework has none with this number.
        """
        return {each.number: each for each in self.counted.standards}[number]

    @property
    def undecided(self) -> tuple[StandardResult, ...]:
        """Standards without a decision; one that no case rates needs none."""
        return tuple(
            each
            for each in self.counted.standards
            if each.number not in self.decisions
            and (each.decided_by == "judgement" or each.rating is not None)
        )

    @property
    def answers(self) -> str:
        """SHA-256 of the answers, as they are taken out."""
        return hashlib.sha256(export(self.rows)).hexdigest()


def pack_of(user: User, inspection: Inspection) -> Pack:
    """Give what the panel has before it: no answers at all where a case is kept from a person.

    A part of them would give other ratings than the panel's.
    """
    sample = Case.objects.filter(
        inspection=inspection, draw__superseded_at=None, state=Case.State.SAMPLE
    )
    whole = counted_cases(user, inspection).count() == sample.count()
    rows = judgements_for(user, inspection).counting if whole else ()
    return Pack(
        inspection=inspection,
        rows=rows,
        whole=whole,
        counted=rate(
            framework_of(inspection),
            rules=rules_of(inspection),
            assessments=assessments(rows),
            judgements={},
        ),
        decisions={each.standard: each for each in standing(Decision, inspection)},
    )


def choices_for(pack: Pack, standard: StandardResult) -> tuple[Rating, ...]:
    """Give the ratings a panel may decide on, lowest first.

    For a judged standard all four; for a counted one its own and those a trigger reaches.
    """
    if standard.decided_by == "judgement":
        return RATINGS
    if standard.rating is None:
        return ()
    reached = {standard.rating, *allowed_ratings(standard, rules_of(pack.inspection))}
    return tuple(rating for rating in RATINGS if rating in reached)


def judgements_in(pack: Pack) -> dict[str, Judgement]:
    """Give the decisions about judged standards as `assay rate` takes them."""
    judged = {each.number for each in pack.counted.standards if each.decided_by == "judgement"}
    return {
        number: Judgement(number, _rating(decision), decision.reason)
        for number, decision in pack.decisions.items()
        if number in judged
    }


def discretion_in(pack: Pack) -> dict[str, Discretion]:
    """Give the decisions that change a counted rating as `assay rate` takes them."""
    if not pack.whole:
        return {}
    counted = {each.number: each.rating for each in pack.counted.standards}
    judged = judgements_in(pack)
    changed = [
        each
        for number, each in sorted(pack.decisions.items())
        if number not in judged and each.rating != counted[number]
    ]
    return {
        each.standard: Discretion(
            each.standard,
            _rating(each),
            each.reason,
            each.agreed_by,
            each.dissent,
            "discretion.csv",
            row,
        )
        for row, each in enumerate(changed, start=2)
    }


def panel_result(pack: Pack) -> Result:
    """Rate the inspection as decided so far.

    Raises:
        InputProblems: A counted rating is changed where no published trigger allows it.
    """
    return rate(
        framework_of(pack.inspection),
        rules=rules_of(pack.inspection),
        assessments=assessments(pack.rows),
        judgements=judgements_in(pack),
        discretion=discretion_in(pack),
    )


def _rating(decision: Decision) -> Rating:
    return next(rating for rating in RATINGS if rating == decision.rating)
