"""Finding the columns a reader needs under the names people give them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assay.files.tables import Table
from assay.problems import ProblemList


@dataclass(frozen=True, slots=True)
class Matched:
    """Which header stands for which column.

    Attributes:
        headers: Our name to the header in the file, for every column found.
        aliases: Those of them that were found under another name, to be reported.
        extra: Headers that are none of ours, in the file's order.
    """

    headers: Mapping[str, str]
    aliases: Mapping[str, str]
    extra: Sequence[str]


def match_columns(
    table: Table,
    aliases: Mapping[str, Sequence[str]],
    required: Sequence[str],
    problems: ProblemList,
) -> Matched:
    """Match a table's headers to our columns, ignoring case, spaces and punctuation.

    Args:
        table: The table.
        aliases: Each of our column names to the other names accepted for it.
        required: Our columns that must be there.
        problems: Gets what was found wrong when the table was read, then a problem for
            each required column missing and for each of our columns that two headers claim.

    Returns:
        The match; required columns may be missing from it, when problems were added.
    """
    problems.take(table.problems)
    ours = {_plain(name): name for name in aliases}
    for name, others in aliases.items():
        ours.update({_plain(other): name for other in others})
    headers: dict[str, str] = {}
    extra: list[str] = []
    for header in table.columns:
        meant = ours.get(_plain(header))
        if meant is None:
            extra.append(header)
        elif meant in headers:
            problems.add(
                f"this column and '{headers[meant]}' both mean {meant}",
                "Rename or remove one of them",
                row=1,
                column=header,
            )
        else:
            headers[meant] = header
    for name in required:
        if name not in headers:
            others = ", ".join(aliases[name])
            known = f" (also accepted: {others})" if others else ""
            problems.add(f"there is no column {name}{known}", "Add it, or rename the column", row=1)
    renamed = {name: header for name, header in headers.items() if header != name}
    return Matched(headers, renamed, extra)


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
