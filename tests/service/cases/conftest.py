"""A made-up case list, a sample drawn from it and people to read it. Everybody is made up."""

import csv
import io
import itertools
import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from assay.sampling.sample import Request
from assay.sampling.specification import load_specification
from assay.service.accounts.routes import every_route
from assay.service.cases.actions import answering, assigning, case_lists, draws, submitting
from assay.service.cases.checking import worker
from assay.service.cases.completeness import Content
from assay.service.cases.framework import form_of
from assay.service.cases.models import Case, Reading
from assay.service.inspections.models import Inspection

COLUMNS = (
    *("crn", "family_name", "first_name", "gender", "sentence_type", "rosh_level"),
    *("start_date", "cluster", "ldu", "team", "responsible_officer"),
)


def row(number: Any, **other: Any) -> Any:
    made = {
        "crn": f"X{number:06d}",
        "family_name": f"Madeup{number}",
        "first_name": "Test",
        "gender": "female" if number % 4 == 0 else "male",
        "sentence_type": "community order" if number % 2 else "licence",
        "rosh_level": ("low", "medium", "high")[number % 3],
        "start_date": f"2024-0{1 + number % 9}-11",
        "cluster": f"Cluster {number % 2}",
        "ldu": f"Unit {number % 4}",
        "team": f"Team {number % 8}",
        "responsible_officer": f"Officer Made-up {number % 12}",
    }
    return made | other


def csv_of(rows: Any) -> Any:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def file_of(rows: Any, name: Any = "made-up-list.csv") -> Any:
    return SimpleUploadedFile(name, csv_of(rows))


@pytest.fixture(autouse=True)
def _check_at_once(monkeypatch: Any) -> None:
    """Check a list when its upload commits, without a thread.

    Nor a thread beside it that says it goes on: it would not see the list, which no test
    commits, and end a check of more than a few seconds as one that nobody wants.
    """
    monkeypatch.setattr(worker, "start", worker.check)
    monkeypatch.setattr(worker, "_beat", lambda *_: None)


@pytest.fixture
def inspection(provider: Any) -> Any:
    return Inspection.objects.create(
        provider=provider, framework="pdu-2023", name="Made-up inspection 2027"
    )


@pytest.fixture
def elsewhere(provider: Any) -> Any:
    return Inspection.objects.create(
        provider=provider, framework="pdu-2023", name="Another made-up inspection"
    )


@pytest.fixture
def lead(person: Any, inspection: Any) -> Any:
    return person("lead_inspector", inspection=inspection)


@pytest.fixture
def inspector(person: Any, inspection: Any) -> Any:
    return person("inspector", inspection=inspection)


@pytest.fixture
def colleague(person: Any, inspection: Any) -> Any:
    return person("inspector", inspection=inspection)


@pytest.fixture
def uploaded(django_capture_on_commit_callbacks: Any) -> Any:
    """Upload and check: `uploaded(by=.., inspection=.., rows=..)`."""

    def upload(*, by: Any, inspection: Any, rows: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            made = case_lists.upload(by=by, inspection=inspection, file=file_of(rows))
        made.refresh_from_db()
        return made

    return upload


@pytest.fixture
def case_list(uploaded: Any, lead: Any, inspection: Any) -> Any:
    return uploaded(by=lead, inspection=inspection, rows=[row(n) for n in range(1, 61)])


REQUEST = Request(as_of=date(2025, 1, 1), size=12, buffer_percent=50, seed=7)


@pytest.fixture
def drawn(case_list: Any, lead: Any) -> Any:
    return draws.draw(
        by=lead, case_list=case_list, specification=load_specification(), request=REQUEST
    )


@pytest.fixture
def case(drawn: Any) -> Any:
    """Give the first case on the list that a reserve could take the place of."""
    kept = Case.objects.filter(draw=drawn).order_by("row")
    strata = kept.filter(state="reserve").values("stratum")
    return kept.filter(state="sample", stratum__in=strata).first()


@pytest.fixture
def given(lead: Any) -> Any:
    """Give a case out: `given(case, reader, "second")`."""

    def give(case: Any, reader: Any, kind: Any = "first") -> Any:
        return assigning.assign(by=lead, case=case, reader=reader, kind=Reading.Kind(kind))

    return give


def content(
    question: Any, sufficient: Any = "yes", *, prompts: Any = None, note: Any = "", reason: Any = ""
) -> Any:
    """Say one thing throughout; what may not be "not applicable" is left blank then."""
    answer = prompts or sufficient
    made = tuple(
        {
            "answer": answer if prompt.not_applicable or answer != "not_applicable" else "",
            "note": note,
        }
        for prompt in question.branching
    )
    return Content(made, "" if question.is_about else sufficient, reason)


@pytest.fixture
def answer() -> Any:
    """Answer every question of a reading, "yes" unless `changes` says otherwise, and submit."""

    def fill(reading: Any, changes: Any = None, *, note: Any = "", submit: Any = True) -> Any:
        for number, question in form_of(reading.case.inspection).items():
            said = (changes or {}).get(number, "yes")
            answering.save_answer(
                by=reading.reader,
                reading=reading,
                question=number,
                content=content(question, said, note=note),
                version=0,
                client_id=uuid.uuid4(),
            )
        if submit:
            submitting.submit(by=reading.reader, reading=reading)
        reading.refresh_from_db()
        return reading

    return fill


@pytest.fixture
def rows_of() -> Any:
    return row


@pytest.fixture
def upload_of() -> Any:
    return file_of


@pytest.fixture
def content_of() -> Any:
    return content


@pytest.fixture
def request_of() -> Any:
    return REQUEST


SPELT = {"list": "caselist", "person": "user", "held": "membership", "officer": "user"}
"""Arguments of addresses that are not called after their model."""
TEXTS = {
    "question": ("P2.1.1", "about"),
    "file": ("assessments", "first_reads", "second_reads"),
    "step": ("announced", "fieldwork"),
    "criterion": ("A01",),
}


def _known(kind: str, name: str) -> Any:
    """Give what may stand for an argument of an address: ids that are there, or texts."""
    if kind != "uuid":
        return TEXTS.get(name, ("made-up",))
    stem = name.removesuffix("_id")
    stem = SPELT.get(stem, stem).replace("_", "")
    models = [model for model in apps.get_models() if hasattr(model, "public_id")]
    named = [model for model in models if model._meta.model_name == stem] or models
    return [one.public_id for model in named for one in model._default_manager.order_by("pk")[:2]]


@pytest.fixture
def every_address() -> Any:
    """Give every address of the service with what is known: `every_address()` gives pairs.

    Each is the route's name and the address, once for each known thing it can be about.
    `first={"case_id": [..]}` puts other ids in the place of the first few there are.
    """

    def give(first: Any = None) -> Any:
        found = []
        for name, path, _ in every_route():
            arguments = re.findall(r"<(\w+):(\w+)>", path)
            known = [(first or {}).get(a) or _known(kind, a) for kind, a in arguments]
            for values in itertools.product(*known):
                filled = path
                for (kind, argument), value in zip(arguments, values, strict=True):
                    filled = filled.replace(f"<{kind}:{argument}>", str(value))
                found.append((name, filled))
        return found

    return give
