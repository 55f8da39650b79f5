"""Reading an uploaded list in a process of its own, with so much memory and time and no more.

A few kilobytes can be made to unpack to more than any machine has, and the library that
reads workbooks then ends its process. Here that is a process that holds nothing else: the
server goes on, and whoever uploaded the file is told. A small CSV can't do that and is read
at once.
"""

import os
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from pydantic import TypeAdapter

from assay.caseload.case_list import CaseList, read_case_list
from assay.files.progress import listening
from assay.problems import InputProblems, Problem
from assay.service.cases.checking.progress import Teller
from assay.service.cases.limits import ReadingLimits, limits

TOO_MUCH = 3
"""What the process ends with when memory runs out and it could still say so."""
PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "SYSTEMROOT")
"""What the process is told of our environment: it has no need of keys and passwords."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What reading came to: the cases, or the first of the problems and how many more."""

    cases: CaseList | None
    problems: tuple[Problem, ...] = ()
    more: int = 0


ANSWER = TypeAdapter(Answer)


class NotWanted(Exception):  # noqa: N818 - an end that was asked for, no error
    """Nobody wants to know any more what the file holds."""


def read_apart(
    path: Path, *, tell_to: Path | None = None, unwanted: Event | None = None
) -> CaseList:
    """Read an uploaded case list.

    Args:
        path: The file.
        tell_to: Where to say how far the reading has come.
        unwanted: Set from elsewhere to end the reading early.

    Raises:
        InputProblems: What is wrong with it, or that reading it would take too much.
        NotWanted: If `unwanted` was set before the end.
        RuntimeError: If the reader itself is broken.
    """
    bounds = limits().reading
    if path.suffix == ".csv" and path.stat().st_size <= bounds.small_bytes:
        return read_case_list(path)
    answer = _ask(path, tell_to, unwanted or Event(), bounds)
    if answer.cases is None:
        raise InputProblems([*answer.problems, *_say_more(path, answer.more)])
    return answer.cases


def _ask(path: Path, tell_to: Path | None, unwanted: Event, bounds: ReadingLimits) -> Answer:
    """Have a process read the file, and take its answer."""
    told = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    command = [sys.executable, "-m", __name__, *map(str, filter(None, (path, tell_to)))]
    with subprocess.Popen(  # noqa: S603 - our own module and files we named
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=told
    ) as process:
        try:
            said = _wait(process, path, unwanted, bounds)
        finally:
            process.kill()
    if process.returncode == TOO_MUCH or process.returncode < 0:
        raise _too_much(path)
    if process.returncode:
        raise RuntimeError
    return ANSWER.validate_json(said)


def _wait(
    process: "subprocess.Popen[bytes]", path: Path, unwanted: Event, bounds: ReadingLimits
) -> bytes:
    until = time.monotonic() + bounds.seconds
    while not unwanted.is_set():
        left = until - time.monotonic()
        if left <= 0:
            raise _too_much(path)
        try:
            return process.communicate(timeout=min(left, bounds.look_seconds))[0]
        except subprocess.TimeoutExpired:
            continue
    raise NotWanted


def _too_much(path: Path) -> InputProblems:
    return InputProblems.one(
        path.name,
        "reading the file would take more memory or time than any case list needs",
        "Copy the cells that are needed, without formats, into a new file and save it as CSV "
        "(UTF-8)",
    )


def _say_more(path: Path, count: int) -> list[Problem]:
    said = f"there are {count:,} more problems than are listed"
    return [Problem(path.name, said, "Mend those that are listed first")] if count else []


def main(path: Path, bounds: ReadingLimits, tell_to: Path | None = None) -> int:
    """Read a file and print the answer as JSON; give what the process should end with."""
    try:
        with listening(Teller(tell_to)) if tell_to else nullcontext():
            answer = Answer(read_case_list(path))
    except InputProblems as faults:
        most = bounds.problems
        answer = Answer(None, faults.problems[:most], max(0, len(faults.problems) - most))
    except MemoryError:
        return TOO_MUCH
    except BaseException as error:
        # The library of workbooks panics outside Exception when it is given nonsense.
        if type(error).__name__ == "PanicException":
            return TOO_MUCH
        raise
    sys.stdout.buffer.write(ANSWER.dump_json(answer))
    return 0


def hold_to(bounds: ReadingLimits) -> None:
    """Bound this process, where the system can; a dead one leaves no copy of people's data."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return
    memory = bounds.megabytes * 1_000_000
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, bounds.seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    hold_to(limits().reading)
    sys.exit(main(Path(sys.argv[1]), limits().reading, *map(Path, sys.argv[2:])))
