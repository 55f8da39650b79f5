"""`assay serve`, `first-account` and `administrator-link`, as an operator runs them."""

import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from assay.problems import InputProblems
from assay.service.project import start

pytestmark = pytest.mark.enable_socket  # talks to the server it started, on this machine
Run = Callable[..., subprocess.CompletedProcess[str]]


def test_serving_an_empty_folder_gives_a_link_to_the_first_account(
    served: tuple[str, Path],
) -> None:
    at, output = served
    link = re.search(rf"^{at}/people/welcome/\S+$", output.read_text(), re.MULTILINE)
    assert link
    with urllib.request.urlopen(link[0]) as page:  # noqa: S310 - our own server
        assert "Make the first account" in page.read().decode()
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    token = link[0].rsplit("/", 1)[1]
    assert output.read_text().count(token) == 1
    with urllib.request.urlopen(f"{at}/static/assay/assay.css") as style:  # noqa: S310 - our own server
        assert style.status == 200


def test_a_new_link_can_be_had_from_the_shell_and_the_trail_says_so(assay: Run) -> None:
    first = assay("first-account", "--at", "https://assay.example.test/")
    assert first.returncode == 0
    assert first.stdout.startswith("https://assay.example.test/people/welcome/")
    again = assay("first-account")
    assert again.stdout != first.stdout
    trail = assay("audit", "verify")
    assert (trail.returncode, trail.stdout.startswith("The audit trail is whole: 2 events")) == (
        0,
        True,
    )


def test_who_runs_the_server_can_let_an_administrator_in_again(assay: Run) -> None:
    nobody = assay("administrator-link", "made-up@example.test")
    assert nobody.returncode == 2
    assert "Nobody with this email address has an account" in nobody.stderr
    for name in (["--name", "Made-up Administrator"], []):
        done = assay("administrator-link", "made-up@example.test", *name, "--at", "https://a.test/")
        assert done.stdout.startswith("https://a.test/people/welcome/"), done.stderr
    refused = assay("first-account")
    assert refused.returncode == 2
    assert "administrator-link" in refused.stderr


def test_twenty_writers_at_once_keep_one_whole_chain(environment: dict[str, str]) -> None:
    code = """
from concurrent.futures import ThreadPoolExecutor
from assay.service.project.start import prepare, ready
ready(); prepare()
import uuid
from django.db import connection
from assay.service.audit.record import record_reads
from assay.service.audit.verify import verify

def write(_):
    record_reads(action="cases.read", by=None, people=[uuid.uuid4() for _ in range(5)])
    connection.close()

with ThreadPoolExecutor(20) as pool:
    list(pool.map(write, range(60)))
verdict = verify()
print(verdict.events, verdict.broken)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert done.stdout.split() == ["300", "None"]


def test_without_the_services_packages_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(start, "find_spec", lambda _name: None)
    with pytest.raises(InputProblems, match=r"assay\[service\]"):
        start.ready()
