"""LayoutLM on OpenVINO, built from a checkpoint's weights: neither torch nor transformers has to be loaded.

Source: Xu et al. 2020, as transformers' ``LayoutLMForTokenClassification`` computes it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.openvino_cpu import compute, cpu_options, openvino_core, openvino_module
from schemas.errors import EngineUnavailable

Integers = NDArray[np.int64]
Weights = Mapping[str, NDArray[np.floating[Any]]]

LENGTH_STEP = 32
"""Windows are padded to a multiple of it: each length has kernels of its own."""

KERNELS_KEPT = 200


class OpenVinoEncoder:
    """Computes the logits of windows.

    Args:
        checkpoint: Folder with model.safetensors.
        config: The content of its config.json.
        threads: Processor threads; 0 leaves it to OpenVINO.
        precision: ``"f32"`` or ``"bf16"``; without it, the faster of the two here.

    Raises:
        OSError: The weights are missing or damaged.
        ValueError: They are those of another network.
    """

    length_step = LENGTH_STEP

    def __init__(self, checkpoint: Path, config: Mapping[str, Any], threads: int, precision: str | None = None) -> None:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        if config.get("hidden_act") != "gelu":
            raise ValueError("another activation than gelu")
        try:
            model = _Graph(load_file(checkpoint / "model.safetensors"), config).model()
        except (SafetensorError, KeyError) as error:
            raise ValueError("the weights are damaged or of another network") from error
        options = cpu_options(KERNELS_KEPT, threads, precision=precision)
        self._request = openvino_core().compile_model(model, "CPU", options).create_infer_request()

    def logits(self, ids: Integers, boxes: Integers, mask: Integers) -> NDArray[np.float32]:
        """Returns the logits (n, t, labels) of token ids (n, t) with boxes (n, t, 4); masked tokens have mask 0.

        Raises:
            EngineUnavailable: OpenVINO failed.
        """
        more = -ids.shape[1] % LENGTH_STEP
        padded = [np.pad(a, ((0, 0), (0, more), (0, 0))[: a.ndim]).astype(np.int32) for a in (ids, boxes, mask)]
        try:
            compute(self._request, padded)
        except Exception as error:  # its own pybind types
            raise EngineUnavailable("LayoutLM failed on a batch; try a smaller batch or another device") from error
        found: NDArray[np.float32] = self._request.get_output_tensor().data[:, : ids.shape[1]].copy()
        return found


class _Graph:
    """The network as OpenVINO's operations; names of weights are those of transformers."""

    def __init__(self, weights: Weights, config: Mapping[str, Any]) -> None:
        self._module = openvino_module()
        self._op: Any = self._module.opset13
        self._weights = weights
        self._layers = int(config["num_hidden_layers"])
        self._heads = int(config["num_attention_heads"])
        self._hidden = int(config["hidden_size"])
        self._epsilon = float(config["layer_norm_eps"])

    def model(self) -> Any:
        op = self._op
        ids, boxes, mask = (op.parameter([-1, -1, *more], np.int32) for more in ((), (4,), ()))
        # 0 where a token counts and -10,000 where it does not, (n, 1, 1, t).
        masked = op.multiply(op.subtract(op.convert(mask, "f32"), _f32(op, 1.0)), _f32(op, 10_000.0))
        masked = op.unsqueeze(masked, _ints(op, [1, 2]))
        state = self._embedded(ids, boxes)
        for number in range(self._layers):
            state = self._layer(state, masked, f"layoutlm.encoder.layer.{number}.")
        return self._module.Model([op.result(self._linear(state, "classifier"))], [ids, boxes, mask], "layoutlm")

    def _embedded(self, ids: Any, boxes: Any) -> Any:
        op, prefix = self._op, "layoutlm.embeddings."
        left, top, right, bottom = op.split(boxes, _ints(op, 2), 4).outputs()
        places = [("x", left), ("y", top), ("x", right), ("y", bottom)]
        places += [("h", op.subtract(bottom, top)), ("w", op.subtract(right, left))]
        length = op.gather(op.shape_of(ids), _ints(op, 1), _ints(op, 0))
        positions = op.range(_ints(op, 0), length, _ints(op, 1), output_type="i64")
        total = op.add(
            self._rows(prefix + "word_embeddings", ids), self._rows(prefix + "position_embeddings", positions)
        )
        for axis, place in places:
            total = op.add(total, self._rows(f"{prefix}{axis}_position_embeddings", op.squeeze(place, _ints(op, [2]))))
        kind = self._weights[prefix + "token_type_embeddings.weight"][0].astype(np.float32)
        return self._normalized(op.add(total, op.constant(kind)), prefix + "LayerNorm")

    def _layer(self, state: Any, masked: Any, prefix: str) -> Any:
        op = self._op
        query, key, value = (
            self._split(self._linear(state, f"{prefix}attention.self.{name}")) for name in ("query", "key", "value")
        )
        scores = op.multiply(op.matmul(query, key, False, True), _f32(op, 1 / math.sqrt(self._hidden // self._heads)))
        seen = op.matmul(op.softmax(op.add(scores, masked), -1), value, False, False)
        joined = op.reshape(op.transpose(seen, _ints(op, [0, 2, 1, 3])), _ints(op, [0, 0, self._hidden]), True)
        attended = self._linear(joined, f"{prefix}attention.output.dense")
        state = self._normalized(op.add(attended, state), f"{prefix}attention.output.LayerNorm")
        wide = op.gelu(self._linear(state, f"{prefix}intermediate.dense"), "erf")
        return self._normalized(op.add(self._linear(wide, f"{prefix}output.dense"), state), f"{prefix}output.LayerNorm")

    def _split(self, state: Any) -> Any:
        """Returns (n, t, hidden) as (n, heads, t, hidden / heads)."""
        op = self._op
        shape = _ints(op, [0, 0, self._heads, self._hidden // self._heads])
        return op.transpose(op.reshape(state, shape, True), _ints(op, [0, 2, 1, 3]))

    def _linear(self, state: Any, name: str) -> Any:
        op = self._op
        weight, bias = (self._weights[f"{name}.{part}"].astype(np.float32) for part in ("weight", "bias"))
        return op.add(op.matmul(state, op.constant(weight), False, True), op.constant(bias))

    def _rows(self, name: str, indices: Any) -> Any:
        op = self._op
        # As they are stored, in half precision: the table of words is the largest of all.
        rows = op.gather(op.constant(self._weights[f"{name}.weight"]), indices, _ints(op, 0))
        return op.convert(rows, "f32")

    def _normalized(self, state: Any, name: str) -> Any:
        op = self._op
        gain, shift = (self._weights[f"{name}.{part}"].astype(np.float32) for part in ("weight", "bias"))
        even = op.mvn(state, _ints(op, [-1]), True, self._epsilon, "inside_sqrt")
        return op.add(op.multiply(even, op.constant(gain)), op.constant(shift))


def _ints(op: Any, value: int | list[int]) -> Any:
    return op.constant(np.array(value, np.int64))


def _f32(op: Any, value: float) -> Any:
    return op.constant(np.array(value, np.float32))
