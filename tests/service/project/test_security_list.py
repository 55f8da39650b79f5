"""docs/security.md names tests that exist, for every chapter of the standard."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LIST = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
CHAPTERS = 17


def names_of_tests(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_each_test_that_the_list_names_exists() -> None:
    named = NAMED.findall(LIST)
    assert len(named) > 60
    missing = [
        f"{file}::{name}"
        for file, name in named
        if name not in names_of_tests(ROOT / "tests" / file)
    ]
    assert missing == []


def test_each_line_of_a_table_names_a_test() -> None:
    lines = [line for line in LIST.splitlines() if re.match(r"\| \d", line)]
    assert len(lines) > 50
    assert [line for line in lines if not NAMED.search(line)] == []


def test_every_chapter_is_looked_at() -> None:
    spans = re.findall(r"\bV(\d+)(?: to V(\d+))?", LIST)
    seen = {n for first, last in spans for n in range(int(first), int(last or first) + 1)}
    assert seen == set(range(1, CHAPTERS + 1))
