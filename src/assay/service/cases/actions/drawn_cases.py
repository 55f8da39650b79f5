"""The records of the cases of a draw, each with a number by lot."""

import secrets
from typing import Any

from assay.caseload.case_list import CaseList as Cases
from assay.service.cases.models import Case, Draw

LEAST_NUMBER = 1000


def cases_of(drawn: Draw, document: dict[str, Any], cases: Cases) -> list[Case]:
    """Make a record of each case that a certificate names; it is not stored yet.

    Args:
        drawn: The draw.
        document: Its certificate.
        cases: The list it was drawn from.
    """
    index_of = {row: index for index, row in enumerate(cases.rows)}
    made = []
    numbers = _numbers(len(document["cases"]))
    for number, entry in zip(numbers, document["cases"], strict=True):
        index = index_of[entry["row"]]
        made.append(
            Case(
                inspection=drawn.inspection,
                draw=drawn,
                number=number,
                row=entry["row"],
                crn=entry["crn"],
                family_name=cases.family_name[index],
                first_name=cases.first_name[index],
                sentence_type=cases.sentence_type[index],
                rosh_level=cases.rosh_level[index],
                stratum=entry["stratum"],
                cluster=entry["cluster"],
                ldu=entry["ldu"],
                team=cases.team[index],
                responsible_officer=entry["responsible_officer"],
                order=entry["order"],
                drawn_as_reserve=entry["reserve"],
                state=Case.State.RESERVE if entry["reserve"] else Case.State.SAMPLE,
            )
        )
    return made


def _numbers(count: int) -> list[int]:
    """Give each case a number by lot: in a run of numbers, a gap would betray a restricted one."""
    least = max(LEAST_NUMBER, 10 ** len(str(count)))
    return secrets.SystemRandom().sample(range(least, 10 * least), count)
