"""What the life of an inspection allows here."""

from assay.service.accounts.actions import Refused
from assay.service.inspections.life import life
from assay.service.inspections.models import Inspection

AFTER_FIELDWORK = "panel"
"""The step with which answers and decisions about cases are fixed."""


def refuse_after(inspection: Inspection, step: str) -> None:
    """Refuse once the inspection has done a step of its life.

    Raises:
        Refused: If it has.
    """
    keys = life().keys
    if inspection.reached and keys.index(inspection.reached) >= keys.index(step):
        name = life().step(step).name.lower()
        raise Refused(f"The inspection’s step “{name}” is done, so this can no longer change")
