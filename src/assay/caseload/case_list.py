"""Reading a case list: every case in an area, one row each, from a spreadsheet or CSV.

The work is done on the different values of a column, not on each of its cells: a quarter of
a million rows hold four sentence types and a few thousand dates.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.caseload.vocabulary import plain, vocabulary
from assay.files.columns import Matched, match_columns
from assay.files.dates import Kind, NotADate, read_dates
from assay.files.progress import say
from assay.files.tables import Table, read_table
from assay.problems import ProblemList

Dates = Sequence[dt.date | None]
Fault = tuple[str, str]
"""What is wrong with a cell, and what to do about it."""


@dataclass(frozen=True, slots=True)
class CaseList:
    """A checked case list, as columns of one length.

    Text columns hold "" where the cell is blank or the file has no such column. On a row
    that is not restricted, sentence type, risk level and start date are always there, and
    so is a CRN, a PNC number, or a full name with a date of birth.

    Attributes:
        file: The file's name.
        sha256: Hash of the file's bytes, in hex.
        rows: Row numbers as a spreadsheet shows them; the header is row 1.
        crn: Case reference numbers.
        pnc: Police National Computer numbers.
        family_name: Family names; a restricted record has an asterisk here or in first_name.
        first_name: First names.
        date_of_birth: Dates of birth.
        gender: "male", "female" or "not recorded as male or female".
        sentence_type: "community order", "suspended sentence order", "licence" or
            "post-sentence supervision"; "" only on a restricted row.
        rosh_level: Risk of serious harm: "low", "medium", "high" or "very high"; "" only on
            a restricted row.
        start_date: First day of the sentence or licence; None only on a restricted row.
        end_date: Last day, where known.
        cluster: Clusters.
        ldu: Local delivery units.
        team: Teams.
        responsible_officer: Names of responsible officers.
        aliases: Our column name to the header in the file, where the two differ.
        extra: Headers that are none of ours; their columns are not kept.
    """

    file: str
    sha256: str
    rows: Sequence[int]
    crn: Sequence[str]
    pnc: Sequence[str]
    family_name: Sequence[str]
    first_name: Sequence[str]
    date_of_birth: Dates
    gender: Sequence[str]
    sentence_type: Sequence[str]
    rosh_level: Sequence[str]
    start_date: Dates
    end_date: Dates
    cluster: Sequence[str]
    ldu: Sequence[str]
    team: Sequence[str]
    responsible_officer: Sequence[str]
    aliases: Mapping[str, str]
    extra: Sequence[str]

    def __len__(self) -> int:
        """Count the cases, duplicates and all."""
        return len(self.rows)


def read_case_list(path: Path, as_of: dt.date | None = None) -> CaseList:
    """Read and check a case list.

    Args:
        path: A CSV, XLSX or ODS file with the columns of case_list.toml in any order.
        as_of: The day it is read for; nobody on it can be born later. None checks births
            against start dates only.

    Returns:
        The case list.

    Raises:
        InputProblems: Everything wrong with it: what `read_table` refuses, columns missing,
            words that are not known, dates that don't exist, an end before its start, a
            birth after it or after `as_of`, and blank cells where a row that is not
            restricted must have something. Where a column is missing the others are checked.
    """
    table = read_table(path)
    say("checking", len(table), len(table))
    problems = ProblemList(table.file)
    known = vocabulary()
    matched = match_columns(
        table,
        {name: column.aliases for name, column in known.columns.items()},
        [name for name, column in known.columns.items() if column.required],
        problems,
    )
    reader = _Reader(table, matched, problems)
    case_list = reader.read()
    _check_needed(case_list, reader)
    _check_order(case_list, reader, as_of)
    problems.raise_if_any()
    return case_list


class _Reader:
    """Turns the columns of a table into values, noting every problem."""

    def __init__(self, table: Table, matched: Matched, problems: ProblemList) -> None:
        self.table = table
        self.matched = matched
        self.problems = problems
        mark = vocabulary().restricted_mark
        names = zip(self.text("family_name"), self.text("first_name"), strict=True)
        # Without both names any row may be a restricted one.
        unknown = not self.has("family_name", "first_name")
        self.restricted = [unknown or mark in family or mark in first for family, first in names]

    def read(self) -> CaseList:
        """Read every column; values with a problem come out blank."""
        return CaseList(
            file=self.table.file,
            sha256=self.table.sha256,
            rows=self.table.rows,
            crn=self.text("crn"),
            pnc=self.text("pnc"),
            family_name=self.text("family_name"),
            first_name=self.text("first_name"),
            date_of_birth=self.dates("date_of_birth", "birth"),
            gender=self.words("gender"),
            sentence_type=self.words("sentence_type"),
            rosh_level=self.words("rosh_level"),
            start_date=self.dates("start_date", "event"),
            end_date=self.dates("end_date", "event"),
            cluster=self.text("cluster"),
            ldu=self.text("ldu"),
            team=self.text("team"),
            responsible_officer=self.text("responsible_officer"),
            aliases=self.matched.aliases,
            extra=tuple(self.matched.extra),
        )

    def has(self, *columns: str) -> bool:
        """Whether the file has all of these columns."""
        return all(column in self.matched.headers for column in columns)

    def text(self, column: str) -> Sequence[str]:
        """Cells as they stand; blanks where the file has no such column."""
        header = self.matched.headers.get(column)
        return [""] * len(self.table) if header is None else self.table.columns[header]

    def words(self, column: str) -> Sequence[str]:
        """Cells as the values they stand for; an unknown word is a problem and comes out ""."""
        cells = self.text(column)
        accepted = vocabulary().words(column)
        values = {cell: accepted.get(plain(cell)) for cell in set(cells)}
        unknown = {cell for cell, value in values.items() if value is None and cell}
        options = ", ".join(getattr(vocabulary(), column))
        fault = ("this word is not known here", f"Use one of: {options}")
        self.note(column, dict.fromkeys(unknown, fault))
        return [values[cell] or "" for cell in cells]

    def dates(self, column: str, kind: Kind) -> Dates:
        """Cells as dates; one that can't be read is a problem and comes out None."""
        cells = self.text(column)
        read = read_dates((cell for cell in set(cells) if cell), kind)
        good: dict[str, dt.date] = {}
        faults: dict[str, Fault] = {}
        for cell, value in read.items():
            if isinstance(value, NotADate):
                faults[cell] = (value.wrong, value.remedy)
            else:
                good[cell] = value
        self.note(column, faults)
        return [good.get(cell) for cell in cells]

    def note(self, column: str, faults: Mapping[str, Fault]) -> None:
        """Note each row whose cell has a fault, but for masked cells of restricted rows."""
        if not faults:
            return
        mark = vocabulary().restricted_mark
        for index, cell in enumerate(self.text(column)):
            if cell in faults and not (self.restricted[index] and mark in cell):
                self.add(index, column, *faults[cell])

    def blanks(self, column: str) -> Sequence[int]:
        """Positions of blank cells on rows that are not restricted; none without the column."""
        if not self.has(column):
            return []
        pairs = zip(self.text(column), self.restricted, strict=True)
        return [i for i, (cell, restricted) in enumerate(pairs) if not cell and not restricted]

    def add(self, index: int, column: str | None, wrong: str, remedy: str) -> None:
        """Note a problem at one row, naming the column as the file does."""
        header = None if column is None else self.matched.headers[column]
        self.problems.add(wrong, remedy, row=self.table.rows[index], column=header)


