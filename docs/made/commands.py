"""The reference of the command line, from the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import typer.main

from newsclaims.cli import app


def reference() -> str:
    """A section for each command: what it does, how it is called, arguments and options, examples."""
    group = typer.main.get_command(app)
    assert isinstance(group, click.Group)
    return "\n\n".join(_section(name, command) for name, command in sorted(group.commands.items()))


def _section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"newsclaims {name}")
    usage = command.get_usage(context).removeprefix("Usage: ").replace("\n", " ")
    lines = [f"## {name}", "", _prose(command.help or ""), "", "```text", re.sub(r"\s+", " ", usage), "```", ""]
    rows = list(_rows(command, context))
    if rows:
        lines += ["| argument or option | |", "| --- | --- |", *rows, ""]
    if command.epilog:
        lines.append(_examples(command.epilog))
    return "\n".join(lines)


def _prose(text: str) -> str:
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text.strip())


def _rows(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        if parameter.name == "help":
            continue
        told = getattr(parameter, "help", None) or ""
        default = parameter.default if not callable(parameter.default) else None
        if default not in (None, False, (), "") and not parameter.required:
            told += f" Default: `{default}`."
        if isinstance(parameter, click.Option):
            metavar = "" if parameter.is_flag else f" {parameter.make_metavar(context)}"
            names = ", ".join(parameter.opts) + metavar
        else:
            names = parameter.make_metavar(context)
        told = told.replace("|", "\\|").replace("\n", " ")
        yield f"| `{names}` | {told} |".replace("`" + names + "`", "`" + names.replace("|", "\\|") + "`")


def _examples(epilog: str) -> str:
    """The epilog's examples, a line each."""
    examples = re.sub(r"^Examples?: ", "", re.sub(r"\s+", " ", epilog)).split(" · ")
    return "\n".join(["```text", *examples, "```"])
