"""Uploading a case list: every problem by row, mending it, keeping what came before."""

import contextlib
import csv
import io
import stat
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from assay.service.accounts.actions import Refused
from assay.service.audit.models import Event
from assay.service.cases.actions import case_lists, checks
from assay.service.cases.checking import worker
from assay.service.cases.checking.findings import say_rows
from assay.service.cases.models import CaseList
from assay.service.cases.storage import folder, path_of, problems_path
from assay.service.inspections.rules import unmet

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_a_clean_list_is_accepted_and_summed_up(case_list: Any) -> None:
    assert (case_list.state, case_list.rows, case_list.problems) == ("clean", 60, 0)
    assert case_list.summary["counts"]["Sex"] == {"female": 15, "male": 45}


def test_the_file_is_kept_under_a_random_name_closed_to_others(case_list: Any) -> None:
    place = path_of(case_list.stored)
    assert "made-up-list" not in place.name
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert case_list.file_name == "made-up-list.csv"


def test_every_problem_is_kept_like_ones_together(
    uploaded: Any, lead: Any, inspection: Any, rows_of: Any
) -> None:
    rows = [rows_of(n) for n in range(1, 41)]
    for n in (4, 5, 6, 20):
        rows[n]["rosh_level"] = "purple"
    rows[9]["start_date"] = "31/02/2024"
    made = uploaded(by=lead, inspection=inspection, rows=rows)
    assert (made.state, made.problems) == ("faulty", 5)
    said = {group.column: (group.rows, group.count) for group in made.groups.all()}
    assert said == {"rosh_level": ("6-8, 22", 4), "start_date": ("11", 1)}


def test_the_page_shows_problems_and_the_download_has_a_row_for_each(
    uploaded: Any, lead: Any, inspection: Any, rows_of: Any, signed_in: Any
) -> None:
    rows = [rows_of(n, rosh_level="purple", family_name="Zzyzx") for n in range(1, 81)]
    made = uploaded(by=lead, inspection=inspection, rows=rows)
    browser = signed_in(user=lead)
    page = browser.get(f"/inspections/{inspection.public_id}/case-list/").text
    assert "80 problems to mend" in page
    assert "2-81" in page
    assert "Zzyzx" not in page
    answer = browser.get(
        f"/inspections/{inspection.public_id}/case-list/{made.public_id}/problems.csv"
    )
    found = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [int(line["row"]) for line in found] == list(range(2, 82))


def test_scattered_rows_are_cut_short_and_counted() -> None:
    assert say_rows([2, 3, 4, 9]) == "2-4, 9"
    assert say_rows(range(2, 202, 2)).endswith("60 and 70 more places")


def test_an_upload_mended_supersedes_the_one_before_and_its_people_are_erased(
    uploaded: Any, lead: Any, inspection: Any, rows_of: Any
) -> None:
    first = uploaded(by=lead, inspection=inspection, rows=[rows_of(1, rosh_level="purple")])
    second = uploaded(by=lead, inspection=inspection, rows=[rows_of(1)])
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert (second.superseded_at, second.state) == (None, "clean")
    assert not path_of(first.stored).exists()
    assert not problems_path(first.stored).exists()
    assert not first.groups.exists()
    assert path_of(second.stored).exists()
    done = Event.objects.filter(inspection=inspection.public_id)
    assert list(done.values_list("action", flat=True)) == [
        *("cases.upload", "cases.checked", "cases.upload"),
        *("cases.erase_list", "cases.checked"),
    ]
    erased = done.get(action="cases.erase_list")
    assert (erased.kind, erased.by, erased.object_id) == (
        "erasure",
        lead.public_id,
        first.public_id,
    )
    assert erased.changes["problems"] == {"before": 1, "after": 0}


def test_the_trail_says_how_many_rows_were_erased_and_names_nobody(
    case_list: Any, uploaded: Any, lead: Any, inspection: Any, rows_of: Any, signed_in: Any
) -> None:
    uploaded(by=lead, inspection=inspection, rows=[rows_of(1)])
    erased = Event.objects.get(action="cases.erase_list")
    assert erased.changes["rows"] == {"before": 60, "after": 0}
    assert "Madeup" not in str(erased.changes) + erased.reason
    page = signed_in(user=lead).get(f"/inspections/{inspection.public_id}/case-list/").text
    assert "Earlier uploads (1)" in page
    assert "made-up-list.csv, uploaded" in page


