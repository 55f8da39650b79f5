"""The nine frameworks that ship: their standards, their bands, and where each fact is from."""

from datetime import timedelta
from fractions import Fraction

import pytest

from assay.standards.framework import PERCENT_TOP, RATINGS, Framework, KeyQuestion
from assay.standards.load import framework_ids, load_framework

IDS = framework_ids()
NUMBERS = {
    "crc-2018": "1.1 1.2 1.3 1.4 2.1 2.2 2.3 2.4 4.1 4.2",
    "crc-2019": "1.1 1.2 1.3 1.4 2.1 2.2 2.3 2.4 4.1 4.2",
    "nps-2018": "1.1 1.2 1.3 1.4 2.1 2.2 2.3 2.4 3.1 3.2",
    "nps-2019": "1.1 1.2 1.3 1.4 2.1 2.2 2.3 2.4 3.1 3.2",
    "pdu-2021": "1.1 1.2 1.3 1.4 2.1 2.2 2.3 2.4 2.5",
    "pdu-2023": "P1.1 P1.2 P1.3 P2.1 P2.2 P2.3 P2.4",
    "region-2023": "R1.1 R1.2 R2.1 R2.2 R2.3 R2.4 R2.5 R2.6",
    "youth-2018": "1.1 1.2 1.3 1.4 2.1 2.2 2.3 2.4 3.1 3.2 3.3 3.4",
    "youth-2021": "1.1 1.2 1.3 1.4 2.1 2.2 2.3 2.4 3.1 3.2 3.3 3.4 4.1",
}
LAST_POINTS = {  # of Inadequate, Requires improvement, Good, Outstanding, by number of standards
    7: [3, 10, 17, 21],
    8: [4, 12, 20, 24],
    9: [4, 13, 22, 27],
    10: [5, 15, 25, 30],
    12: [6, 18, 30, 36],
}


@pytest.fixture(params=IDS)
def framework(request: pytest.FixtureRequest) -> Framework:
    return load_framework(request.param)


def counted(framework: Framework) -> int:
    return sum(standard.in_overall for standard in framework.standards)


def test_nine_frameworks_ship() -> None:
    assert set(IDS) == set(NUMBERS)


def test_a_framework_has_the_standards_under_their_published_numbers(framework: Framework) -> None:
    numbers = [standard.number for standard in framework.standards]

    assert numbers == NUMBERS[framework.id].split()


def test_each_total_of_points_falls_in_the_published_band(framework: Framework) -> None:
    rules = framework.latest
    ends = LAST_POINTS[counted(framework)]
    expected = [
        rating
        for rating, first, last in zip(RATINGS, [0, *(end + 1 for end in ends)], ends, strict=False)
        for _ in range(first, last + 1)
    ]

    assert [rules.band_of_points(total) for total in range(ends[-1] + 1)] == expected


def test_each_band_ends_where_the_mean_of_the_points_rounds_half_down(framework: Framework) -> None:
    standards = counted(framework)
    ends = [step.most for step in framework.latest.overall_bands.steps]

    assert ends[:3] == [int(standards * (k + Fraction(1, 2))) for k in range(3)]
    assert ends[3] == framework.max_points == standards * 3


@pytest.mark.parametrize(
    ("percent", "rating"),
    [
        (0, "Inadequate"),
        (49, "Inadequate"),
        (50, "Requires improvement"),
        (64, "Requires improvement"),
        (65, "Good"),
        (79, "Good"),
        (80, "Outstanding"),
        (100, "Outstanding"),
    ],
)
def test_each_whole_per_cent_falls_in_the_published_band(
    framework: Framework, percent: int, rating: str
) -> None:
    assert framework.latest.band_of_percent(percent) == rating


def test_a_per_cent_or_total_outside_the_bands_is_refused(framework: Framework) -> None:
    with pytest.raises(ValueError, match="outside the bands"):
        framework.latest.band_of_percent(PERCENT_TOP + 1)
    with pytest.raises(ValueError, match="outside the bands"):
        framework.latest.band_of_points(-1)


def test_the_edges_of_the_bands_are_half_a_per_cent_below_them(framework: Framework) -> None:
    edges = [Fraction(495, 1000), Fraction(645, 1000), Fraction(795, 1000)]

    assert list(framework.latest.percent_edges()) == edges


def test_values_are_in_force_on_the_first_day_of_fieldwork(framework: Framework) -> None:
    rules = framework.on(framework.in_force.starts)

    assert rules.points.awards == dict(zip(RATINGS, range(4), strict=True))
    assert rules.panel_triggers.boundary_points == 5
    assert rules.panel_triggers.few_cases == 5


def test_the_cap_is_there_and_off(framework: Framework) -> None:
    cap = framework.latest.cap

    assert cap is not None
    assert not cap.enabled
    assert not framework.source(cap.source).verified


def test_the_organisation_is_judged_and_cases_are_counted(framework: Framework) -> None:
    judged = {s.number for s in framework.standards if s.decided_by == "judgement"}
    first_domain = {standard.number for standard in framework.domains[0].standards}
    policies = {"3.4", "4.1"} if framework.id == "youth-2021" else set()

    assert judged == first_domain | policies


