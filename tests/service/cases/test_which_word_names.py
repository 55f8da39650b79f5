"""A writer whose sheet may name another officer is told which of their words it is."""

import pytest

from assay.service.cases.feedback_names import words_that_name

OFFICERS = ("Anna Made-up", "Young, Tom", "Own Officer")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Young people were heard, and Young's plan kept.", "“Young”"),
        ("Then anna MADE-UP wrote, and Young agreed.", "“anna MADE-UP”"),
        ("Tom Young and Young, Tom.", "“Young Tom”, “Tom Young”"),
        ("Anna's plan and Tom's.", "“Anna”, “Tom”"),
        ("young people, by the Own Officer.", ""),
    ],
)
def test_the_words_are_quoted_as_they_were_written(text: str, told: str) -> None:
    assert words_that_name(text, OFFICERS, "Own Officer") == told