def test_a_list_that_a_sample_was_drawn_from_is_kept_for_its_certificate(
    drawn: Any, uploaded: Any, lead: Any, inspection: Any, rows_of: Any
) -> None:
    uploaded(by=lead, inspection=inspection, rows=[rows_of(1)])
    assert path_of(drawn.case_list.stored).exists()
    assert not Event.objects.filter(kind="erasure").exists()


def test_an_upload_that_is_undone_erases_nothing(
    case_list: Any, lead: Any, inspection: Any, rows_of: Any, upload_of: Any
) -> None:
    with contextlib.suppress(RuntimeError), transaction.atomic():
        case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(1)]))
        raise RuntimeError
    case_list.refresh_from_db()
    assert case_list.superseded_at is None
    assert path_of(case_list.stored).exists()


def test_drawing_from_a_list_that_was_just_erased_says_so(
    case_list: Any, uploaded: Any, lead: Any, inspection: Any, rows_of: Any
) -> None:
    uploaded(by=lead, inspection=inspection, rows=[rows_of(1)])
    with pytest.raises(Refused, match="another took its place"):
        worker.load(case_list)


def test_many_earlier_uploads_come_in_pages(
    case_list: Any, lead: Any, inspection: Any, signed_in: Any
) -> None:
    CaseList.objects.bulk_create(
        CaseList(
            inspection=inspection,
            stored=f"made-up-{n}.csv",
            file_name=f"upload-{n}.csv",
            size=1,
            sha256="0",
            uploaded_by=lead,
            superseded_at=timezone.now(),
        )
        for n in range(120)
    )
    browser = signed_in(user=lead)
    address = f"/inspections/{inspection.public_id}/case-list/"
    first, last = browser.get(address).text, browser.get(f"{address}?earlier=3").text
    assert "Earlier uploads (120)" in first
    assert "?earlier=2" in first
    assert ("upload-119.csv" in first, "upload-0.csv" in first) == (True, False)
    assert ("upload-119.csv" in last, "upload-0.csv" in last) == (False, True)


def test_a_file_of_another_kind_or_none_is_refused_with_what_to_do(
    signed_in: Any, lead: Any, inspection: Any
) -> None:
    browser = signed_in(user=lead)
    address = f"/inspections/{inspection.public_id}/case-list/upload"
    assert "Choose a file" in browser.post(address).text
    wrong = browser.post(address, {"file": SimpleUploadedFile("list.exe", b"MZ")})
    assert "must be a CSV, XLSX or ODS file" in wrong.text
    assert "empty" in browser.post(address, {"file": SimpleUploadedFile("list.csv", b"")}).text
    assert not CaseList.objects.exists()


@pytest.mark.parametrize(
    "body", [b"\x00\x01\x02", b"PK\x03\x04 not a workbook", b'a,b\n"never ended', b"\xff\xfe,,"]
)
def test_a_file_that_is_not_what_its_ending_says_is_a_problem_not_a_crash(
    body: Any, lead: Any, inspection: Any, django_capture_on_commit_callbacks: Any
) -> None:
    for name in ("list.csv", "list.xlsx", "list.ods"):
        with django_capture_on_commit_callbacks(execute=True):
            made = case_lists.upload(
                by=lead, inspection=inspection, file=SimpleUploadedFile(name, body)
            )
        made.refresh_from_db()
        assert made.state == "faulty", name


def test_a_problem_that_a_spreadsheet_would_run_is_made_harmless(
    uploaded: Any, lead: Any, inspection: Any, rows_of: Any
) -> None:
    made = uploaded(by=lead, inspection=inspection, rows=[rows_of(1, rosh_level='=HYPERLINK("x")')])
    text = problems_path(made.stored).read_text()
    assert all(not cell.startswith("=") for line in csv.reader(io.StringIO(text)) for cell in line)


