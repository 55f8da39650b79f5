"""The criteria, one module each: `checks_of(record)` gives what it asks of whom."""

from importlib import import_module
from importlib.resources import files

from assay.assurance.engines.record import Record
from assay.assurance.engines.words import Table


def written() -> tuple[str, ...]:
    """Ids of the criteria that have a module, in order of name."""
    names = (entry.name for entry in files(__name__).iterdir())
    stems = (name.removesuffix(".py") for name in names if name.endswith(".py"))
    return tuple(sorted(stem.upper() for stem in stems if stem[1:].isdigit()))


def checks_of(criterion: str, record: Record) -> Table:
    """What a criterion asks of the cases, officers or units of a record.

    Args:
        criterion: Its id, such as "A01".
        record: The record.

    Returns:
        A table with the columns of `words.CHECK`.
    """
    checks: Table = import_module(f"{__name__}.{criterion.lower()}").checks_of(record)
    return checks
