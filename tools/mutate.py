"""Puts small mistakes into the criteria, one at a time, and says which no spec notices.

`python -m tools.mutate A01 D03` tries two criteria, without ids all of them. A mistake is noticed
if an example of a spec gives another state, day, reason or severity, or the statement can't be
written or run. Those known to change nothing are in tools/mutants_alike.toml, with the reason.
"""

import ast
import datetime as dt
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import duckdb
import ibis.common.exceptions
import pyarrow as pa
import sqlglot.errors

from assay.assurance import criteria
from assay.assurance.criteria import written
from assay.assurance.engines.duckdb import on_duckdb
from assay.assurance.engines.plan import Planner
from assay.assurance.spec import Expected, load_spec
from assay.assurance.spec_caseloads import Caseload, caseloads
from assay.caseload.record.arrow import as_tables
from assay.caseload.record.shape import record
from assay.standards.load_profile import load_profile
from tools.mutants import Mutant, mutants

ALIKE = Path(__file__).parent / "mutants_alike.toml"
FOLDER = Path(criteria.__file__).parent
PROCESSES = 2
A_YEAR = dt.timedelta(days=366)
"""For so long before its day an example is judged too: a run of one day leaves out at once what
ended before it, so that no wrong end of a check would show."""
NOTICED = (
    AttributeError,
    KeyError,
    NameError,
    TypeError,
    ValueError,
    ibis.common.exceptions.IbisError,
    sqlglot.errors.SqlglotError,
    duckdb.Error,
    pa.ArrowException,
)
"""What a mutant that can't be written or run as a statement ends in."""


SAID = "{} mistakes, {} change nothing, {} unnoticed"


@dataclass(frozen=True, slots=True)
class Tried:
    """How many mutants a module has; the line and change of each that no spec notices."""

    mutants: int
    unnoticed: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Examples of a criterion, ready for an engine."""

    criterion: str
    caseload: Caseload
    tables: dict[str, pa.Table]

    def holds(self) -> bool:
        """Say whether the criterion, as it is now, gives what is drawn."""
        profile = load_profile(self.caseload.profile)
        days = [self.caseload.as_of - A_YEAR, self.caseload.as_of]
        planner = Planner(record(), profile, days, "duckdb")
        with on_duckdb(self.tables, planner) as held:
            rows = held.results(self.criterion).read_all().to_pylist()
        return self.caseload.gives == {
            row["case_id"] or row["staff_id"] or row["unit_id"]: Expected(
                row["state"], row["due_on"], row["reason"], row["severity"]
            )
            for row in rows
        }


def main(asked: list[str]) -> int:
    """Try criteria, or all of them with what they share.

    Returns:
        1 if a mistake goes unnoticed that is not known to change nothing.
    """
    modules = [each.lower() for each in asked] or _all_modules()
    alike, totals = _alike(), [0, 0, 0]
    with ProcessPoolExecutor(PROCESSES) as processes:
        for module, tried in zip(modules, processes.map(unnoticed, modules), strict=True):
            new = list((Counter(tried.unnoticed) - alike[module]).elements())
            counts = (tried.mutants, len(tried.unnoticed) - len(new), len(new))
            totals = [total + count for total, count in zip(totals, counts, strict=True)]
            print(f"{module}: {SAID.format(*counts)}", flush=True)
            for line, change in new:
                print(f"    {change:30}   {line}", flush=True)
    print(f"All: {SAID.format(*totals)}")
    return 1 if totals[2] else 0


def unnoticed(module: str) -> Tried:
    """Try every mutant of a module of criteria.

    Args:
        module: Such as "a01", or "shared" for what several criteria use.

    Raises:
        ValueError: Its examples do not hold as it is, so that every mistake would be noticed.
    """
    source = _source(module)
    held = import_module(f"{criteria.__name__}.{module}")
    lines, found, number = source.splitlines(), [], 0
    if not all(each.holds() for name in _users(module, source, 0) for each in _drawn(name)):
        raise ValueError(f"the examples of {module} do not hold as it is")
    for mutant in mutants(source):
        number += 1
        drawn = (each for name in _users(module, source, mutant.line) for each in _drawn(name))
        if not _noticed(mutant, held, drawn):
            found.append((lines[mutant.line - 1].strip(), mutant.change))
    return Tried(number, found)


def _all_modules() -> list[str]:
    return [place.stem for place in sorted(FOLDER.glob("*.py")) if place.stem != "__init__"]


def _noticed(mutant: Mutant, module: ModuleType, drawn: Iterable[Drawn]) -> bool:
    wrong = ModuleType(module.__name__)
    try:
        exec(compile(mutant.source, str(module.__file__), "exec"), wrong.__dict__)  # noqa: S102
        with _in_place_of(module, wrong):
            return not all(each.holds() for each in drawn)
    except NOTICED:
        return True


@contextmanager
def _in_place_of(module: ModuleType, wrong: ModuleType) -> Iterator[None]:
    """Have every criterion use the functions and words of one module for those of another."""
    users = [each for name, each in sys.modules.items() if name.startswith(criteria.__name__)]
    before = {
        (user, name): value
        for user in users
        for name, value in vars(user).items()
        if name in vars(wrong) and value is vars(module).get(name)
    }
    for user, name in before:
        setattr(user, name, getattr(wrong, name))
    try:
        yield
    finally:
        for (user, name), value in before.items():
            setattr(user, name, value)


def _users(module: str, source: str, line: int) -> list[str]:
    """The criteria that use the function on a line of a module, through others of it as well."""
    if module.upper() in written():
        return [module.upper()]
    functions = [each for each in ast.parse(source).body if isinstance(each, ast.FunctionDef)]
    texts = {each.name: ast.unparse(each) for each in functions}
    names = {each.name for each in functions if each.lineno <= line <= (each.end_lineno or 0)}
    names = names or set(texts)
    for _ in functions:
        names |= {name for name, text in texts.items() if any(_calls(text, of) for of in names)}
    return [
        criterion
        for criterion in written()
        if any(_calls(_source(criterion.lower()), name) for name in names)
    ]


def _calls(text: str, name: str) -> bool:
    return re.search(rf"\b{name}\b", text) is not None


def _source(module: str) -> str:
    return (FOLDER / f"{module}.py").read_text(encoding="utf-8")


@cache
def _drawn(criterion: str) -> tuple[Drawn, ...]:
    """The examples of a criterion; those that go together in one go."""
    examples = load_spec(criterion, record()).examples
    return tuple(
        Drawn(criterion, each, as_tables(each.tables, record()))
        for each in caseloads(examples, record())
    )


def _alike() -> dict[str, Counter[tuple[str, str]]]:
    """The mistakes that change nothing, of each module; one met twice is listed twice."""
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for each in tomllib.loads(ALIKE.read_text(encoding="utf-8")).get("mutant", []):
        found[each["module"]][each["line"], each["change"]] += 1
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
