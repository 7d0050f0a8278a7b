"""Trains one LayoutLM for every class, for a set time, on a mixture of real and generated documents."""

from __future__ import annotations

import logging
import math
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from extractors.fields.layoutlm.model import OVERLAYS, class_labels, pad, prompt_of
from extractors.fields.layoutlm.windows import Window, WindowMaker
from extractors.processor import has_fast_bfloat16
from schemas.vocabulary import DocumentClass
from training.checkpoint import fresh_model, load_model, minilm_folder, save_checkpoint, tokenizer_of
from training.entity_swap import ValuePool, swapped
from training.examples import Example, ExamplePage, Place, augmented, label_names
from training.loss import IGNORED, WordTargets, window_loss
from training.provenance import code_digest, data_digest
from training.schedule import Plan, Schedule

logger = logging.getLogger(__name__)

EMPTY_PAGE_WEIGHT = 0.15
"""How often a page without a value is drawn beside one with values: it teaches what is nothing."""

TOLD_EVERY_S = 30.0
"""Seconds between two reports of the remaining time."""

POOL_BATCHES = 12
"""Windows are drawn for this many batches at once and sorted by length, so that little is padding."""


@dataclass(frozen=True)
class Mixture:
    """A set of examples and how often it is drawn, as a weight beside the other sets'.

    ``augment`` is the strength of the augmentation, 0 for none; ``swap`` is whether names and addresses change
    places among the set's documents, which generated ones do not need.
    """

    name: str
    examples: Sequence[Example]
    weight: float
    augment: float = 1.0
    swap: bool = False


@dataclass(frozen=True)
class _Drawn:
    window: Window
    targets: tuple[WordTargets, ...]
    """Of each layer of the class."""
    document_class: str
    unknown: tuple[int, ...]
    """Labels that may be on this document without a place in its truth: neither trained nor penalized."""


class Sampler:
    """Draws windows with targets from a mixture of sets, for ever.

    Args:
        mixtures: The sets.
        windows: Cuts pages into windows.
        labels: The labels of the model.
        seed: Of every choice.
        overlays: Fields of further layers, as `training.layers` tells them.
    """

    def __init__(
        self,
        mixtures: Sequence[Mixture],
        windows: WindowMaker,
        labels: Sequence[str],
        seed: int,
        overlays: Sequence[Sequence[str]] = (),
    ) -> None:
        self._rng = random.Random(seed)
        self._overlays = [frozenset(names) for names in overlays]
        self._windows = windows
        self._index = {label: i for i, label in enumerate(labels)}
        self._mixtures = [m for m in mixtures if m.examples]
        self._pages = [_weighted_pages(m.examples) for m in self._mixtures]
        self._pools = [ValuePool(m.examples) if m.swap else None for m in self._mixtures]

    def batches(self, size: int) -> Iterator[list[_Drawn]]:
        """Yields batches of windows of like length."""
        while True:
            pool = sorted((self._draw() for _ in range(size * POOL_BATCHES)), key=lambda d: len(d.window.token_ids))
            starts = list(range(0, len(pool), size))
            self._rng.shuffle(starts)
            for start in starts:
                yield pool[start : start + size]

    def _draw(self) -> _Drawn:
        [which] = self._rng.choices(range(len(self._mixtures)), [m.weight for m in self._mixtures])
        (examples, weights), mixture, pool = self._pages[which], self._mixtures[which], self._pools[which]
        [(example, page)] = self._rng.choices(examples, cum_weights=weights)
        page = swapped(page, pool, self._rng) if pool else page
        page = augmented(page, self._rng, strength=mixture.augment) if mixture.augment else page
        prompt = prompt_of(example.document_class, page.number, len(example.pages))
        made = self._windows.windows(page.texts, page.boxes, prompt=prompt)
        labelled = {i for _, places in page.groups for place in places for i in place}
        weights_of = [1 + 20 * sum(_holds(w, i) for i in labelled) for w in made]
        [window] = self._rng.choices(made, weights_of)
        unknown = tuple(self._index[f"{prefix}-{label}"] for label in sorted(example.unknown) for prefix in "BI")
        return _Drawn(window, tuple(self._layers(page, window)), example.document_class, unknown)

    def _layers(self, page: ExamplePage, window: Window) -> Iterator[WordTargets]:
        apart = frozenset().union(*self._overlays)
        yield self._targets([group for group in page.groups if group[0] not in apart], window)
        for names in self._overlays:
            yield self._targets([group for group in page.groups if group[0] in names], window)

    def _targets(self, groups: Sequence[tuple[str, tuple[Place, ...]]], window: Window) -> WordTargets:
        certain = [self._index["O"]] * len(window.word_tokens)
        choices = []
        for label, places in groups:
            here = [self._labelled(label, place, window) for place in places if all(_holds(window, i) for i in place)]
            cut = [i - window.first_word for place in places for i in place if _holds(window, i)]
            for i in cut:
                certain[i] = IGNORED
            if len(places) == 1 and here:
                for i, target in here[0]:
                    certain[i] = target
            elif here:
                choices.append(here)
        return WordTargets(certain, choices)

    def _labelled(self, label: str, place: Sequence[int], window: Window) -> list[tuple[int, int]]:
        begin, inside = self._index[f"B-{label}"], self._index[f"I-{label}"]
        return [(i - window.first_word, begin if k == 0 else inside) for k, i in enumerate(place)]


def _weighted_pages(examples: Sequence[Example]) -> tuple[list[tuple[Example, ExamplePage]], list[float]]:
    """Returns the pages with words of all examples and their cumulative weights; every document weighs the same."""
    pages, cumulative, total = [], [], 0.0
    for example in examples:
        raw = [1.0 if page.groups else EMPTY_PAGE_WEIGHT for page in example.pages]
        for page, weight in zip(example.pages, raw, strict=True):
            if page.texts:
                total += weight / sum(raw)
                pages.append((example, page))
                cumulative.append(total)
    return pages, cumulative


