"""The OCR networks on a GPU: the nodes of an ONNX graph carried out one by one by torch.

onnx2torch does not know ``auto_pad`` and brings torchvision; ONNX Runtime's CUDA build fits one version of CUDA. The
two graphs have thirty kinds of nodes, and torch is here for LayoutLM anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
import onnx.numpy_helper
import torch
import torch.nn.functional as F  # noqa: N812 -- its usual name
from numpy.typing import NDArray

from extractors.ocr.network import Network, Tensor, Top

Attributes = dict[str, Any]
Operation = Callable[..., torch.Tensor]


def load_torch_network(model: Path, device: str) -> Network:
    """Returns the network of an ONNX file on a device of torch.

    Raises:
        KeyError: The graph has a kind of node that is not known here.
    """
    graph = onnx.load(str(model))
    program = Program(graph.graph, torch.device(device))

    def infer(batch: Tensor) -> Tensor:
        output: Tensor = program(batch).cpu().numpy()
        return output

    def top(batch: Tensor, classes: NDArray[np.int64]) -> Top:
        output = program(batch)
        probability, best = output.max(dim=-1)
        chosen = output[..., torch.from_numpy(classes).to(output.device)]
        return Top(chosen.cpu().numpy(), best.cpu().numpy(), probability.cpu().numpy())

    characters = next((entry.value for entry in graph.metadata_props if entry.key == "character"), "")
    return Network(f"torch-{device}", infer, characters, top)


class _Step(NamedTuple):
    """One node: what to do, its inputs, and the name of its result."""

    operation: Operation
    inputs: tuple[str, ...]
    output: str
    attributes: Attributes


class Program:
    """The nodes of a graph in order, with its constants on the device.

    Args:
        graph: An ONNX graph of one input and one output.
        device: Where to compute.

    Raises:
        KeyError: The graph has a kind of node that is not known here.
    """

    def __init__(self, graph: Any, device: torch.device) -> None:
        self._device = device
        self.constants = {c.name: self._tensor(onnx.numpy_helper.to_array(c)) for c in graph.initializer}
        self._entry = next(i.name for i in graph.input if i.name not in self.constants)
        self._exit = graph.output[0].name
        self._steps: list[_Step] = []
        for node in graph.node:
            attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            if node.op_type == "Constant":
                self.constants[node.output[0]] = self._tensor(onnx.numpy_helper.to_array(attributes["value"]))
            else:
                self._steps.append(_Step(OPERATIONS[node.op_type], tuple(node.input), node.output[0], attributes))
        self._last_uses = self._find_last_uses()

    def _find_last_uses(self) -> list[list[str]]:
        """Returns for each step what nothing after it needs: a page's layers together would fill a small GPU."""
        last = {name: i for i, step in enumerate(self._steps) for name in step.inputs if name not in self.constants}
        return [[name for name in set(step.inputs) if last.get(name) == i] for i, step in enumerate(self._steps)]

    def _tensor(self, array: NDArray[Any]) -> torch.Tensor:
        # Shapes and indices are read by the processor: on the GPU each would stop the stream.
        place = torch.device("cpu") if array.dtype.kind in "iu" else self._device
        return torch.from_numpy(np.array(array)).to(place)

    @torch.inference_mode()
    def __call__(self, batch: Tensor) -> torch.Tensor:
        """Returns the output for a batch."""
        return self.run(torch.from_numpy(batch).to(self._device), {})

    def run(self, batch: torch.Tensor, weights: Mapping[str, torch.Tensor]) -> torch.Tensor:
        """Returns the output for a batch, with other values of some constants."""
        values = {**self.constants, **weights, self._entry: batch}
        for step, done in zip(self._steps, self._last_uses, strict=True):
            inputs = (values[name] if name else None for name in step.inputs)
            values[step.output] = step.operation(step.attributes, *inputs)
            for name in done:
                del values[name]
        return values[self._exit]


