"""The shipped field model on OpenVINO beside transformers: the same tokens, the same logits, and no torch."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors.fields.layoutlm.openvino_runtime import OpenVinoEncoder
from extractors.fields.layoutlm.tokenizer import CheckpointTokenizer
from extractors.fields.layoutlm.torch_runtime import TorchEncoder
from schemas.errors import ConfigurationError, EngineUnavailable
from schemas.settings import Settings

CHECKPOINT = Settings().models / "layoutlm"
Batch = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


@pytest.fixture(scope="module")
def encoder() -> OpenVinoEncoder:
    config = json.loads((CHECKPOINT / "config.json").read_text(encoding="utf-8"))
    return OpenVinoEncoder(CHECKPOINT, config, threads=1, precision="f32")


def batch(windows: int, tokens: int, *, counted: int | None = None) -> Batch:
    """Returns windows of tokens at random places; of the first, only some tokens count."""
    chance = np.random.default_rng(tokens)
    ids = chance.integers(999, 30_000, (windows, tokens))
    corner, size = chance.integers(0, 850, (2, windows, tokens)), chance.integers(1, 150, (2, windows, tokens))
    boxes = np.stack([corner[0], corner[1], corner[0] + size[0], corner[1] + size[1]], axis=-1)
    mask = np.ones_like(ids)
    mask[0, counted:] = 0 if counted else 1
    return ids * mask, boxes * mask[..., None], mask


@pytest.mark.parametrize(("windows", "tokens", "counted"), [(1, 7, None), (3, 64, 20), (1, 512, None)])
def test_logits_are_those_of_transformers(encoder: OpenVinoEncoder, windows: int, tokens: int, counted: int | None):
    import torch
    from transformers import LayoutLMForTokenClassification

    ids, boxes, mask = batch(windows, tokens, counted=counted)
    model = LayoutLMForTokenClassification.from_pretrained(CHECKPOINT, dtype=torch.float32).eval()
    with torch.inference_mode():
        places = {"input_ids": ids, "bbox": boxes, "attention_mask": mask}
        expected = model(**{name: torch.from_numpy(value) for name, value in places.items()}).logits.numpy()
    counts = mask.astype(bool)
    assert encoder.logits(ids, boxes, mask)[counts] == pytest.approx(expected[counts], abs=1e-3)


def test_logits_of_a_window_do_not_depend_on_its_batch(encoder: OpenVinoEncoder):
    ids, boxes, mask = batch(3, 64, counted=20)
    together = encoder.logits(ids, boxes, mask)
    alone = encoder.logits(ids[:1, :20], boxes[:1, :20], mask[:1, :20])
    assert together[0, :20] == pytest.approx(alone[0], abs=1e-3)


def test_a_batch_that_does_not_fit_together_is_a_failure_and_no_empty_answer(encoder: OpenVinoEncoder):
    ids, boxes, mask = np.ones((1, 8)), np.zeros((1, 16, 4)), np.ones((1, 8))
    with pytest.raises(EngineUnavailable, match="LayoutLM failed"):
        encoder.logits(*(a.astype(np.int64) for a in (ids, boxes, mask)))


def test_torch_still_computes_where_openvino_does_not():
    ids, boxes, mask = batch(1, 32)
    assert TorchEncoder(CHECKPOINT, "cpu", 1).logits(ids, boxes, mask).shape[:2] == (1, 32)


def test_words_have_the_pieces_that_transformers_gives():
    from transformers import AutoTokenizer

    texts = [
        "Überweisung",
        "日本",
        "",
        "  ",
        "€12,50",
        "DE89370400440532013000",
        "naïve",
        "\u200b",
        "🙂",
        "[SEP]",
        "a" * 300,
    ]
    other, own = AutoTokenizer.from_pretrained(CHECKPOINT, local_files_only=True), CheckpointTokenizer(CHECKPOINT)
    assert own(texts, add_special_tokens=False)["input_ids"] == other(texts, add_special_tokens=False)["input_ids"]
    for name in ("cls_token_id", "sep_token_id", "unk_token_id", "pad_token_id"):
        assert getattr(own, name) == getattr(other, name)


def test_a_checkpoint_without_a_tokenizer_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="tokenizer"):
        CheckpointTokenizer(tmp_path)


def test_weights_of_another_network_are_refused(tmp_path):
    from safetensors.numpy import save_file

    save_file({"classifier.weight": np.zeros((3, 4), np.float32)}, str(tmp_path / "model.safetensors"))
    config = json.loads((CHECKPOINT / "config.json").read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match="another network"):
        OpenVinoEncoder(tmp_path, config, threads=1)


def test_reading_fields_loads_no_torch():
    program = (
        "import sys; from pathlib import Path; from extractors.fields.layoutlm.model import LayoutLMExtractor;"
        "from schemas.classes import SHIPPED; from tests.builders import page, read_document;"
        f"reader = LayoutLMExtractor(Path({str(CHECKPOINT)!r}), device='cpu', threads=1);"
        "reader.label([(read_document(page('Total 12.50')), SHIPPED.require('receipt'))]);"
        "print(sorted({'torch', 'transformers', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
