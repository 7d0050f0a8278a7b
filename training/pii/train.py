"""Trains the token classifier for a set time, from MiniLM's weights."""

from __future__ import annotations

import logging
import math
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from extractors.processor import has_fast_bfloat16
from redaction.token_classifier.encoding import FEATURES, LABELS, Encoder
from training.checkpoint import MINILM, minilm_folder
from training.pii.batches import Batches, padded

logger = logging.getLogger(__name__)

_VALIDATION_BATCHES = 10


@dataclass(frozen=True)
class Plan:
    """How to train; ``minutes`` of wall clock decide when the learning rate has fallen to zero."""

    minutes: float
    layers: int = 4
    learning_rate: float = 3e-4
    warmup_share: float = 0.04
    batch: int = 32
    seed: int = 1
    save_every_minutes: float = 8.0


def fresh_model(layers: int) -> Any:
    """Returns a BERT with MiniLM's first layers; its features and its head are new."""
    from safetensors.torch import load_file
    from transformers import BertConfig, BertForTokenClassification

    config = BertConfig(
        # Dropout costs half of the time on a CPU; replaced words and faults regularize instead.
        vocab_size=30522, **{**MINILM, "num_hidden_layers": layers}, type_vocab_size=FEATURES,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
        id2label=dict(enumerate(LABELS)), label2id={label: i for i, label in enumerate(LABELS)},
    )  # fmt: skip
    config._attn_implementation = "sdpa"
    model = BertForTokenClassification(config)
    weights = {
        f"bert.{name}": value.float() for name, value in load_file(minilm_folder() / "model.safetensors").items()
    }
    types = "bert.embeddings.token_type_embeddings.weight"
    weights[types] = weights[types][:1].repeat(FEATURES, 1) + 0.01 * torch.randn(FEATURES, MINILM["hidden_size"])
    model.load_state_dict(weights, strict=False)
    # Most words of the vocabulary are in no generated text: they keep their meaning.
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    return model


def train(plan: Plan, output: Path, *, start: Path | None = None) -> int:
    """Trains and writes the checkpoint to ``output``, also on the way; returns how many windows were read."""
    from transformers import BertForTokenClassification

    torch.manual_seed(plan.seed)
    encoder = Encoder(minilm_folder())
    model = (
        BertForTokenClassification.from_pretrained(start, num_hidden_layers=plan.layers)
        if start
        else fresh_model(plan.layers)
    )
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    optimizer = _optimizer(model, plan.learning_rate)
    begun, saved, seen, smooth = time.monotonic(), time.monotonic(), 0, 0.0
    for step, batch in enumerate(Batches(encoder, plan.seed).draw(plan.batch)):
        minutes = (time.monotonic() - begun) / 60
        if minutes >= plan.minutes:
            break
        _set_rate(optimizer, plan, minutes / plan.minutes)
        model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_fast_bfloat16()):
            loss = model(**padded(batch, encoder.pad_id)).loss
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
        optimizer.step()
        seen += len(batch)
        smooth = float(loss.detach()) if step == 0 else 0.98 * smooth + 0.02 * float(loss.detach())
        if step % 100 == 0:
            logger.info("step %d, %d windows, %.1f min, loss %.4f", step, seen, minutes, smooth)
        if time.monotonic() - saved > 60 * plan.save_every_minutes:
            _save(model, output)
            logger.info("validation %s", validated(model, encoder))
            saved = time.monotonic()
    _save(model, output)
    logger.info("validation %s", validated(model, encoder))
    return seen


def _save(model: Any, output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(output)


def _optimizer(model: Any, rate: float) -> torch.optim.Optimizer:
    """Returns AdamW with a higher rate for what starts from nothing: features and head."""
    groups: dict[tuple[bool, bool], list[Any]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            new = "classifier" in name or "token_type" in name
            groups.setdefault((new, parameter.ndim > 1 and "embeddings" not in name), []).append(parameter)
    return torch.optim.AdamW(
        [
            {"params": parameters, "lr": rate, "scale": 3.0 if new else 1.0, "weight_decay": 0.01 if decays else 0.0}
            for (new, decays), parameters in groups.items()
        ],
        fused=True,
    )


def _set_rate(optimizer: torch.optim.Optimizer, plan: Plan, share: float) -> None:
    warm = min(1.0, share / plan.warmup_share)
    cosine = 0.5 * (1 + math.cos(math.pi * max(0.0, share - plan.warmup_share) / (1 - plan.warmup_share)))
    for group in optimizer.param_groups:
        group["lr"] = plan.learning_rate * group["scale"] * warm * max(cosine, 0.01)


@torch.no_grad()
def validated(model: Any, encoder: Encoder) -> dict[str, tuple[float, float]]:
    """Returns precision and recall of each kind's units on names and sentences that were kept aside."""
    model.eval()
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    batches = Batches(encoder, 99, held_out=True).draw(32)
    for _ in range(_VALIDATION_BATCHES):
        tensors = padded(next(batches), encoder.pad_id)
        labels = tensors.pop("labels")
        guesses = model(**tensors).logits.argmax(-1)
        for gold, guess in zip(labels[labels >= 0].tolist(), guesses[labels >= 0].tolist(), strict=True):
            one, other = LABELS[gold][2:], LABELS[guess][2:]
            marked[one] += 1
            found[other] += 1
            right[one] += one == other
    return {
        kind: (round(right[kind] / max(found[kind], 1), 3), round(right[kind] / max(marked[kind], 1), 3))
        for kind in ("PERSON", "ADDRESS", "PLACE", "ORG")
    }
