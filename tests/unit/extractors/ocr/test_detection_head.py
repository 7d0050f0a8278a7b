"""The detection network with another head: the same probabilities, and other networks untouched."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.ocr.detection_head import with_pointwise_head
from extractors.ocr.rapid import DETECTION_MODEL, RECOGNITION_MODEL, models_folder
from extractors.openvino_cpu import openvino_core


def network(name):
    return openvino_core().read_model(str(models_folder() / name))


def test_the_head_of_single_pixels_gives_the_same_probabilities():
    changed = with_pointwise_head(network(DETECTION_MODEL))
    kinds = [node.get_type_name() for node in changed.get_ops()]
    assert "DepthToSpace" in kinds
    assert "ConvolutionBackpropData" not in kinds
    page = np.ones((1, 3, 96, 160), np.float32)
    page[:, :, 40:56, 20:140:9] = -1.0  # bars, like letters of a line
    core, options = openvino_core(), {"INFERENCE_PRECISION_HINT": "f32"}
    expected, found = (
        core.compile_model(graph, "CPU", options)([page])[0].copy() for graph in (network(DETECTION_MODEL), changed)
    )
    assert expected.max() > 0.5
    assert found == pytest.approx(expected, abs=1e-5)


def test_networks_with_another_end_stay_as_they_are():
    graph = network(RECOGNITION_MODEL)
    assert with_pointwise_head(graph) is graph
