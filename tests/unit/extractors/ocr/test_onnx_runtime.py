"""The networks' runtimes: what is kept of an output, what failures become, and torch beside ONNX Runtime."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from extractors.ocr.network import Network, alphabet_of, top_of
from extractors.ocr.onnx_runtime import load_network
from extractors.ocr.rapid import (
    DETECTION_MODEL,
    FAST_RECOGNITION_MODEL,
    OWN_MODELS,
    RECOGNITION_MODEL,
    models_folder,
)
from schemas.errors import EngineUnavailable

OUTPUT = np.array([[[0.7, 0.1, 0.2], [0.1, 0.3, 0.6]]], np.float32)
BATCH = np.zeros((1, 3, 48, 192), np.float32)


def test_the_top_keeps_the_chosen_classes_and_the_likeliest_of_all():
    top = top_of(OUTPUT, np.array([0, 1]))
    assert top.chosen == pytest.approx(OUTPUT[..., :2])
    assert top.best.tolist() == [[0, 2]]
    assert top.probability == pytest.approx(np.array([[0.7, 0.6]]))


def test_the_top_is_no_view_of_memory_that_the_next_call_writes():
    memory = OUTPUT.copy()
    top = Network("test", lambda batch: memory).top(BATCH, np.array([2]))
    memory[:] = 0.0
    assert top.chosen[0, :, 0] == pytest.approx(OUTPUT[0, :, 2])
    assert top.probability[0] == pytest.approx([0.7, 0.6])


@pytest.mark.parametrize("call", [lambda n: n(BATCH), lambda n: n.top(BATCH, np.array([0]))], ids=["call", "top"])
def test_a_runtime_that_fails_is_an_unavailable_engine(call):
    def fail(batch):
        raise RuntimeError("out of memory at line 7 of the invoice")

    with pytest.raises(EngineUnavailable, match=r"test failed on a batch of shape \(1, 3, 48, 192\)") as caught:
        call(Network("test", fail))
    assert "invoice" not in str(caught.value)


@pytest.mark.skipif(any(Path("/dev").glob("nvidia[0-9]*")), reason="there is a GPU")
def test_a_gpu_that_is_asked_for_and_missing_is_an_unavailable_engine():
    with pytest.raises(EngineUnavailable, match="no CUDA device for OCR"):
        load_network(models_folder() / DETECTION_MODEL, device="cuda")


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        (models_folder() / DETECTION_MODEL, (1, 3, 96, 160)),
        (models_folder() / RECOGNITION_MODEL, (2, 3, 48, 192)),
        (OWN_MODELS / FAST_RECOGNITION_MODEL, (2, 3, 48, 192)),
    ],
    ids=["det", "rec", "fast-rec"],
)
def test_torch_carries_out_the_graphs_like_onnx_runtime(path, shape):
    pytest.importorskip("onnx", reason="onnx, of the extra gpu, is not installed")
    import onnxruntime

    from extractors.ocr.torch_runtime import load_torch_network

    batch = np.random.default_rng(7).uniform(-1, 1, shape).astype(np.float32)
    network = load_torch_network(path, "cpu")
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    [expected] = session.run(None, {session.get_inputs()[0].name: batch})
    assert network(batch) == pytest.approx(expected, abs=1e-3)
    # The same alphabet, and a top that was taken on the device.
    assert network.alphabet == alphabet_of(session.get_modelmeta().custom_metadata_map.get("character", ""))
    classes = np.arange(0, expected.shape[-1], 3)
    top, wanted = network.top(batch, classes), top_of(expected, classes)
    assert top.chosen == pytest.approx(wanted.chosen, abs=1e-3)
    assert top.probability == pytest.approx(wanted.probability, abs=1e-3)


def test_lines_computed_side_by_side_are_those_of_a_batch_in_the_same_order():
    network = load_network(models_folder() / RECOGNITION_MODEL, device="cpu", threads=2)
    lines = np.random.default_rng(3).normal(size=(70, 3, 48, 192)).astype(np.float32)
    classes = np.arange(500)
    assert network.wants_single_samples
    found = list(network.tops((line[np.newaxis] for line in lines), classes))
    assert len(found) == len(lines)  # more than are in memory together
    whole = network.top(lines[60:], classes)
    for row, top in enumerate(found[60:]):
        assert top.chosen[0] == pytest.approx(whole.chosen[row], abs=0.02)
        assert top.probability[0] == pytest.approx(whole.probability[row], abs=0.02)


def test_a_failure_of_lines_side_by_side_is_one_of_the_engine():
    network = load_network(models_folder() / RECOGNITION_MODEL, device="cpu", threads=1)
    with pytest.raises(EngineUnavailable, match="openvino failed on a line"):
        list(network.tops([np.zeros((1, 7, 48, 192), np.float32)], np.arange(5)))
    good = np.zeros((1, 3, 48, 192), np.float32)
    assert [top.best.shape for top in network.tops([good], np.arange(5))] == [(1, 24)], "the next page is read"


@pytest.mark.parametrize("model", [DETECTION_MODEL, RECOGNITION_MODEL], ids=["det", "rec"])
def test_threads_that_compute_at_one_time_each_get_their_own_output(model):
    network = load_network(models_folder() / model, device="cpu", threads=2)
    batches = np.random.default_rng(5).normal(size=(12, 1, 3, 96, 192)).astype(np.float32)
    batches = batches if model == DETECTION_MODEL else batches[:, :, :, :48]
    one_by_one = [network(batch) for batch in batches]
    with ThreadPoolExecutor(network.at_once + 1) as pool:  # one more than there are requests
        for expected, found in zip(one_by_one, pool.map(network, batches), strict=True):
            assert (found == expected).all()
