"""The reference of the command line, from the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer.main

from newsclaims.cli import app

# Typer brings click with it, under another name from one release to the next: its classes are not named here.


def reference() -> str:
    """A section for each command: what it does, how it is called, arguments and options, examples."""
    return "\n\n".join(_section(name, command) for name, command in _commands(typer.main.get_command(app)))


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by its whole name, those of groups among them."""
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield before + name, command


def _section(name: str, command: Any) -> str:
    context = command.context_class(command, info_name=f"newsclaims {name}")
    usage = re.sub(r"\s+", " ", command.get_usage(context).removeprefix("Usage: "))
    lines = [f"## {name}", "", _prose(command.help or ""), "", "```text", usage, "```", ""]
    rows = [_row(parameter, context) for parameter in command.get_params(context) if parameter.name != "help"]
    lines += ["| argument or option | |", "| --- | --- |", *rows, ""]
    if command.epilog:
        lines += ["```text", *_examples(command.epilog), "```"]
    return "\n".join(lines)


def _prose(text: str) -> str:
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text.strip())


def _row(parameter: Any, context: Any) -> str:
    names, told = (" ".join(part.split()).replace("|", "\\|") for part in parameter.get_help_record(context))
    return "| `{}` | {} |".format(names, told.replace("[", "\\[").replace("<", "&lt;"))


def _examples(epilog: str) -> list[str]:
    """The epilog's examples."""
    return re.sub(r"^Examples?: ", "", re.sub(r"\s+", " ", epilog)).split(" · ")
