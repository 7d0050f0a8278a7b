"""LayoutLM (v1) reads fields from words and their places.

Source: Xu et al., "LayoutLM: Pre-training of Text and Layout for Document Image Understanding", KDD 2020. One encoder
serves every class: the prompt names the class, and only the class's own labels may be chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.fields.confidence.calibration import load_calibration
from extractors.fields.confidence.signs import signs_of
from extractors.fields.decoding.decode import decode_fields
from extractors.fields.decoding.error_correction import repaired_fields, repaired_items
from extractors.fields.decoding.line_items import decode_lines, line_sums
from extractors.fields.decoding.parties.decision import with_parties
from extractors.fields.extractor import FieldInput
from extractors.fields.layoutlm.windows import Window, WindowMaker, grids, page_role
from extractors.fields.token_scores import COLUMN_PREFIX, LabelledWords
from extractors.processor import has_fast_bfloat16
from registry.manifest import read_about
from schemas.document import PlacedWord, ReadDocument
from schemas.errors import ConfigurationError, EngineUnavailable
from schemas.extraction import ExtractedField, Extraction
from schemas.vocabulary import DocumentClass
from values.locale_hints import hints_of

OUTSIDE = "O"

OVERLAYS = "overlays"
"""In a manifest: lists of fields that are decided apart from the others, because they share words with them."""

ENOUGH_WORDS = 40
"""A page with so many words of its own is read by these alone: words of its pictures mislead the model."""

Reading = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Ids of words, and their logits (words, labels) in one window."""


def prompt_of(document_class_name: str, number: int, pages: int) -> str:
    """Returns the words that tell the encoder which class and which page it reads."""
    return f"{document_class_name.replace('_', ' ')} {page_role(number, pages)} page"


def _shown(words: Sequence[PlacedWord], kind: DocumentClass) -> Sequence[PlacedWord]:
    """Returns the words that the model sees: on a page with enough words of its own, none of pictures and codes.

    A document between two parties keeps them: its issuer may be named by a letterhead that is a picture.
    """
    if kind.with_role("counterparty"):
        return words
    own = [word for word in words if word.word.source is None]
    return own if len(own) >= ENOUGH_WORDS else words


def class_labels(kind: DocumentClass) -> list[str]:
    """Returns the label names of a class: its fields, then its columns behind ``line.``."""
    return [*(f.name for f in kind.fields), *(COLUMN_PREFIX + c.name for c in kind.columns)]


