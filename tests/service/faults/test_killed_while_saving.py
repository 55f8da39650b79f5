"""The server is killed in the middle of many saves: nothing acknowledged is lost."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]
QUESTIONS = 12
"""Of one case."""
PATIENCE = 180


@dataclass(frozen=True)
class Size:
    """How many readers save how many answers each, and after how many the server is killed."""

    readers: int
    each: int
    killed_after: int

    @property
    def saves(self) -> int:
        return self.readers * self.each


HUNDRED, THOUSAND = Size(10, 10, 30), Size(40, 25, 300)


class Saves:
    """Saves, each with an id made where it was typed."""

    def __init__(self, readers: list[Any], size: Size) -> None:
        self.by_reader = [
            [(address, str(uuid.uuid4())) for address in reader["questions"][: size.each]]
            for reader in readers
        ]
        self.size = size
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
            if len(self.acknowledged) >= self.size.killed_after:
                self.enough.set()

    def send_all(self, browsers: list[Any], *, until_it_fails: bool) -> ThreadPoolExecutor:
        pool = ThreadPoolExecutor(len(browsers))
        self.sent = [
            pool.submit(self.send, browser, number, until_it_fails=until_it_fails)
            for number, browser in enumerate(browsers)
        ]
        return pool


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(HUNDRED, id="a hundred saves"),
        pytest.param(THOUSAND, id="a thousand saves", marks=pytest.mark.long),
    ],
)
def test_a_killed_server_loses_no_acknowledged_answer_and_leaves_no_half_made_one(
    place: Any, serving: Any, browsers: Any, size: Size
) -> None:
    readers = place.filled(size.readers, cases=-(-size.each // QUESTIONS))
    saves = Saves(readers, size)
    server = serving(*(("--workers", "2") if place.on_postgresql else ()))
    with saves.send_all(browsers(server, readers), until_it_fails=True):
        assert saves.enough.wait(timeout=PATIENCE)
        server.kill()
    assert size.killed_after <= len(saves.acknowledged) < size.saves == len(saves.ids)
    kept = place.answers()
    assert saves.acknowledged <= kept["answers"].keys() <= saves.ids
    assert all(client_id == reason for client_id, reason in kept["answers"].items())
    assert kept["events"] == len(kept["answers"])
    assert (kept["gaps"], kept["half_started"], kept["broken"]) == (0, 0, None)

    server.start()
    with saves.send_all(browsers(server, readers), until_it_fails=False):
        pass
    assert [sent.result() for sent in saves.sent] == [None] * size.readers
    assert saves.refused == []
    after = place.answers()
    assert after["answers"].keys() == saves.acknowledged == saves.ids
    assert len(after["current"]) == after["events"] == size.saves
    assert (after["gaps"], after["half_started"], after["broken"]) == (0, 0, None)
