"""The nets that tie a figure to what it counts and to the time that it is about, from what they see of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from newsclaims.encoder.net import Floats
from newsclaims.links.items import ItemNet
from newsclaims.links.sight import Sight
from newsclaims.links.times import TimeNet


class Told(NamedTuple):
    """What the nets tell of one figure, as probabilities: `times` (1 + expressions,), that of none first; `items`
    (2 + words,), that of none first, that of the item that the rules found outside the window last.
    """

    times: Floats
    items: Floats


class LinkNet:
    """The folder of a reader of links, loaded: see `ItemNet` and `TimeNet`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._items, self._times = ItemNet(folder), TimeNet(folder)
        self.rules = self._items.rules

    def __reduce__(self) -> tuple[type[LinkNet], tuple[Path]]:
        """A copy in another process loads the folder again: a session cannot travel."""
        return LinkNet, (self.folder,)

    def tell(self, sights: Sequence[Sight]) -> list[Told]:
        """What the nets tell of each figure."""
        items = self._items.tell(sights)
        return [Told(self._times.tell(sight), told) for sight, told in zip(sights, items, strict=True)]
