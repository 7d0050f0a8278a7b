"""The fast recognition network learns what the accurate one gives: the probabilities of each column."""

from __future__ import annotations

import logging
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from extractors.ocr.recognition import network_input
from extractors.page_image import Pixels
from training.ocr.examples import LineExample, Packed
from training.ocr.trainable import TrainableGraph

logger = logging.getLogger(__name__)

OTHER = -2
"""Place of the class of all characters that are not Latin; the last is the blank between words."""

BATCH_PIXELS = 48 * 320 * 12
CHARACTER_WEIGHT = 3.0
"""Columns with a character count this much more: most columns are the CTC blank."""

UNSURE_LINE_WEIGHT = 0.25
SURE = 0.9
"""Lines with a lower mean probability are read by the accurate network anyway."""

LONGEST = 1280
EPSILON = 1e-5

Loss = torch.Tensor


@dataclass(frozen=True)
class Plan:
    """How to learn. ``minutes`` of wall clock, or ``steps``, decide when the learning rate has fallen to zero."""

    learning_rate: float
    minutes: float = 0.0
    steps: int = 0
    seed: int = 1
    warm_up: int = 100
    mean_of: float = 0.005
    """Share of the newest weights in the running mean that is written."""

    save_every_s: float = 300.0


def fit_recognition(examples: Sequence[LineExample], start: Path, output: Path, plan: Plan) -> None:
    """Goes on with the network of ``start`` on lines, and writes it to ``output``."""
    chance = random.Random(plan.seed)

    def losses(network: TrainableGraph) -> Iterator[Loss]:
        while True:
            for batch in _batches(examples, chance):
                yield recognition_loss(network, batch, chance)

    _fit(TrainableGraph(start), losses, output, plan)


def _fit(network: TrainableGraph, losses: Callable[[TrainableGraph], Iterator[Loss]], output: Path, plan: Plan) -> None:
    optimizer = torch.optim.AdamW(network.parameters(), lr=plan.learning_rate, weight_decay=1e-4)
    mean = [weight.detach().clone() for weight in network.weights]
    begun = saved = time.monotonic()
    for step, loss in enumerate(losses(network)):
        done = step / plan.steps if plan.steps else (time.monotonic() - begun) / 60 / plan.minutes
        if done >= 1.0:
            break
        for group in optimizer.param_groups:
            rate = min(1.0, (step + 1) / plan.warm_up) * 0.5 * (1.0 + math.cos(math.pi * done))
            group["lr"] = plan.learning_rate * rate
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        with torch.no_grad():
            for kept, weight in zip(mean, network.weights, strict=True):
                kept.lerp_(weight, max(plan.mean_of, 1.0 / (step + 1)))
        if time.monotonic() - saved > plan.save_every_s:
            saved = time.monotonic()
            _save(network, mean, output)
            logger.info("%d steps, %.0f minutes, loss %.4f", step, (saved - begun) / 60, float(loss.detach()))
    _save(network, mean, output)


def _save(network: TrainableGraph, mean: Sequence[torch.Tensor], output: Path) -> None:
    """Writes the running mean of the weights; the network keeps its own."""
    own = [weight.detach().clone() for weight in network.weights]
    for values in (mean, own):
        with torch.no_grad():
            for weight, value in zip(network.weights, values, strict=True):
                weight.copy_(value)
        if values is mean:
            network.save(output)


def recognition_loss(network: TrainableGraph, batch: Sequence[LineExample], chance: random.Random) -> Loss:
    """Returns how far the network's columns are from those of the accurate one (Kullback-Leibler)."""
    pictures = np.stack([network_input(_changed(_unpacked(example.picture), chance)) for example in batch])
    found = network(torch.from_numpy(pictures)).clamp_min(EPSILON)
    wanted = torch.from_numpy(np.stack([target(example, found.shape[-1]) for example in batch]))
    distance = (wanted * ((wanted + EPSILON).log() - found.log())).sum(-1)
    printed = 1.0 - wanted[..., 0]
    sureness = (wanted.max(-1).values * printed).sum(1) / printed.sum(1).clamp_min(0.1)
    of_line = torch.where(sureness > SURE, 1.0, UNSURE_LINE_WEIGHT)[:, None]
    loss: Loss = (distance * (1.0 + CHARACTER_WEIGHT * printed) * of_line).mean()
    return loss


def target(example: LineExample, classes: int) -> np.ndarray:
    """Returns the probabilities (columns, classes) that the fast network shall give: what is left is `OTHER`'s."""
    probabilities = np.zeros((len(example.classes), classes), np.float32)
    # The fast network has one class more, before the blank between words.
    places = np.where(example.classes == classes + OTHER, classes - 1, example.classes).astype(np.int64)
    np.put_along_axis(probabilities, places, example.probabilities.astype(np.float32), axis=1)
    probabilities[:, OTHER] = np.maximum(0.0, 1.0 - probabilities.sum(axis=1))
    return probabilities


def _batches(examples: Sequence[LineExample], chance: random.Random) -> Iterator[list[LineExample]]:
    """Yields all lines once, in batches of one width and as many pixels each."""
    waiting: dict[int, list[LineExample]] = {}
    for example in chance.sample(examples, len(examples)):
        if example.width > LONGEST:
            continue
        batch = waiting.setdefault(example.width, [])
        batch.append(example)
        if len(batch) * 48 * example.width >= BATCH_PIXELS:
            yield waiting.pop(example.width)
    yield from waiting.values()


def _changed(picture: Pixels, chance: random.Random) -> Pixels:
    """Returns the picture with other contrast, blur or noise, or as it is."""
    changed: np.ndarray = picture.astype(np.float32)
    if chance.random() < 0.5:
        changed = (changed - 128.0) * chance.uniform(0.6, 1.15) + 128.0 + chance.uniform(-30.0, 30.0)
    if chance.random() < 0.25:
        changed = cv2.GaussianBlur(changed, (0, 0), chance.uniform(0.3, 1.0))
    if chance.random() < 0.25:
        noise = np.random.default_rng(chance.getrandbits(64))
        changed = changed + noise.normal(0.0, chance.uniform(2.0, 12.0), changed.shape)
    return np.asarray(np.clip(changed, 0.0, 255.0), np.uint8)


def _unpacked(picture: Packed) -> Pixels:
    return np.asarray(cv2.imdecode(picture, cv2.IMREAD_COLOR), np.uint8)
