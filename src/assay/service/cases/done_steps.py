"""What the life of an inspection allows here."""

from assay.service.accounts.actions import Refused
from assay.service.inspections.life import Step, life
from assay.service.inspections.models import Inspection

AFTER_FIELDWORK = "panel"
"""The step with which answers and decisions about cases are fixed."""


def done_with(inspection: Inspection, step: str) -> Step | None:
    """Give a step of its life if the inspection has done it, and what rests on it is fixed."""
    keys = life().keys
    done = inspection.reached and keys.index(inspection.reached) >= keys.index(step)
    return life().step(step) if done else None


def refuse_after(inspection: Inspection, step: str) -> None:
    """Refuse once the inspection has done a step of its life.

    Raises:
        Refused: If it has.
    """
    done = done_with(inspection, step)
    if done:
        name = done.name.lower()
        raise Refused(f"The inspection’s step “{name}” is done, so this can no longer change")
