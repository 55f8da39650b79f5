"""Files made to do harm, through the upload page: a clear answer, and the server goes on."""

import io
import random
import resource
import time
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assay.problems import InputProblems
from assay.service.cases.checking import reading_apart
from assay.service.cases.checking.reading_apart import read_apart
from assay.service.cases.limits import ReadingLimits, limits
from assay.service.cases.models import CaseList
from assay.service.cases.storage import folder

pytestmark = pytest.mark.django_db
PATIENCE = 300
"""Seconds on a slow machine; the worst of these files takes about ten on two busy cores."""
SECRET = "Madeupsecretname"  # noqa: S105 - a name that must not be echoed
HEADER = b"crn,family_name,first_name,gender,sentence_type,rosh_level,start_date\n"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = (
    f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="Cases" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="{{}}"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>"
)
URN = "urn:oasis:names:tc:opendocument:xmlns"
ODS = (
    f'<office:document-content xmlns:office="{URN}:office:1.0" xmlns:table="{URN}:table:1.0" '
    f'xmlns:text="{URN}:text:1.0"><office:body><office:spreadsheet><table:table '
    'table:name="Cases">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
DOCTYPE = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


def packed(parts: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def xlsx(rows: str, *, at: str = "worksheets/sheet1.xml", head: str = "", **more: str) -> bytes:
    sheet = f"{head}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    parts = {"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": LINKS.format(at)}
    others = {f"xl/{name}.xml": text for name, text in more.items()}
    return packed(parts | {f"xl/{at}": sheet} | others)


def ods(rows: str, head: str = "") -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": head + ODS.format(rows)})


def text(place: str, words: str = "crn") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def cell(words: str, more: str = "") -> str:
    inside = f"<text:p>{words}</text:p>"
    return f'<table:table-cell office:value-type="string"{more}>{inside}</table:table-cell>'


def row(inside: str, more: str = "") -> str:
    return f"<table:table-row{more}>{inside}</table:table-row>"


def shared(count: str, words: str) -> str:
    return f"<sst {MAIN} {count}><si><t>{words}</t></si></sst>"


FAR = f'<row r="1">{text("A1")}</row><row r="1048576">{text("XFD1048576", "x")}</row>'
LONG = "x" * 1_000_000
REPEATED = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5001))
BOMBS = {
    "a cell in the last corner": lambda: xlsx(FAR),
    "the same in single quotes": lambda: xlsx(FAR.replace('"', "'")),
    "the same with spaces": lambda: xlsx(FAR.replace(' r="', ' r = "')),
    "the same without a row's number": lambda: xlsx(FAR.replace(' r="1048576"', "")),
    "the same in another folder": lambda: xlsx(FAR, at="elsewhere/evil.xml"),
    "a text of a megabyte in 5,000 cells": lambda: xlsx(REPEATED, sharedStrings=shared("", LONG)),
    "a lie about how many texts there are": lambda: xlsx(
        REPEATED, sharedStrings=shared('count="9999999999" uniqueCount="9999999999"', "x")
    ),
    "a number of 5,000 digits": lambda: xlsx(f'<row r="{"9" * 5000}">{text("A1")}</row>'),
    "a column beyond the alphabet": lambda: xlsx(f'<row r="1">{text("ZZZZZZZZZZZZZ1")}</row>'),
    "a text that isn't there": lambda: xlsx('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
    "a million rows of nothing": lambda: xlsx('<row r="1"/>' * 1_000_000),
    "entities in entities": lambda: xlsx(f'<row r="1">{text("A1", "&b;")}</row>', head=DOCTYPE),
    "an entity that is a file": lambda: xlsx(f'<row r="1">{text("A1", "&c;")}</row>', head=DOCTYPE),
    "a workbook in a workbook": lambda: packed({"xl/workbook.xml": xlsx(FAR)}),
    "600 megabytes of zeroes": lambda: packed({"xl/workbook.xml": BOOK, "x": bytes(600_000_001)}),
    "20,000 parts": lambda: packed({"xl/workbook.xml": BOOK} | {f"{n}": "" for n in range(20_000)}),
    "a binary workbook": lambda: packed({"xl/workbook.bin": bytes(100)}),
    "an old workbook before a new one": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + xlsx(FAR),
    "an empty zip": lambda: b"PK\x05\x06" + bytes(18),
}  # fmt: skip
ODS_BOMBS = {
    "a row a billion times": lambda: ods(
        row(cell("x"), ' table:number-rows-repeated="1000000000"')
    ),
    "a cell a billion times": lambda: ods(
        row(cell("x", " table:number-columns-repeated = '1000000000'"))
    ),
    "a blank a billion times, then a cell": lambda: ods(
        row('<table:table-cell table:number-columns-repeated="1000000000"/>' + cell("x"))
    ),
    "a text of a megabyte 20,000 times": lambda: ods(
        row(cell(LONG), ' table:number-rows-repeated="20000"')
    ),
    "four billion spaces": lambda: ods(row(cell('x<text:s text:c="4000000000"/>'))),
    "entities in entities": lambda: ods(row(cell("&b;")), head=DOCTYPE),
}
CSVS = {
    "nothing but NUL": b"\x00" * 1000,
    "a NUL in a name": HEADER + f"X1,{SECRET}\x00,".encode(),
    "a line of 10 megabytes": HEADER + b"x" * 10_000_000,
    "ten million commas": b"," * 10_000_000,
    "ten thousand columns": b",".join(b"c%d" % n for n in range(10_000)) + b"\n1\n",
    "50,000 rows of one letter": HEADER + b"1\n" * 50_000,
    "500 columns, 100,000 rows": b",".join(b"c%d" % n for n in range(500)) + b"\n1" * 100_000,
    "a quotation mark that never ends": HEADER + f'X1,"{SECRET}'.encode(),
    "UTF-16": (HEADER.decode() + f"X1,{SECRET}\n").encode("utf-16"),
    "not UTF-8": HEADER + SECRET.encode() + b"\xff\xfe\xfa\n",
    "two marks of order": b"\xef\xbb\xbf\xef\xbb\xbf" + HEADER + b"X1\n",
    "only a mark of order": b"\xef\xbb\xbf",
    "one byte": b"x",
    "headers twice": HEADER.replace(b"first_name", b"family_name") + b"1,2,3\n",
    "signs that turn text round": HEADER + f"X1,\u202e{SECRET}\u200b,\u2066,,,,\n".encode(),
    "a program": b"MZ\x90\x00" + bytes(500),
}
EXPECTED = {"xlsx": BOMBS, "ods": ODS_BOMBS, "csv": {k: lambda v=v: v for k, v in CSVS.items()}}
CASES = [(kind, name) for kind, files in EXPECTED.items() for name in files]


@pytest.fixture
def send(
    signed_in: Any, lead: Any, inspection: Any, django_capture_on_commit_callbacks: Any
) -> Any:
    """Upload a file as the page does; gives the answer, then the page of the list."""
    browser = signed_in(user=lead)
    start = f"/inspections/{inspection.public_id}/case-list"

    def upload(name: str, body: bytes) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(f"{start}/upload", {"file": SimpleUploadedFile(name, body)})
        return answer, browser.get(f"{start}/")

    return upload


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_hostile_file_gets_a_clear_answer_in_bounded_time(
    kind: str, name: str, send: Any, caplog: Any
) -> None:
    body = EXPECTED[kind][name]()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    answer, page = send(f"list.{kind}", body)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert time.monotonic() - began < PATIENCE
    assert grown < 800_000, "kilobytes of the server's own"
    assert (answer.status_code, page.status_code) == (302, 200)
    made = CaseList.objects.get()
    assert (made.state, made.problems > 0) == ("faulty", True)
    assert "to mend" in page.text
    for told in (page.text, caplog.text, (folder() / f"{made.stored}.problems.csv").read_text()):
        assert SECRET not in told
        assert "root:x:" not in told


NAMES = {
    "../../../etc/passwd.csv": "passwd.csv",
    "..\\..\\windows\\list.csv": "list.csv",
    "a" * 400 + ".csv": None,
    "list\u202egpj.csv": "list\u202egpj.csv",
    "<script>alert(1)</script>.csv": None,
    "'; DROP TABLE cases; --.csv": "'; DROP TABLE cases; --.csv",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_with_tricks_in_it_names_no_place_and_is_shown_as_text(name: str, send: Any) -> None:
    kept = set(folder().iterdir())
    answer, page = send(name, HEADER + b"X1\n")
    assert answer.status_code in {200, 302}
    assert "<script>alert" not in page.text
    new = set(folder().iterdir()) - kept
    assert all(file.parent == folder() and file.stem.split(".")[0].isalnum() for file in new)
    for made in CaseList.objects.all():
        assert len(made.file_name) <= 200
        assert "/" not in made.file_name


FORMS = {
    "no file": {},
    "words in the place of a file": {"file": "made-up"},
    "a file under another name": {"other": SimpleUploadedFile("list.csv", HEADER)},
    "an ending we don't read": {"file": SimpleUploadedFile("list.csv.exe", b"MZ")},
    "a workbook with macros": {"file": SimpleUploadedFile("list.xlsm", b"PK\x03\x04")},
    "no ending": {"file": SimpleUploadedFile("csv", HEADER)},
    "no name": {"file": SimpleUploadedFile(".csv", b"")},
    "empty": {"file": SimpleUploadedFile("list.csv", b"")},
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_brings_no_list_says_so_and_keeps_nothing(
    name: str, signed_in: Any, lead: Any, inspection: Any
) -> None:
    kept = set(folder().iterdir())
    for file in FORMS[name].values():
        if hasattr(file, "seek"):
            file.seek(0)
    address = f"/inspections/{inspection.public_id}/case-list/upload"
    answer = signed_in(user=lead).post(address, FORMS[name])
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert set(folder().iterdir()) == kept
    assert not CaseList.objects.exists()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"made-up"),
        ("multipart/form-data; boundary=", b"--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
        ("multipart/form-data; boundary=x", b"--x\r\n" * 5000),
        ("multipart/form-data; boundary=x; charset=utf-7", b"--x--"),
        ("application/json", b'{"file": 1}'),
        ("text/csv", HEADER),
    ],
)
def test_a_request_that_is_no_form_is_refused_or_asked_again(
    kind: str, body: bytes, signed_in: Any, lead: Any, inspection: Any
) -> None:
    browser = signed_in(user=lead)
    address = f"/inspections/{inspection.public_id}/case-list/upload"
    for length in (len(body), 0, 10**9):
        sent = {"CONTENT_LENGTH": str(length), "wsgi.input": io.BytesIO(body)}
        answer = browser.generic("POST", address, body, kind, **sent)
        assert answer.status_code in {200, 400}, length
    assert not CaseList.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_kept(
    signed_in: Any, lead: Any, inspection: Any, monkeypatch: Any
) -> None:
    limit = "assay.service.cases.forms.case_lists.file_limits"
    monkeypatch.setattr(limit, lambda: {"bytes": 2_000_000})
    kept = set(folder().iterdir())
    file = SimpleUploadedFile("list.csv", bytes(2_000_001))
    address = f"/inspections/{inspection.public_id}/case-list/upload"
    page = signed_in(user=lead).post(address, {"file": file})
    assert "smaller than 2 MB" in page.text
    assert set(folder().iterdir()) == kept


KINDS = st.sampled_from(["list.csv", "list.xlsx", "list.ods"])
QUIETLY = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    max_examples=settings.default.max_examples // 6,
)
"""Fewer than elsewhere: each example is an upload, read in a process of its own."""


