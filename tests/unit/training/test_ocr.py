"""Fast networks go on learning: small ones, made here."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

from extractors.ocr.integers import load_ranges
from extractors.ocr.rapid import OWN_MODELS, RECOGNITION_RANGES
from extractors.ocr.recognition import network_input
from training.ocr import drawn, fit, ranges
from training.ocr.examples import LineExample
from training.ocr.trainable import TrainableGraph

CLASSES = 5
"""The CTC blank, two letters, all other characters, the blank between words."""

STEP = 8


def constant(name: str, *shape: int) -> onnx.TensorProto:
    values = np.random.default_rng(len(name)).normal(0, 0.3, shape).astype(np.float32)
    return numpy_helper.from_array(values, name)


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """A network that gives five classes for each eight columns of a line."""
    nodes = [
        helper.make_node("Conv", ["x", "weights", "bias"], ["c"], kernel_shape=[48, STEP], strides=[48, STEP]),
        helper.make_node("ReduceMean", ["c"], ["m"], axes=[2], keepdims=0),
        helper.make_node("Transpose", ["m"], ["t"], perm=[0, 2, 1]),
        helper.make_node("Softmax", ["t"], ["y"], axis=2),
    ]
    constants = [constant("weights", CLASSES, 3, 48, STEP), constant("bias", CLASSES)]
    return saved(nodes, constants, tmp_path / "letters.onnx")


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A network that gives a probability for each pixel."""
    nodes = [
        helper.make_node("Conv", ["x", "weights"], ["c"], kernel_shape=[3, 3], strides=[1, 1], pads=[1] * 4),
        helper.make_node("Identity", ["offset"], ["same"]),
        helper.make_node("Add", ["c", "same"], ["a"]),
        helper.make_node("Sigmoid", ["a"], ["y"]),
    ]
    constants = [constant("weights", 1, 3, 3, 3), constant("offset", 1, 1, 1, 1)]
    return saved(nodes, constants, tmp_path / "lines.onnx")


def saved(nodes, constants, path: Path) -> Path:
    entry, end = (helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in "xy")
    graph = helper.make_graph(nodes, "made here", [entry], [end], constants)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), str(path))
    return path


def line(columns: list[int]) -> LineExample:
    """A line whose columns are dark where the class is the first letter, each class with 0.9; blank as far as padded."""
    picture = np.full((48, STEP * len(columns), 3), 255, np.uint8)
    width = network_input(picture).shape[2]
    for at, class_id in enumerate(columns):
        picture[:, at * STEP : (at + 1) * STEP] = 20 if class_id == 1 else 255
    packed = np.asarray(cv2.imencode(".png", picture)[1], np.uint8)
    classes = np.array([[c, 2] for c in [*columns, *[0] * (width // STEP - len(columns))]], np.int16)
    return LineExample(packed, width, classes, np.array([[0.9, 0.05]] * len(classes), np.float16))


def test_what_is_left_of_a_column_is_that_of_other_characters_and_the_blank_of_words_stays_last():
    example = line([1, 3])  # 3 is the blank between words for the accurate network, which has no class of all others
    wanted = fit.target(example, CLASSES)
    assert wanted[0] == pytest.approx([0, 0.9, 0.05, 0.05, 0], abs=1e-3)
    assert wanted[1] == pytest.approx([0, 0, 0.05, 0.05, 0.9], abs=1e-3)


def test_a_network_that_learned_nothing_is_written_as_it_was(letters, lines, tmp_path):
    for path, shape in ((letters, (2, 3, 48, 64)), (lines, (1, 3, 32, 32))):
        batch = torch.rand(shape)
        network = TrainableGraph(path)
        network.save(tmp_path / "again.onnx")
        assert torch.equal(TrainableGraph(tmp_path / "again.onnx")(batch), network(batch))


def test_lines_are_learned(letters, tmp_path):
    examples = [line([1, 0, 1, 0, 0, 1, 0, 1]) for _ in range(4)]
    plan = fit.Plan(steps=40, learning_rate=0.02, warm_up=1, mean_of=0.2)
    fit.fit_recognition(examples, letters, tmp_path / "out.onnx", plan)
    before, after = (
        float(fit.recognition_loss(TrainableGraph(path), examples, random.Random(3)).detach())
        for path in (letters, tmp_path / "out.onnx")
    )
    assert after < before / 2


def test_drawn_lines_are_crops_with_ink_and_the_seed_decides():
    first, again, other = (list(islice(drawn.lines(seed), 12)) for seed in (1, 1, 2))
    assert all(np.array_equal(*pair) for pair in zip(first, again, strict=True))
    assert any(a.shape != b.shape for a, b in zip(first, other, strict=True))
    assert {crop.shape[0] for crop in first} == {48}
    assert all(int(crop.max()) - int(crop.min()) > 60 for crop in first)


def test_the_ranges_that_are_measured_are_those_of_the_layers_behind_the_first_stages(tmp_path: Path):
    page = np.full((400, 900, 3), 255, np.uint8)
    for row, text in enumerate(("Invoice 2024-0017", "Total 1,234.50 EUR")):
        cv2.putText(page, text, (40, 120 + 120 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (0, 0, 0), 3)
    measured = ranges.measure([page], seed=1)
    ranges.save(measured, tmp_path / "ranges.json")
    assert load_ranges(tmp_path / "ranges.json") == measured
    shipped = load_ranges(OWN_MODELS / RECOGNITION_RANGES)
    assert (measured.sha256, list(measured.layers)) == (shipped.sha256, list(shipped.layers))
    # One page has smaller extremes than many, of the same order.
    for name, (low, high) in measured.layers.items():
        assert 0.3 < (high - low) / (shipped.layers[name][1] - shipped.layers[name][0]) < 3, name
