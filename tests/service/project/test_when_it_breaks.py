"""What people, and the log, get when something under the service is broken."""

import json
import logging
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import DisallowedHost
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from gunicorn.config import Config

from assay.service.project.last_resort import last_resort
from assay.service.project.logs import JsonLines
from assay.service.project.server import ServerLog

SignIn = Callable[..., Client]


@contextmanager
def database_down() -> Iterator[None]:
    def refuse(*_: object) -> None:
        raise OperationalError("could not connect as made-up-user")

    with connection.execute_wrapper(refuse):
        yield


def test_without_its_database_the_service_says_so_and_when_to_try_again(
    signed_in: SignIn,
) -> None:
    browser = signed_in("administrator")
    browser.raise_request_exception = False
    for address in ("/", "/people/", "/account/sign-in", "/people/welcome/made-up-token"):
        with database_down():
            page = browser.get(address)
        assert page.status_code == 503, address
        assert "the service is unavailable" in page.text
        assert "made-up-user" not in page.text
        assert page["Retry-After"] == "30"
        for name in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options"):
            assert page[name], name


@pytest.mark.enable_socket
def test_the_real_server_answers_with_its_own_page_and_logs_no_token(
    served: tuple[str, Path], environment: dict[str, str]
) -> None:
    at, output = served
    database = next(Path(environment["ASSAY_DATA"]).glob("*.sqlite3"))
    database.rename(database.with_suffix(".away"))
    database.mkdir()
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{at}/people/welcome/made-up-token?crn=X123456")  # noqa: S310 - our own server
    answer = caught.value
    assert answer.code == 503
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "the service is unavailable" in answer.read().decode()
    logged = output.read_text()
    assert "OperationalError" in logged
    for told in ("made-up-token", "X123456"):
        assert told not in logged.split("ready", 1)[-1]


def test_when_no_page_can_be_made_there_is_still_an_answer_with_our_headers(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: Any) -> Any:
        raise ValueError("Somebody Made-up")

    given: dict[str, str] = {}

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        given.update(headers, status=status)

    body = b"".join(last_resort(broken)({}, start))
    assert b"Sorry" in body
    assert given["status"] == "500 Internal Server Error"
    assert given["Content-Security-Policy"]
    assert given["Cache-Control"] == "no-store"
    assert "Somebody" not in JsonLines().format(caplog.records[-1])


def test_the_servers_own_log_names_no_address_and_quotes_no_request(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = ServerLog(Config())
    log.warning("Invalid request from ip=127.0.0.1: GET /people/welcome/token")
    try:
        int("Somebody Made-up")
    except ValueError:
        log.exception("Error handling request %s %s", "GET", "/people/welcome/token?crn=X1")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert lines[0]["message"] == "A request could not be read"
    assert lines[1]["fault"] == "ValueError"
    for told in ("/people/welcome", "crn=", "Somebody"):
        assert told not in json.dumps(lines)


def test_a_line_about_an_answer_says_its_status_and_route(
    signed_in: SignIn, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assay.service.project.views.unread_for", lambda _: 1 / 0)
    browser = signed_in("administrator")
    browser.raise_request_exception = False
    assert browser.get("/").status_code == 500
    found = next(record for record in caplog.records if record.name == "django.request")
    line = json.loads(JsonLines().format(found))
    assert line["message"] == "Internal Server Error"
    assert (line["status"], line["route"], line["fault"]) == (500, "", "ZeroDivisionError")


def test_a_refusal_that_quotes_what_was_sent_is_logged_without_it() -> None:
    record = logging.LogRecord(
        "django.security.DisallowedHost", logging.ERROR, "", 0, "Invalid: 'made-up.test'", (), None
    )
    record.status_code, record.request = 400, RequestFactory().get("/")
    line = JsonLines().format(record)
    assert "made-up.test" not in line
    assert re.search(r'"message": "Bad Request", "status": 400', line)
    assert DisallowedHost.__name__ in line


def test_what_is_too_long_is_said_to_be_too_long(signed_in: SignIn) -> None:
    browser = signed_in("administrator")
    sent = f"full_name={'x' * 3_000_000}"
    page = browser.post("/people/invite", sent, "application/x-www-form-urlencoded")
    assert page.status_code == 413
    assert "What you sent is too long" in page.text
