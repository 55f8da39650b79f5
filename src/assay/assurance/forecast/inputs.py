"""Names accepted for the columns of the files a forecast reads; see inputs.toml."""

from functools import cache
from importlib.resources import files

from assay.standards.framework import Entry, Words
from assay.standards.strict_toml import read_strict


class Columns(Entry):
    """Our column names to the others accepted."""

    columns: dict[Words, tuple[Words, ...]]


class ForecastInputs(Entry):
    """The columns of both files."""

    audits: Columns
    history: Columns


@cache
def forecast_inputs() -> ForecastInputs:
    """The names, checked."""
    path = files("assay.assurance.forecast").joinpath("inputs.toml")
    return read_strict(path, ForecastInputs, lambda _: [], "Correct it there")
