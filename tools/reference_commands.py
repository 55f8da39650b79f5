"""docs/reference/commands.md: every command as it describes itself."""

import inspect
from importlib.util import find_spec

import click

from assay.cli import COMMANDS, assay
from tools.markdown import code, table

INTRODUCTION = """# Commands

`--json` prints one JSON document on standard output and nothing else; progress and advice go
to standard error. Exit status: 0 done; 2 the input or the arguments are wrong, and every
problem is listed with file, row, column, what is wrong and what to do; 1 Assay itself failed.
No command leaves a half-written file.

"""


def page() -> str:
    """Give the page; a command whose module is not there yet is left out."""
    context = click.Context(assay, info_name="assay")
    text = INTRODUCTION
    for name, address in COMMANDS.items():
        if find_spec(address.partition(":")[0]) is None:
            continue
        command = assay.get_command(context, name)
        if command is not None:
            text += _command(command, click.Context(command, info_name=name, parent=context))
    return text.rstrip() + "\n"


def _command(command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    text = f"## {context.command_path}\n\n`{usage}`\n\n{_help(command)}\n\n"
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    if options:
        rows = [(_names(option, context), _meaning(option)) for option in options]
        text += table(("Option", "Meaning"), rows)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                text += _command(inner, click.Context(inner, info_name=name, parent=context))
    return text


def _help(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "").replace("\b\n", "")


def _names(option: click.Option, context: click.Context) -> str:
    names = ", ".join([*option.opts, *option.secondary_opts])
    if option.is_flag or option.count:
        return code(names)
    return code(f"{names} {option.make_metavar(context)}")


def _meaning(option: click.Option) -> str:
    notes = [
        note
        for note, holds in {
            "Required.": option.required,
            "May be repeated.": option.multiple and "repeated" not in (option.help or ""),
            f"Without it: {option.default}.": isinstance(option.default, int | float | str)
            and not isinstance(option.default, bool)
            and not option.multiple,
        }.items()
        if holds
    ]
    return " ".join([option.help or "", *notes]).strip()
