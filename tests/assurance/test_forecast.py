"""A forecast put together: what enters it, what it refuses, what it names."""

import datetime as dt
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from assay.assurance.catalogue import catalogue
from assay.assurance.forecast.audits import Audits, read_audits
from assay.assurance.forecast.basis import Basis
from assay.assurance.forecast.calibration import TOGETHER, calibrate
from assay.assurance.forecast.document import as_document
from assay.assurance.forecast.make import make_forecast
from assay.assurance.forecast.questions import criteria_by_question
from assay.assurance.forecast.settings import settings
from assay.assurance.forecast.short import short_of
from assay.assurance.forecast.states import MET, NO_ROW, NOT_MET, STATES, Codes, Shown
from assay.assurance.forecast.text import lines
from assay.files.tables import Table
from assay.rating.inputs import Answer, Assessments, Judgement
from assay.rating.rate import rate
from assay.sampling.size import Size
from assay.standards.framework import RATINGS
from assay.standards.load import load_framework

CRC = load_framework("crc-2018")
COUNTED = [
    question.number
    for standard in CRC.standards
    if standard.decided_by == "counts"
    for question in standard.key_questions
]
JUDGED = {f"1.{n}": Judgement(f"1.{n}", "Good", "Made-up reason") for n in range(1, 5)}
Made = Callable[..., Basis]


@pytest.fixture
def made() -> Made:
    """600 current cases, `audits` of them read; X1 sees most of what is wrong, X2 nothing."""

    def make(audits: int, judged: Mapping[str, Judgement] = JUDGED) -> Basis:
        random = np.random.default_rng(1)
        good = random.random(600) < 0.7
        ids = [f"MADEUP{place:03}" for place in range(600)]
        answers: dict[str, dict[str, Answer]] = {
            ids[place]: dict.fromkeys(COUNTED, "yes" if good[place] else "no")
            for place in range(audits)
        }
        codes: dict[str, Codes] = {
            "X1": np.where(good | (random.random(600) < 0.2), MET, NOT_MET).astype(np.int8),
            "X2": np.where(random.random(600) < 0.6, MET, NOT_MET).astype(np.int8),
        }
        return Basis(
            framework=CRC,
            as_of=dt.date(2026, 11, 1),
            audits=Audits(answers, (dt.date(2026, 9, 1), dt.date(2026, 10, 2))),
            shown=Shown({case: place for place, case in enumerate(ids)}, codes, frozenset()),
            criteria=dict.fromkeys(COUNTED, ("X1", "X2")),
            judgements=judged,
            inspected=Size(100, ()),
            history=None,
            rules=settings(),
            seed=1,
        )

    return make


def test_a_weak_criterion_leaves_the_forecast_and_it_says_so(made: Made) -> None:
    forecast = make_forecast(made(200))
    question = forecast.standards[4].questions[0]
    assert question.used == ("X1",)
    assert question.weak == ("X2",)
    assert question.left_out["X2"].startswith("agrees in")
    assert question.margin
    assert question.without_criteria
    assert question.margin.worth > question.without_criteria.worth * 1.5
    said = "\n".join(lines(forecast))
    assert "left out as weak: X2" in said
    assert "from 2026-09-01 to 2026-10-02, the middle one 30 days old" in said
    assert "no earlier forecast with its outcome was given" in said


def test_more_audits_narrow_the_forecast(made: Made) -> None:
    few, many = (make_forecast(made(audits)).standards[4].questions[0] for audits in (40, 200))
    assert few.margin
    assert many.margin
    few_low, few_high = few.margin.interval()
    many_low, many_high = many.margin.interval()
    assert many_high - many_low < (few_high - few_low) / 1.8


def test_too_few_audits_give_how_many_more_are_needed(made: Made) -> None:
    document = as_document(make_forecast(made(18)))
    assert document["cannot_forecast"] == "cannot forecast: 12 more audits needed"
    assert document["overall"]["chances"] == {}
    assert all(each["chances"] == {} for each in document["standards"] if not each["judged"])


def test_a_framework_that_no_criterion_bears_on_is_forecast_from_audits_alone(made: Made) -> None:
    basis = made(60)
    bare = Basis(
        **{
            **_fields(basis),
            "shown": Shown(basis.shown.place, {}, frozenset()),
            "criteria": dict.fromkeys(COUNTED, ()),
        }
    )
    forecast = make_forecast(bare)
    assert forecast.calibration == ()
    assert forecast.standards[4].questions[0].margin
    assert not forecast.more_audits


