"""A folder with faults is refused with every fault at once; a sound one is read whole."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.problems import InputProblems, Problem
from assay.publishing.build import report_of
from assay.publishing.folder import read_folder

BROKEN = Path(__file__).parent / "broken"


def problems_of(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputProblems) as refused:
        report_of(folder)
    return refused.value.problems


def at(problems: tuple[Problem, ...], place: str) -> Problem:
    found = [problem for problem in problems if problem.wrong.startswith(f"{place}: ")]
    assert len(found) == 1, [problem.wrong for problem in problems]
    return found[0]


def test_both_examples_are_sound(edited: Callable[..., Path]) -> None:
    read = read_folder(edited("made-up"))
    assert read.cases_read(["2.1", "2.2"]) == 150
    assert read.populations == {
        **dict.fromkeys(("2.1", "2.2", "2.3", "2.4"), 1608),
        "4.1": 410,
        "4.2": 188,
    }
    assert len(read.judgements) == 4


@pytest.mark.parametrize(
    ("place", "wrong", "remedy"),
    [
        ("colour", "nothing of this name belongs here", "Remove it"),
        ("made_up", "neither true nor false", "without quotation marks"),
        ("dates.published", "this is not a date", "2020-03-05"),
        ("summary.standards[1]", "there is no standard called this", "1.1, 1.2, 1.3"),
        ("context[1].value", "this is not a number", 'put "per cent" in unit'),
        ("context[2]", "either a value or words", "Correct it"),
        ("findings[1].domain", "there is no domain called this", "1, 2, 4"),
        ("findings[1].kind", "not one of the words allowed", "'strength' or 'improvement'"),
        ("findings[1].source", "there is no source called this", "survey"),
        ("findings[2]", "none of the finding's standards is in domain 4", "4.1, 4.2"),
        (
            "published_ratings[1].rating",
            "this is not a rating",
            "Inadequate, Requires improvement, Good, Outstanding",
        ),
    ],
)
def test_every_fault_of_a_broken_file_is_listed_with_its_place_and_its_remedy(
    place: str, wrong: str, remedy: str
) -> None:
    problem = at(problems_of(BROKEN), place)
    assert problem.file == "inspection.toml"
    assert wrong in problem.wrong
    assert remedy in problem.remedy


def test_a_percentage_typed_as_text_is_shown_back() -> None:
    assert at(problems_of(BROKEN), "context[1].value").found == "70%"


def test_a_named_file_that_is_missing_is_a_problem_beside_the_others() -> None:
    assert any(problem.file == "reader_two.csv" for problem in problems_of(BROKEN))


def test_faults_of_the_answers_are_listed_together_with_those_of_the_toml(
    edited: Callable[..., Path],
) -> None:
    folder = edited("made-up", ('kind = "strength"', 'kind = "weakness"'))
    answers = folder / "assessments.csv"
    answers.write_text(answers.read_text(encoding="utf-8").replace(",yes,", ",maybe,", 1))
    judgements = folder / "judgements.csv"
    judgements.write_text(judgements.read_text(encoding="utf-8").replace("Good", "excellent", 1))
    files = {problem.file for problem in problems_of(folder)}
    assert files == {"inspection.toml", "assessments.csv", "judgements.csv"}


def test_a_folder_without_an_inspection_says_what_to_name(tmp_path: Path) -> None:
    assert "holds an inspection.toml" in problems_of(tmp_path)[0].remedy


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b'body = "A\xe9"', "not UTF-8"),
        (b'body = "A"\nbody = "B"', "not valid TOML"),
        (b"published = 2020-02-31", "not valid TOML"),
        (b"", "this is missing"),
        (b" " * 2_000_001, "larger than 2 MB"),
    ],
    ids=["latin-1", "a key twice", "31 February", "empty", "huge"],
)
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes, wrong: str) -> None:
    (tmp_path / "inspection.toml").write_bytes(content)
    assert any(wrong in problem.wrong for problem in problems_of(tmp_path))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('framework = "crc-2019"', "framework"),
        ('framework = "crc-2018"', "previous.framework"),
    ],
)
def test_an_unknown_framework_is_named_with_those_there_are(
    edited: Callable[..., Path], text: str, place: str
) -> None:
    folder = edited("swm-2020", (text, 'framework = "crc-1999"'))
    (problem,) = problems_of(folder)
    assert problem.file == "inspection.toml"
    assert problem.wrong == f"{place}: there is no framework with this id"
    assert problem.found == "crc-1999"
    assert "crc-2019" in problem.remedy


def test_no_problem_speaks_of_types_or_columns(edited: Callable[..., Path]) -> None:
    folder = edited(
        "made-up",
        ("population = 1_608", "population = 0"),
        ("population = 410", "population = 4.5"),
        ('lead_inspector = "A. Pretend"', "lead_inspector = 5"),
        ('breakdowns = ["cluster", "sex", "risk"]', 'breakdowns = "sex"'),
        ("made_up = true", 'made_up = "yes"'),
        ("by = 2021-12-31", "by = 5"),
    )
    problems = problems_of(folder)
    for place, wrong in (
        ("samples[1].population", "this is less than 1"),
        ("samples[2].population", "this is not a number"),
        ("lead_inspector", "this is not text"),
        ("breakdowns", "this is not a list"),
        ("made_up", "this is neither true nor false"),
        ("recommendations[1].by", "this is not text"),
    ):
        assert at(problems, place).wrong == f"{place}: {wrong}"
    assert "column" not in str(InputProblems(problems))
    assert "nput should" not in str(InputProblems(problems))


def test_a_fault_the_reader_has_no_words_for_is_still_said_plainly(
    edited: Callable[..., Path],
) -> None:
    folder = edited("made-up", ("announced = 2021-01-18", "announced = nan"))
    problem = at(problems_of(folder), "dates.announced")
    assert "nput should" not in problem.wrong


def test_a_wrong_number_in_a_list_is_not_called_an_empty_list(
    edited: Callable[..., Path],
) -> None:
    folder = edited("made-up", ('standards = ["1.2", "1.4", "2.3", "4.2"]', 'standards = ["9.9"]'))
    (problem,) = problems_of(folder)
    assert problem.wrong == "summary.standards[1]: there is no standard called this"


@pytest.mark.parametrize("name", ["../../../../etc/passwd", "", ".."])
def test_a_file_outside_the_folder_is_one_problem(edited: Callable[..., Path], name: str) -> None:
    folder = edited("made-up", ("[dates]", f'[files]\nassessments = "{name}"\n\n[dates]'))
    (problem,) = problems_of(folder)
    assert problem.wrong.startswith("files.assessments: ")


@pytest.mark.parametrize("name", ["assesments.csv", "Assessment.CSV", "assessments.xlsx"])
def test_a_misspelt_table_is_named_with_the_name_it_was_meant_to_have(
    edited: Callable[..., Path], name: str
) -> None:
    folder = edited("made-up")
    (folder / "assessments.csv").rename(folder / name)
    (problem,) = problems_of(folder)
    assert problem.file == name
    assert problem.wrong == "nothing uses this file, and there is no assessments.csv"
    assert "Did you mean assessments.csv?" in problem.remedy


def test_a_table_that_nothing_names_is_listed(edited: Callable[..., Path]) -> None:
    folder = edited("made-up")
    assert read_folder(folder).unused == ()
    (folder / "case_list.csv").rename(folder / "everybody.csv")
    assert read_folder(folder).unused == ("everybody.csv",)


def test_a_forgotten_table_is_named_where_its_ratings_are_missed(
    edited: Callable[..., Path],
) -> None:
    folder = edited("made-up", ('breakdowns = ["cluster", "sex", "risk"]', ""))
    (folder / "assessments.csv").rename(folder / "answers.csv")
    (folder / "second_reads.csv").unlink()
    problem = at(problems_of(folder), "summary.standards")
    assert "can't rest on 2.3 and 4.2, which are not rated" in problem.wrong
    assert "answers.csv" in problem.remedy


@pytest.mark.parametrize(
    ("replacement", "place", "wrong"),
    [
        (
            ('standards = ["1.2", "1.4", "2.3", "4.2"]', "standards = []"),
            "summary.standards",
            "this is empty",
        ),
        (
            ("A well-run service", "A well-run service, " + "well run, " * 30),
            "summary.words",
            "longer than 300",
        ),
        (
            ("announced = 2021-01-18", "announced = 2021-02-18"),
            "dates",
            "out of order",
        ),
        (
            ("fieldwork_from = 2021-02-15", "fieldwork_from = 2019-02-15"),
            "dates",
            "out of order",
        ),
        (
            ("value = 58\n", "value = 158\n"),
            "context[3].value",
            "a share in per cent lies from 0 to 100",
        ),
        (
            ("value = 49, asked", "value = -1, asked"),
            "context[3].previous.value",
            "a share in per cent lies from 0 to 100",
        ),
        (
            ("value = 52\ndate = 2021-01-31", "value = 52\ndate = 2021-06-11"),
            "context[2].date",
            "after the day of publication, 2021-06-10",
        ),
        (
            ('body_type = "CRC"', 'body_type = "PDU"'),
            "body_type",
            "crc-2019 is not for bodies of this kind",
        ),
        (
            ("population = 1_608", "population = 149"),
            "samples[1].population",
            "150 cases were read, more than there were",
        ),
        (
            ('breakdowns = ["cluster"', 'breakdowns = ["shoe size"'),
            "breakdowns",
            "no such column",
        ),
        (
            ('framework = "crc-2018"', 'framework = "youth-2018"'),
            "previous.framework",
            "is for youth services",
        ),
        (
            ("published = 2019-08-20", "published = 2022-08-20"),
            "previous.published",
            "not published before this one",
        ),
        (
            ('{ standard = "4.2", rating', '{ standard = "9.9", rating'),
            "previous.ratings[10].standard",
            "no standard with this number",
        ),
        (
            ('certificate = "certificate.json"', 'certificate = "../certificate.json"'),
            "samples[1].certificate",
            "not the name of a file in the folder",
        ),
    ],
)
def test_what_does_not_fit_is_refused(
    edited: Callable[..., Path], replacement: tuple[str, str], place: str, wrong: str
) -> None:
    assert wrong in at(problems_of(edited("made-up", replacement)), place).wrong


def test_fieldwork_outside_the_framework_is_refused(edited: Callable[..., Path]) -> None:
    folder = edited(
        "made-up",
        ("announced = 2021-01-18", ""),
        ("fieldwork_from = 2021-02-15", "fieldwork_from = 2019-02-15"),
    )
    assert "outside the days crc-2019 was in force" in problems_of(folder)[0].wrong


def test_a_day_before_the_frameworks_first_values_is_refused(edited: Callable[..., Path]) -> None:
    folder = edited(
        "swm-2020",
        ("published = 2020-03-05", "published = 2017-03-05"),
        ("published = 2018-12-19", "published = 2016-12-19"),
    )
    assert "in force" in problems_of(folder)[0].wrong


def test_a_summary_cites_rated_standards_only(edited: Callable[..., Path]) -> None:
    folder = edited(
        "swm-2020",
        ('standards = ["2.1", "2.2", "2.3", "2.4", "4.2"]', 'standards = ["1.1", "4.1"]'),
    )
    problem = at(problems_of(folder), "summary.standards")
    assert problem.wrong.endswith("the summary can't rest on 1.1 and 4.1, which are not rated")
    assert problem.remedy == (
        "Cite only from 2.1, 2.2, 2.3, 2.4, 4.2, or add what rates the others"
    )


def test_a_folder_that_rates_nothing_is_refused(edited: Callable[..., Path]) -> None:
    folder = edited("made-up")
    for name in ("assessments.csv", "judgements.csv", "second_reads.csv"):
        (folder / name).unlink()
    assert any("nothing is rated" in problem.wrong for problem in problems_of(folder))


def test_a_published_overall_rating_that_can_not_be_is_refused(
    edited: Callable[..., Path],
) -> None:
    folder = edited("swm-2020", ('overall = "Requires improvement"', 'overall = "Outstanding"'))
    assert "impossible" in at(problems_of(folder), "known_facts.overall").wrong


def test_facts_that_contradict_one_another_are_refused(edited: Callable[..., Path]) -> None:
    folder = edited("swm-2020", ("points_more = 2", "points_more = 12"))
    assert "can't all be true" in problems_of(folder)[0].wrong


def test_points_more_need_a_previous_inspection_and_a_source(
    edited: Callable[..., Path],
) -> None:
    folder = edited("swm-2020", ('points_more_source = "article"', ""))
    assert "given together" in at(problems_of(folder), "known_facts").wrong


def test_a_standard_is_rated_by_one_file_only(edited: Callable[..., Path]) -> None:
    rated = '[[published_ratings]]\nstandard = "1.1"\nrating = "Good"\nsource = "list"\n\n'
    folder = edited("made-up", ("[[samples]]", rated + "[[samples]]"))
    assert "own files too" in at(problems_of(folder), "published_ratings[1].standard").wrong


def test_a_second_readers_case_must_be_among_the_firsts(edited: Callable[..., Path]) -> None:
    folder = edited("made-up")
    reads = folder / "second_reads.csv"
    reads.write_text(reads.read_text(encoding="utf-8") + "stranger,2.1.1,yes\n", encoding="utf-8")
    problem = at(problems_of(folder), "files.second_reads")
    assert "1 of the second reader's cases" in problem.wrong
    assert "stranger" not in str(problem)


def test_a_missing_certificate_is_named(edited: Callable[..., Path]) -> None:
    folder = edited("made-up")
    (folder / "certificate.json").unlink()
    assert any(problem.file == "certificate.json" for problem in problems_of(folder))


def test_spreadsheets_can_stand_for_the_usual_files_when_named(
    edited: Callable[..., Path],
) -> None:
    folder = edited("made-up", ("[dates]", '[files]\njudgements = "panel.csv"\n\n[dates]'))
    shutil.move(folder / "judgements.csv", folder / "panel.csv")
    assert len(read_folder(folder).judgements) == 4


def test_points_more_than_an_inspection_not_given_are_refused(
    edited: Callable[..., Path],
) -> None:
    folder = edited("swm-2020")
    place = folder / "inspection.toml"
    text = place.read_text(encoding="utf-8")
    start = text.index("[previous]")
    place.write_text(text[:start] + text[text.index("[[context]]") :], encoding="utf-8")
    assert "points more than what" in at(problems_of(folder), "known_facts.points_more").wrong


def test_what_is_named_twice_is_refused(edited: Callable[..., Path]) -> None:
    folder = edited("made-up", ('breakdowns = ["cluster"', 'breakdowns = ["Sex"'))
    assert any("breakdown sex is given twice" in p.wrong for p in problems_of(folder))
