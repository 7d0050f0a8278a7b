"""The last layers of the detection network as convolutions of single pixels: the same output, in less time.

The network ends with two transposed convolutions of 2 x 2 pixels, which OpenVINO computes in single precision and at
full size. A transposed convolution whose steps are as large as its windows is a convolution of single pixels with four
times the channels. Both become such convolutions, and the last step puts 16 channels in their places.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.openvino_graph import constant
from extractors.openvino_cpu import openvino_module

_HEAD = ("ConvolutionBackpropData", "Add", "Relu", "ConvolutionBackpropData", "Add", "Sigmoid", "Result")

_Weights = NDArray[np.float32]


def with_pointwise_head(graph: Any) -> Any:
    """Returns an OpenVINO model with the same output; the same model where it ends with other layers."""
    first = next((node for node in graph.get_ordered_ops() if node.get_type_name() == _HEAD[0]), None)
    head = [node for node in _chain(first) if node.get_type_name() != "Identity"] if first is not None else []
    if tuple(node.get_type_name() for node in head) != _HEAD:
        return graph
    up, up_bias, _, last, last_bias, *_ = head
    weights, last_weights = constant(up, 1), constant(last, 1)
    if weights.shape[2:] != (2, 2) or last_weights.shape[1:] != (1, 2, 2):
        return graph
    opset = openvino_module().opset13
    inner_bias = np.tile(constant(up_bias, 1).reshape(-1), 4)
    outer_bias = np.tile(constant(last_bias, 1).reshape(1), 16)
    hidden = opset.relu(_pointwise(opset, up.input_value(0), _four_times(weights), inner_bias))
    probability = opset.sigmoid(_pointwise(opset, hidden, _sixteen(last_weights), outer_bias))
    placed = opset.depth_to_space(probability, "depth_first", 4)
    return openvino_module().Model([opset.result(placed)], graph.get_parameters(), graph.get_friendly_name())


def _chain(node: Any) -> list[Any]:
    """Returns the node and what follows it, as long as each output has one reader."""
    chain = [node]
    while len(chain[-1].outputs()) == 1 and len(readers := chain[-1].output(0).get_target_inputs()) == 1:
        chain.append(next(iter(readers)).get_node())
    return chain


def _four_times(weights: _Weights) -> _Weights:
    """Returns weights (in, out, 2, 2) as (4 x out, in, 1, 1): all channels of the first of four pixels come first."""
    channels_in, channels_out = weights.shape[:2]
    return np.asarray(weights.transpose(2, 3, 1, 0).reshape(4 * channels_out, channels_in, 1, 1), np.float32)


def _sixteen(weights: _Weights) -> _Weights:
    """Returns weights (in, 1, 2, 2) as (16, 4 x in, 1, 1): a channel for each pixel of 4 x 4, row by row."""
    channels_in = weights.shape[0]
    block = np.zeros((4, 4, 4, channels_in), np.float32)  # outer pixel, inner pixel, and the channels they are made of
    for pixel in range(4):
        block[pixel, :, pixel] = weights[:, 0].transpose(1, 2, 0).reshape(4, channels_in)
    outer, inner = np.divmod(np.arange(4), 2)
    rows, columns = np.mgrid[0:4, 0:4]
    order = (outer[rows] * 2 + outer[columns]) * 4 + inner[rows] * 2 + inner[columns]
    return np.asarray(block.reshape(16, -1)[order.reshape(-1)].reshape(16, 4 * channels_in, 1, 1), np.float32)


def _pointwise(opset: Any, entry: Any, weights: _Weights, bias: _Weights) -> Any:
    one, zero = [1, 1], [0, 0]
    product = opset.convolution(entry, opset.constant(np.ascontiguousarray(weights)), one, zero, zero, one)
    return opset.add(product, opset.constant(np.ascontiguousarray(bias.reshape(1, -1, 1, 1))))
