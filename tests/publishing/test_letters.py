"""Letters: the PDF takes what its typefaces have, and what they lack is named beforehand."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.problems import InputProblems
from assay.publishing.build import report_of
from assay.publishing.html import html_of
from assay.publishing.letters import letters, plain, unsettable
from assay.publishing.letters_check import check_letters
from assay.publishing.ods import ods_of
from assay.publishing.pdf import pdf_of

ORDINARY = "→ ✓ non\u2011breaking 20\u00a0per\u202fcent Тест اختبار ώ ŵ é \u2033 ☐ ≥ ½ ✔\ufe0f"


def test_arrows_ticks_hyphens_cyrillic_and_arabic_are_set(edited: Callable[..., Path]) -> None:
    folder = edited("made-up", ('words = "Leaders set', f'words = "{ORDINARY} Leaders set'))
    judgements = folder / "judgements.csv"
    text = judgements.read_text(encoding="utf-8")
    judgements.write_text(text.replace("Made up:", f"{ORDINARY}:", 1), encoding="utf-8")
    report, evidence = report_of(folder)
    check_letters(evidence.folder)
    assert pdf_of(report).startswith(b"%PDF-")


def test_a_letter_no_typeface_has_is_named_with_its_file_and_place(
    edited: Callable[..., Path],
) -> None:
    folder = edited("made-up", ('words = "Leaders set', 'words = "\U0001f600 中 中 Leaders set'))
    for name, old, new in (
        ("judgements.csv", "Made up: loads", "Made up: 文 loads"),
        ("assessments.csv", "Invented North", "Invented 北"),
    ):
        place = folder / name
        place.write_text(place.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    report, evidence = report_of(folder)
    with pytest.raises(InputProblems) as refused:
        check_letters(evidence.folder)
    said = {problem.file: problem.wrong for problem in refused.value.problems}
    assert said == {
        "inspection.toml": (
            "findings[1].words: the PDF's typefaces have no \U0001f600 (U+1F600), 中 (U+4E2D)"
        ),
        "judgements.csv": "rationale of standard 1.2: the PDF's typefaces have no 文 (U+6587)",
        "assessments.csv": "column cluster: the PDF's typefaces have no 北 (U+5317)",
    }
    assert all("--html --ods" in problem.remedy for problem in refused.value.problems)
    assert "中" in html_of(report)
    assert ods_of(report)


def test_a_long_list_of_letters_is_cut_short(edited: Callable[..., Path]) -> None:
    strange = "".join(chr(0x4E00 + place) for place in range(12))
    folder = edited("made-up", ('words = "Leaders set', f'words = "{strange} Leaders set'))
    with pytest.raises(InputProblems, match=r"U\+4E09\) and 2 more"):
        check_letters(report_of(folder)[1].folder)


def test_a_control_is_named_by_its_number_alone(edited: Callable[..., Path]) -> None:
    folder = edited("made-up", ('words = "Leaders set', r'words = "\u0007 Leaders set'))
    with pytest.raises(InputProblems, match=r"have no U\+0007\."):
        check_letters(report_of(folder)[1].folder)


def test_an_accent_typed_apart_is_joined_to_its_letter() -> None:
    assert plain("e\u0301") == "é"
    assert unsettable("cafe\u0301 x\u030c") == ()


def test_every_replacement_can_be_set_and_has_its_reason() -> None:
    for one in letters().instead:
        assert one.because
        assert unsettable(one.write) == ()
        assert unsettable(one.letters) == ()


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_plain_english_is_left_as_it_is(words: str) -> None:
    assert plain(words) == words
    assert unsettable(words) == ()
