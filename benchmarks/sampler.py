"""Times the sampler on made-up case lists, and its duplicate search against pairwise comparison.

Prints, for lists that double in length, the time and memory of the whole command as a
process: near 2 is linear growth, near 4 is quadratic. Every person in the lists is made up.
"""

import csv
import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
import time
from itertools import combinations
from pathlib import Path

from assay.caseload.case_list import CaseList, read_case_list
from assay.sampling.duplicates import drop_duplicates
from assay.sampling.identity import compact, name_keys

SIZES = (62_500, 125_000, 250_000, 500_000)
PAIRWISE_AT = 10_000
SECONDS_ALLOWED, MEGABYTES_ALLOWED, ALLOWED_AT = 5, 1000, 250_000
SEED = 20200331
HEADER = (
    *("crn", "pnc", "family_name", "first_name", "date_of_birth", "gender", "sentence_type"),
    *("rosh_level", "start_date", "end_date", "cluster", "ldu", "team", "responsible_officer"),
)
SENTENCES = ("Community Order", "SSO", "Licence", "PSS")
RISKS = ("Low", "Medium", "High", "Very high")
FIRST_DAY = dt.date(2019, 1, 1)


def make_list(path: Path, rows: int) -> None:
    """Write a made-up case list: 3% of rows repeat an earlier person, 1% are restricted."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable list, not a secret
    people: list[list[str]] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(rows):
            if people and chance.random() < 0.03:
                person = chance.choice(people)
            else:
                person = _person(number, chance)
                people.append(person)
            writer.writerow([*person, *_case(chance, rows)])


def _person(number: int, chance: random.Random) -> list[str]:
    born = dt.date(1955, 1, 1) + dt.timedelta(days=chance.randrange(17_000))
    family = "MadeUp*" if chance.random() < 0.01 else f"MadeUp{number % 9973}"
    pnc = f"MU/{number:08}X" if chance.random() < 0.9 else ""
    gender = chance.choices(("Male", "Female", ""), (84, 15, 1))[0]
    return [f"M{number:07}", pnc, family, f"Person{number % 499}", born.isoformat(), gender]


def _case(chance: random.Random, rows: int) -> list[str]:
    officer = chance.randrange(max(1, rows // 45))
    unit = officer // 40
    start = FIRST_DAY + dt.timedelta(days=chance.randrange(365))
    return [
        chance.choices(SENTENCES, (45, 25, 22, 8))[0],
        chance.choices(RISKS, (30, 50, 18, 2))[0],
        start.strftime("%d/%m/%Y"),
        (start + dt.timedelta(days=365)).strftime("%d/%m/%Y"),
        f"Cluster {unit // 6}",
        f"LDU {unit}",
        f"Team {officer // 10}",
        f"Officer {officer}",
    ]


def run_command(path: Path) -> tuple[float, float]:
    """Run `assay sample` in a process of its own; give seconds and peak megabytes."""
    command = [sys.executable, "-c", "from assay.cli import main; main()", "sample", str(path)]
    options = ["--size", "150", "--buffer", "20", "--seed", "1", "--as-of", "2020-03-31"]
    started = time.perf_counter()
    process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)  # noqa: S603
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, "the command failed"
    kilobytes = used.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return seconds, kilobytes / 1000


def pairwise_dropped(cases: CaseList) -> int:
    """Count rows beyond the first of each person by comparing every row with every other."""
    positions = range(len(cases))
    crns = [compact(crn) for crn in cases.crn]
    pncs = [compact(pnc) for pnc in cases.pnc]
    names = name_keys(cases, positions)
    group = list(positions)
    for one, other in combinations(positions, 2):
        if (
            (crns[one] and crns[one] == crns[other])
            or (pncs[one] and pncs[one] == pncs[other])
            or (names[one] and names[one] == names[other])
        ):
            old, new = group[other], group[one]
            if old != new:
                group = [new if member == old else member for member in group]
    return len(positions) - len(set(group))


def compare_duplicates(folder: Path) -> None:
    """Time both ways of finding duplicates on one list, and check that they agree."""
    path = folder / "pairwise-made-up.csv"
    make_list(path, PAIRWISE_AT)
    cases = read_case_list(path)
    started = time.perf_counter()
    kept, _ = drop_duplicates(cases, range(len(cases)))
    ours = time.perf_counter() - started
    started = time.perf_counter()
    dropped = pairwise_dropped(cases)
    theirs = time.perf_counter() - started
    assert len(cases) - len(kept) == dropped, "the two methods disagree"
    print(f"\nDuplicates in {PAIRWISE_AT:,} rows ({dropped:,} found by both methods):")
    print(f"  ours {ours:.3f} s, every pair compared {theirs:.2f} s: {theirs / ours:,.0f} times")


def main() -> None:
    """Run the benchmark."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("Whole command on made-up lists (read, check, deduplicate, stratify, draw):")
        before = None
        for rows in SIZES:
            path = folder / f"made-up-{rows}.csv"
            make_list(path, rows)
            seconds, megabytes = run_command(path)
            ratio = f"{seconds / before:.2f} times the size before" if before else ""
            print(f"  {rows:>7,} rows  {seconds:5.2f} s  {megabytes:5.0f} MB  {ratio}", flush=True)
            before = seconds
            path.unlink()
            if rows == ALLOWED_AT:
                kept = seconds < SECONDS_ALLOWED and megabytes < MEGABYTES_ALLOWED
                promise = f"{SECONDS_ALLOWED} s and {MEGABYTES_ALLOWED:,} MB"
                print(f"           {'within' if kept else 'OVER'} the promised {promise}")
        compare_duplicates(folder)
        print(
            "  For comparison, a figure not measured here: the inspectorate's own sampler is\n"
            "  reported to take 1.35 s at 10,000 rows and four times as long at each doubling."
        )


if __name__ == "__main__":
    main()
