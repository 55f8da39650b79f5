"""`assay demo`: what a newcomer runs first."""

import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from assay.cli import demo as demo_command
from assay.cli.demo import demo

MADE = {
    "index.html",
    "league-table.html",
    "league-table.csv",
    "swm-2020/report.html",
    "swm-2020/report.pdf",
    "swm-2020/annex.ods",
    "made-up/report.html",
    "made-up/report.pdf",
    "made-up/annex.ods",
}


def test_it_works_both_inspections_and_says_which_file_to_open(
    tmp_path: Path, run: Callable
) -> None:
    done = run("demo", "--out", "out", "--no-serve")
    assert done.returncode == 0, done.stderr
    out = tmp_path / "out"
    assert {str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()} == MADE
    assert "2.1 Assessment                   Inadequate" in done.stdout
    assert "8 to 15 of 30 points" in done.stdout
    assert "Made up: not a real inspection." in done.stdout
    assert f"Open {Path('out', 'index.html')} in a browser." in done.stdout
    assert "5 of 5: the report of made-up" in done.stderr


def test_the_pages_say_that_they_are_unofficial(tmp_path: Path) -> None:
    done = CliRunner().invoke(demo, ["--out", str(tmp_path), "--no-serve"])
    assert done.exit_code == 0, done.output
    for name in ("index.html", "league-table.html", "swm-2020/report.html"):
        assert "Unofficial" in (tmp_path / name).read_text(encoding="utf-8")
    table = (tmp_path / "league-table.html").read_text(encoding="utf-8")
    assert "Staffordshire and West Midlands CRC (closed)" in table
    assert "8 to 15 of 30" in table
    assert "Left out" in table


@pytest.mark.enable_socket
def test_it_serves_the_pages_to_this_machine_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index.html").write_text("<p>Made up</p>", encoding="utf-8")
    served: list[bytes] = []
    addresses: list[tuple[str, int]] = []

    class Once(demo_command.http.server.ThreadingHTTPServer):
        def serve_forever(self, _: float = 0.5) -> None:
            addresses.append(self.server_address)
            reader = threading.Thread(target=lambda: served.append(fetch(self.server_address)))
            reader.start()
            self.handle_request()
            reader.join()
            raise KeyboardInterrupt

    monkeypatch.setattr(demo_command.http.server, "ThreadingHTTPServer", Once)
    with demo_command._server(tmp_path, 0) as server:
        demo_command._serve(server)
    assert served == [b"<p>Made up</p>"]
    assert addresses[0][0] == "127.0.0.1"


def fetch(address: tuple[str, int]) -> bytes:
    with urllib.request.urlopen(f"http://{address[0]}:{address[1]}/") as answer:
        return bytes(answer.read())


@pytest.mark.enable_socket
def test_a_port_in_use_is_said_kindly(tmp_path: Path) -> None:
    with demo_command.http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), demo_command._Quiet
    ) as busy:
        done = CliRunner().invoke(
            demo, ["--out", str(tmp_path), "--port", str(busy.server_address[1])]
        )
    assert done.exit_code != 0
    assert "Choose another with --port" in str(done.exception)
    assert not list(tmp_path.iterdir())
    assert "the league table" not in done.output
