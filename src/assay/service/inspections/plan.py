"""What the dates of an inspection must satisfy, said beside the field."""

from datetime import date

from assay.service.inspections.deadlines import count_from
from assay.service.inspections.life import life
from assay.service.inspections.models import Inspection
from assay.service.project.words import date as say
from assay.service.providers.models import BodyType
from assay.standards.load import framework_ids, load_framework

Problems = list[tuple[str, str]]
"""Field and what is wrong with it, fit for the page."""


def of_inspection(inspection: Inspection) -> Problems:
    """Check an inspection that is to be created."""
    problems: Problems = []
    if inspection.framework not in framework_ids():
        problems.append(("framework", "Choose a framework that Assay holds"))
    elif not _fits(inspection):
        kind = inspection.provider.get_body_type_display()
        problems.append(("framework", f"This framework is not for a body of this type ({kind})"))
    closed = inspection.provider.closed_on
    if closed and inspection.fieldwork_starts_on and inspection.fieldwork_starts_on > closed:
        wrong = (
            f"{inspection.provider} closed on {say(closed)}, before fieldwork would start "
            f"on {say(inspection.fieldwork_starts_on)}"
        )
        problems.append(("provider", wrong))
    return problems + of_dates(inspection, inspection.announce_on)


def _fits(inspection: Inspection) -> bool:
    framework, kind = load_framework(inspection.framework), inspection.provider.body_type
    if kind == BodyType.YOUTH or framework.family == "youth":
        return kind == BodyType.YOUTH and framework.family == "youth"
    return framework.body_type.lower() == kind


def of_dates(inspection: Inspection, announced_on: date | None) -> Problems:
    """Check an inspection's dates.

    Args:
        inspection: With the dates as they would be.
        announced_on: The day it was announced, or is planned to be.
    """
    starts, ends = inspection.fieldwork_starts_on, inspection.fieldwork_ends_on
    problems: Problems = []
    if starts and ends and ends < starts:
        wrong = f"Fieldwork can’t end on {say(ends)}, before it starts on {say(starts)}"
        problems.append(("fieldwork_ends_on", wrong))
    if announced_on and starts:
        if starts <= announced_on:
            wrong = (
                f"Fieldwork can’t start on {say(starts)}, before the announcement "
                f"on {say(announced_on)}"
                if starts < announced_on
                else f"Fieldwork can’t start on the day of the announcement, {say(starts)}"
            )
            problems.append(("fieldwork_starts_on", wrong))
        elif wrong := too_short_notice(announced_on, starts):
            problems.append(("fieldwork_starts_on", wrong))
    return problems


def too_short_notice(announced_on: date, starts_on: date) -> str:
    """Say why the notice is too short, or "" when it is long enough."""
    notice = life().notice.working_days
    earliest = count_from(announced_on, notice)
    if earliest is None:
        return "Bank holidays of that year are not known yet, so the notice can’t be counted"
    if starts_on >= earliest:
        return ""
    return (
        f"Fieldwork starts on {say(starts_on)}, but the provider must be told at least "
        f"{notice} working days ahead. Announced on {say(announced_on)}, it can start "
        f"on {say(earliest)} or later"
    )
