"""Layers of a network in 8-bit integers: half the time on processors that add products of integers at once.

Only layers that a file of ranges names are computed so. The file also has the least and the largest value of each of
their inputs, measured on pages (`training.ocr.ranges`): 256 levels are laid between them. Weights get 255 levels a
channel. OpenVINO finds both in the graph and computes in integers.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from extractors.ocr.network import Tensor
from extractors.ocr.openvino_graph import constant
from extractors.openvino_cpu import openvino_module

LEVELS = 255
_SMALLEST = 1e-6


class Ranges(NamedTuple):
    """The inputs of the layers of one network.

    Attributes:
        sha256: Digest of the network's file: other weights have other ranges.
        layers: Least and largest input by the layer's name.
    """

    sha256: str
    layers: dict[str, tuple[float, float]]


def load_ranges(file: Path) -> Ranges:
    """Returns the ranges of a file.

    Raises:
        OSError: There is no such file.
        ValueError: It holds something else.
    """
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        layers = {name: (float(low), float(high)) for name, (low, high) in stored["layers"].items()}
        return Ranges(stored["sha256"], layers)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{file.name} holds no ranges") from error


def are_of(ranges: Ranges, model: Path) -> bool:
    """Whether ranges belong to the network of an ONNX file."""
    return digest_of(model) == ranges.sha256


def digest_of(model: Path) -> str:
    """Returns the SHA-256 of a network's file, by which ranges name it."""
    with model.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def in_integers(graph: Any, ranges: Ranges) -> Any:
    """Returns an OpenVINO model whose named convolutions have inputs and weights of a few levels; it is changed."""
    opset = openvino_module().opset13
    inputs: dict[tuple[str, int], Any] = {}
    for layer in graph.get_ordered_ops():
        if layer.get_friendly_name() not in ranges.layers:
            continue
        source = layer.input_value(0)
        place = (source.get_node().get_friendly_name(), source.get_index())
        if place not in inputs:
            low, high = _with_zero(*ranges.layers[layer.get_friendly_name()])
            inputs[place] = _levels(opset, source, _scalar(low), _scalar(high), LEVELS + 1)
        weights = constant(layer, 1)
        most = np.maximum(np.abs(weights).max(axis=(1, 2, 3), keepdims=True), _SMALLEST)
        stored = opset.constant(np.ascontiguousarray(weights))
        layer.input(0).replace_source_output(inputs[place].output(0))
        layer.input(1).replace_source_output(_levels(opset, stored, -most, most, LEVELS).output(0))
    graph.validate_nodes_and_infer_types()
    return graph


def _levels(opset: Any, entry: Any, low: Tensor, high: Tensor, count: int) -> Any:
    ends = [opset.constant(np.ascontiguousarray(end, np.float32)) for end in (low, high, low, high)]
    return opset.fake_quantize(entry, *ends, count)


def _with_zero(low: float, high: float) -> tuple[float, float]:
    """Returns a range one of whose levels is 0: padding and silent channels stay exact."""
    low, high = min(low, 0.0), max(high, _SMALLEST)
    step = (high - low) / LEVELS
    low = -round(-low / step) * step
    return low, low + LEVELS * step


def _scalar(value: float) -> Tensor:
    return np.full((1, 1, 1, 1), value, np.float32)
