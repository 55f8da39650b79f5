"""Rules about two rows at once, kept by the database itself on SQLite and PostgreSQL.

PostgreSQL has exclusion constraints for them, which hold even between two writers at the same
moment. SQLite has one writer at a time, so there a trigger is as good.

A SQLite migration that rebuilds one of these tables drops its triggers: end it with
`migrations.RunPython(install, remove)` as 0003 does. The tests of the rules would fail else.
"""

from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

FIRST, LAST = "'0001-01-01'", "'9999-12-31'"


@dataclass(frozen=True, slots=True)
class Rule:
    """Two rows that may not both be there.

    Attributes:
        name: Of the constraint.
        table: Whose rows.
        excluded: The elements of PostgreSQL's EXCLUDE USING gist.
        clash: The same for SQLite: true of an old row `old` beside NEW.
    """

    name: str
    table: str
    excluded: str
    clash: str


def _same_time(start: str, end: str) -> str:
    return (
        f"coalesce(old.{start}, {FIRST}) <= coalesce(NEW.{end}, {LAST}) "
        f"AND coalesce(old.{end}, {LAST}) >= coalesce(NEW.{start}, {FIRST})"
    )


RULES = (
    Rule(
        "provider_short_name_is_its_own_while_open",
        "providers_provider",
        "lower(short_name) WITH =, daterange(opened_on, closed_on, '[]') WITH &&",
        f"lower(old.short_name) = lower(NEW.short_name) AND {_same_time('opened_on', 'closed_on')}",
    ),
    Rule(
        "ownership_is_of_one_owner_at_a_time",
        "providers_ownership",
        "provider_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&",
        f"old.provider_id = NEW.provider_id AND {_same_time('starts_on', 'ends_on')}",
    ),
    # A row without the mark takes everything, so it clashes with any other of its day.
    Rule(
        "succession_by_several_is_a_split",
        "providers_succession",
        "predecessor_id WITH =, starts_on WITH =, (CASE WHEN split "
        "THEN int8range(successor_id, successor_id, '[]') ELSE int8range(NULL, NULL) END) WITH &&",
        "old.predecessor_id = NEW.predecessor_id AND old.starts_on = NEW.starts_on "
        "AND NOT (old.split AND NEW.split)",
    ),
)


def install(_apps: Any, schema_editor: Any) -> None:
    """Put the rules in place; safe to run again. For migrations.RunPython."""
    connection = schema_editor.connection
    _run(connection, _statements_to_remove(connection.vendor))
    _run(connection, _statements_to_install(connection.vendor))


def remove(_apps: Any, schema_editor: Any) -> None:
    """Lift the rules."""
    _run(schema_editor.connection, _statements_to_remove(schema_editor.connection.vendor))


def _statements_to_install(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return ["CREATE EXTENSION IF NOT EXISTS btree_gist"] + [
            f"ALTER TABLE {rule.table} ADD CONSTRAINT {rule.name} "
            f"EXCLUDE USING gist ({rule.excluded})"
            for rule in RULES
        ]
    return [_trigger(rule, event) for rule in RULES for event in ("INSERT", "UPDATE")]


def _trigger(rule: Rule, event: str) -> str:
    others = f"SELECT 1 FROM {rule.table} old WHERE old.id IS NOT NEW.id"  # noqa: S608 - our own names
    return (
        f"CREATE TRIGGER {rule.name}_{event.lower()} BEFORE {event} ON {rule.table} "
        f"WHEN EXISTS ({others} AND {rule.clash}) BEGIN SELECT RAISE(ABORT, '{rule.name}'); END"
    )


def _statements_to_remove(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [f"ALTER TABLE {rule.table} DROP CONSTRAINT IF EXISTS {rule.name}" for rule in RULES]
    return [
        f"DROP TRIGGER IF EXISTS {rule.name}_{event}"
        for rule in RULES
        for event in ("insert", "update")
    ]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
