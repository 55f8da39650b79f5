"""A difference is settled, feedback is released, and the files are rated again."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.service.journeys.by_keyboard.made_up import STARTS, questions
from tests.service.journeys.by_keyboard.planning import goes_to


def the_quality_lead_settles(quality: Any, case: str) -> None:
    goes_to(quality, "Differences between readers")
    quality.sees("1 difference")
    quality.follows(f"{case}, P2.1.2 Desistance")
    quality.chooses("No")
    quality.types("Why?", "Made up: the plan was made after the visit.")
    quality.presses("Settle it")
    quality.sees("settled")


def the_reader_writes_feedback(reader: Any, case: str) -> None:
    goes_to(reader, "Your cases")
    reader.follows(case)
    reader.follows("Feedback to the responsible officer")
    reader.types("What was good", "Made up: the plan says what the person wants to change.")
    reader.presses("Keep the sheet")
    reader.sees("Draft, not released")


def the_lead_releases_feedback(lead: Any, case: str) -> None:
    goes_to(lead, "Feedback to officers")
    lead.follows(case)
    lead.presses("Release it")
    lead.chooses("The responsible officer")
    lead.presses("Release it")
    lead.sees("To be given to: the responsible officer")


def the_files_give_what_the_page_shows(lead: Any, folder: Path) -> None:
    goes_to(lead, "Results so far")
    lead.sees("4 of 4 cases submitted")
    lead.does_not_see("to settle")
    shown = results_shown(lead)
    counting = lead.takes_out("The answers that count (assessments.csv)", folder)
    first = lead.takes_out("First readings as they were made (first_reads.csv)", folder)
    second = lead.takes_out("Second readings as they were made (second_reads.csv)", folder)
    assert shown == results_rated(assay_rate(counting))
    agreement = assay_rate(first, "--second-reads", str(second))["agreement"]
    assert {q["number"]: (q["pairs"], q["agreed"]) for q in agreement} == {
        question.number: (1, 0 if question.number == "P2.1.2" else 1) for question in questions()
    }


def assay_rate(file: Path, *more: str) -> Any:
    command = [sys.executable, "-m", "assay", "rate", str(file), "--framework", "pdu-2023"]
    done = subprocess.run(
        [*command, "--on", STARTS.isoformat(), "--json", *more],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def results_shown(lead: Any) -> dict[str, Any]:
    """Give what the page says: each standard's rating, each key question's row."""
    found: dict[str, Any] = {}
    for table in lead.main.locator(".assay-table-scroll").all():
        number = str(table.get_attribute("aria-label")).split()[0]
        rating = table.locator("xpath=preceding-sibling::p/strong[not(@class)]").last.inner_text()
        found[number] = rating
        for row in table.locator("tbody tr").all():
            name, *cells = (cell.strip() for cell in row.locator("th, td").all_inner_texts())
            found[name.split()[0]] = cells[:4]
    return found


def results_rated(document: Any) -> dict[str, Any]:
    """Give the same of what `assay rate` prints."""
    found: dict[str, Any] = {}
    for standard in document["standards"]:
        if standard["decided_by"] != "counts":
            continue
        found[standard["number"]] = standard["rating"]
        for q in standard["key_questions"]:
            found[q["number"]] = [
                f"{q['sufficient']} of {q['relevant']}",
                "–" if q["percent"] is None else str(q["percent"]),
                "{} to {}".format(*q["interval"]) if q["interval"] else "–",
                q["band"] or "Not enough to say",
            ]
    return found
