"""What a report says, whatever it is set in."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from assay.publishing.build import report_of
from assay.publishing.parts.comparison import change_words
from assay.publishing.record.constraints import cast_of, facts_of
from assay.publishing.record.load import load_record
from assay.publishing.report_model import (
    Block,
    Bullets,
    Chart,
    Missing,
    Quote,
    RatingLine,
    Report,
    Section,
    Table,
    charts_of,
)
from assay.publishing.words import capital, count, day_as_known, days, listed, sentence
from assay.rating.programme import Programme
from assay.rating.results import Result
from assay.standards.framework import RATINGS


def walk(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from walk(section.sections)


def section(report: Report, name: str) -> Section:
    return next(found for found in walk(report.sections) if found.id == name)


def blocks(report: Report, name: str, kind: type[Block]) -> list[Block]:
    found = walk([section(report, name)])
    return [block for part in found for block in part.blocks if isinstance(block, kind)]


def table(report: Report, name: str) -> Table:
    return next(found for found in report.annex if found.id == name)


def test_the_sections_come_in_the_readers_order(made_up: Report) -> None:
    assert [found.title for found in made_up.sections] == [
        "The service in figures",
        "Summary",
        "Findings",
        "Standards and key questions",
        "Compared with the previous inspection",
        "Recommendations",
        "How the ratings were made",
        "Method and sample",
        "Sources",
    ]


def test_the_made_up_inspection_is_marked_and_rated_whole(made_up: Report) -> None:
    assert made_up.mark is not None
    assert made_up.mark.words == "Made up: not a real inspection"
    assert made_up.verdict.rating == "Good"
    assert made_up.verdict.words == "17 of 30 points"
    ratings = {row[0]: row[1] for row in table(made_up, "ratings").rows}
    assert len(ratings) == 10
    assert set(ratings.values()) == set(RATINGS)


def test_swm_is_marked_unofficial_and_bounded_at_8_to_15(swm: Report) -> None:
    assert swm.mark is not None
    assert swm.mark.words == "Unofficial: rebuilt from published facts"
    assert swm.verdict.rating == "Requires improvement"
    assert swm.verdict.words == "as published; 8 to 15 of 30 points on the facts known"
    reasons = next(block for block in swm.front if isinstance(block, Bullets)).items
    assert "3 to 18 points" in reasons[0]
    assert "6 to 15 points" in reasons[1]
    assert "2 points more than" in reasons[2]
    assert "8 to 15 points" in reasons[2]


def test_swm_agrees_with_the_record_that_ships(swm: Report) -> None:
    record = load_record()
    bounds = Programme(cast_of(record), facts_of(record)).bounds("swm-crc-2020-03")
    assert str(bounds) == "8 to 15"
    rated = {
        row[0]: row[1] for row in table(swm, "ratings").rows if row[2] is not Missing.NOT_AVAILABLE
    }
    known = {r.standard: r.rating for r in record.ratings if r.inspection == "swm-crc-2020-03"}
    assert {str(name).split()[0]: rating for name, rating in rated.items()} == known


def test_swm_shows_no_percentage_that_was_not_published(swm: Report) -> None:
    assert charts_of(swm.sections) == ()
    assert "key_questions" not in {found.id for found in swm.annex}
    sickness = next(row for row in table(swm, "context").rows if row[0] == "Sickness absence")
    assert sickness[2] is Missing.NOT_AVAILABLE
    assert sickness[3] == "High sickness absence had become normal"


def test_each_finding_appears_once_under_its_domain(made_up: Report) -> None:
    shown = [item for found in blocks(made_up, "findings", Bullets) for item in found.items]
    assert len(shown) == len(set(shown)) == len(table(made_up, "findings").rows) == 12
    (only,) = blocks(made_up, "findings-4-improvement", Bullets)
    assert only.items == (
        "Enforcement in unpaid work is prompt in some places and slow in others. (4.1; source 1)",
    )


def test_each_counted_standard_has_a_chart_with_the_tables_numbers(
    made_up: Report, made_up_result: Result
) -> None:
    counted = [standard for standard in made_up_result.standards if standard.key_questions]
    assert len(charts_of(made_up.sections)) == len(counted) == 6
    for standard in counted:
        (chart,) = blocks(made_up, f"standard-{standard.number}", Chart)
        (found,) = blocks(made_up, f"standard-{standard.number}", Table)
        assert [bar.percent for bar in chart.bars] == [row[4] for row in found.rows]
        for bar in chart.bars:
            assert f"{bar.label}, {bar.percent} per cent" in chart.alt


def test_a_near_boundary_question_is_put_to_the_panel(made_up: Report) -> None:
    flags = [item for found in blocks(made_up, "working-panel", Bullets) for item in found.items]
    assert any("62 of 125" in flag and flag.startswith("2.3") for flag in flags)


def test_small_groups_are_hidden_in_page_and_annex(made_up: Report) -> None:
    by_cluster = table(made_up, "by_cluster")
    hidden = [
        row for row in by_cluster.rows if row[1] == "Invented Islands" and row[0][:5] == "2.3.3"
    ]
    assert hidden[0][2:] == (Missing.SUPPRESSED,) * 3
    (shown,) = blocks(made_up, "by_cluster", Table)
    assert any(Missing.SUPPRESSED in row for row in shown.rows)


def test_the_comparison_joins_by_theme_and_says_the_change_in_words(made_up: Report) -> None:
    rows = {row[0]: row[1:] for row in table(made_up, "comparison").rows}
    assert rows["Through the Gate"] == ("Requires improvement", "Outstanding", "Better by 2 bands")
    assert rows["Implementation and delivery"] == (
        "Requires improvement",
        "Inadequate",
        "Worse by 1 band",
    )
    assert rows["Staff"][2] == "Same rating"


def test_versions_with_other_numbers_are_never_joined_by_number(
    edited: Callable[..., Path],
) -> None:
    text = (Path(__file__).parents[2] / "examples" / "made-up" / "inspection.toml").read_text()
    start = text.index("ratings = [")
    ratings = text[start : text.index("]\n", start) + 1]
    folder = edited(
        "made-up",
        ('framework = "crc-2018"', 'framework = "pdu-2021"'),
        ("published = 2019-08-20", "published = 2021-06-01"),
        (ratings, 'ratings = [{ standard = "2.1", rating = "Outstanding", source = "before" }]'),
        ("published = 2021-06-10", "published = 2022-06-10"),
    )
    report, _ = report_of(folder)
    rows = {row[0]: row[1:] for row in table(report, "comparison").rows}
    assert rows["Assessment"][2] == "Can't be compared"
    court = next(row for name, row in rows.items() if "ourt" in str(name))
    assert court[0] == "Outstanding"
    assert court[2] == "Not compared"


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ("Inadequate", "Outstanding", "Better by 3 bands"),
        ("Good", "Requires improvement", "Worse by 1 band"),
        ("Good", "Good", "Same rating"),
        (None, "Good", "Can't be compared"),
        ("Good", None, "Can't be compared"),
    ],
)
def test_a_change_is_said_in_words(before: str | None, now: str | None, words: str) -> None:
    assert change_words(before, now) == words


def test_a_statement_is_quoted_or_reported(made_up: Report, edited: Callable[..., Path]) -> None:
    (quote,) = blocks(made_up, "summary", Quote)
    assert quote.by.startswith("B. Fictional, Chief Inspector (made up), 10 June 2021")
    folder = edited("made-up", ('speaker = "B.', 'quoted = false\nspeaker = "B.'))
    report, _ = report_of(folder)
    assert blocks(report, "summary", Quote) == []


def test_a_complete_report_of_ones_own_bears_no_mark(edited: Callable[..., Path]) -> None:
    report, _ = report_of(edited("made-up", ("made_up = true", "made_up = false")))
    assert report.mark is None


def test_without_judgements_the_report_gives_bounds_from_ratings_alone(
    edited: Callable[..., Path],
) -> None:
    folder = edited("made-up", ('["1.2", "1.4", "2.3", "4.2"]', '["2.3", "4.2"]'))
    (folder / "judgements.csv").unlink()
    (folder / "second_reads.csv").unlink()
    report, evidence = report_of(folder)
    result = evidence.result
    assert report.verdict.rating == "Not rated"
    assert report.verdict.words.startswith("9 to 21 of 30 points")
    assert (result.overall.points_min, result.overall.points_max) == (9, 21)
    assert report_says(report.front, "can still be Requires improvement or Good")
    assert report_says(section(report, "method-agreement").blocks, "No case was read by a second")


def report_says(found: Sequence[Block], words: str) -> bool:
    return any(words in getattr(block, "words", "") for block in found)


def test_no_previous_inspection_and_no_recommendations_are_said(
    edited: Callable[..., Path],
) -> None:
    folder = edited("made-up")
    place = folder / "inspection.toml"
    text = place.read_text(encoding="utf-8")
    start = text.index("[[recommendations]]")
    text = text[:start] + text[text.index("[[samples]]") :]
    place.write_text(text, encoding="utf-8")
    report, _ = report_of(folder)
    assert report_says(section(report, "comparison").blocks, "No previous inspection")
    assert report_says(section(report, "recommendations").blocks, "There are none")
    assert "comparison" not in {found.id for found in report.annex}


def test_known_facts_without_a_previous_inspection_still_bound_the_total(
    edited: Callable[..., Path],
) -> None:
    folder = edited("swm-2020", ("points_more = 2", ""), ('points_more_source = "article"', ""))
    place = folder / "inspection.toml"
    text = place.read_text(encoding="utf-8")
    start = text.index("[previous]")
    text = text[:start] + text[text.index("[[context]]") :]
    place.write_text(text, encoding="utf-8")
    report, _ = report_of(folder)
    assert "6 to 15 of 30" in report.verdict.words


def test_a_question_without_a_relevant_case_has_no_percentage_bar_or_band(
    edited: Callable[..., Path],
) -> None:
    folder = edited("made-up", ('["1.2", "1.4", "2.3", "4.2"]', '["1.2", "1.4", "2.3"]'))
    answers = folder / "assessments.csv"
    text = answers.read_text(encoding="utf-8")
    for answer in ("yes", "no"):
        text = text.replace(f",4.2.3,{answer},", ",4.2.3,not_applicable,")
    answers.write_text(text, encoding="utf-8")
    report, _ = report_of(folder)
    (found,) = blocks(report, "standard-4.2", Table)
    assert found.rows[2][4:] == (Missing.NOT_AVAILABLE,) * 2 + ("No relevant case",)
    (chart,) = blocks(report, "standard-4.2", Chart)
    assert len(chart.bars) == 2
    row = table(report, "key_questions").rows[-1]
    assert row[5:7] == (Missing.NOT_AVAILABLE, Missing.NOT_AVAILABLE)


def test_what_is_missing_from_a_small_inspection_is_said(edited: Callable[..., Path]) -> None:
    folder = edited("made-up")
    place = folder / "inspection.toml"
    text = place.read_text(encoding="utf-8")
    start = text.index("[[samples]]")
    text = text[:start] + text[text.index("[[sources]]") :]
    start = text.index("[[context]]")
    first = text.index("[[findings]]")
    text = text[:start] + text[first : text.index("[[findings]]", first + 1)] + text[
        text.index("[[recommendations]]") :
    ]  # fmt: skip
    place.write_text(text, encoding="utf-8")
    report, _ = report_of(folder)
    assert report_says(section(report, "figures").blocks, "No context figure is known")
    assert report_says(section(report, "method-sample").blocks, "No sample is described")
    assert report_says(section(report, "findings-2-strength").blocks, "None recorded")


def test_ratings_of_the_previous_inspection_tighten_the_bounds(
    edited: Callable[..., Path],
) -> None:
    rated = "".join(
        f'{{ standard = "2.{n}", rating = "Good", source = "article-2018" }}, '
        for n in (1, 2, 3, 4)
    )
    folder = edited(
        "swm-2020",
        ('overall = "Requires improvement"\nsource', f"ratings = [{rated}]\nsource"),
    )
    report, _ = report_of(folder)
    assert "10 to 15 of 30" in report.verdict.words


def test_notes_on_unanswered_questions_are_passed_on(edited: Callable[..., Path]) -> None:
    folder = edited("made-up")
    (folder / "second_reads.csv").unlink()
    answers = folder / "assessments.csv"
    lines = answers.read_text(encoding="utf-8").splitlines()
    answers.write_text("\n".join([lines[0], *lines[2:]]), encoding="utf-8")
    report, _ = report_of(folder)
    (notes,) = blocks(report, "method-sample", Bullets)
    assert "gave no answer to 2.1.1" in notes.items[0]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2021, 2, 15), date(2021, 2, 26), "15 to 26 February 2021"),
        (date(2021, 2, 15), date(2021, 3, 5), "15 February to 5 March 2021"),
        (date(2020, 12, 14), date(2021, 1, 8), "14 December 2020 to 8 January 2021"),
    ],
)
def test_a_span_of_days_is_written_once_each(first: date, last: date, words: str) -> None:
    assert days(first, last) == words


def test_counts_lists_and_sentences_read_as_english() -> None:
    assert (count(1, "case"), count(1500, "case")) == ("1 case", "1,500 cases")
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert (sentence("all well"), sentence("Is it?")) == ("All well.", "Is it?")


def test_notes_on_intervals_say_which_questions_they_are_about(made_up: Report) -> None:
    notes = {found.id: found.notes for found in tables(made_up.sections)}
    assert [note.partition(":")[0] for note in notes["questions-2.1"]] == [
        "2.1.1 and 2.1.2",
        "2.1.3",
    ]
    assert [note.partition(",")[0] for note in notes["questions-4.1"]] == [
        "95% Wilson score interval"
    ]


def tables(sections: Sequence[Section]) -> list[Table]:
    return [block for part in walk(sections) for block in part.blocks if isinstance(block, Table)]


def test_working_that_begins_with_numbers_is_not_numbered_again(made_up: Report) -> None:
    standards = section(made_up, "working-standards")
    assert all(isinstance(part.blocks[0], Bullets) for part in standards.sections)


def test_a_rebuilt_report_does_not_call_itself_the_inspectorates(
    swm: Report, made_up: Report
) -> None:
    assert swm.kind == "Inspection rebuilt from published facts"
    assert swm.when == "Inspectorate's report published 5 March 2020"
    assert "inspection report" not in swm.title
    assert ("Inspectorate's report published", "5 March 2020") in swm.facts
    assert (made_up.kind, made_up.when) == ("Inspection report", "Published 10 June 2021")


@pytest.mark.parametrize(
    ("text", "words"),
    [("2020-03-05", "5 March 2020"), ("2024-02", "February 2024"), ("2024", "2024")],
)
def test_a_day_is_said_as_far_as_it_is_known(text: str, words: str) -> None:
    assert day_as_known(text) == words


def test_a_cells_words_have_a_capital_and_no_full_stop() -> None:
    assert capital("two-thirds") == capital("two-thirds.") == "Two-thirds"
    assert capital("") == ""


def test_a_rating_the_panel_changed_says_what_the_cases_gave_and_who_agreed(
    edited: Callable[..., Path],
) -> None:
    folder = edited("made-up")
    (folder / "discretion.csv").write_text(
        "standard,rating,reason,agreed_by\n"
        "2.3,Requires improvement,One case is in doubt.,Made-up panel\n",
        encoding="utf-8",
    )
    report, evidence = report_of(folder)
    assert evidence.result.standards[6].rating == "Requires improvement"
    row = next(row for row in table(report, "ratings").rows if str(row[0]).startswith("2.3"))
    assert str(row[3]).endswith("; the panel changed it from Inadequate")
    (line,) = blocks(report, "standard-2.3", RatingLine)
    assert isinstance(line, RatingLine)
    assert "That is Inadequate. The ratings panel used its discretion" in line.words
    assert line.words.endswith("One case is in doubt. Agreed by Made-up panel.")