def _check_needed(case_list: CaseList, reader: _Reader) -> None:
    for column in ("sentence_type", "rosh_level", "start_date"):
        for index in reader.blanks(column):
            reader.add(index, column, "the cell is blank", "Fill it in; every case needs one")
    for index in _without_identifier(case_list, reader):
        reader.add(
            index,
            None,
            "nothing says who this is: no CRN, no PNC number, and no full name with date of birth",
            "Give the CRN",
        )


def _check_order(case_list: CaseList, reader: _Reader, as_of: dt.date | None) -> None:
    """Note dates of one row that can't follow each other."""
    remedy = "Correct one of the two dates"
    dates = zip(case_list.start_date, case_list.end_date, case_list.date_of_birth, strict=True)
    for index, (start, end, birth) in enumerate(dates):
        if start and end and end < start:
            reader.add(index, "end_date", "the end is before the start", remedy)
        if start and birth and birth >= start:
            reader.add(index, "date_of_birth", "the birth is not before the start", remedy)
        elif as_of and birth and birth > as_of:
            reader.add(index, "date_of_birth", "the birth is in the future", "Correct the date")


def _without_identifier(case_list: CaseList, reader: _Reader) -> list[int]:
    """Rows, not restricted, that nobody could be found by."""
    births = reader.text("date_of_birth")
    names = (case_list.family_name, case_list.first_name, births)
    return [
        index
        for index in reader.blanks("crn")
        if not case_list.pnc[index] and not all(column[index] for column in names)
    ]