def _holds(window: Window, word: int) -> bool:
    return window.first_word <= word < window.first_word + len(window.word_tokens)


def class_masks(
    labels: Sequence[str], classes: Sequence[DocumentClass], overlays: Sequence[Sequence[str]] = ()
) -> dict[str, list[torch.Tensor]]:
    """Returns for each class and layer an additive mask over the labels: 0 for its own, minus infinity for others."""
    masks = {}
    for kind in classes:
        base = set(class_labels(kind)).difference(*overlays)
        layers = [base, *(set(class_labels(kind)).intersection(names) for names in overlays)]
        allowed = [[label == "O" or label[2:] in own for label in labels] for own in layers]
        masks[kind.name] = [torch.where(torch.tensor(row), 0.0, float("-inf")) for row in allowed]
    return masks


def train(
    mixtures: Sequence[Mixture],
    plan: Plan,
    output: Path,
    about: dict[str, Any],
    *,
    classes: Sequence[DocumentClass],
    start: Path | None = None,
) -> int:
    """Trains and writes the checkpoint to ``output``, also every few minutes on the way.

    Args:
        mixtures: What to train on.
        plan: For how long and how.
        output: Folder of the checkpoint.
        about: The content of ``fieldwright.json``, beside the digests of data and code, and the length of training.
        classes: Classes of the examples: the model tells their labels apart.
        start: A checkpoint to go on from; else MiniLM's weights. Labels that it knows keep their weights.

    Returns:
        How many windows it was trained on.
    """
    if plan.threads:
        torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.seed)
    sets = [(mixture.name, mixture.weight, mixture.examples) for mixture in mixtures]
    about = {**about, "data_digest": data_digest(sets), "code_digest": code_digest()}
    labels = label_names(classes)
    tokenizer = tokenizer_of(start or minilm_folder())
    model = load_model(start, labels) if start else fresh_model(labels, minilm=plan.minilm)
    # The vocabulary's embeddings stay as they are: half of all weights, and a word that training never saw must keep
    # its meaning.
    model.layoutlm.embeddings.word_embeddings.weight.requires_grad_(not (start or plan.minilm))
    model.train()
    optimizer = _optimizer(model, plan.learning_rate)
    overlays = about.get(OVERLAYS, ())
    masks = class_masks(labels, classes, overlays)
    sampler = Sampler(mixtures, WindowMaker(tokenizer), labels, plan.seed, overlays)
    schedule = Schedule(plan)
    saved, told, seen = time.monotonic(), -math.inf, 0
    for batch in sampler.batches(plan.batch_windows):
        share = schedule.share(seen)
        if share >= 1:
            break
        _set_rate(optimizer, plan, share)
        schedule.note(_step(model, optimizer, batch, tokenizer.pad_token_id, masks))
        seen += len(batch)
        if time.monotonic() - told >= TOLD_EVERY_S:
            logger.info("%d windows, loss %.4f, %s left", seen, schedule.loss, _time(schedule.left_s(seen)))
            told = time.monotonic()
        if time.monotonic() - saved > 60 * plan.save_every_minutes:
            save_checkpoint(output, model, tokenizer, {**about, "windows_trained": seen})
            saved = time.monotonic()
    save_checkpoint(output, model, tokenizer, {**about, "windows_trained": seen})
    return seen


def _time(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"


def _optimizer(model: Any, rate: float) -> torch.optim.Optimizer:
    """Returns AdamW with a higher rate for what starts from nothing: places and head."""
    groups: dict[tuple[bool, bool], list[Any]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            new = "classifier" in name or any(f"{axis}_position" in name for axis in "xywh")
            decays = parameter.ndim > 1 and "embeddings" not in name
            groups.setdefault((new, decays), []).append(parameter)
    return torch.optim.AdamW(
        [
            {"params": parameters, "lr": rate, "scale": 1.0 if new else 0.35, "weight_decay": 0.01 if decays else 0.0}
            for (new, decays), parameters in groups.items()
        ]
    )


def _set_rate(optimizer: torch.optim.Optimizer, plan: Plan, share: float) -> None:
    warm = min(1.0, share / plan.warmup_share)
    cosine = 0.5 * (1 + math.cos(math.pi * max(0.0, share - plan.warmup_share) / (1 - plan.warmup_share)))
    for group in optimizer.param_groups:
        group["lr"] = plan.learning_rate * group["scale"] * warm * max(cosine, 0.01)


def _step(
    model: Any,
    optimizer: torch.optim.Optimizer,
    batch: Sequence[_Drawn],
    pad_id: int,
    masks: Mapping[str, Sequence[torch.Tensor]],
) -> float:
    ids, boxes, mask = pad([d.window for d in batch], pad_id)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_fast_bfloat16()):
        logits = model(
            input_ids=torch.from_numpy(ids), bbox=torch.from_numpy(boxes), attention_mask=torch.from_numpy(mask)
        ).logits
    total, decisions = torch.zeros(()), 0
    for row, drawn in enumerate(batch):
        words = logits[row, list(drawn.window.word_tokens)].float()
        for mask_of_layer, targets in zip(masks[drawn.document_class], drawn.targets, strict=True):
            mask_of_labels = mask_of_layer.clone()
            mask_of_labels[list(drawn.unknown)] = float("-inf")
            loss, count = window_loss(torch.log_softmax(words + mask_of_labels, dim=-1), targets)
            total, decisions = total + loss, decisions + count
    loss = total / max(decisions, 1)
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
    optimizer.step()
    return float(loss.detach())
