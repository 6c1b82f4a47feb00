"""The epochs of a training: what the readers behind the encoder have in common."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

Rates = Mapping[float, list[nn.Parameter]]


class Task(NamedTuple):
    """What a net is taught: the batches of an epoch, by its seed, the loss of one, what is measured after each epoch,
    and the share of the rate that is left in the end.
    """

    batches: Callable[[int], Sequence[Any]]
    loss: Callable[[Any], Tensor]
    measure: Callable[[], dict[str, float]]
    least: float


def run(net: nn.Module, recipe: Any, task: Task, work: Path, rates: Rates = MappingProxyType({})) -> None:
    """Train the net by the numbers of the recipe (a dataclass with seed, epochs, rate, warm_up, weight_decay, clip); go
    on from the epoch that `work` holds. `rates` are those of parameters that have a rate of their own.
    """
    apart = {id(one) for ones in rates.values() for one in ones}
    groups = [{"params": [one for one in net.parameters() if id(one) not in apart]}]
    groups += [{"params": ones, "lr": rate} for rate, ones in rates.items() if ones]
    optimizer = torch.optim.AdamW(groups, lr=recipe.rate, weight_decay=recipe.weight_decay)
    steps = recipe.epochs * len(task.batches(recipe.seed))
    warm = recipe.warm_up * steps
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / warm) * max(task.least, 1 - step / steps)
    )
    parts = {"net": net, "optimizer": optimizer, "scheduler": scheduler}
    work.mkdir(parents=True, exist_ok=True)
    kept, first = work / "state.pt", 0
    if kept.exists():
        state = torch.load(kept)
        if state["recipe"] != vars(recipe):
            sys.exit(f"{kept} was trained by another recipe: delete it, or name another --work")
        for name, part in parts.items():
            part.load_state_dict(state[name])
        first = state["epoch"]
    for epoch in range(first, recipe.epochs):
        began = time.perf_counter()
        torch.manual_seed(recipe.seed * 1000 + epoch)
        net.train()
        for batch in task.batches(recipe.seed * 1000 + epoch):
            optimizer.zero_grad()
            task.loss(batch).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), recipe.clip)
            optimizer.step()
            scheduler.step()
        state = {name: part.state_dict() for name, part in parts.items()}
        torch.save({**state, "epoch": epoch + 1, "recipe": vars(recipe)}, kept)
        seconds = round(time.perf_counter() - began)
        print(json.dumps({"epoch": epoch + 1, "seconds": seconds, **task.measure()}), flush=True)