class LayoutLMExtractor:
    """Reads the fields of every class that the checkpoint was trained for.

    Args:
        checkpoint: Folder with config.json, model.safetensors, tokenizer.json and fieldwright.json.
        device: ``cpu``, ``cuda`` or ``auto``: CUDA where there is one.
        threads: Threads of torch on the CPU; 0 leaves torch's own choice.
        batch_windows: Windows that go through the model at once.
        calibrated: False leaves the checkpoint's calibration aside: to make a new one.

    Raises:
        ConfigurationError: The folder is no checkpoint.
    """

    name = "layoutlm"

    def __init__(
        self,
        checkpoint: Path,
        *,
        device: str = "auto",
        threads: int = 0,
        batch_windows: int = 8,
        calibrated: bool = True,
    ) -> None:
        about = read_about(checkpoint)
        self.version = f"{about['name']} {about['version']}"
        self.classes: tuple[str, ...] = tuple(about["classes"])
        self._prompts: dict[str, str] = about.get("prompts", {})
        self._overlays: tuple[frozenset[str], ...] = tuple(frozenset(names) for names in about.get(OVERLAYS, ()))
        self._calibration = load_calibration(checkpoint) if calibrated else None
        if self._calibration is not None:
            self.version += f", calibration {self._calibration.version}"
        self._batch_windows = batch_windows
        self._load(checkpoint, device, threads)

    def _load(self, checkpoint: Path, device: str, threads: int) -> None:
        import torch
        from transformers import AutoTokenizer, LayoutLMForTokenClassification
        from transformers.utils import logging

        logging.disable_progress_bar()
        self._torch = torch
        if threads:
            torch.set_num_threads(threads)
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        try:
            tokenizer = AutoTokenizer.from_pretrained(checkpoint, local_files_only=True)
            # Weights are stored in half precision. Some processors multiply in bfloat16, a third faster: on 285
            # held-out documents F1 and calibration error are those of single precision (benchmarks/README.md).
            model = LayoutLMForTokenClassification.from_pretrained(
                checkpoint, local_files_only=True, dtype=torch.float32
            )
        except (OSError, ValueError) as error:
            raise ConfigurationError(
                f"{checkpoint} is incomplete: the model or its tokenizer cannot be loaded"
            ) from error
        self._device = torch.device(device)
        self._model: Any = model.to(self._device).eval()
        self._windows = WindowMaker(tokenizer)
        self._pad = tokenizer.pad_token_id
        self.labels = [model.config.id2label[i] for i in range(model.config.num_labels)]

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        """Returns one extraction a document; a class that the checkpoint does not know gives no fields."""
        labelled = self.label([(item.read, item.document_class) for item in batch])
        return [self._extraction(item, words) for item, words in zip(batch, labelled, strict=True)]

    def _extraction(self, item: FieldInput, words: LabelledWords) -> Extraction:
        extraction = self.decode(item, words)
        extraction = self._calibration.applied(extraction, words) if self._calibration else extraction
        signs = extraction.signs | signs_of(words, extraction, item.document_class)
        return extraction.model_copy(update={"signs": signs})

    def decode(self, item: FieldInput, words: LabelledWords) -> Extraction:
        """Returns what the label probabilities say, with confidences that are not calibrated yet."""
        kind = item.document_class
        hints = hints_of(item.read.text)
        words = with_parties(words, kind)
        fields = _in_order(kind, [decode_fields(layer, kind, hints) for layer in (words, *words.overlays)])
        items = repaired_items(item.read, decode_lines(words, kind, hints, line_sums(fields)), hints)
        return Extraction(
            document_id=item.read.document_id,
            document_class=item.classification.document_class,
            class_confidence=item.classification.confidence,
            model=self.version,
            fields=repaired_fields(item.read, fields, items, hints),
            line_items=items,
            signs=words.signs,
        )

    def label(self, batch: Sequence[tuple[ReadDocument, DocumentClass]]) -> list[LabelledWords]:
        """Returns the label probabilities of every word of each document, for the document's class."""
        windows: list[Window] = []
        owners: list[tuple[int, NDArray[np.int64]]] = []
        for index, (read, kind) in enumerate(batch):
            if kind.name not in self.classes:
                continue
            for number, page in enumerate(read.pages, start=1):  # a part of a file may begin on any page
                words = _shown(read.words_of_page(page.number), kind)
                made = self._windows.windows(
                    [w.text for w in words], grids(words), prompt=self._prompt(kind, number, len(read.pages))
                )
                windows.extend(made)
                ids = np.array([word.id for word in words], dtype=np.int64)
                owners.extend((index, ids) for _ in made)
        readings: dict[int, list[Reading]] = defaultdict(list)
        for (index, ids), window, scores in zip(owners, windows, self._scores(windows), strict=True):
            readings[index].append((ids[window.first_word : window.first_word + len(scores)], scores))
        return [self._labelled(read, kind, readings[index]) for index, (read, kind) in enumerate(batch)]

    def _prompt(self, kind: DocumentClass, number: int, pages: int) -> str:
        # A class that was renamed is still prompted for by the name that it was trained with.
        return prompt_of(self._prompts.get(kind.name, kind.name), number, pages)

    def _scores(self, windows: Sequence[Window]) -> list[np.ndarray[Any, Any]]:
        """Returns logits (words, labels) for each window; windows of like length share a batch."""
        torch = self._torch
        scores: list[Any] = [None] * len(windows)
        order = sorted(range(len(windows)), key=lambda i: len(windows[i].token_ids))
        for start in range(0, len(order), self._batch_windows):
            chosen = order[start : start + self._batch_windows]
            ids, boxes, mask = pad([windows[i] for i in chosen], self._pad)
            try:
                with torch.inference_mode(), self._precision():
                    logits = self._model(
                        input_ids=torch.from_numpy(ids).to(self._device),
                        bbox=torch.from_numpy(boxes).to(self._device),
                        attention_mask=torch.from_numpy(mask).to(self._device),
                    ).logits
            except RuntimeError as error:
                raise EngineUnavailable("LayoutLM failed on a batch; try a smaller batch or another device") from error
            for row, i in enumerate(chosen):
                scores[i] = logits[row, list(windows[i].word_tokens)].float().cpu().numpy()
        return scores

    def _precision(self) -> Any:
        return self._torch.autocast("cpu", dtype=self._torch.bfloat16, enabled=has_fast_bfloat16())

    def _labelled(self, read: ReadDocument, kind: DocumentClass, readings: Sequence[Reading]) -> LabelledWords:
        names = frozenset(class_labels(kind))
        logits = np.full((len(read.words), len(self.labels)), -1e4, dtype=np.float32)
        logits[:, self.labels.index(OUTSIDE)] = 0
        edge = np.full(len(read.words), -1)
        for ids, scores in readings:
            distance = np.minimum(np.arange(len(scores)), np.arange(len(scores))[::-1])
            farther = distance > edge[ids]
            logits[ids[farther]] = scores[farther]
            edge[ids[farther]] = distance[farther]
        base = set(names).difference(*self._overlays)
        layers = [self._layer(read, logits, layer) for layer in (base, *(names & layer for layer in self._overlays))]
        return replace(layers[0], overlays=tuple(layer for layer in layers[1:] if layer.inside))

    def _layer(self, read: ReadDocument, logits: NDArray[np.float32], names: Collection[str]) -> LabelledWords:
        """Returns the probabilities of some fields and columns and of nothing, which sum to 1 for each word."""
        columns = [i for i, label in enumerate(self.labels) if label == OUTSIDE or label[2:] in names]
        chosen = logits[:, columns]
        chosen = np.exp(chosen - chosen.max(axis=1, keepdims=True)) if len(chosen) else chosen
        probabilities = chosen / chosen.sum(axis=1, keepdims=True)
        by_label = {self.labels[c]: probabilities[:, k] for k, c in enumerate(columns)}
        known = [label[2:] for label in by_label if label.startswith("B-")]
        return LabelledWords(
            read=read,
            outside=by_label[OUTSIDE],
            inside={name: by_label[f"B-{name}"] + by_label[f"I-{name}"] for name in known},
            begins={name: by_label[f"B-{name}"] for name in known},
        )


def _in_order(kind: DocumentClass, layers: Sequence[Sequence[ExtractedField]]) -> tuple[ExtractedField, ...]:
    """Returns the fields of all layers in the order of the class; of a field in two layers the first counts."""
    found = {field.name: field for fields in reversed(layers) for field in fields}
    return tuple(found[spec.name] for spec in kind.fields if spec.name in found)


def pad(
    windows: Sequence[Window], pad_id: int
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Returns token ids (n, t), boxes (n, t, 4) and attention mask (n, t), padded to the longest window."""
    longest = max(len(w.token_ids) for w in windows)
    ids = np.full((len(windows), longest), pad_id, dtype=np.int64)
    boxes = np.zeros((len(windows), longest, 4), dtype=np.int64)
    mask = np.zeros((len(windows), longest), dtype=np.int64)
    for row, window in enumerate(windows):
        length = len(window.token_ids)
        ids[row, :length] = window.token_ids
        boxes[row, :length] = window.boxes
        mask[row, :length] = 1
    return ids, boxes, mask
