"""In which ranges the inputs of the recognition network's layers are, for computing them in integers."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.integers import Ranges, digest_of
from extractors.ocr.network import Tensor
from extractors.ocr.rapid import DETECTION_MODEL, RECOGNITION_MODEL, models_folder
from extractors.ocr.recognition import network_input
from extractors.openvino_cpu import compute, cpu_options, openvino_core, openvino_module
from extractors.page_image import Pixels
from training.ocr.examples import accurate, some_lines

LINES_OF_A_PAGE = 8

FIRST_ROWS_LEFT = 8
"""Layers count from which the network sees fewer rows than this: earlier ones save 2 % of OCR and cost words."""


def measure(pages: Iterable[Pixels], seed: int) -> Ranges:
    """Returns the ranges of the recognition network: means over lines of the least and the largest input.

    Args:
        pages: Pages to take lines from.
        seed: Draws the lines.
    """
    model = models_folder() / RECOGNITION_MODEL
    graph = openvino_core().read_model(str(model))
    layers = _layers(graph)
    opset = openvino_module().opset13
    every = opset.constant(np.arange(4, dtype=np.int64))
    ends = [reduce(layer.input_value(0), every) for layer in layers for reduce in (opset.reduce_min, opset.reduce_max)]
    measured = openvino_module().Model([opset.result(end) for end in ends], graph.get_parameters(), "ranges")
    request = openvino_core().compile_model(measured, "CPU", cpu_options(1, 0, precision="f32")).create_infer_request()
    found: list[NDArray[np.float32]] = []
    for line in _lines(pages, random.Random(seed)):
        compute(request, [line])
        found.append(np.array([tensor.data.item() for tensor in request.output_tensors], np.float32))
    means = np.mean(found, axis=0).reshape(-1, 2)
    names = [layer.get_friendly_name() for layer in layers]
    return Ranges(
        digest_of(model),
        {name: (round(float(low), 4), round(float(high), 4)) for name, (low, high) in zip(names, means, strict=True)},
    )


def save(ranges: Ranges, file: Path) -> None:
    """Writes ranges as `extractors.ocr.integers.load_ranges` reads them."""
    file.write_text(json.dumps(ranges._asdict(), indent=1) + "\n", encoding="utf-8")


def _layers(graph: Any) -> list[Any]:
    """Returns the convolutions of single pixels behind the first stages; those of pooled pages take no time."""
    return [
        node
        for node in graph.get_ordered_ops()
        if node.get_type_name() == "Convolution"
        and list(node.input_value(1).get_shape())[2:] == [1, 1]
        and 1 < _rows(node) < FIRST_ROWS_LEFT
    ]


def _rows(node: Any) -> int:
    return int(node.input_value(0).get_partial_shape()[2].get_min_length())


def _lines(pages: Iterable[Pixels], chance: random.Random) -> Iterator[Tensor]:
    detection = accurate(DETECTION_MODEL)
    for page in pages:
        for crop in some_lines(page, detection, LINES_OF_A_PAGE, chance):
            yield network_input(crop)[np.newaxis]
