"""The server is killed in the middle of a thousand saves: nothing acknowledged is lost."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]
READERS, EACH = 40, 25
KILLED_AFTER = 300


class Saves:
    """A thousand saves, each with an id made where it was typed."""

    def __init__(self, readers: list[Any]) -> None:
        self.by_reader = [
            [(address, str(uuid.uuid4())) for address in reader["questions"][:EACH]]
            for reader in readers
        ]
        self.acknowledged: set[str] = set()
        self.refused: list[int] = []
        self.enough = threading.Event()

    @property
    def ids(self) -> set[str]:
        return {client_id for saves in self.by_reader for _, client_id in saves}

    def send(self, browser: Any, reader: int, *, until_it_fails: bool) -> None:
        for address, client_id in self.by_reader[reader]:
            try:
                status = browser.save(address, client_id, client_id)
            except OSError:
                assert until_it_fails, "the server went away"
                return
            if status == 302:
                self.acknowledged.add(client_id)
            else:
                self.refused.append(status)
            if len(self.acknowledged) >= KILLED_AFTER:
                self.enough.set()

    def send_all(self, browsers: list[Any], *, until_it_fails: bool) -> ThreadPoolExecutor:
        pool = ThreadPoolExecutor(len(browsers))
        self.sent = [
            pool.submit(self.send, browser, number, until_it_fails=until_it_fails)
            for number, browser in enumerate(browsers)
        ]
        return pool


def test_a_killed_server_loses_no_acknowledged_answer_and_leaves_no_half_made_one(
    place: Any, serving: Any, browsers: Any
) -> None:
    readers = place.filled(READERS, cases=3)
    saves = Saves(readers)
    server = serving(*(("--workers", "2") if place.on_postgresql else ()))
    with saves.send_all(browsers(server, readers), until_it_fails=True):
        assert saves.enough.wait(timeout=120)
        server.kill()
    assert KILLED_AFTER <= len(saves.acknowledged) < READERS * EACH
    kept = place.answers()
    assert saves.acknowledged <= kept["answers"].keys() <= saves.ids
    assert all(client_id == reason for client_id, reason in kept["answers"].items())
    assert kept["events"] == len(kept["answers"])
    assert (kept["gaps"], kept["half_started"], kept["broken"]) == (0, 0, None)

    server.start()
    with saves.send_all(browsers(server, readers), until_it_fails=False):
        pass
    assert [sent.result() for sent in saves.sent] == [None] * READERS
    assert saves.refused == []
    after = place.answers()
    assert after["answers"].keys() == saves.acknowledged == saves.ids
    assert len(after["current"]) == after["events"] == READERS * EACH == 1_000
    assert (after["gaps"], after["half_started"], after["broken"]) == (0, 0, None)