def test_while_it_is_checked_the_page_looks_again_by_itself_until_told_not_to(
    lead: Any, inspection: Any, rows_of: Any, signed_in: Any, upload_of: Any
) -> None:
    case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(1)]))
    browser = signed_in(user=lead)
    address = f"/inspections/{inspection.public_id}/case-list/"
    assert browser.get(address)["Refresh"] == f"5; url={address}"
    assert "Refresh" not in browser.get(f"{address}?refresh=off").headers
    assert unmet(["case_list_is_clean"], inspection, TODAY) == [
        "The case list is still being checked"
    ]


def test_a_check_that_died_with_its_server_is_taken_up_again_by_the_next_visit(
    lead: Any, inspection: Any, rows_of: Any, signed_in: Any, upload_of: Any
) -> None:
    made = case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(1)]))
    assert checks.claim(made.pk) is not None
    assert checks.claim(made.pk) is None
    CaseList.objects.update(alive_at=checks.dead_before() - timedelta(seconds=1))
    browser = signed_in(user=lead)
    assert "Accepted" in browser.get(f"/inspections/{inspection.public_id}/case-list/").text
    made.refresh_from_db()
    assert (made.state, made.rows) == ("clean", 1)


def test_a_list_whose_server_died_before_its_check_began_is_taken_up_too(
    lead: Any, inspection: Any, rows_of: Any, signed_in: Any, upload_of: Any
) -> None:
    case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(1)]))
    CaseList.objects.update(uploaded_at=checks.dead_before() - timedelta(seconds=1))
    page = signed_in(user=lead).get(f"/inspections/{inspection.public_id}/case-list/").text
    assert "Accepted" in page


def test_a_check_that_was_only_slow_does_not_write_over_the_one_that_took_over(
    lead: Any, inspection: Any, rows_of: Any, upload_of: Any
) -> None:
    made = case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(1)]))
    slow = checks.claim(made.pk)
    CaseList.objects.update(alive_at=checks.dead_before() - timedelta(seconds=1))
    worker.check(made.pk)
    checks.failed(slow)
    made.refresh_from_db()
    assert made.state == "clean"
    assert Event.objects.filter(action="cases.checked").count() == 1


def test_a_check_that_breaks_down_says_so(
    lead: Any,
    inspection: Any,
    rows_of: Any,
    monkeypatch: Any,
    upload_of: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def broken(_case_list: Any, _unwanted: Any) -> None:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(worker, "load", broken)
    with django_capture_on_commit_callbacks(execute=True):
        made = case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(1)]))
    made.refresh_from_db()
    assert made.state == "failed"
    assert unmet(["case_list_is_clean"], inspection, TODAY) == [
        "The case list could not be checked"
    ]


def test_nothing_is_kept_of_an_upload_that_is_refused(
    lead: Any, inspection: Any, rows_of: Any, upload_of: Any
) -> None:
    inspection.reached = "case_list_checked"
    inspection.save()
    before = set(folder().iterdir())
    with pytest.raises(Refused, match="case list checked"):
        case_lists.upload(by=lead, inspection=inspection, file=upload_of([rows_of(1)]))
    assert set(folder().iterdir()) == before


def test_the_rule_of_the_inspection_says_what_is_missing(
    uploaded: Any, lead: Any, inspection: Any, rows_of: Any
) -> None:
    ask = lambda: unmet(["case_list_is_clean"], inspection, TODAY)  # noqa: E731 - asked thrice
    assert ask() == ["No case list has been uploaded"]
    uploaded(by=lead, inspection=inspection, rows=[rows_of(1, rosh_level="purple")])
    assert ask() == ["The case list has 1 problem to mend"]
    uploaded(by=lead, inspection=inspection, rows=[rows_of(1)])
    assert ask() == []


def test_the_provider_may_upload_and_see_problems_but_nothing_of_the_sample(
    person: Any, inspection: Any, provider: Any, signed_in: Any, uploaded: Any, rows_of: Any
) -> None:
    contact = person("provider_contact", provider=provider)
    uploaded(by=contact, inspection=inspection, rows=[rows_of(1, rosh_level="purple")])
    browser = signed_in(user=contact)
    assert browser.get(f"/inspections/{inspection.public_id}/case-list/").status_code == 200
    for part in ("sample/", "progress/", "readings/", "moderation/", "results/"):
        assert browser.get(f"/inspections/{inspection.public_id}/{part}").status_code == 404, part
