"""The last layer of the recognition network in two steps: the likely classes first, all others only where needed.

Nine of ten of its 18,710 classes are Chinese, Japanese and Korean signs. Computing them for every column of every line
takes a fifth of the time of recognition. On a line without such signs they get next to no probability, and some class
of the other scripts has a large logit in every column, that of the blank included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.network import Tensor
from extractors.ocr.openvino_graph import constant, producer
from extractors.openvino_cpu import openvino_module

MOST_CLASSES = 4000
"""A last layer with fewer classes is computed whole."""

SURE_LOGIT = 14.0
"""Where the largest logit of the narrow classes is lower in any column, the line gets all classes.

Measured on 60,418 columns of real lines: above it, 29 columns have more than 0.01 of their probability with the other
classes, one has 0.08. 8 % of the lines get all classes. None of 400 lines with one to 14 Chinese or Japanese signs did
without.
"""

_IDEOGRAPHIC = ((0x2E80, 0xFB00), (0xFE30, 0xFF00), (0x1F000, 0x40000))
"""Code points of East Asian signs and of pictures; full-width letters stay with the letters that they look like."""


@dataclass(frozen=True, eq=False)
class SplitHead:
    """A recognition network in two.

    Attributes:
        body: OpenVINO model from lines to three outputs, N lines of T columns: probabilities (N, T, K) of the narrow
            classes among themselves, the largest logit (N, T, 1), and the last layer's input (N, T, H).
        rest: OpenVINO model from the last layer's input to probabilities of all classes, (N, T, C).
        narrow: The narrow classes in ascending order, (K,).
    """

    body: Any
    rest: Any
    narrow: NDArray[np.int64]

    def columns_of(self, classes: NDArray[np.int64]) -> NDArray[np.int64] | None:
        """Returns where classes are among the narrow ones; None if one of them is not."""
        places = np.searchsorted(self.narrow, classes)
        places = np.minimum(places, len(self.narrow) - 1)
        return places if np.array_equal(self.narrow[places], classes) else None


def split_head(graph: Any, alphabet: Sequence[str]) -> SplitHead | None:
    """Returns a recognition network in two; None where it has few classes or ends with other layers.

    Args:
        graph: OpenVINO's model: one input, and one output of probabilities.
        alphabet: The text of each class.
    """
    if len(alphabet) < MOST_CLASSES:
        return None
    end = producer(graph.get_results()[0], 0)
    added = producer(end, 0) if end.get_type_name() == "Softmax" else end
    product = producer(added, 0) if added.get_type_name() == "Add" else added
    if product.get_type_name() != "MatMul" or product.get_attributes().get("transpose_b"):
        return None
    weights, bias = constant(product, 1), constant(added, 1).reshape(-1)
    if weights.shape[1:] != (len(alphabet),) or bias.shape != (len(alphabet),):
        return None
    opset = openvino_module().opset13
    narrow = np.flatnonzero([not _is_ideographic(text) for text in alphabet])
    hidden = product.input_value(0)
    logits = _linear(opset, hidden, weights[:, narrow], bias[narrow])
    largest = opset.reduce_max(logits, opset.constant(np.array([2])), keep_dims=True)
    outputs = (opset.softmax(logits, -1), largest, hidden)
    body = openvino_module().Model([opset.result(o) for o in outputs], graph.get_parameters(), "body")
    entry = opset.parameter([-1, -1, weights.shape[0]], np.float32)
    rest = openvino_module().Model(
        [opset.result(opset.softmax(_linear(opset, entry, weights, bias), -1))], [entry], "rest"
    )
    return SplitHead(body, rest, narrow)


def is_sure(largest: Tensor) -> bool:
    """Whether the narrow classes are enough for a line, by the largest logits of its columns."""
    return bool(largest.min() >= SURE_LOGIT)


def _is_ideographic(text: str) -> bool:
    return text != "" and any(first <= ord(text[0]) < end for first, end in _IDEOGRAPHIC)


def _linear(opset: Any, entry: Any, weights: Tensor, bias: Tensor) -> Any:
    product = opset.matmul(entry, opset.constant(np.ascontiguousarray(weights)), False, False)
    return opset.add(product, opset.constant(np.ascontiguousarray(bias)))