@given(name=KINDS, body=st.binary(min_size=1, max_size=3000))
@QUIETLY
def test_any_bytes_are_a_list_with_problems(name: str, body: bytes, send: Any) -> None:
    answer, page = send(name, body)
    assert (answer.status_code, page.status_code) == (302, 200)
    assert CaseList.objects.first().state == "faulty"


@example(kind="ods", seed=2876)  # an archive whose parts lie before its beginning
@given(kind=st.sampled_from(["csv", "xlsx", "ods"]), seed=st.integers(0, 2**32))
@QUIETLY
def test_a_whole_file_with_some_bytes_changed_never_breaks_the_check(
    kind: str, seed: int, send: Any, rows_of: Any, upload_of: Any
) -> None:
    whole = {
        "csv": upload_of([rows_of(n) for n in range(5)]).read(),
        "xlsx": xlsx("".join(f'<row r="{n}">{text(f"A{n}")}</row>' for n in (1, 2))),
        "ods": ods(row(cell("crn")) + row(cell("X1"))),
    }[kind]
    chance, changed = random.Random(seed), bytearray(whole)  # noqa: S311 - to make a mess
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    answer, page = send(f"list.{kind}", bytes(changed))
    assert (answer.status_code, page.status_code) == (302, 200)
    assert CaseList.objects.first().state in {"faulty", "clean"}


