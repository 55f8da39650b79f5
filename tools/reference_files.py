"""docs/reference/files.md: the files Assay reads, from the data and models that read them."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from assay.assurance.diff import COLUMNS as DIFF
from assay.assurance.forecast.inputs import forecast_inputs
from assay.assurance.forecast.settings import settings
from assay.assurance.trend_kept import COLUMNS as TREND
from assay.caseload.vocabulary import vocabulary as case_list_words
from assay.files.tables import limits
from assay.publishing.inspection import Inspection
from assay.rating.inputs import vocabulary as rating_words
from assay.standards.framework import RATINGS, Framework
from tools.markdown import code, table

INTRODUCTION = """# Files

Tables may be CSV (UTF-8; comma, semicolon or tab), XLSX or ODS (the first sheet that holds
anything). Row 1 holds the column names, in any order. Names and words are compared without
regard to case, spaces and punctuation. Formulas and spreadsheet errors (#N/A) are refused:
paste values only. Days are written 2020-03-31 or 31/03/2020.

"""
KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
}


def page() -> str:
    """Give the page."""
    return (
        INTRODUCTION
        + _limits()
        + _case_list()
        + _assessments()
        + _judgements()
        + _over_time()
        + _forecast()
        + "## Inspection folder\n\nA folder holds `inspection.toml` and, where there are any, "
        "`assessments.csv`, `judgements.csv` and `second_reads.csv` (in the form of "
        "`assessments.csv`).\n\n"
        + _model("inspection.toml", Inspection)
        + "## Framework file\n\nOne for each version of the standards; see "
        "[frameworks](frameworks.md). Every table that states a fact names its source.\n\n"
        + _model("The framework", Framework)
    ).rstrip() + "\n"


def _limits() -> str:
    largest = limits()
    return (
        f"A file may be at most {largest['bytes'] / 1e6:,.0f} MB, with {largest['rows']:,} rows "
        f"and {largest['columns']:,} columns.\n\n"
    )


def _case_list() -> str:
    words = case_list_words()
    text = "## Case list\n\nOne row for each case, for `assay sample`.\n\n"
    text += table(
        ("Column", "Needed", "Also accepted"),
        (
            (code(name), "yes" if column.required else "no", ", ".join(column.aliases))
            for name, column in words.columns.items()
        ),
    )
    for name in ("sentence_type", "rosh_level", "gender"):
        text += f"Words of `{name}`:\n\n{_words(getattr(words, name))}"
    return text


def _assessments() -> str:
    words = rating_words().assessments
    return (
        "## Assessments\n\nOne row for each case and key question, for `assay rate`. Further "
        "columns are kept for breakdowns.\n\n"
        + _columns(words.columns)
        + "Words of `sufficient`:\n\n"
        + _words(words.answers)
    )


def _judgements() -> str:
    return (
        "## Judgements\n\nOne row for each standard that is judged, not counted.\n\n"
        + _columns(rating_words().judgements.columns)
        + f"A rating is one of {', '.join(RATINGS)}.\n\n"
    )


def _forecast() -> str:
    inputs = forecast_inputs()
    levels = ((code(name), level.value, level.reason) for name, level in settings())
    return (
        "## Forecast\n\n`assay forecast` reads audits in the form of the assessments, with one "
        "more column where the days are known:\n\n"
        + _columns(inputs.audits.columns)
        + "Earlier forecasts, for `--history`: the `forecast.csv` that it wrote, with the "
        "outcome filled in, in per cents:\n\n"
        + _columns(inputs.history.columns)
        + "It writes `forecast.json`, `forecast.csv`, `calibration.csv` and `cases.csv`. Its "
        "settings, none from a published rule:\n\n" + table(("Setting", "Value", "Reason"), levels)
    )


def _over_time() -> str:
    """What `assay assure trend` and `assay assure diff` keep."""
    text = "## Trends and differences\n\n"
    for name, columns in (("trend", TREND), ("diff", DIFF)):
        text += f"`assay assure {name}` keeps `{name}.parquet` and `{name}.csv`:\n\n"
        rows = ((code(each), meaning) for each, (_, meaning) in columns.items())
        text += table(("Column", "Meaning"), rows)
    return text


def _columns(columns: Mapping[str, Iterable[str]]) -> str:
    rows = ((code(name), ", ".join(aliases)) for name, aliases in columns.items())
    return table(("Column", "Also accepted"), rows)


def _words(values: Mapping[Any, Iterable[str]]) -> str:
    return table(
        ("Value", "Also accepted"),
        (
            (value, ", ".join(word or "(blank)" for word in others))
            for value, others in values.items()
        ),
    )


def _model(title: str, model: type[BaseModel]) -> str:
    """Tables of keys: the model's own, then those of the tables inside it."""
    schema = model.model_json_schema()
    text = f"### {title}\n\n{_keys(schema)}"
    for name, inner in schema.get("$defs", {}).items():
        if "properties" in inner:
            text += f"#### {title}: {name}\n\n{_keys(inner)}"
    return text


def _keys(schema: Mapping[str, Any]) -> str:
    required = schema.get("required", [])
    rows = [
        (code(key), _kind(value), "yes" if key in required else "no")
        for key, value in schema["properties"].items()
    ]
    first_line = schema.get("description", "").partition("\n")[0]
    return f"{first_line}\n\n" + table(("Key", "What", "Needed"), rows)


def _kind(value: Mapping[str, Any]) -> str:
    """What a value is, in words, from its JSON schema."""
    if "$ref" in value:
        return f"table {value['$ref'].rpartition('/')[2]}"
    if "anyOf" in value:
        return " or ".join(_kind(each) for each in value["anyOf"] if each.get("type") != "null")
    if "enum" in value:
        return "one of " + ", ".join(map(str, value["enum"]))
    if "items" in value:
        return f"list of {_kind(value['items'])}"
    if "additionalProperties" in value:
        return f"table of {_kind(value['additionalProperties'])}"
    return _plain_kind(value)


def _plain_kind(value: Mapping[str, Any]) -> str:
    if "const" in value:
        return f"always {value['const']}"
    return "day" if value.get("format") == "date" else KINDS[value["type"]]
