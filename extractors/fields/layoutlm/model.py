"""LayoutLM (v1) reads fields from words and their places.

Source: Xu et al., "LayoutLM: Pre-training of Text and Layout for Document Image Understanding", KDD 2020. One encoder
serves every class: the prompt names the class, and only the class's own labels may be chosen.
"""

from __future__ import annotations

import importlib.util
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from extractors.fields.confidence.calibration import load_calibration
from extractors.fields.confidence.signs import signs_of
from extractors.fields.decoding.decode import decode_fields
from extractors.fields.decoding.error_correction import repaired_fields, repaired_items
from extractors.fields.decoding.line_items import decode_lines, line_sums
from extractors.fields.decoding.parties.decision import with_parties
from extractors.fields.decoding.two_readers import with_second_reader
from extractors.fields.extractor import FieldInput
from extractors.fields.known_layouts.label_scores import CHANGED_LAYOUT, layout_signs, with_layout
from extractors.fields.layoutlm.tokenizer import CheckpointTokenizer
from extractors.fields.layoutlm.windows import Window, WindowMaker, grids, page_role
from extractors.fields.neighborhood.model import NeighborhoodReader
from extractors.fields.token_scores import COLUMN_PREFIX, LabelledWords, softmax
from extractors.processor import has_cuda
from registry.manifest import read_about
from schemas.document import PlacedWord, ReadDocument
from schemas.errors import ConfigurationError
from schemas.extraction import ExtractedField, Extraction
from schemas.vocabulary import DocumentClass
from values.locale_hints import hints_of

OUTSIDE = "O"

OVERLAYS = "overlays"
"""In a manifest: lists of fields that are decided apart from the others, because they share words with them."""

ENOUGH_WORDS = 40
"""A page with this many words of its own is read by these alone: words of pictures mislead the model."""

