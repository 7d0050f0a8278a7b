"""Layers in integers: nearly the same numbers, only for the network that the ranges were measured on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from extractors.ocr.integers import Ranges, are_of, in_integers, load_ranges
from extractors.ocr.rapid import OWN_MODELS, RECOGNITION_MODEL, RECOGNITION_RANGES, models_folder
from extractors.openvino_cpu import cpu_options, openvino_core, openvino_module


def two_layers():
    """Returns a graph of two convolutions of single pixels with random weights, their names, and an input."""
    opset, chance = openvino_module().opset13, np.random.default_rng(1)
    entry = opset.parameter([1, 8, 4, 4], np.float32)
    state, names = entry, []
    for _ in range(2):
        weights = opset.constant(chance.normal(size=(8, 8, 1, 1)).astype(np.float32))
        state = opset.convolution(state, weights, [1, 1], [0, 0], [0, 0], [1, 1])
        names.append(state.get_friendly_name())
    batch = chance.uniform(-1, 1, (1, 8, 4, 4)).astype(np.float32)
    return openvino_module().Model([opset.result(state)], [entry], "two"), names, batch


def computed(graph, batch):
    compiled = openvino_core().compile_model(graph, "CPU", cpu_options(10, 1, precision="f32"))
    return compiled([batch])[0]


def test_integers_give_nearly_the_same_numbers():
    graph, names, batch = two_layers()
    expected = computed(graph, batch)
    ranges = Ranges("", {names[0]: (-1.0, 1.0), names[1]: (-8.0, 8.0)})
    found = computed(in_integers(graph, ranges), batch)
    assert not np.array_equal(found, expected)
    assert np.abs(found - expected).max() < 0.03 * np.abs(expected).max()


def test_other_layers_stay_as_they_are():
    graph, _, batch = two_layers()
    expected = computed(graph, batch)
    assert np.array_equal(computed(in_integers(graph, Ranges("", {"another": (0.0, 1.0)})), batch), expected)


def test_zero_is_one_of_the_levels():
    graph, names, batch = two_layers()
    found = computed(in_integers(graph, Ranges("", {names[0]: (-0.17, 3.48)})), 0 * batch)
    assert not found.any()


def test_the_shipped_ranges_are_of_the_shipped_network_and_name_layers_of_it():
    model = models_folder() / RECOGNITION_MODEL
    ranges = load_ranges(OWN_MODELS / RECOGNITION_RANGES)
    assert are_of(ranges, model)
    by_name = {node.get_friendly_name(): node for node in openvino_core().read_model(str(model)).get_ordered_ops()}
    assert {by_name[name].get_type_name() for name in ranges.layers} == {"Convolution"}
    assert all(low < 0 < high for low, high in ranges.layers.values())


def test_other_weights_have_other_ranges(tmp_path: Path):
    other = tmp_path / "other.onnx"
    other.write_bytes(b"another network")
    assert not are_of(load_ranges(OWN_MODELS / RECOGNITION_RANGES), other)


@pytest.mark.parametrize("stored", [{}, [], {"sha256": "", "layers": {"a": 1}}, {"sha256": "", "layers": None}])
def test_a_file_without_ranges_is_refused(tmp_path: Path, stored: object):
    file = tmp_path / "ranges.json"
    file.write_text(json.dumps(stored))
    with pytest.raises(ValueError, match="holds no ranges"):
        load_ranges(file)
