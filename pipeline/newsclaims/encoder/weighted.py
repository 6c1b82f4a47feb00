"""What components with weights have in common: a net that is loaded from the model's folder, and copied with it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from newsclaims.errors import ModelError


class InFolder(Protocol):
    """A net that was loaded from a folder."""

    folder: Path


N = TypeVar("N", bound=InFolder)


class Weighted(Generic[N]):
    """The base of a component that runs a net; `name` is that of its factory, `what` tells in messages what it is."""

    def __init__(self, name: str, what: str, load: Callable[[Path], N]) -> None:
        self._name, self._what, self._load = name, what, load
        self._net: N | None = None

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Weighted[N]:
        """Load the net from a model's folder."""
        self._net = self._load(Path(path))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Copy the model's files."""
        if Path(path).resolve() != self.net.folder.resolve():
            shutil.copytree(self.net.folder, path, dirs_exist_ok=True)

    @property
    def net(self) -> N:
        """The net. ModelError where none has been loaded."""
        if self._net is None:
            mend = "Load a pipeline that has one: spacy.load, or newsclaims.flow.load."
            raise ModelError(f"the {self._what} has no weights.", where=self._name, mend=mend)
        return self._net
