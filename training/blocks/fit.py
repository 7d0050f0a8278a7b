"""Fits the network of the layout model on generated pages."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from extractors.layout.network import JOINED, KINDS, ROUNDS
from extractors.layout.parts import DIRECTIONS, LINE_FEATURES, REGION_FEATURES, RELATION, THUMBNAIL
from extractors.weights import WEIGHTS_FILE, load_arrays
from training.blocks.dataset import UNSTAMPED, Example

logger = logging.getLogger(__name__)

WIDTH, SEEN = 48, 16
PAGES = 12
"""Pages of a batch."""

STAMPED = 0.7
"""Weight of stamps on pages without any."""

STAMP_ODDS = 4.0
"""Factor of the odds of stamps in the weights: pages without any lower them on all others too."""

RARE = 0.5
"""Exponent of the weight of rare kinds: 0 weighs all parts alike, 1 all kinds."""


class Network(nn.Module):
    """The network of `extractors.layout.network`, in torch."""

    def __init__(self, features: int) -> None:
        super().__init__()
        own = features + SEEN + len(DIRECTIONS) * RELATION
        self.thumbnail = nn.Linear(2 * THUMBNAIL**2, SEEN)
        self.first = nn.Linear(own, WIDTH)
        self.rounds = nn.ModuleList(nn.Linear(own + (1 + len(DIRECTIONS)) * WIDTH, WIDTH) for _ in range(ROUNDS))
        self.before, self.kind = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, len(KINDS))
        self.pairs = nn.ModuleList(nn.Linear(2 * WIDTH + RELATION, 32) for _ in JOINED)
        self.join = nn.Linear(32, 1)
        self.drop = nn.Dropout(0.1)

    def forward(self, features: Any, thumbnails: Any, neighbors: Any, relations: Any) -> tuple[Any, Any]:
        """Returns logits of kinds, (n, kinds), and of joins, (n, joins)."""
        count = len(features)
        there = (neighbors >= 0)[..., None].float()
        chosen = neighbors.clamp(min=0)
        own = torch.cat([features, torch.relu(self.thumbnail(thumbnails)), relations.reshape(count, -1)], dim=1)
        own = self.drop(own)
        state = torch.relu(self.first(own))
        for layer in self.rounds:
            heard = (state[chosen] * there).reshape(count, -1)
            state = state + torch.relu(layer(torch.cat([own, state, heard], dim=1)))
        kinds = self.kind(torch.relu(self.before(self.drop(state))))
        joins = []
        for pair, direction in zip(self.pairs, JOINED, strict=True):
            other = state[chosen[:, direction]]
            seen = torch.cat([state + other, (state - other).abs(), relations[:, direction]], dim=1)
            joins.append(self.join(torch.relu(pair(seen)))[:, 0])
        return kinds, torch.stack(joins, dim=1)


def fit(
    examples: Sequence[Example], output: Path, *, epochs: int = 40, seed: int = 1, start: Path | None = None
) -> None:
    """Fits the network and writes its weights.

    Args:
        examples: Pages to learn from.
        output: Folder of the weights; is made where it is absent.
        epochs: Passes over the pages.
        seed: Of the first weights and the order of pages.
        start: Folder of the weights to go on from.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = random.Random(seed)
    everything = np.concatenate([e.parts.features for e in examples])
    mean, spread = everything.mean(axis=0), np.maximum(everything.std(axis=0), 0.05)
    known = np.concatenate([e.kinds for e in examples])
    counts = np.bincount(known[known != UNSTAMPED], minlength=len(KINDS))
    weights = (counts.mean() / np.maximum(counts, 1)) ** RARE
    network = Network(LINE_FEATURES + REGION_FEATURES)
    if start is not None:
        mean, spread = _load(network, start)
    steps = epochs * -(-len(examples) // PAGES)
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, 4e-3 if start is None else 2e-3, total_steps=steps, pct_start=0.15
    )
    of_kinds = nn.CrossEntropyLoss(torch.tensor(weights, dtype=torch.float32), ignore_index=UNSTAMPED)
    of_joins = nn.BCEWithLogitsLoss(reduction="none")
    order = list(range(len(examples)))
    for epoch in range(epochs):
        rng.shuffle(order)
        total = 0.0
        for first in range(0, len(order), PAGES):
            batch = _batch([examples[i] for i in order[first : first + PAGES]], mean, spread)
            kinds, joins = network(*batch[:4])
            loss = of_kinds(kinds, batch[4]) + _stamped(kinds, batch[4] == UNSTAMPED)
            loss = loss + (of_joins(joins, batch[5]) * batch[6]).sum() / batch[6].sum().clamp(min=1)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(batch[4])
        if epoch % 5 == 4:
            logger.info("epoch %d: loss %.4f", epoch + 1, total / len(everything))
    _save(network, mean, spread, output)


