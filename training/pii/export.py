"""Writes a trained token classifier as the folder that redaction reads: ONNX with weights of eight bits."""

from __future__ import annotations

import shutil
from pathlib import Path

import torch

from redaction.token_classifier.classifier import MODEL_FILE
from redaction.token_classifier.encoding import WINDOW_TOKENS
from registry.manifest import write_about
from training.checkpoint import minilm_folder


class _Logits(torch.nn.Module):
    """The model with plain tensors in and out."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self._model = model

    def forward(self, input_ids: torch.Tensor, token_type_ids: torch.Tensor, attention_mask: torch.Tensor) -> object:
        """Returns the logits."""
        return self._model(
            input_ids=input_ids, token_type_ids=token_type_ids, attention_mask=attention_mask
        ).logits  # fmt: skip


def export(checkpoint: Path, output: Path, *, windows: int, version: str) -> None:
    """Writes ``output`` from a checkpoint of `training.pii.train`.

    Args:
        checkpoint: What was trained.
        output: The folder that redaction reads, such as ``models/pii``.
        windows: On how many windows it was trained.
        version: The model's version.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from transformers import BertForTokenClassification

    model = BertForTokenClassification.from_pretrained(checkpoint, attn_implementation="eager").eval()
    output.mkdir(parents=True, exist_ok=True)
    exact = output / "exact.onnx"
    sample = torch.ones((2, WINDOW_TOKENS), dtype=torch.long)
    names = ["input_ids", "token_type_ids", "attention_mask"]
    torch.onnx.export(
        _Logits(model), (sample, torch.zeros_like(sample), sample), str(exact), input_names=names,
        output_names=["logits"], dynamic_axes={name: {0: "batch", 1: "length"} for name in [*names, "logits"]},
        dynamo=False, opset_version=17,
    )  # fmt: skip
    quantize_dynamic(exact, output / MODEL_FILE, weight_type=QuantType.QInt8, per_channel=True)
    exact.unlink()
    shutil.copyfile(minilm_folder() / "tokenizer.json", output / "tokenizer.json")
    write_about(output, {"name": "pii-minilm", "version": version, "windows_trained": windows})
