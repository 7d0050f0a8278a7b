"""Fits the second reader: a small network that scores words with digits by the words around them.

Values in several places teach the place that the network finds likeliest so far (hard expectation maximization).
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from extractors.fields.neighborhood.features import (
    LETTERS,
    NUMBERS,
    SHAPES,
    SLOTS,
    STEMS,
    WORDS,
    Candidates,
    candidates_of,
)
from extractors.fields.neighborhood.model import OUTSIDE, known_fields
from extractors.weights import WEIGHTS_FILE
from schemas.vocabulary import DocumentClass
from training.examples import Example, augmented
from training.train import Mixture

logger = logging.getLogger(__name__)

COPIES = 4
"""Augmented copies of each document that is not generated."""

DOCUMENTS = 48
"""Documents of a batch."""

IGNORED = -100
WIDTH = 64


@dataclass(frozen=True)
class Labeled:
    """A page with its candidates.

    ``labels`` has one label a candidate; ``bags`` the places of values that are in several places, as candidates;
    ``allowed`` whether the document may teach a label.
    """

    candidates: Candidates
    document_class: int
    labels: NDArray[np.int64]
    bags: tuple[tuple[int, tuple[tuple[int, ...], ...]], ...]
    allowed: NDArray[np.bool_]


class Network(nn.Module):
    """The network of `extractors.fields.neighborhood.model`, in torch.

    Args:
        labels: How many labels there are.
        classes: How many document classes there are.
    """

    def __init__(self, labels: int, classes: int) -> None:
        super().__init__()
        self.words, self.stems = nn.Embedding(WORDS, 24), nn.Embedding(STEMS, 16)
        self.slots = nn.Parameter(torch.randn(SLOTS, 12) * 0.3)
        self.neighbor = nn.Linear(24 + 16 + 12 + 2, WIDTH)
        self.shapes, self.letters = nn.Embedding(SHAPES, 20), nn.Embedding(LETTERS, 12)
        self.classes = nn.Embedding(classes, 10)
        self.first = nn.Linear(2 * WIDTH + 20 + 12 + 10 + len(NUMBERS), 128)
        self.second, self.last = nn.Linear(128, 96), nn.Linear(96, labels)
        self.drop = nn.Dropout(0.15)

    def forward(self, neighbors: Any, offsets: Any, own: Any, numbers: Any, classes: Any) -> Any:
        """Returns logits (candidates, labels)."""
        slots = self.slots.expand(len(neighbors), -1, -1)
        seen = torch.cat([self.words(neighbors[..., 0]), self.stems(neighbors[..., 1]), slots, offsets], dim=-1)
        hidden = torch.relu(self.neighbor(seen)) * (neighbors[..., :1] > 0)
        # A caption that is missing, or that training never saw, must not be the only ground.
        if self.training:
            hidden = hidden * (torch.rand(hidden.shape[:2]) > 0.1)[..., None]
        whole = torch.cat(
            [
                hidden.amax(dim=1), hidden.sum(dim=1) / SLOTS, self.shapes(own[:, 0]), self.letters(own[:, 1]),
                self.classes(classes), numbers,
            ],
            dim=-1,
        )  # fmt: skip
        whole = torch.relu(self.first(self.drop(whole)))
        return self.last(torch.relu(self.second(self.drop(whole))))


def labels_of(kinds: Sequence[DocumentClass]) -> list[str]:
    """Returns the labels: nothing, then every field whose words have digits."""
    return [OUTSIDE, *sorted({name for kind in kinds for name in known_fields(kind)})]


def labeled_pages(mixture: Mixture, kinds: Sequence[DocumentClass], *, seed: int) -> list[Labeled]:
    """Returns the pages of a set with their candidates; of real documents also copies with noise."""
    rng = random.Random(seed)
    pages = []
    for example in mixture.examples:
        for copy in range(1 + (COPIES if mixture.swap else 0)):
            for page in example.pages:
                noisy = augmented(page, rng, strength=mixture.augment) if copy or not mixture.swap else page
                ends = {"first_page": page.number == 1, "last_page": page.number == len(example.pages)}
                found = candidates_of(noisy.texts, noisy.boxes, **ends)
                if len(found.words):
                    pages.append(_labeled(example, noisy.groups, found, kinds))
    return pages


def _labeled(
    example: Example,
    groups: Sequence[tuple[str, tuple[tuple[int, ...], ...]]],
    found: Candidates,
    kinds: Sequence[DocumentClass],
) -> Labeled:
    names = labels_of(kinds)
    [kind] = [k for k in kinds if k.name == example.document_class]
    at = {int(word): i for i, word in enumerate(found.words)}
    labels, bags = np.zeros(len(at), np.int64), []
    for label, places in groups:
        if label not in names:
            continue
        index, here = names.index(label), [tuple(at[i] for i in place if i in at) for place in places]
        here = [place for place in here if place]
        if len(here) == 1:
            labels[list(here[0])] = index
        elif here:
            labels[sorted({i for place in here for i in place})] = IGNORED
            bags.append((index, tuple(here)))
    own = {OUTSIDE, *known_fields(kind)} - set(example.unknown)
    allowed = np.array([name in own for name in names])
    return Labeled(found, kinds.index(kind), labels, tuple(bags), allowed)


def fit(
    mixtures: Sequence[Mixture], kinds: Sequence[DocumentClass], output: Path, *, batches: int = 6000, seed: int = 1
) -> None:
    """Fits the network and writes its weights.

    Args:
        mixtures: The training sets, each with the share in which it is drawn.
        kinds: The classes.
        output: Folder of the weights.
        batches: Batches of documents.
        seed: Of every choice.
    """
    torch.manual_seed(seed)
    sets = [(m.weight, labeled_pages(m, kinds, seed=seed)) for m in mixtures if m.examples]
    sets = [(weight, pages) for weight, pages in sets if pages]
    network = Network(len(labels_of(kinds)), len(kinds))
    optimizer = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=3e-3, total_steps=batches)
    mean = 0.0
    for step, batch in enumerate(_batches(sets, batches, seed)):
        loss = _loss(network, batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        mean = 0.99 * mean + 0.01 * float(loss.detach())
        if step % 500 == 499:
            logger.info("%d batches, loss %.4f", step + 1, mean)
    _write(network.eval(), kinds, output)


def _batches(sets: Sequence[tuple[float, Sequence[Labeled]]], count: int, seed: int) -> Iterator[list[Labeled]]:
    rng = random.Random(seed)
    weights = [weight for weight, _ in sets]
    for _ in range(count):
        yield [rng.choice(pages) for _, pages in rng.choices(sets, weights, k=DOCUMENTS)]


def _loss(network: Network, batch: Sequence[Labeled]) -> Any:
    found = [page.candidates for page in batch]
    counts = [len(c.words) for c in found]
    logits = network(
        torch.from_numpy(np.concatenate([c.neighbors for c in found]).astype(np.int64)),
        torch.from_numpy(np.concatenate([c.offsets for c in found])),
        torch.from_numpy(np.concatenate([c.own for c in found]).astype(np.int64)),
        torch.from_numpy(np.concatenate([c.numbers for c in found])),
        torch.from_numpy(np.repeat([page.document_class for page in batch], counts)),
    )
    allowed = torch.from_numpy(np.repeat(np.stack([page.allowed for page in batch]), counts, axis=0))
    logits = logits.masked_fill(~allowed, -1e4)
    targets = np.concatenate([page.labels for page in batch])
    scores, start = logits.detach().numpy(), 0
    for page, count in zip(batch, counts, strict=True):
        for label, places in page.bags:
            if page.allowed[label]:
                best = max(places, key=lambda place: float(scores[[start + i for i in place], label].mean()))
                targets[[start + i for i in best]] = label
        start += count
    may_teach = allowed.numpy()[np.arange(len(targets)), np.maximum(targets, 0)]
    taught = np.where(may_teach, targets, IGNORED)
    return nn.functional.cross_entropy(logits, torch.from_numpy(taught), ignore_index=IGNORED)


def _write(network: Network, kinds: Sequence[DocumentClass], output: Path) -> None:
    rename = {"words.weight": "words", "stems.weight": "stems", "shapes.weight": "shapes", "letters.weight": "letters"}
    arrays = {
        rename.get(name, name): value.numpy().astype(np.float16 if "weight" in name else np.float32)
        for name, value in network.state_dict().items()
    }
    output.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        output / WEIGHTS_FILE,
        labels=np.array(labels_of(kinds)),
        classes=np.array([kind.name for kind in kinds]),
        version=np.array(datetime.now(UTC).date().isoformat()),
        **arrays,
    )
