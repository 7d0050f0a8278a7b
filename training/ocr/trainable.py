"""An ONNX network as a module of torch, so that its weights can go on learning."""

from __future__ import annotations

from pathlib import Path

import onnx
import onnx.numpy_helper
import torch

from extractors.ocr.torch_runtime import Program

FEWEST_NUMBERS = 5
"""Smaller constants are shapes, axes and the numbers of activation functions."""


class TrainableGraph(torch.nn.Module):
    """The network of an ONNX file, all weights of its convolutions and products trainable.

    Args:
        model: The file; its batch norms are folded into convolutions.
    """

    def __init__(self, model: Path) -> None:
        super().__init__()
        self._model = onnx.load(str(model))
        self._program = Program(self._model.graph, torch.device("cpu"))
        constants = self._program.constants
        self._names = [name for name in self._weights() if constants[name].numel() >= FEWEST_NUMBERS]
        self.weights = torch.nn.ParameterList(torch.nn.Parameter(constants[name].clone()) for name in self._names)

    def _weights(self) -> list[str]:
        """Returns the names of constants that layers multiply with or add."""
        sources = {node.output[0]: node.input[0] for node in self._model.graph.node if node.op_type == "Identity"}
        layers = [n for n in self._model.graph.node if n.op_type in ("Conv", "ConvTranspose", "MatMul", "Add")]
        used = {_source(entry, sources) for node in layers for entry in node.input}
        return [name for name in self._program.constants if name in used]

    def forward(self, batch: torch.Tensor) -> torch.Tensor:
        """Returns the network's output."""
        return self._program.run(batch, dict(zip(self._names, self.weights, strict=True)))

    def save(self, path: Path) -> None:
        """Writes the network with its present weights, and everything else as it was read."""
        learned = {name: weight.detach().numpy() for name, weight in zip(self._names, self.weights, strict=True)}
        for tensor in self._model.graph.initializer:
            if tensor.name in learned:
                tensor.CopyFrom(onnx.numpy_helper.from_array(learned[tensor.name], tensor.name))
        for node in self._model.graph.node:
            if node.op_type == "Constant" and node.output[0] in learned:
                node.attribute[0].t.CopyFrom(onnx.numpy_helper.from_array(learned[node.output[0]]))
        partial = path.with_suffix(".part")
        onnx.save(self._model, str(partial))
        partial.replace(path)


def _source(name: str, sources: dict[str, str]) -> str:
    while name in sources:
        name = sources[name]
    return name
