"""Measure the forecast on services whose truth is known, because they are made up.

Each service has a caseload, key questions answered alike within a case, criteria that see
some of what is wrong, and a random sample of audits. Everything after that is the forecast's
own code, its choice of criteria included. Printed: how often the intervals hold the truth,
how many audits an audit is worth with criteria, what a useless criterion changes, and
whether chances come true as often as they say.

    python -m benchmarks.forecast --services 1000
"""

import argparse
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from assay.assurance.forecast.audits import Audits
from assay.assurance.forecast.basis import Basis
from assay.assurance.forecast.believing import Studied, study
from assay.assurance.forecast.futures import Bands, Futures, chances, draw_futures, lowest
from assay.assurance.forecast.margins import Margin, margin
from assay.assurance.forecast.prediction import (
    Audited,
    Estimator,
    audits_alone,
    prediction_powered,
    survey_regression,
)
from assay.assurance.forecast.settings import settings
from assay.assurance.forecast.states import MET, NO_ROW, NOT_MET, Codes, Shown
from assay.rating.inputs import Answer
from assay.rating.tally import whole_percent
from assay.sampling.size import Size
from assay.standards.framework import RATINGS
from assay.standards.load import load_framework

FRAMEWORK = load_framework("crc-2018")
QUESTIONS = ("2.1.1", "2.1.2", "2.1.3")
CASES = (400, 1_000, 3_000, 12_000)
AUDITS = (40, 60, 80, 120, 200)
SHARES = (0.1, 0.3, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95)
STRENGTHS = {"none": 0.0, "some": 0.3, "strong": 0.7}
"""Part of insufficient cases that a criterion finds not met."""
CAUTION = 0.03
"""Part of sufficient cases that it finds not met."""
USELESS = "X99"
METHODS: dict[str, Estimator] = {
    "audits alone": audits_alone,
    "PPI++": prediction_powered,
    "survey regression": survey_regression,
}


@dataclass(frozen=True, slots=True)
class Service:
    """A made-up service.

    Attributes:
        good: By case and key question, 1 sufficient and 0 not.
        relevant: By case and key question, whether it applies.
        shown: What its criteria show.
        audited: Positions of the audited cases.
        strength: How much the criteria see: a key of `STRENGTHS`.
    """

    good: npt.NDArray[np.bool_]
    relevant: npt.NDArray[np.bool_]
    shown: Shown
    audited: npt.NDArray[np.int64]
    strength: str

    def truth(self, question: int) -> Fraction:
        """The share that reading every case would find."""
        applies = self.relevant[:, question]
        return Fraction(int(self.good[applies, question].sum()), int(applies.sum()))


def make_service(random: np.random.Generator) -> Service:
    """Make one up."""
    cases = int(random.choice(CASES))
    audits = int(random.choice([size for size in AUDITS if size * 2 <= cases]))
    base = float(random.choice(SHARES))
    shares = np.clip(base + random.normal(0, 0.05, len(QUESTIONS)), 0.03, 0.98)
    quality = random.normal(size=(cases, 1))
    own = random.normal(size=(cases, len(QUESTIONS)))
    mixed = np.argsort(np.argsort(0.6 * quality + 0.8 * own, axis=0), axis=0) / cases
    good = mixed > 1 - shares
    relevant = random.random((cases, len(QUESTIONS))) < random.choice([1.0, 0.95, 0.7])
    strength = str(random.choice(list(STRENGTHS)))
    codes = {
        f"X{question}{number}": _criterion(random, good[:, question], STRENGTHS[strength])
        for question in range(len(QUESTIONS))
        for number in range(int(random.integers(1, 5)))
    }
    codes[USELESS] = _criterion(random, random.random(cases) < 0.7, 1.0)
    names = {f"C{place:06}": place for place in range(cases)}
    audited = np.sort(random.permutation(cases)[:audits])
    return Service(good, relevant, Shown(names, codes, frozenset()), audited, strength)


def _criterion(random: np.random.Generator, good: npt.NDArray[np.bool_], sees: float) -> Codes:
    chance = np.where(good, CAUTION, max(sees * random.uniform(0.5, 1.0), CAUTION))
    failed = random.random(len(good)) < chance
    applies = random.random(len(good)) < random.choice([1.0, 0.6])
    return np.where(applies, np.where(failed, NOT_MET, MET), NO_ROW).astype(np.int8)


def basis_of(service: Service, *, useless: bool) -> Basis:
    """What the forecast would be made from."""
    ids = list(service.shown.place)
    answers: dict[str, dict[str, Answer]] = {
        ids[place]: {
            number: _answer(service, int(place), question)
            for question, number in enumerate(QUESTIONS)
        }
        for place in service.audited
    }
    criteria = {
        number: tuple(
            name
            for name in service.shown.codes
            if name.startswith(f"X{question}") or (useless and name == USELESS)
        )
        for question, number in enumerate(QUESTIONS)
    }
    return Basis(
        framework=FRAMEWORK,
        as_of=dt.date(2026, 11, 1),
        audits=Audits(answers, ()),
        shown=service.shown,
        criteria=criteria,
        judgements={},
        inspected=Size(min(110, service.shown.cases), ()),
        history=None,
        rules=settings(),
        seed=1,
    )