def _same_upper(x: torch.Tensor, attributes: Attributes, fill: float) -> torch.Tensor:
    """Returns the input padded as ``auto_pad`` SAME_UPPER requires: an odd pixel is added at the end."""
    pads: list[int] = []
    for size, kernel, stride in zip(x.shape[2:], attributes["kernel_shape"], attributes["strides"], strict=True):
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        pads = [total // 2, total - total // 2, *pads]
    return F.pad(x, pads, value=fill)


def _padded(x: torch.Tensor, attributes: Attributes, fill: float = 0.0) -> torch.Tensor:
    if attributes.get("auto_pad") == b"SAME_UPPER":
        return _same_upper(x, attributes, fill)
    top, left, bottom, right = attributes.get("pads", [0, 0, 0, 0])
    return F.pad(x, [left, right, top, bottom], value=fill) if top or left or bottom or right else x


def _conv(a: Attributes, x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None) -> torch.Tensor:
    return F.conv2d(_padded(x, a), weight, bias, a["strides"], 0, a.get("dilations", [1, 1]), a.get("group", 1))


def _conv_transpose(a: Attributes, x: torch.Tensor, weight: torch.Tensor, bias: Any = None) -> torch.Tensor:
    return F.conv_transpose2d(x, weight, bias, a["strides"])


def _resize(a: Attributes, x: torch.Tensor, _roi: Any, scales: torch.Tensor, sizes: Any = None) -> torch.Tensor:
    size = sizes.tolist()[2:] if sizes is not None else [int(n * s) for n, s in zip(x.shape, scales, strict=True)][2:]
    return F.interpolate(x, size=size, mode="nearest")


def _slice(a: Attributes, x: torch.Tensor, starts: Any, ends: Any, axes: Any = None, steps: Any = None) -> torch.Tensor:
    places = [slice(None)] * x.dim()
    for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        axis = axes.tolist()[i] if axes is not None else i
        places[axis] = slice(start, end, steps.tolist()[i] if steps is not None else None)
    return x[tuple(places)]


def _reshape(a: Attributes, x: torch.Tensor, shape: torch.Tensor) -> torch.Tensor:
    # Zero keeps the size of that axis.
    return x.reshape([x.shape[i] if size == 0 else size for i, size in enumerate(shape.tolist())])


def _squeeze(a: Attributes, x: torch.Tensor) -> torch.Tensor:
    return x.squeeze(tuple(a["axes"]))


def _unsqueeze(a: Attributes, x: torch.Tensor) -> torch.Tensor:
    for axis in sorted(a["axes"]):
        x = x.unsqueeze(axis)
    return x


def _batch_norm(a: Attributes, x: torch.Tensor, scale: Any, bias: Any, mean: Any, variance: Any) -> torch.Tensor:
    return F.batch_norm(x, mean, variance, scale, bias, eps=a.get("epsilon", 1e-5))


def _average_pool(a: Attributes, x: torch.Tensor) -> torch.Tensor:
    return F.avg_pool2d(_padded(x, a), a["kernel_shape"], a["strides"], ceil_mode=bool(a.get("ceil_mode", 0)))


def _max_pool(a: Attributes, x: torch.Tensor) -> torch.Tensor:
    return F.max_pool2d(_padded(x, a, -torch.inf), a["kernel_shape"], a["strides"])


OPERATIONS: dict[str, Operation] = {
    "Add": lambda a, x, y: x + y,
    "AveragePool": _average_pool,
    "BatchNormalization": _batch_norm,
    "Concat": lambda a, *parts: torch.cat(parts, dim=a["axis"]),
    "Conv": _conv,
    "ConvTranspose": _conv_transpose,
    "Div": lambda a, x, y: x / y,
    "Erf": lambda a, x: torch.erf(x),
    "GlobalAveragePool": lambda a, x: x.mean(dim=(2, 3), keepdim=True),
    "HardSigmoid": lambda a, x: (a.get("alpha", 0.2) * x + a.get("beta", 0.5)).clamp(0.0, 1.0),
    "HardSwish": lambda a, x: F.hardswish(x),
    "Identity": lambda a, x: x,
    "MatMul": lambda a, x, y: x @ y,
    "MaxPool": _max_pool,
    "Mul": lambda a, x, y: x * y,
    "Pow": lambda a, x, y: x**y,
    "ReduceMean": lambda a, x: x.mean(dim=tuple(a["axes"]), keepdim=bool(a.get("keepdims", 1))),
    "Relu": lambda a, x: torch.relu(x),
    "Reshape": _reshape,
    "Resize": _resize,
    "Shape": lambda a, x: torch.tensor(x.shape),
    "Sigmoid": lambda a, x: torch.sigmoid(x),
    "Slice": _slice,
    "Softmax": lambda a, x: torch.softmax(x, dim=a.get("axis", 1)),
    "Sqrt": lambda a, x: torch.sqrt(x),
    "Squeeze": _squeeze,
    "Sub": lambda a, x, y: x - y,
    "Transpose": lambda a, x: x.permute(a["perm"]),
    "Unsqueeze": _unsqueeze,
}
