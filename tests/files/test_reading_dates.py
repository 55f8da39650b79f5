"""How dates are read from text."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.files.dates import NotADate, read_date, read_dates

LAST_OF_MARCH = dt.date(2020, 3, 31)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2020-03-31",
        "2020-03-31T00:00:00",
        "2020-03-31 09:30",
        "2020-03-31T09:30:00.5Z",
        "2020-03-31T09:30:00+01:00",
        "31/03/2020",
        "31/3/20",
        "31-03-2020",
        "31.03.2020",
        "31 Mar 2020",
        "31 march 2020",
        "31-Mar-20",
        "31/03/2020 00:00",
    ],
)
def test_every_usual_way_of_writing_a_date_is_read(text: str) -> None:
    assert read_date(text, "event") == LAST_OF_MARCH


@pytest.mark.parametrize(
    ("text", "kind", "year"),
    [
        ("1/2/19", "birth", 2019),
        ("1/2/20", "birth", 1920),
        ("1/2/85", "birth", 1985),
        ("1/2/79", "event", 2079),
        ("1/2/80", "event", 1980),
    ],
)
def test_two_digit_years_follow_the_rule_for_their_kind(text: str, kind: str, year: int) -> None:
    assert read_date(text, kind) == dt.date(year, 2, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["31/02/2020", "2021-02-29", "0/1/2020", "3/25/2020", "1 Foo 2020"]
)
def test_a_day_that_never_was_is_no_such_date(text: str) -> None:
    read = read_date(text, "event")
    assert isinstance(read, NotADate)
    assert read.wrong == "there is no such date"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("43921", "this is a number, not a date"),
        ("soon", "this is not a date that can be read"),
        ("31/03-2020", "this is not a date that can be read"),
        ("0202-03-31", "the year is outside 1900 to 2199"),
        ("2200-01-01", "the year is outside 1900 to 2199"),
    ],
)
def test_what_is_not_a_date_says_why_without_quoting_it(text: str, wrong: str) -> None:
    read = read_date(text, "event")
    assert isinstance(read, NotADate)
    assert read.wrong == wrong
    assert text not in read.remedy


def test_different_texts_of_a_column_are_read_once_each() -> None:
    assert read_dates(["2020-03-31", "31/3/20", "2020-03-31"], "event") == {
        "2020-03-31": LAST_OF_MARCH,
        "31/3/20": LAST_OF_MARCH,
    }


@given(DAYS)
def test_any_day_is_read_the_same_however_it_is_written(day: dt.date) -> None:
    written = (
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day:%Y}",
        f"{day:%d %b %Y}",
    )
    assert {read_date(text, "event") for text in written} == {day}


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert isinstance(read_date(text, "birth"), dt.date | NotADate)