def _answer(service: Service, place: int, question: int) -> Answer:
    if not service.relevant[place, question]:
        return "not_applicable"
    return "yes" if service.good[place, question] else "no"


@dataclass(frozen=True, slots=True)
class Measured:
    """One key question of one service.

    Attributes:
        truth: What reading every case would find.
        strength: How much the criteria see.
        audits: Relevant audits.
        helped: What the forecast believes.
        alone: What the audits alone would say.
        used: Whether any criterion was used.
        without_useless: What it believes where there is no useless criterion.
    """

    truth: float
    strength: str
    audits: int
    helped: Margin
    alone: Margin
    used: bool
    without_useless: Margin


def measure(services: int, seed: int) -> list[Measured]:
    """Forecast made-up services, key question by key question.

    Args:
        services: How many.
        seed: Any whole number.

    Returns:
        One entry for each key question that can be forecast.
    """
    random = np.random.default_rng(seed)
    return [found for _ in range(services) for found in _measured(make_service(random)) if found]


def _measured(service: Service) -> Iterator[Measured | None]:
    with_it, without = basis_of(service, useless=True), basis_of(service, useless=False)
    for place, number in enumerate(QUESTIONS):
        found, plain = study(number, QUESTIONS, with_it), study(number, QUESTIONS, without)
        if found.believed and found.alone and plain.believed:
            yield Measured(
                truth=float(service.truth(place)),
                strength=service.strength,
                audits=found.counts.relevant,
                helped=found.believed.margin,
                alone=found.alone,
                used=bool(found.used),
                without_useless=plain.believed.margin,
            )


def holds(believed: Margin, truth: float) -> bool:
    """Whether an interval holds the truth."""
    low, high = believed.interval()
    return low <= truth <= high


