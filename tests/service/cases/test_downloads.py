"""Files that leave the service: kept by the browser, not shown; harmless in a spreadsheet."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from assay.files.csv_out import RUNS_AS_FORMULA, as_csv
from assay.service.cases.models import Case

pytestmark = pytest.mark.django_db
PAGE = "<script>alert('made up')</script>"


@pytest.fixture
def files(
    drawn: Any, lead: Any, inspector: Any, colleague: Any, given: Any, answer: Any,
    inspection: Any, signed_in: Any, every_address: Any,
) -> Any:  # fmt: skip
    """Give every answer that is a file, for a list whose words are traps."""
    cases = Case.objects.filter(draw=drawn, state="sample")
    for case, sign in zip(cases, RUNS_AS_FORMULA, strict=False):
        case.cluster = f"{sign}cmd|' /C calc'!A0"
        case.stratum = f"{sign}{PAGE}"
        case.save()
        answer(given(case, inspector))
        answer(given(case, colleague, "second"), {"P2.1.1": "no"})
    browser = signed_in(user=lead)
    answers = {address: browser.get(address) for name, address in every_address()
               if name.startswith("cases:")}  # fmt: skip
    return {
        address: found
        for address, found in answers.items()
        if found.status_code == 200 and not found["Content-Type"].startswith("text/html")
    }


def test_every_file_is_kept_and_never_shown_or_guessed_at(files: Any) -> None:
    assert len(files) >= 4
    for address, found in files.items():
        if found["Content-Type"].startswith(("application/json", "text/csv")):
            assert found["Content-Disposition"].startswith('attachment; filename="'), address
        assert found["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in found["Cache-Control"]


def test_no_cell_of_any_exported_table_runs_in_a_spreadsheet(files: Any) -> None:
    tables = {
        a: found for a, found in files.items() if found["Content-Type"].startswith("text/csv")
    }
    assert len(tables) >= 3
    cells = [
        cell
        for found in tables.values()
        for line in csv.reader(io.StringIO(found.getvalue().decode(), newline=""))
        for cell in line
    ]
    assert any("calc" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(RUNS_AS_FORMULA)]


@any_of(st.lists(st.tuples(st.sampled_from(["", *RUNS_AS_FORMULA]), st.text()), max_size=20))
def test_whatever_a_cell_holds_it_starts_as_text(cells: Any) -> None:
    rows = [[sign + words] for sign, words in cells]
    text = as_csv(["made up"], rows).decode(errors="surrogatepass")
    read = [line[0] if line else "" for line in csv.reader(io.StringIO(text, newline=""))][1:]
    assert not [cell for cell in read if cell.startswith(RUNS_AS_FORMULA)]
    assert [cell.removeprefix("'") for cell in read] == [row[0].removeprefix("'") for row in rows]


def test_what_was_uploaded_is_at_no_address(
    uploaded: Any, lead: Any, inspection: Any, rows_of: Any, signed_in: Any, every_address: Any
) -> None:
    made = uploaded(by=lead, inspection=inspection, rows=[rows_of(1, family_name=PAGE)])
    browser = signed_in(user=lead)
    for _, address in every_address():
        assert PAGE not in browser.get(address).getvalue().decode(errors="replace"), address
    guesses = ("/files/{}", "/static/{}", "/static/../files/case-lists/{}", "/static/%2e%2e/{}")
    for guess in guesses:
        assert browser.get(guess.format(made.stored)).status_code == 404