def _stamped(kinds: Any, unstamped: Any) -> Any:
    """Returns how surely parts of pages without stamps are taken for some, (n, kinds) -> a loss."""
    others = [i for i, kind in enumerate(KINDS) if kind != "stamp"]
    # By logits: the logarithm of 1 less a probability near 1 has no gradient.
    unlikely = torch.logsumexp(kinds, dim=1) - torch.logsumexp(kinds[:, others], dim=1)
    return (unlikely * unstamped).sum() / len(unstamped) * STAMPED


def _batch(examples: Sequence[Example], mean: Any, spread: Any) -> tuple[Any, ...]:
    neighbors, joins, known, offset = [], [], [], 0
    for e in examples:
        own = e.parts.neighbors
        chosen = own[:, JOINED]
        both = (chosen >= 0) & (e.blocks[:, None] >= 0) & (e.blocks[chosen] >= 0)
        joins.append((e.blocks[:, None] == e.blocks[chosen]) & both)
        # Joins count among parts of one kind only: the kinds decide all others.
        known.append(both & (e.kinds[:, None] == e.kinds[chosen]))
        neighbors.append(np.where(own >= 0, own + offset, -1))
        offset += len(own)
    features = np.concatenate([(e.parts.features - mean) / spread for e in examples])
    return (
        torch.from_numpy(features.astype(np.float32)),
        torch.from_numpy(np.concatenate([e.parts.thumbnails for e in examples])),
        torch.from_numpy(np.concatenate(neighbors)),
        torch.from_numpy(np.concatenate([e.parts.relations for e in examples])),
        torch.from_numpy(np.concatenate([e.kinds for e in examples])),
        torch.from_numpy(np.concatenate(joins).astype(np.float32)),
        torch.from_numpy(np.concatenate(known).astype(np.float32)),
    )


def _load(network: Network, folder: Path) -> tuple[Any, Any]:
    """Gives a network the weights of a folder; returns mean and spread of the features."""
    stored = load_arrays(folder)
    network.load_state_dict(
        {name: torch.from_numpy(stored[_stored(name)].astype(np.float32)) for name in network.state_dict()}
    )
    with torch.no_grad():
        network.kind.bias[KINDS.index("stamp")] -= np.log(STAMP_ODDS)
    return stored["mean"], stored["spread"]


def _stored(name: str) -> str:
    return name.replace("rounds.", "round").replace("pairs.", "pair")


def _save(network: Network, mean: Any, spread: Any, output: Path) -> None:
    arrays = {"mean": mean.astype(np.float32), "spread": spread.astype(np.float32)}
    for name, value in network.state_dict().items():
        if name == "kind.bias":
            value = value.clone()
            value[KINDS.index("stamp")] += np.log(STAMP_ODDS)
        arrays[_stored(name)] = value.numpy().astype(np.float16)
    version = np.array(f"layout 2, {datetime.now(UTC).date().isoformat()}")
    output.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(output / WEIGHTS_FILE, version=version, **arrays)
