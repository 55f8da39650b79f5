"""What stands where a rating would, when there is none."""

from assay.rating.results import StandardResult

NOT_RATED = "Not rated"
NOT_KNOWN = "Not known"


def gap(*, rebuilt: bool) -> str:
    """Words for a rating that isn't there.

    Args:
        rebuilt: Whether the report is put together from published facts, so that there is a
            rating but nobody has told us.
    """
    return NOT_KNOWN if rebuilt else NOT_RATED


def rating_or_gap(standard: StandardResult, *, rebuilt: bool) -> str:
    """A standard's rating, or the words for a missing one."""
    return standard.rating or gap(rebuilt=rebuilt)