def bounds(**other: int) -> ReadingLimits:
    return limits().reading.model_copy(update={"small_bytes": 1, **other})


def read_within(monkeypatch: Any, place: Any, **other: int) -> Any:
    held = limits().model_copy(update={"reading": bounds(**other)})
    monkeypatch.setattr(reading_apart, "limits", lambda: held)
    return read_apart(place)


@pytest.fixture
def stored(tmp_path: Any, rows_of: Any, upload_of: Any) -> Any:
    place = tmp_path / "list.csv"
    place.write_bytes(upload_of([rows_of(n) for n in range(1, 9)]).read())
    return place


def test_reading_apart_gives_what_reading_here_gives(monkeypatch: Any, stored: Any) -> None:
    assert read_within(monkeypatch, stored) == read_apart(stored)


def test_a_reading_that_takes_too_long_is_ended(monkeypatch: Any, stored: Any) -> None:
    with pytest.raises(InputProblems, match="more memory or time"):
        read_within(monkeypatch, stored, seconds=0)


def test_a_broken_reader_is_not_called_a_bad_file(monkeypatch: Any, stored: Any) -> None:
    monkeypatch.setattr(reading_apart, "__name__", "assay.nowhere")
    with pytest.raises(RuntimeError):
        read_within(monkeypatch, stored)


def test_the_reader_is_not_told_our_secrets(monkeypatch: Any, stored: Any) -> None:
    monkeypatch.setenv("DATABASE_URL", "made-up")
    seen = {}

    def begin(*_: Any, env: Any, **__: Any) -> Any:
        seen.update(env)
        raise OSError

    monkeypatch.setattr(reading_apart.subprocess, "Popen", begin)
    with pytest.raises(OSError):  # noqa: PT011 - ours, above
        read_within(monkeypatch, stored)
    assert "DATABASE_URL" not in seen
    assert set(seen) <= set(reading_apart.PASSED_ON)


def test_of_very_many_problems_the_first_are_listed_and_the_rest_counted(
    monkeypatch: Any, stored: Any, capfdbinary: Any
) -> None:
    stored.write_bytes(HEADER + b"1\n" * 10)
    assert reading_apart.main(stored, bounds(problems=3)) == 0
    answer = reading_apart.ANSWER.validate_json(capfdbinary.readouterr().out)
    assert (len(answer.problems), answer.cases) == (3, None)
    assert answer.more > 10
    said = reading_apart._say_more(stored, 1234)[0]
    assert said.wrong == "there are 1,234 more problems than are listed"