def test_audits_of_ended_cases_and_old_ones_are_left_out_and_counted(made: Made) -> None:
    table = Table(
        "audits.csv",
        "",
        {
            "case": ["C1", "C2", "C3"],
            "kq": ["2.1.1"] * 3,
            "answer": ["yes", "no", "n/a"],
            "audit date": ["2026-10-01", "2026-10-02", "2025-10-01"],
        },
        (2, 3, 4),
        (),
    )
    audits = read_audits(
        table, CRC, current={"C1", "C3"}, ended={"C2"}, as_of=dt.date(2026, 11, 1), oldest_days=365
    )
    assert (audits.answers, audits.ended, audits.old) == ({"C1": {"2.1.1": "yes"}}, 1, 1)
    few = make_forecast(Basis(**{**_fields(made(40)), "audits": Audits({}, (), 1, 2)}))
    assert few.more_audits == 30
    said = " ".join(few.notes)
    assert "Left out: 1 audits of cases that have ended" in said
    assert "Left out: 2 audits more than 365 days old" in said
    assert "needs 30 relevant audits" in said


def test_mending_only_the_audited_cases_is_noticed(made: Made) -> None:
    basis = made(200)
    codes = {name: states.copy() for name, states in basis.shown.codes.items()}
    for states in codes.values():
        states[:200] = MET
    mended = Basis(**{**_fields(basis), "shown": Shown(basis.shown.place, codes, frozenset())})
    assert any("may have been mended" in note for note in make_forecast(mended).notes)
    assert not any("may have been mended" in note for note in make_forecast(basis).notes)


def test_questions_answered_alike_give_the_standard_the_chances_of_one(made: Made) -> None:
    """Answers that go together must not be multiplied as if they did not."""
    standard = make_forecast(made(100)).standards[4]
    assert standard.chances_all_read == pytest.approx(standard.questions[0].chances_all_read)
    assert sum(standard.chances.values()) == pytest.approx(1, abs=0.002)


def test_without_criteria_it_says_what_rating_the_same_answers_says(made: Made) -> None:
    """Two ways to the same belief: drawn futures here, re-weighted cases in the rating."""
    basis, random = made(120), np.random.default_rng(9)
    said = {
        case: {
            number: ("yes" if random.random() < share else "no")
            for number, share in zip(COUNTED[:3], (0.6, 0.66, 0.7), strict=True)
        }
        for case in basis.audits.answers
    }
    bare = Basis(
        **{
            **_fields(basis),
            "audits": Audits(said, ()),
            "criteria": dict.fromkeys(COUNTED, ()),
        }
    )
    rows = [
        (case, number, answer) for case, each in said.items() for number, answer in each.items()
    ]
    cases, questions, answers = zip(*rows, strict=True)
    rated = rate(
        CRC,
        rules=CRC.latest,
        assessments=Assessments("made-up.csv", cases, questions, answers, {}),
        populations={"2.1": 600},
    )
    ours, theirs = make_forecast(bare).standards[4], rated.standards[4]
    assert ours.chances_all_read == pytest.approx(theirs.chances, abs=0.04)
    for mine, his in zip(ours.questions, theirs.key_questions, strict=True):
        assert mine.chances_all_read == pytest.approx(his.chances, abs=0.03)
        assert mine.margin
        assert his.interval
        low, high = mine.margin.interval()
        assert (100 * low, 100 * high) == pytest.approx(
            (his.interval.low, his.interval.high), abs=1
        )


def test_overall_is_exact_when_all_is_known_and_bounded_when_it_is_not(made: Made) -> None:
    known = make_forecast(made(150)).overall
    assert all(least == most for least, most in known.values())
    assert sum(least for least, _ in known.values()) == pytest.approx(1, abs=0.002)
    open_ones = make_forecast(made(150, judged={})).overall
    for rating in RATINGS:
        assert open_ones[rating][0] <= known[rating][0] <= open_ones[rating][1]
    assert any(least < most for least, most in open_ones.values())


