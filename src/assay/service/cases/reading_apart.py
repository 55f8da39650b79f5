"""Reading an uploaded list in a process of its own, with so much memory and time and no more.

A few kilobytes can be made to unpack to more than any machine has, and the library that
reads workbooks then ends its process. Here that is a process that holds nothing else: the
server goes on, and whoever uploaded the file is told. A small CSV can't do that and is read
at once.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from assay.caseload.case_list import CaseList, read_case_list
from assay.problems import InputProblems, Problem
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


def read_apart(path: Path) -> CaseList:
    """Read an uploaded case list.

    Raises:
        InputProblems: What is wrong with it, or that reading it would take too much.
        RuntimeError: If the reader itself is broken.
    """
    bounds = limits().reading
    if path.suffix == ".csv" and path.stat().st_size <= bounds.small_bytes:
        return read_case_list(path)
    answer = _ask(path, bounds)
    if answer.cases is None:
        raise InputProblems([*answer.problems, *_say_more(path, answer.more)])
    return answer.cases


def _ask(path: Path, bounds: ReadingLimits) -> Answer:
    """Have a process read the file, and take its answer."""
    told = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    command = [sys.executable, "-m", __name__, str(path)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module and a file we named
            command, capture_output=True, env=told, timeout=bounds.seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise _too_much(path) from None
    if done.returncode == TOO_MUCH or done.returncode < 0:
        raise _too_much(path)
    if done.returncode:
        raise RuntimeError
    return ANSWER.validate_json(done.stdout)


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


def main(path: Path, bounds: ReadingLimits) -> int:
    """Read a file and print the answer as JSON; give what the process should end with."""
    try:
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
    sys.exit(main(Path(sys.argv[1]), limits().reading))
