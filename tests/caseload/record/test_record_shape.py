"""The shape of the record, as data."""

import json
import re

import pytest
from click.testing import CliRunner

from assay.caseload.record.json_schema import json_schema
from assay.caseload.record.shape import parse_record, record
from assay.caseload.record.synthetic.rates import faults
from assay.cli import assay

WHOLE = """
version = "1"
in_force_from = 2026-01-01
source = "made up"
[every_table.recorded_at]
type = "moment"
time = "recorded"
meaning = "when"
"""
WORDS = '[colour]\nwords = ["red", "blue"]\nsource = "made up"\n'
TABLE = """
[things]
holds = "things"
about = "nobody"
criteria = ["A01"]
[things.columns]
thing_id = { type = "id", key = true, meaning = "which" }
colour = { type = "code", words = "colour", meaning = "its colour" }
from_on = { type = "day", time = "happened", meaning = "since" }
"""


def parse(table: str = TABLE, words: str = WORDS) -> object:
    return parse_record({"record": WHOLE, "vocabularies": words, "part": table})


def test_every_criterion_has_tables_to_look_at() -> None:
    named = {criterion for table in record().tables.values() for criterion in table.criteria}
    assert named == set(faults())
    assert len(named) == 60


def test_every_table_says_when_its_rows_were_recorded() -> None:
    assert all("recorded_at" in table.columns for table in record().tables.values())


def test_no_column_asks_for_a_name_or_a_birthday() -> None:
    assert {name for _, name, column in record().columns() if column.type == "text"} == {"name"}
    assert record().tables["units"].about == "nobody"


def test_a_sound_shape_is_read() -> None:
    assert parse() is not None


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("key = true, ", "", "things: has 0 keys instead of one"),
        ('words = "colour", ', "", "things.colour: 'words' goes with the types code"),
        ('"colour", meaning', '"hue", meaning', "there are no words called hue"),
        ('time = "happened", ', "", "things.from_on: 'time' goes with"),
        ('time = "happened", ', 'time = "due", not_before = "never", ', "not_before names never"),
        ('type = "id", key = true', 'type = "text", key = true', "a key or a reference is an id"),
        ("key = true", 'key = true, refers_to = "others"', "there is no table others"),
    ],
)
def test_a_shape_that_makes_no_sense_is_refused(old: str, new: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=re.escape(wrong)):
        parse(TABLE.replace(old, new))


def test_words_given_twice_or_never_used_are_refused() -> None:
    words = WORDS.replace('"blue"', '"Red"') + WORDS.replace("colour", "hue")
    with pytest.raises(ValueError, match="'red' twice") as refused:
        parse(words=words)
    assert "no column uses hue" in str(refused.value)


def test_a_table_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="the table things is given twice"):
        parse_record({"record": WHOLE, "vocabularies": WORDS, "one": TABLE, "two": TABLE})


def test_the_json_schema_has_every_table_and_column() -> None:
    schema = json_schema(record())
    columns = {
        (table, column)
        for table, rows in schema["properties"].items()
        for column in rows["items"]["properties"]
    }
    assert columns == {(table, name) for table, name, _ in record().columns()}
    sex = schema["properties"]["people"]["items"]["properties"]["sex"]
    assert sex["enum"] == ["male", "female", "not recorded as male or female", None]
    assert sex["type"] == ["string", "null"]


def test_the_command_prints_the_schema() -> None:
    printed = CliRunner().invoke(assay, ["caseload", "schema", "--json"])
    assert json.loads(printed.stdout)["required"] == list(record().tables)
    assert "contacts" in CliRunner().invoke(assay, ["caseload", "schema"]).stdout
