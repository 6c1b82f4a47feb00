"""How right names are, from the scores of their labels: the best sequence of labels, as the pipeline takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from data import NAMES, Chunk, Sample, batched, chunks, collate
from torch import Tensor

from newsclaims.encoder import bio
from newsclaims.encoder.words import Pieces

Scorer = Callable[[dict[str, Tensor]], Tensor]


def scored(scorer: Scorer, samples: Iterable[Sample], pieces: Pieces) -> list[tuple[Chunk, Tensor]]:
    """Every chunk of the samples with the log-probabilities (words, labels) that the scorer gives."""
    out: list[tuple[Chunk, Tensor]] = []
    drawn = [chunk for sample in samples for chunk in chunks(sample, 250, None)]
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for batch in batched(drawn, 1500, pool=200):
            told = torch.log_softmax(scorer(collate(batch, pieces)).float(), -1)
            out += [(chunk, rows[: chunk.last - chunk.first]) for chunk, rows in zip(batch, told, strict=True)]
    return out


def right(told: Iterable[tuple[Chunk, Tensor]], labels: list[str]) -> dict[str, float]:
    """F1 of names in percent, of all kinds and of each; `loss` is minus the mean log-probability of the gold, where an
    unmarked word may be anything but a name.
    """
    after = bio.after(labels)
    counts = {kind: [0, 0, 0] for kind in sorted(NAMES)}
    loss, words = 0.0, 0
    outside = torch.tensor([label[2:] not in NAMES for label in labels]).float().log()
    for chunk, rows in told:
        assert chunk.sample.ent is not None
        gold = chunk.sample.ent[chunk.first : chunk.last]
        at = torch.tensor(gold)
        loss -= (
            torch.where(at == 0, torch.logsumexp(rows + outside, -1), rows[torch.arange(len(gold)), at]).sum().item()
        )
        words += len(gold)
        best = bio.best(rows.numpy(), after)
        found, wanted = (set(bio.spans([labels[i] for i in given])) for given in (best.tolist(), gold))
        for kind, count in counts.items():
            ours, theirs = ({span for span in spans if span[2] == kind} for spans in (found, wanted))
            for i, n in enumerate((len(ours & theirs), len(ours), len(theirs))):
                count[i] += n
    f1 = {kind: round(200 * count[0] / max(1, count[1] + count[2]), 1) for kind, count in counts.items()}
    whole = [sum(part) for part in zip(*counts.values(), strict=True)]
    return {"names": round(200 * whole[0] / max(1, whole[1] + whole[2]), 1), **f1, "loss": round(loss / words, 4)}
