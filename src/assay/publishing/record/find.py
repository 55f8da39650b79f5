"""Finding a body or an inspection from what a person types."""

from difflib import get_close_matches

from assay.problems import InputProblems
from assay.publishing.record.model import Body, Inspection, Record


def find(record: Record, text: str) -> tuple[Inspection, ...]:
    """Find the inspections meant.

    Args:
        record: The published record.
        text: An inspection's id, or a body's name, short name, or words of its name, in
            upper or lower case.

    Returns:
        One inspection, or all those of one body in order of publication.

    Raises:
        InputProblems: Nothing fits, or several bodies do; names what comes near.
    """
    wanted = text.casefold().strip()
    if wanted in record.inspections:
        return (record.inspections[wanted],)
    fits = [body for body in record.bodies.values() if _named(body, wanted)]
    if len(fits) != 1:
        fits = [body for body in record.bodies.values() if _fits(body, wanted)]
    inspected = {inspection.body for inspection in record.inspections.values()}
    fits = [body for body in fits if body.body in inspected] or fits
    if len(fits) == 1 and fits[0].body in inspected:
        found = [i for i in record.inspections.values() if i.body == fits[0].body]
        return tuple(sorted(found, key=lambda inspection: inspection.published_by))
    raise _refusal(record, text, fits)


def _named(body: Body, wanted: str) -> bool:
    return wanted in (body.body.casefold(), body.short_name.casefold())


def _fits(body: Body, wanted: str) -> bool:
    """Whether every word typed begins a word of the body's names."""
    words = f"{body.body} {body.short_name}".casefold().replace(",", " ").split()
    typed = wanted.replace(",", " ").replace("-", " ").split()
    return bool(typed) and all(any(word.startswith(t) for word in words) for t in typed)


def _refusal(record: Record, text: str, fits: list[Body]) -> InputProblems:
    if len(fits) == 1:
        wrong = f"the record holds no inspection of {fits[0].body}"
        return InputProblems.one("BODY_OR_INSPECTION", wrong, "Name another body", found=text)
    if fits:
        names = "; ".join(body.body for body in fits)
        wrong, remedy = f"{len(fits)} bodies fit", f"Name one of them: {names}"
    else:
        near = "; ".join(_near(record, text))
        wrong = "no body or inspection fits"
        remedy = f"Did you mean: {near}" if near else "Run assay league to see the bodies"
    return InputProblems.one("BODY_OR_INSPECTION", wrong, remedy, found=text)


def _near(record: Record, text: str) -> list[str]:
    names = {name.casefold(): name for name in record.inspections}
    for body in record.bodies.values():
        names |= {body.body.casefold(): body.body, body.short_name.casefold(): body.short_name}
    return [names[name] for name in get_close_matches(text.casefold(), names, n=5, cutoff=0.5)]
