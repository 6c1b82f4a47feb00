"""The reader of speech in torch, for training; `newsclaims.attribution.speech_net` is the same net at run time."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from newsclaims.attribution.speech_net import REACH, SENTENCES
from newsclaims.encoder.net import WIDTH

CUES, ROLES, CUE_INNER = 3, 3, 128


class Net(nn.Module):
    """An LSTM over the encoder's states; a head for cues, and one vector a word for each side of a pair."""

    def __init__(self, width: int, layers: int, joint: int, dropout: float) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.taken = nn.Linear(WIDTH, width)
        self.norm = nn.LayerNorm(width)
        self.context = nn.LSTM(width, width // 2, layers, bidirectional=True, batch_first=True)
        self.cue_in, self.cue_out = nn.Linear(width, CUE_INNER), nn.Linear(CUE_INNER, CUES)
        self.belonging, self.cueing = nn.Linear(width, joint), nn.Linear(width, joint)
        self.distance = nn.Embedding(2 * REACH + 1, joint)
        self.sentence = nn.Embedding(2 * SENTENCES + 1, joint)
        self.pair = nn.Parameter(torch.zeros(ROLES - 1, joint, joint))
        self.out = nn.Linear(joint, ROLES)
        nn.init.normal_(self.pair, std=0.005)
        for table in (self.distance, self.sentence):
            nn.init.normal_(table.weight, std=0.1)

    def forward(self, batch: dict[str, Tensor]) -> Tensor:
        """The words in context (windows, words, width)."""
        x = self.dropout(self.norm(self.taken(batch["states"])))
        packed = pack_padded_sequence(x, batch["lengths"], batch_first=True, enforce_sorted=False)
        mixed, _ = pad_packed_sequence(self.context(packed)[0], batch_first=True, total_length=x.shape[1])
        return x + self.dropout(mixed)

    def cues(self, words: Tensor) -> Tensor:
        """Scores (windows, words, 3) of O, B and I of a cue."""
        return self.cue_out(self.dropout(functional.relu(self.cue_in(words))))

    def roles(self, words: Tensor, batch: dict[str, Tensor]) -> Tensor:
        """Scores (cues, words, 3) that a word is neither, the source's, the content's."""
        row = batch["row"]
        belonging = self.belonging(words)[row]
        cue = torch.einsum("cw,cwk->ck", batch["mean"], self.cueing(words)[row])
        mixed = belonging + cue[:, None] + self.distance(batch["distance"]) + self.sentence(batch["sentence"])
        pairs = torch.einsum("cwk,rkj,cj->cwr", belonging, self.pair, cue)
        return self.out(functional.relu(mixed)) + functional.pad(pairs, (1, 0))