def saving(found: Sequence[Measured], seed: int) -> tuple[float, float, float]:
    """Audits that one audit is worth with criteria: mean ratio and its 95 per cent interval."""
    logs = np.log([each.helped.worth / each.alone.worth for each in found])
    random = np.random.default_rng(seed)
    means = random.choice(logs, (1_000, len(logs))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(np.exp(logs.mean())), float(np.exp(low)), float(np.exp(high))


def main() -> None:
    """Print every figure."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--services", type=int, default=1_000)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    found = measure(given.services, given.seed)
    print(f"{given.services} services, {len(found)} key questions forecast\n")
    _print_coverage(found)
    _print_savings(found, given.seed)
    _print_useless(found)
    _print_methods(given.services, given.seed)
    _print_chances(given.services, given.seed)


def _print_coverage(found: Sequence[Measured]) -> None:
    print("Intervals at 95 per cent that hold the truth, and their mean width in points")
    _coverage("all", found)
    for low, high in ((30, 40), (40, 60), (60, 100), (100, 201)):
        some = [each for each in found if low <= each.audits < high]
        _coverage(f"{low} to {high - 1} relevant audits", some)
    for least, most in ((0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 1)):
        _coverage(f"share {least} to {most}", [e for e in found if least <= e.truth < most])
    _coverage("where criteria are used", [each for each in found if each.used])


def _coverage(name: str, found: Sequence[Measured]) -> None:
    helped = np.mean([holds(each.helped, each.truth) for each in found])
    alone = np.mean([holds(each.alone, each.truth) for each in found])
    wide, wide_alone = (
        np.mean([np.ptp(which.interval()) for which in each]) * 100
        for each in ([e.helped for e in found], [e.alone for e in found])
    )
    print(
        f"  {name:<28} {len(found):>5}  {helped:.1%} ({wide:.1f})   "
        f"audits alone {alone:.1%} ({wide_alone:.1f})"
    )


def _print_savings(found: Sequence[Measured], seed: int) -> None:
    print("\nAudits that one audit is worth with criteria (95 per cent interval)")
    for strength in STRENGTHS:
        some = [each for each in found if each.strength == strength]
        ratio, low, high = saving(some, seed)
        used = np.mean([each.used for each in some])
        print(
            f"  criteria that see {strength:<7} {ratio:.2f} ({low:.2f} to {high:.2f}); "
            f"{1 - 1 / ratio:.0%} fewer case reads; used in {used:.0%}"
        )


def _print_useless(found: Sequence[Measured]) -> None:
    moved = [abs(each.helped.share - each.without_useless.share) * 100 for each in found]
    worth = np.log([each.helped.worth / each.without_useless.worth for each in found])
    print("\nA useless criterion added")
    print(f"  moves the share by {np.mean(moved):.2f} points on average")
    print(f"  makes an audit worth {np.exp(worth.mean()):.3f} of what it was")


def _print_methods(services: int, seed: int) -> None:
    print("\nThe three ways, given every criterion whatever it is worth: held, mean width")
    random = np.random.default_rng(seed)
    rows: dict[str, list[tuple[bool, float]]] = {name: [] for name in METHODS}
    for _ in range(services):
        service = make_service(random)
        for place in range(len(QUESTIONS)):
            audited = _every_criterion(service, place)
            if min(audited.sufficient.sum(), (audited.relevant - audited.sufficient).sum()) < 8:
                continue
            for name, way in METHODS.items():
                believed = margin(audited, way(audited, 1))
                truth = float(service.truth(place))
                rows[name].append((holds(believed, truth), float(np.ptp(believed.interval()))))
    for name, each in rows.items():
        held, wide = np.mean(each, axis=0)
        print(f"  {name:<18} {held:.1%}  {wide * 100:.1f}")


def _every_criterion(service: Service, question: int) -> Audited:
    codes = np.stack(list(service.shown.codes.values()), axis=1)
    every = np.where(codes == MET, 1.0, np.where(codes == NOT_MET, 0.0, 0.5))
    relevant = service.relevant[service.audited, question]
    good = service.good[service.audited, question] & relevant
    return Audited(
        sufficient=good.astype(np.float64),
        relevant=relevant.astype(np.float64),
        predictors=every[service.audited],
        means=every.mean(axis=0),
        cases=service.shown.cases,
    )


def _print_chances(services: int, seed: int) -> None:
    print("\nChances of a band: said, and come true")
    random = np.random.default_rng(seed + 1)
    said: dict[str, list[tuple[float, bool]]] = {
        "a key question, every case read": [],
        "the standard, every case read": [],
        "the standard, an inspection": [],
    }
    inside: list[bool] = []
    higher: list[float] = []
    for _ in range(services):
        service = make_service(random)
        basis = basis_of(service, useless=True)
        studied = [study(number, QUESTIONS, basis) for number in QUESTIONS]
        if all(each.believed for each in studied):
            everyone = np.arange(service.shown.cases)
            some = random.permutation(everyone)[: basis.inspected.cases]
            futures = _futures(basis, studied)
            for name, bands, read in (
                ("the standard, every case read", futures.all_read, everyone),
                ("the standard, an inspection", futures.inspected, some),
            ):
                said[name] += _pairs(lowest(list(bands.values())), _standard_band(service, read))
            for question, drawn in enumerate(futures.all_read.values()):
                came = _band(service, everyone, question)
                said["a key question, every case read"] += _pairs(drawn, came)
            expected = float(lowest(list(futures.all_read.values())).mean())
            higher.append(_standard_band(service, everyone) - expected)
            inside += _inside(service, futures, some)
    print(f"  inspections inside the interval for what they would find: {np.mean(inside):.1%}")
    print(f"  the standard's band, above what was expected: {np.mean(higher):+.2f} of a band")
    for name, pairs in said.items():
        _reliability(name, pairs)


def _futures(basis: Basis, studied: Sequence[Studied]) -> Futures:
    return draw_futures(
        [each.believed for each in studied if each.believed],
        FRAMEWORK.latest,
        cases=basis.shown.cases,
        inspected=basis.inspected.cases,
        draws=1_000,
        seed=1,
    )


def _pairs(drawn: Bands, came: int) -> list[tuple[float, bool]]:
    """Chance said and whether it came true, for each band."""
    found = chances(drawn)
    return [(found[rating], RATINGS.index(rating) == came) for rating in RATINGS]


def _inside(service: Service, futures: Futures, read: npt.NDArray[np.int64]) -> list[bool]:
    """Whether what an inspection found is inside its interval, question by question."""
    return [
        low <= _found(service, read, question) <= high
        for question, (low, high) in enumerate(futures.found.values())
    ]


def _found(service: Service, read: npt.NDArray[np.int64], question: int) -> Fraction:
    applies = service.relevant[read, question]
    return Fraction(int(service.good[read, question][applies].sum()), int(applies.sum()))


def _standard_band(service: Service, read: npt.NDArray[np.int64]) -> int:
    """The band that reading these cases gives the standard, by the rating code."""
    return min(_band(service, read, question) for question in range(len(QUESTIONS)))


def _band(service: Service, read: npt.NDArray[np.int64], question: int) -> int:
    percent = whole_percent(_found(service, read, question))
    return RATINGS.index(FRAMEWORK.latest.band_of_percent(percent))


def _reliability(name: str, pairs: Sequence[tuple[float, bool]]) -> None:
    print(f"  {name}")
    edges = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.01)
    for low, high in pairwise(edges):
        some = [pair for pair in pairs if low <= pair[0] < high]
        if some:
            chance, came = np.mean(some, axis=0)
            print(f"    said {chance:.0%}, came {came:.0%} of {len(some)}")


if __name__ == "__main__":
    main()
