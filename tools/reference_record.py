"""docs/reference/record.md: the tables and columns of an extract, and what is made up of it."""

from assay.caseload.record.shape import Column, Record, record
from assay.caseload.record.synthetic.rates import as_of, faults, rates
from tools.markdown import code, table

INTRODUCTION = """# Record

An extract of case records for `assay caseload check` is a folder with one Parquet or CSV file
for each table below, named after it. [Prepare an extract](../how-to/prepare-an-extract.md)
says how. `assay caseload schema --json` prints the same as a JSON schema.

No name, address, date of birth or note is asked for. Days and moments are by the clock in the
United Kingdom; what comes with another zone is converted. Times are of three kinds:
*happened* and *recorded* can't lie in the future, *due* can.

"""
KINDS = """## Types

| Type | In Parquet | In CSV |
| --- | --- | --- |
| id | text or whole number | text |
| code | text | text; case, spaces and punctuation make no difference |
| text | text | text |
| yes or no | true or false | yes, no, true, false, y, n, 1, 0 |
| day | date, or a timestamp at midnight | 2020-03-31 or 31/03/2020 |
| moment | timestamp, with or without a zone | 2020-03-31 14:05:00, or with a zone |
| number | number | digits with a point |
| count | whole number | digits |

A *key* tells rows apart. *Never blank* cells must be filled; any other may be blank, and a
criterion that needs it then says "cannot tell".

"""


def page() -> str:
    """Give the page."""
    shape = record()
    return (
        INTRODUCTION
        + f"Version {shape.version}, in force from {shape.in_force_from}. {shape.source}.\n\n"
        + KINDS
        + _tables(shape)
        + _words(shape)
        + _made_up()
    ).rstrip() + "\n"


def _tables(shape: Record) -> str:
    text = "## Tables\n\n"
    for name, each in shape.tables.items():
        about = {"nobody": "Not personal", "staff": "Personal: staff", "person": "Personal"}
        text += (
            f"### {name}\n\n{each.holds[0].upper()}{each.holds[1:]}. {about[each.about]}. "
            f"For {', '.join(each.criteria)}.\n\n"
        )
        rows = ((code(key), _kind(column), column.meaning) for key, column in each.columns.items())
        text += table(("Column", "Type", "Meaning"), rows)
    return text


def _kind(column: Column) -> str:
    notes = [
        column.type,
        "key" if column.key else "",
        f"of {column.refers_to}" if column.refers_to else "",
        "never blank" if column.needed else "",
        f"words: {column.words}" if column.words else "",
        f"in {column.unit}" if column.unit else "",
        column.time or "",
        f"not before {column.not_before}" if column.not_before else "",
    ]
    return ", ".join(note for note in notes if note)


def _words(shape: Record) -> str:
    rows = ((name, "; ".join(each.words), each.source) for name, each in shape.vocabularies.items())
    return "## Words\n\n" + table(("Name", "Words", "Source"), rows)


def _made_up() -> str:
    """What `assay caseload synthesise` does."""
    return (
        "## Made-up caseload\n\n`assay caseload synthesise` writes Parquet tables marked as made "
        f"up, to be judged as of {as_of()}. These are its rates; they only make the tables look "
        "like a service's, and nothing is judged by them.\n\n"
        + table(
            ("Rate", "Value", "Source", "Reason"),
            ((name, each.value, each.source, each.reason) for name, each in rates().items()),
        )
        + "For each criterion a share of the cases (for M02 to M06 staff and units) that could "
        "have a fault get one. `truth.parquet` names them; nobody else fails the criterion under "
        "current values, or for D10 and T01 under those of 2015 to 2021. A small caseload may "
        "have none of a rare fault.\n\n"
        + table(
            ("Criterion", "Share", "Fault"),
            ((name, f"{each.share:.0%}", each.why) for name, each in faults().items()),
        )
    )
