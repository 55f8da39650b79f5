"""What must be true before the step of the panel is done."""

from datetime import date

from assay.service.inspections.models import Inspection
from assay.service.inspections.rules import register_rule
from assay.service.ratings.selectors import panel_of


@register_rule("panel_has_decided")
def panel_has_decided(inspection: Inspection, _day: date) -> str:
    """The panel is closed, which it can only be with every standard decided."""
    panel = panel_of(inspection)
    if panel is None or panel.closed_at is None:
        return "The ratings panel is not closed"
    return ""
