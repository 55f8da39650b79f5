"""Kinds of option that several commands share."""

import datetime as dt
from typing import Any

import click

from assay.files.dates import NotADate, read_date


class Day(click.ParamType[dt.date]):
    """A date, written as ISO or as day, month, year."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read the date, or fail saying what is wrong with it."""
        read = read_date(str(value), "event")
        if isinstance(read, NotADate):
            self.fail(f"{value!r}: {read.wrong}. {read.remedy}.", param, ctx)
        return read
