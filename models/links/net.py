"""The nets of the reader of links in torch, for training; `newsclaims.links.items` and `.times` run them."""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from newsclaims.encoder.net import WIDTH
from newsclaims.encoder.words import Pieces
from newsclaims.links.sight import DISTANCES, MARKS, PATHS, WORD_MARKS

sys.path.insert(0, str(Path(__file__).parents[1]))

from bert import Layer, layer_weights, weights
from mpnet import WIDTH as TEACHER_WIDTH
from mpnet import Mpnet

NEVER = -1e4
Batch = dict[str, Tensor]


class Marks(nn.Module):
    """What the marks of a word add to it, from a table each; nothing where no rule took it."""

    def __init__(self, rules: int, width: int, spread: float) -> None:
        super().__init__()
        for name, rows in zip(WORD_MARKS, (MARKS, DISTANCES, PATHS, rules + 1), strict=True):
            table = nn.Embedding(rows, width, padding_idx=0 if name == "rules" else None)
            nn.init.normal_(table.weight, std=spread)
            setattr(self, name, table)
        with torch.no_grad():
            self.rules.weight[0] = 0

    def forward(self, batch: Batch) -> Tensor:
        """(figures, words, width)."""
        return torch.stack([getattr(self, name)(batch[name]) for name in WORD_MARKS]).sum(0)