def test_a_standard_with_a_sample_of_its_own_stands_on_its_audits_alone(made: Made) -> None:
    basis = made(150)
    some = {
        case: {number: said for number, said in answers.items() if not number.startswith("4.1")}
        for case, answers in list(basis.audits.answers.items())[60:]
    }
    answers = {**dict(list(basis.audits.answers.items())[:60]), **some}
    apart = Basis(**{**_fields(basis), "audits": Audits(answers, ())})
    question = next(
        each for each in make_forecast(apart).standards if each.standard.number == "4.1"
    )
    assert question.questions[0].counts.relevant == 60
    assert question.questions[0].used == ()
    assert question.questions[0].left_out["X1"] == "the standard has a sample of its own"


def _fields(basis: Basis) -> dict[str, object]:
    return {name: getattr(basis, name) for name in Basis.__dataclass_fields__}


def test_seven_cases_short_names_them() -> None:
    answers: dict[str, Answer] = {f"C{n:03}": "yes" if n < 58 else "no" for n in range(100)}
    places = {f"C{n:03}": n for n in range(200)}
    codes = {"X1": np.where(np.arange(200) % 50 == 9, NOT_MET, MET).astype(np.int8)}
    short = short_of(0.58, 200, answers=answers, places=places, codes=codes, rules=CRC.latest)
    assert short
    assert (short.band, short.next_band) == ("Requires improvement", "Good")
    assert short.of_audits == 7
    assert short.of_caseload == 13
    assert [mend.case for mend in short.cases][:2] == ["C059", "C058"]
    assert short.cases[0].criteria == ("X1",)
    assert all(mend.audited for mend in short.cases)
    assert short_of(0.9, 200, answers={}, places=places, codes={}, rules=CRC.latest) is None
    unaudited = short_of(0.58, 200, answers={}, places=places, codes=codes, rules=CRC.latest)
    assert unaudited
    assert [mend.case for mend in unaudited.cases] == ["C009", "C059", "C109", "C159"]


def test_only_met_and_not_met_are_set_against_an_answer() -> None:
    states = [STATES.index(state) for state in STATES for _ in range(3)]
    answers: list[Answer] = ["yes", "no", "not_applicable"] * len(STATES)
    (found,) = calibrate("2.1.3", {"X1": np.array(states, dtype=np.int8)}, answers, settings())
    assert (found.agreed.count, found.agreed.of) == (2, 4)
    assert (found.false_comfort.count, found.false_comfort.of) == (1, 2)
    assert (found.false_alarm.count, found.false_alarm.of) == (1, 2)
    assert found.table["due", "yes"] == found.table["excused", "not_applicable"] == 1
    assert found.label == "too few"


def test_criteria_that_most_cases_meet_are_weighed_together() -> None:
    """Each fails too few to be judged alone; together they see half of what is wrong."""
    answers: list[Answer] = ["no"] * 40 + ["yes"] * 60
    rare = {
        f"X{n}": np.where((np.arange(100) >= n * 5) & (np.arange(100) < n * 5 + 5), NOT_MET, MET)
        .astype(np.int8)
        for n in range(4)
    }  # fmt: skip
    *each, both = calibrate("2.1.3", rare, answers, settings())
    assert {done.label for done in each} == {"too few"}
    assert (both.criterion, both.label) == (TOGETHER, "agrees")
    assert both.false_comfort.count == 20


def test_the_same_question_is_joined_by_name_whatever_its_number() -> None:
    ours = criteria_by_question(CRC, catalogue())
    later = criteria_by_question(load_framework("pdu-2021"), catalogue())
    assert later["2.2.3"] == ours["2.1.3"]
    assert later["2.3.1"] == ours["2.2.1"] != ours["2.3.1"]
    assert "A09" in ours["2.1.3"]
    assert set(ours["4.2.3"]) >= {"A04", "T03", "T04"}
    assert "M01" in ours["2.4.3"]
    region = criteria_by_question(load_framework("region-2023"), catalogue())
    assert region["R2.1.2"] == ours["2.2.3"]
    assert not any(criteria_by_question(load_framework("youth-2021"), catalogue()).values())


def test_a_criterion_that_applies_to_nobody_changes_nothing(made: Made) -> None:
    basis = made(100)
    nobody = np.full(600, NO_ROW, dtype=np.int8)
    shown = Shown(basis.shown.place, {**basis.shown.codes, "X3": nobody}, frozenset())
    names = dict.fromkeys(COUNTED, ("X1", "X2", "X3"))
    more = Basis(**{**_fields(basis), "shown": shown, "criteria": names})
    assert make_forecast(more) == make_forecast(basis)