def test_only_resettlement_in_the_youth_standards_of_2021_is_left_out_of_the_overall_rating() -> (
    None
):
    left_out = [
        (framework_id, standard.number)
        for framework_id in IDS
        for standard in load_framework(framework_id).standards
        if not standard.in_overall
    ]

    assert left_out == [("youth-2021", "4.1")]


def test_case_supervision_asks_about_engagement_desistance_and_safety() -> None:
    for framework_id in ("crc-2018", "nps-2019", "pdu-2021", "pdu-2023"):
        framework = load_framework(framework_id)
        for standard in framework.standards:
            if standard.theme in {"assessment", "planning", "delivery", "reviewing"}:
                names = [question.name for question in standard.key_questions]
                assert names == ["Engagement", "Desistance", "Keeping other people safe"]


def test_like_standards_are_joined_by_theme_and_not_by_number() -> None:
    def number(framework_id: str, theme: str) -> str:
        standards = load_framework(framework_id).standards
        return next(standard.number for standard in standards if standard.theme == theme)

    assert number("crc-2019", "assessment") == "2.1"
    assert number("pdu-2021", "assessment") == "2.2"
    assert number("pdu-2023", "assessment") == "P2.1"
    assert number("pdu-2021", "court-work") == "2.1"
    assert number("nps-2018", "court-work") == "3.1"
    assert number("region-2023", "court-work") == "R2.3"


def test_key_questions_have_prompts_three_or_more_for_cases(framework: Framework) -> None:
    for standard in framework.standards:
        for question in standard.key_questions:
            assert len(question.prompts) >= (3 if standard.decided_by == "counts" else 1)
            assert len({prompt.words for prompt in question.prompts}) == len(question.prompts)


def test_a_source_is_verified_only_if_it_has_an_address(framework: Framework) -> None:
    for source in framework.sources:
        assert source.verified == (source.url is not None)
        assert source.url is None or source.url.startswith(("https://", "http://"))
    assert not framework.source("memory").verified


def test_every_source_listed_is_cited(framework: Framework) -> None:
    text = framework.model_dump_json()

    for source in framework.sources:
        assert f'"source":"{source.key}"' in text


def test_the_bands_for_eight_standards_are_marked_as_worked_out() -> None:
    bands = load_framework("region-2023").latest.overall_bands

    assert bands.source == "derived"


def test_one_version_follows_another_without_a_day_between() -> None:
    for earlier, later in [
        ("crc-2018", "crc-2019"),
        ("nps-2018", "nps-2019"),
        ("crc-2019", "pdu-2021"),
        ("pdu-2021", "pdu-2023"),
        ("youth-2018", "youth-2021"),
    ]:
        until = load_framework(earlier).in_force.until
        assert until is not None
        assert load_framework(later).in_force.starts == until + timedelta(days=1)


def test_the_refresh_of_2019_kept_the_standards_and_added_prompts() -> None:
    before, after = load_framework("crc-2018"), load_framework("crc-2019")

    assert list(before.key_questions) == list(after.key_questions)
    assert all(
        _said(question) <= _said(after.key_questions[number])
        for number, question in before.key_questions.items()
    )
    assert "cases read" in after.key_questions["1.1.1"].prompts[-1].words


def _said(question: KeyQuestion) -> set[str]:
    return {prompt.words for prompt in question.prompts}


def test_each_prompt_that_branches_depends_on_a_fact_asked_first(framework: Framework) -> None:
    facts = {fact.key for fact in framework.case_facts}
    asked_if = {prompt.asked_if for q in framework.key_questions.values() for prompt in q.prompts}

    assert "reviewed" in facts
    assert asked_if - {None} == facts
    assert all(fact.question.endswith("?") for fact in framework.case_facts)


def test_nobody_has_verified_what_branches_and_what_may_be_not_applicable(
    framework: Framework,
) -> None:
    counted = [q for s in framework.standards if s.decided_by == "counts" for q in s.key_questions]

    assert not any(framework.source(fact.source).verified for fact in framework.case_facts)
    assert not any(framework.source(question.source).verified for question in counted)


@pytest.mark.parametrize("framework_id", ["pdu-2021", "pdu-2023"])
def test_assessing_planning_and_engaging_always_apply_to_a_supervised_case(
    framework_id: str,
) -> None:
    always = {
        (standard.theme, question.name)
        for standard in load_framework(framework_id).standards
        for question in standard.key_questions
        if question.not_applicable is False
    }

    assert always == {
        *(("assessment", name) for name in ("Engagement", "Desistance")),
        ("assessment", "Keeping other people safe"),
        *((theme, "Engagement") for theme in ("planning", "delivery")),
        *((theme, "Desistance") for theme in ("planning", "delivery")),
    }


@pytest.mark.parametrize(
    "framework_id",
    ["crc-2018", "crc-2019", "nps-2018", "nps-2019", "region-2023", "youth-2018", "youth-2021"],
)
def test_where_a_sample_mixes_kinds_of_case_any_question_may_be_not_applicable(
    framework_id: str,
) -> None:
    standards = load_framework(framework_id).standards

    assert all(
        question.not_applicable
        for standard in standards
        if standard.decided_by == "counts"
        for question in standard.key_questions
    )


def test_a_standard_is_found_by_its_number(framework: Framework) -> None:
    for standard in framework.standards:
        assert framework.standard(standard.number) is standard
    with pytest.raises(KeyError):
        framework.standard("9.9")
