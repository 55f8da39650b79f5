"""The page of criteria: what each asks, of whom, and where its examples are."""

from collections.abc import Iterator

from assay.assurance.catalogue import Criterion, catalogue
from assay.assurance.criteria import written

SPECS = "../../src/assay/assurance/specs"
ADVICE = """# Criteria

What continuous assurance asks of a record. A criterion shows whether the record holds what an
inspector would look for; it does not judge quality, and a person decides. The numbers are in the
[practice profiles](profiles.md). Each criterion that `assay assure` evaluates has a page of drawn
examples, which the tests hold the engine and a second, slow evaluator to.

A state is *met*, *not met*, *due* (not late yet), *cannot tell* (a field is blank; never counted
as met) or *excused*; a case that a criterion does not apply to is in none.
"""


def page() -> str:
    """The text of docs/reference/criteria.md."""
    return "\n".join([ADVICE, *(line for each in catalogue().values() for line in _about(each))])


def _about(criterion: Criterion) -> Iterator[str]:
    name = criterion.id.lower()
    examples = (
        f"[Examples]({SPECS}/{name}.md)." if criterion.id in written() else "Not evaluated yet."
    )
    yield f"## {criterion.id} {criterion.name}\n"
    yield f"{examples} Severity: {criterion.severity}. Automatic: {criterion.automatic}.\n"
    yield f"- Asked of: {criterion.population}"
    yield f"- Rule: {criterion.rule}"
    yield f"- Excused when: {criterion.excused_when}"
    yield f"- Warning: {criterion.warning}"
    if criterion.a_person_decides:
        yield f"- A person decides {criterion.a_person_decides}"
    for reason, words in criterion.reasons.items():
        yield f"- Reason “{reason}”: {words}"
    yield f"- Bears on standards {', '.join(criterion.standards)} (era: {criterion.era})"
    yield f"- Source: {'; '.join(criterion.sources)} ({criterion.source_status})\n"