Reading = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Ids of words, and their logits (words, labels) in one window."""


def prompt_of(document_class_name: str, number: int, pages: int) -> str:
    """Returns the words that tell the encoder which class and which page it reads."""
    return f"{document_class_name.replace('_', ' ')} {page_role(number, pages)} page"


def _shown(words: Sequence[PlacedWord], kind: DocumentClass) -> Sequence[PlacedWord]:
    """Returns the words for the model: without those of pictures and codes if the page has enough others.

    A document between two parties keeps them: its issuer may be named by a letterhead that is a picture.
    """
    if kind.with_role("counterparty"):
        return words
    own = [word for word in words if word.word.source is None]
    return own if len(own) >= ENOUGH_WORDS else words


def class_labels(kind: DocumentClass) -> list[str]:
    """Returns the label names of a class: its fields, then its columns behind ``line.``."""
    return [*(f.name for f in kind.fields), *(COLUMN_PREFIX + c.name for c in kind.columns)]


class Encoder(Protocol):
    """Computes the network on one runtime; ``length_step`` is by how many tokens windows of one batch may differ."""

    length_step: int

    def logits(self, ids: NDArray[Any], boxes: NDArray[Any], mask: NDArray[Any]) -> NDArray[np.float32]:
        """Returns the logits (n, t, labels) of token ids (n, t) with boxes (n, t, 4); masked tokens have mask 0."""
        ...


class LayoutLMExtractor:
    """Reads the fields of every class that the checkpoint was trained for.

    Args:
        checkpoint: Folder with config.json, model.safetensors, tokenizer.json and fieldwright.json.
        device: ``cpu``, ``cuda`` or ``auto``: CUDA where there is one.
        threads: Processor threads; 0 leaves it to the runtime.
        batch_windows: Windows that go through the model at once.
        calibrated: False leaves the checkpoint's calibration aside: to make a new one.
        second: Gives a second opinion on words with digits.

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
        second: NeighborhoodReader | None = None,
    ) -> None:
        about = read_about(checkpoint)
        self.version = f"{about['name']} {about['version']}"
        self.classes: tuple[str, ...] = tuple(about["classes"])
        self._prompts: dict[str, str] = about.get("prompts", {})
        self._overlays: tuple[frozenset[str], ...] = tuple(frozenset(names) for names in about.get(OVERLAYS, ()))
        self._calibration = load_calibration(checkpoint) if calibrated else None
        if self._calibration is not None:
            self.version += f", calibration {self._calibration.version}"
        self._second = second
        if second is not None:
            self.version += f", second reader {second.version}"
        self._batch_windows = batch_windows
        self._load(checkpoint, device, threads)

    def _load(self, checkpoint: Path, device: str, threads: int) -> None:
        try:
            config = json.loads((checkpoint / "config.json").read_text(encoding="utf-8"))
            self._encoder = _encoder(checkpoint, config, device, threads)
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"{checkpoint} is incomplete: the model cannot be loaded") from error
        tokenizer = CheckpointTokenizer(checkpoint)
        self._windows = WindowMaker(tokenizer)
        self._pad = tokenizer.pad_token_id
        self.labels = [label for _, label in sorted(config["id2label"].items(), key=lambda item: int(item[0]))]

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        """Returns one extraction a document; a class that the checkpoint does not know gives no fields."""
        labelled = self.label([(item.read, item.document_class) for item in batch])
        return [self._extraction(item, words) for item, words in zip(batch, labelled, strict=True)]

    def _extraction(self, item: FieldInput, words: LabelledWords) -> Extraction:
        extraction = self.decode(item, words)
        extraction = self._calibration.applied(extraction, words) if self._calibration else extraction
        signs = extraction.signs | signs_of(words, extraction, item.document_class)
        signs |= layout_signs(item.hint, extraction, item.read, item.document_class)
        findings = (*extraction.findings, *((CHANGED_LAYOUT,) if item.hint and item.hint.is_changed else ()))
        return extraction.model_copy(update={"signs": signs, "findings": findings})

    def decode(self, item: FieldInput, words: LabelledWords) -> Extraction:
        """Returns what the label probabilities say, with confidences that are not calibrated yet."""
        kind = item.document_class
        hints = hints_of(item.read.text)
        words = with_parties(with_second_reader(with_layout(words, item.hint), kind), kind)
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
        scores: list[Any] = [None] * len(windows)
        for chosen in batches_of([len(w.token_ids) for w in windows], self._batch_windows, self._encoder.length_step):
            logits = self._encoder.logits(*pad([windows[i] for i in chosen], self._pad))
            for row, i in enumerate(chosen):
                scores[i] = logits[row, list(windows[i].word_tokens)]
        return scores

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
        second = self._second.read(read, kind) if self._second else {}
        return replace(layers[0], second=second, overlays=tuple(layer for layer in layers[1:] if layer.inside))

    def _layer(self, read: ReadDocument, logits: NDArray[np.float32], names: Collection[str]) -> LabelledWords:
        """Returns the probabilities of some fields and columns and of nothing, which sum to 1 for each word."""
        columns = [i for i, label in enumerate(self.labels) if label == OUTSIDE or label[2:] in names]
        probabilities = softmax(logits[:, columns])
        by_label = {self.labels[c]: probabilities[:, k] for k, c in enumerate(columns)}
        known = [label[2:] for label in by_label if label.startswith("B-")]
        return LabelledWords(
            read=read,
            outside=by_label[OUTSIDE],
            inside={name: by_label[f"B-{name}"] + by_label[f"I-{name}"] for name in known},
            begins={name: by_label[f"B-{name}"] for name in known},
        )


def _encoder(checkpoint: Path, config: Mapping[str, Any], device: str, threads: int) -> Encoder:
    """Returns the network on a GPU that is there and may be used, else on OpenVINO: torch takes seconds to load."""
    on_gpu = device == "cuda" or (device == "auto" and has_cuda())
    if on_gpu or importlib.util.find_spec("openvino") is None:
        from extractors.fields.layoutlm.torch_runtime import TorchEncoder

        return TorchEncoder(checkpoint, "cuda" if on_gpu else "cpu", threads)
    from extractors.fields.layoutlm.openvino_runtime import OpenVinoEncoder

    return OpenVinoEncoder(checkpoint, config, threads)


def _in_order(kind: DocumentClass, layers: Sequence[Sequence[ExtractedField]]) -> tuple[ExtractedField, ...]:
    """Returns the fields of all layers in the order of the class; the first layer with a field counts."""
    found = {field.name: field for fields in reversed(layers) for field in fields}
    return tuple(found[spec.name] for spec in kind.fields if spec.name in found)


def batches_of(lengths: Sequence[int], most: int, step: int) -> list[list[int]]:
    """Returns the windows in batches of at most so many, by their lengths in steps: padding costs as much as tokens."""
    made: list[list[int]] = []
    for _, like in groupby(sorted(range(len(lengths)), key=lambda i: lengths[i]), lambda i: -(-lengths[i] // step)):
        same = list(like)
        made += [same[start : start + most] for start in range(0, len(same), most)]
    return made


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
