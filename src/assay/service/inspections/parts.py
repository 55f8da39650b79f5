"""The pages of an inspection, in the order of its navigation and of its own page."""

from functools import partial

from django.http import HttpRequest

from assay.service.inspections.requests import inspection_of, may
from assay.service.project.parts import Link, Part, links

PARTS = (
    Part("Inspection", "inspections:inspection", ("inspections.view",)),
    Part("Case list", "cases:case_list", ("case_list.view",), ("upload",)),
    Part("Sample", "cases:sample", ("sample.view",), ("draw", "substitute")),
    Part(
        "Your cases",
        "cases:readings",
        ("cases.assess", "cases.second_read"),
        ("question", "keep_saved", "write_feedback", "own_reading"),
    ),
    Part(
        "Progress",
        "cases:progress",
        ("cases.view",),
        ("assign", "join", "take_back", "reopen", "home_teams"),
    ),
    Part(
        "Differences",
        "cases:moderation",
        ("cases.moderate",),
        ("settle", "unsettle"),
        long="Differences between readers",
    ),
    Part(
        "Feedback",
        "cases:feedback",
        ("feedback.release",),
        ("release_feedback",),
        long="Feedback to officers",
    ),
    Part("Results", "cases:results", ("results.view",), long="Results so far"),
)


def parts_of(request: HttpRequest, page: str = "") -> tuple[Link, ...]:
    """Give the links that a visitor of one inspection may follow.

    Args:
        request: With the inspection the gate found.
        page: What stands for the page shown, where its own name isn't enough.
    """
    shown = page or (request.resolver_match.view_name if request.resolver_match else "")
    return links(PARTS, inspection_of(request).public_id, shown, partial(may, request))
