"""The last layer in two steps: what it leaves out does not count, and where it counts all classes are computed."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr.network import top_of
from extractors.ocr.onnx_runtime import load_network
from extractors.ocr.openvino_runtime import _Requests, load_openvino_network
from extractors.ocr.rapid import FAST_RECOGNITION_MODEL, OWN_MODELS, RECOGNITION_MODEL, models_folder
from extractors.ocr.recognition import latin_classes, network_input
from extractors.ocr.recognition_head import SURE_LOGIT, is_sure, split_head
from extractors.openvino_cpu import openvino_core, openvino_module
from tests.unit.extractors.ocr.test_rapid import written


def line(text: str):
    """Returns a drawn line as the network's input, (1, 3, 48, width)."""
    pixels = np.asarray(written(text))[50:98, 40:640]
    return network_input(pixels)[np.newaxis]


@pytest.fixture(scope="module")
def network():
    return load_openvino_network(models_folder() / RECOGNITION_MODEL, threads=1)


@pytest.fixture
def whole(monkeypatch):
    """A list that grows each time all classes are computed."""
    counted: list[int] = []
    top = _Requests.top
    monkeypatch.setattr(_Requests, "top", lambda *a: counted.append(1) or top(*a))
    return counted


def test_a_printed_line_needs_the_narrow_classes_only(network, whole):
    classes, batch = latin_classes(network.alphabet), line("Invoice 2024-0017")
    found, expected = network.top(batch, classes), top_of(network(batch), classes)
    assert whole == []
    assert np.array_equal(found.best, expected.best)
    assert found.chosen == pytest.approx(expected.chosen, abs=0.02)
    assert found.probability == pytest.approx(expected.probability, abs=0.02)


def test_what_is_no_print_gets_all_classes(network, whole):
    classes = latin_classes(network.alphabet)
    batch = np.random.default_rng(3).uniform(-1, 1, (1, 3, 48, 192)).astype(np.float32)
    found, expected = network.top(batch, classes), top_of(network(batch), classes)
    assert whole == [1]
    assert all(np.array_equal(*pair) for pair in zip(found, expected, strict=True))


def test_classes_that_are_not_narrow_are_computed_too(network, whole):
    sign = network.alphabet.index("年")
    top = network.top(line("Invoice"), np.array([0, sign]))
    assert whole == [1]
    assert top.chosen.shape[-1] == 2


def test_the_probabilities_of_all_classes_are_those_of_the_whole_network(network):
    import onnxruntime

    path, batch = models_folder() / RECOGNITION_MODEL, line("Total 12.50 EUR")
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    [expected] = session.run(None, {session.get_inputs()[0].name: batch})
    assert network(batch) == pytest.approx(expected, abs=0.03)


def test_a_network_with_few_classes_is_computed_whole():
    network = load_network(OWN_MODELS / FAST_RECOGNITION_MODEL, device="cpu", threads=1)
    assert len(network.alphabet) == 615
    assert network(line("Total")).shape[-1] == 615


def test_a_network_with_another_end_is_left_alone():
    opset = openvino_module().opset13
    entry = opset.parameter([-1, -1, 4], np.float32)
    graph = openvino_module().Model([opset.result(opset.relu(entry))], [entry], "other")
    assert split_head(graph, ["x"] * 5000) is None


def test_the_narrow_classes_hold_every_latin_one():
    graph = openvino_core().read_model(str(models_folder() / RECOGNITION_MODEL))
    alphabet = load_network(models_folder() / RECOGNITION_MODEL, device="cpu", threads=1).alphabet
    split = split_head(graph, alphabet)
    assert split is not None
    assert len(split.narrow) < 0.15 * len(alphabet)
    columns = split.columns_of(latin_classes(alphabet))
    assert columns is not None
    assert [alphabet[i] for i in split.narrow[columns]] == [alphabet[i] for i in latin_classes(alphabet)]


def test_one_weak_column_makes_a_line_unsure():
    largest = np.full((1, 40, 1), SURE_LOGIT, np.float32)
    assert is_sure(largest)
    largest[0, 20] -= 0.1
    assert not is_sure(largest)
