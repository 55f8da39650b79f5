"""What a check found, as the pages of a list show it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from assay.caseload.case_list import CaseList as Cases
from assay.files.csv_out import as_csv
from assay.problems import Problem, say_spans, spans_of
from assay.service.cases.limits import limits
from assay.service.cases.models import CaseList, ProblemGroup


def groups_of(case_list: CaseList, problems: Sequence[Problem]) -> list[ProblemGroup]:
    """Put like problems together; rows as ranges, the first of them when there are many."""
    rows: dict[tuple[str, str, str, str], list[int | None]] = defaultdict(list)
    for problem in problems:
        key = (problem.column or "", problem.found or "", problem.wrong, problem.remedy)
        rows[key].append(problem.row)
    return [
        ProblemGroup(
            case_list=case_list,
            position=position,
            column=key[0],
            found=key[1],
            wrong=key[2],
            remedy=key[3],
            count=len(where),
            rows=say_rows([row for row in where if row is not None]),
        )
        for position, (key, where) in enumerate(rows.items(), 1)
    ]


def say_rows(rows: Sequence[int]) -> str:
    """Say row numbers as ranges, "2-40, 52", and how many ranges were left off."""
    spans = spans_of(rows)
    most = limits().problems.ranges
    more = f" and {len(spans) - most:,} more places" if len(spans) > most else ""
    return say_spans(spans[:most]) + more


def problems_csv(problems: Sequence[Problem]) -> bytes:
    """Write every problem, a row each."""
    rows = [(p.row, p.column, p.wrong, p.found, p.remedy) for p in problems]
    return as_csv(("row", "column", "wrong", "found", "what_to_do"), rows)


def summary_of(cases: Cases) -> dict[str, Any]:
    """Count an accepted list by what the sampler looks at."""
    return {
        "counts": {
            name: dict(sorted(Counter(getattr(cases, column)).items()))
            for name, column in (
                ("Sentence", "sentence_type"),
                ("Risk of serious harm", "rosh_level"),
                ("Sex", "gender"),
                ("Cluster", "cluster"),
            )
        },
        "aliases": dict(cases.aliases),
        "extra": list(cases.extra),
    }
