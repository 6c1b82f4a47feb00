"""The bar on a terminal while a command is at work."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


def progress_on(err: Console) -> Progress:
    """A bar on standard error, gone when the work is done; nothing where that is no terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


def counted(progress: Progress, what: str) -> Callable[[object], None]:
    """What to call after each piece of work, for it to be counted."""
    task = progress.add_task(what, total=None)
    return lambda _: progress.advance(task)
