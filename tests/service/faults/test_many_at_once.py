"""Many assessors saving at the same moment."""

import statistics
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]
FEW, ROUNDS, EACH = 8, 2, 3


@pytest.mark.parametrize("size", ["few", pytest.param("many", marks=pytest.mark.long)])
def test_assessors_saving_at_once_lose_nothing_and_meet_no_error(
    place: Any, serving: Any, browsers: Any, record_property: Any, size: str
) -> None:
    """Many are a hundred on PostgreSQL, twenty on SQLite; each saves and changes three answers."""
    many = 100 if place.on_postgresql else 20
    readers = place.filled(many if size == "many" else FEW)
    server = serving(*(("--workers", "2") if place.on_postgresql else ()))
    opened = browsers(server, readers)

    def work(number: int) -> list[int]:
        return [
            opened[number].save(address, f"{address} {version}", str(uuid.uuid4()), version)
            for address in readers[number]["questions"][:EACH]
            for version in range(ROUNDS)
        ]

    with ThreadPoolExecutor(len(readers)) as pool:
        statuses = [status for done in pool.map(work, range(len(readers))) for status in done]
    assert set(statuses) == {302}
    kept = place.answers()
    last = [f"{a} {ROUNDS - 1}" for reader in readers for a in reader["questions"][:EACH]]
    assert kept["current"] == sorted(last)
    assert len(kept["answers"]) == kept["events"] == len(statuses)
    assert (kept["gaps"], kept["half_started"], kept["broken"]) == (0, 0, None)
    seconds = [second for browser in opened for second in browser.seconds]
    p95 = statistics.quantiles(seconds, n=20)[18]
    record_property("seconds_p50_p95_worst", (statistics.median(seconds), p95, max(seconds)))