class TimeHead(nn.Module):
    """Scores of the time expressions of a figure, and of none, from the words at the ends of each (`width` numbers)."""

    def __init__(self, given: int, width: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.figure, self.time = nn.Linear(2 * given, width), nn.Linear(3 * given, width)
        self.pair, self.score = nn.Linear(3 * width, inner), nn.Linear(inner, 1)
        self.none_in, self.none = nn.Linear(width, inner), nn.Linear(inner, 1)

    def forward(self, figures: Tensor, times: Tensor, placed: Tensor) -> Tensor:
        """`figures` (figures, 2, given), `times` (figures, expressions, 3, given) to (figures, 1 + expressions)."""
        figure = self.dropout(functional.gelu(self.figure(figures.flatten(1))))
        time = functional.gelu(self.time(times.flatten(2)))
        expanded = figure[:, None].expand_as(time)
        hidden = self.pair(torch.cat([time, expanded, time * expanded], 2))
        scores = self._score(self.score, hidden).float().masked_fill(~placed, NEVER)
        return torch.cat([self._score(self.none, self.none_in(figure)).float()[:, None], scores], 1)

    def _score(self, linear: nn.Linear, hidden: Tensor) -> Tensor:
        scores: Tensor = linear(self.dropout(functional.gelu(hidden)))[..., 0]
        return scores


def ends(words: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
    """The words at the ends of the figures (figures, 2, width) and of their expressions (figures, expressions, 3,
    width).
    """
    rows = torch.arange(len(words))[:, None]
    figures = torch.stack([batch["head"], batch["first"]], 1)
    return words[rows, figures], words[rows[:, :, None], batch["places"]]


class ItemNet(nn.Module):
    """An LSTM over the encoder's states and what marks the words; a score for each word as the item's head, beside one
    for none. Times are learnt along (`times`), for the sake of the items, and left out of what ships.
    """

    def __init__(self, rules: int, width: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.taken, self.norm = nn.Linear(WIDTH, width), nn.LayerNorm(width)
        self.marks = Marks(rules, width, 0.1)
        self.context = nn.LSTM(width, width // 2, bidirectional=True, batch_first=True)
        self.mixed = nn.Linear(width, width)
        self.figure, self.figure_rule = nn.Linear(2 * width, width), nn.Embedding(rules + 1, width)
        self.pair, self.pair_figure, self.item = (
            nn.Linear(2 * width, inner),
            nn.Linear(width, inner),
            nn.Linear(inner, 1),
        )
        self.item_rule = nn.Embedding(rules + 1, 1, padding_idx=0)
        self.none_in, self.none = nn.Linear(width, inner), nn.Linear(inner, 1)
        self.outside = nn.Linear(width, 1)
        self.head = TimeHead(width, width, inner, dropout)
        nn.init.normal_(self.figure_rule.weight, std=0.1)
        nn.init.zeros_(self.item_rule.weight)

    def forward(self, batch: Batch) -> Tensor:
        """Scores of the items (figures, 2 + words)."""
        return self.items(self.words(batch), batch)

    def times(self, words: Tensor, batch: Batch) -> Tensor:
        """Scores of the times (figures, 1 + expressions)."""
        return self.head(*ends(words, batch), batch["placed"])

    def items(self, words: Tensor, batch: Batch) -> Tensor:
        """Scores of the items, from the words in context."""
        rows = torch.arange(len(words))
        sides = torch.cat([words[rows, batch["head"]], words[rows, batch["first"]]], 1)
        figure = self.dropout(functional.relu(self.figure(sides)))
        hidden = self.pair(torch.cat([words, words * figure[:, None]], 2)) + self.pair_figure(figure)[:, None]
        scores = self._score(self.item, hidden) + self.item_rule(batch["rules"])[:, :, 0]
        scores = scores.masked_fill(~batch["known"], NEVER)
        figure = figure + self.figure_rule(batch["rule"])
        none = self._score(self.none, self.none_in(figure))[:, None]
        outside = self.outside(figure).masked_fill(~batch["outside"][:, None], NEVER)
        return torch.cat([none, scores, outside], 1)

    def words(self, batch: Batch) -> Tensor:
        """The words in context (figures, words, width)."""
        x = self.dropout(self.norm(self.taken(self.dropout(batch["states"]))) + self.marks(batch))
        packed = pack_padded_sequence(x, batch["lengths"], batch_first=True, enforce_sorted=False)
        mixed, _ = pad_packed_sequence(self.context(packed)[0], batch_first=True, total_length=x.shape[1])
        return self.dropout(x + self.mixed(self.dropout(mixed)))

    def _score(self, linear: nn.Linear, hidden: Tensor) -> Tensor:
        scores: Tensor = linear(self.dropout(functional.relu(hidden)))[..., 0]
        return scores


class TimeNet(nn.Module):
    """Layers that go on from half-way up the encoder, over what marks the words; a score for each time expression,
    beside one for none. They start as the encoder's own upper layers. `taught` guesses the teacher's states, in
    training alone.
    """

    def __init__(self, rules: int, layers: int, width: int, inner: int, dropout: float, layer_dropout: float) -> None:
        super().__init__()
        self.dropout, self.layer_dropout = nn.Dropout(dropout), layer_dropout
        self.marks = Marks(rules, WIDTH, 0.02)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.head = TimeHead(WIDTH, width, inner, dropout)
        self.taught = nn.Linear(WIDTH, TEACHER_WIDTH)

    def start_from(self, encoder: Path) -> None:
        """Take the upper layers of an encoder's graph."""
        found = weights(encoder)
        names = sorted(name.removesuffix(".qkv.bias") for name in found if name.endswith(".qkv.bias"))
        for layer, name in zip(self.layers, names[-len(self.layers) :], strict=True):
            layer.load_state_dict({key: torch.tensor(value) for key, value in layer_weights(found, name).items()})

    def words(self, batch: Batch) -> Tensor:
        """The words in context (figures, words, WIDTH)."""
        x = functional.dropout(batch["lower"] + self.marks(batch), self.layer_dropout, self.training)
        for layer in self.layers:
            x = layer(x, batch["known"][:, None, None, :], self.layer_dropout)
        return x

    def forward(self, batch: Batch) -> Tensor:
        """Scores of the times (figures, 1 + expressions)."""
        return self.scores(self.words(batch), batch)

    def scores(self, words: Tensor, batch: Batch) -> Tensor:
        """The same, from the words in context."""
        return self.head(*ends(self.dropout(words), batch), batch["placed"])


class TimeTeacher(nn.Module):
    """MPNet over the pieces of the words, marked as figure, other figure and time; scores as `TimeNet` gives them."""

    def __init__(self, pieces: Pieces, width: int, inner: int, dropout: float, layer_dropout: float) -> None:
        super().__init__()
        self.dropout, self.layer_dropout = nn.Dropout(dropout), layer_dropout
        self.encoder = Mpnet(pieces)
        self.marks = nn.Embedding(MARKS, TEACHER_WIDTH)
        self.head = TimeHead(TEACHER_WIDTH, width, inner, dropout)
        nn.init.normal_(self.marks.weight, std=0.02)
        with torch.no_grad():
            self.marks.weight[0] = 0

    def pieces(self, batch: Batch) -> Tensor:
        """The pieces in context (figures, pieces, TEACHER_WIDTH)."""
        given = batch["pieces"], batch["piece_shapes"], batch["piece_known"]
        return self.encoder(*given, [self.marks(batch["piece_marks"])], self.layer_dropout)

    def forward(self, batch: Batch) -> Tensor:
        """Scores of the times (figures, 1 + expressions)."""
        return self.scores(self.pieces(batch), batch)

    def scores(self, pieces: Tensor, batch: Batch) -> Tensor:
        """The same, from the pieces in context."""
        pieces = self.dropout(pieces)
        rows = torch.arange(len(pieces))[:, None]
        first, last = batch["word_starts"], batch["word_ends"]
        ends = first[rows, torch.stack([batch["head"], batch["first"]], 1)]
        places = batch["places"]
        sides = [side[rows, places[:, :, n]] for n, side in enumerate((first, first, last))]
        times = pieces[rows[:, :, None], torch.stack(sides, 2)]
        return self.head(pieces[rows, ends], times, batch["placed"])
