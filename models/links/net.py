"""The reader of links in torch, for training; `newsclaims.links.net` is the same net at run time."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from newsclaims.encoder.net import WIDTH
from newsclaims.links.sight import DISTANCES, MARKS, PATHS, WORD_MARKS

NEVER = -1e4


class Net(nn.Module):
    """An LSTM over the encoder's states and what marks the words; a score for each word as the item's head and for each
    time expression, beside one each for none.
    """

    def __init__(self, rules: int, width: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.taken, self.norm = nn.Linear(WIDTH, width), nn.LayerNorm(width)
        self.marks, self.distances = nn.Embedding(MARKS, width), nn.Embedding(DISTANCES, width)
        self.paths, self.rules = nn.Embedding(PATHS, width), nn.Embedding(rules + 1, width, padding_idx=0)
        self.context = nn.LSTM(width, width // 2, bidirectional=True, batch_first=True)
        self.mixed = nn.Linear(width, width)
        self.figure, self.figure_rule = nn.Linear(2 * width, width), nn.Embedding(rules + 1, width)
        self.time_pair, self.time_figure, self.time = (
            nn.Linear(3 * width, inner),
            nn.Linear(width, inner),
            nn.Linear(inner, 1),
        )
        self.no_time_in, self.no_time = nn.Linear(width, inner), nn.Linear(inner, 1)
        self.item_pair, self.item_figure, self.item = (
            nn.Linear(2 * width, inner),
            nn.Linear(width, inner),
            nn.Linear(inner, 1),
        )
        self.item_rule = nn.Embedding(rules + 1, 1, padding_idx=0)
        self.no_item_in, self.no_item = nn.Linear(width, inner), nn.Linear(inner, 1)
        self.outside = nn.Linear(width, 1)
        for table in (self.marks, self.distances, self.paths, self.rules, self.figure_rule):
            nn.init.normal_(table.weight, std=0.1)
        nn.init.zeros_(self.item_rule.weight)
        with torch.no_grad():
            self.rules.weight[0] = 0

    def words(self, batch: dict[str, Tensor]) -> Tensor:
        """The words in context (figures, words, width)."""
        x = self.norm(self.taken(self.dropout(batch["states"])))
        for name in WORD_MARKS:
            x = x + getattr(self, name)(batch[name])
        x = self.dropout(x)
        packed = pack_padded_sequence(x, batch["lengths"], batch_first=True, enforce_sorted=False)
        mixed, _ = pad_packed_sequence(self.context(packed)[0], batch_first=True, total_length=x.shape[1])
        return self.dropout(x + self.mixed(self.dropout(mixed)))

    def forward(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Scores of the times (figures, 1 + expressions) and of the items (figures, 2 + words)."""
        words = self.words(batch)
        rows = torch.arange(len(words))
        ends = torch.cat([words[rows, batch["head"]], words[rows, batch["first"]]], 1)
        figure = self.dropout(functional.relu(self.figure(ends)))
        return self._times(words, figure, batch), self._items(words, figure, batch)

    def _times(self, words: Tensor, figure: Tensor, batch: dict[str, Tensor]) -> Tensor:
        rows = torch.arange(len(words))[:, None]
        heads, firsts = (words[rows, batch["pairs"][:, :, side]] for side in (0, 1))
        pair = torch.cat([heads, firsts, heads * figure[:, None]], 2)
        hidden = self.time_pair(pair) + self.time_figure(figure)[:, None]
        scores = self._score(self.time, hidden).masked_fill(~batch["paired"], NEVER)
        return torch.cat([self._score(self.no_time, self.no_time_in(figure))[:, None], scores], 1)

    def _items(self, words: Tensor, figure: Tensor, batch: dict[str, Tensor]) -> Tensor:
        hidden = self.item_pair(torch.cat([words, words * figure[:, None]], 2)) + self.item_figure(figure)[:, None]
        scores = self._score(self.item, hidden) + self.item_rule(batch["rules"])[:, :, 0]
        scores = scores.masked_fill(~batch["known"], NEVER)
        figure = figure + self.figure_rule(batch["rule"])
        none = self._score(self.no_item, self.no_item_in(figure))[:, None]
        outside = self.outside(figure).masked_fill(~batch["outside"][:, None], NEVER)
        return torch.cat([none, scores, outside], 1)

    def _score(self, linear: nn.Linear, hidden: Tensor) -> Tensor:
        scores: Tensor = linear(self.dropout(functional.relu(hidden)))[..., 0]
        return scores
