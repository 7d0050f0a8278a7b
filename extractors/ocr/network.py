"""One neural network from an ONNX file, on whichever runtime is installed: OpenVINO, ONNX Runtime, CUDA."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from schemas.errors import EngineUnavailable

Device = Literal["auto", "cpu", "cuda"]
Tensor = NDArray[np.float32]


class Network:
    """A network with one input and one output, both float32 batches.

    ``runtime`` names what computes it. ``characters`` is the alphabet that a recognition network carries, else empty.
    """

    def __init__(self, runtime: str, infer: Callable[[Tensor], Tensor], characters: str = "") -> None:
        self.runtime = runtime
        self.characters = characters.splitlines()
        self._infer = infer

    def __call__(self, batch: Tensor) -> Tensor:
        """Returns the output for a batch.

        Raises:
            EngineUnavailable: The runtime failed.
        """
        try:
            return self._infer(batch)
        # The runtimes raise RuntimeError and their own pybind types: all mean the same for the caller.
        except Exception as error:
            raise EngineUnavailable(
                f"{self.runtime} failed on a batch of shape {batch.shape} ({type(error).__name__}); try again"
            ) from error


def load_network(model: Path, *, device: Device = "auto", threads: int = 0) -> Network:
    """Returns the network of an ONNX file.

    Args:
        model: The ONNX file.
        device: ``"cuda"`` for the GPU or an error, ``"cpu"``, or ``"auto"`` for the GPU when there is one.
        threads: Processor threads; 0 leaves it to the runtime.

    Raises:
        EngineUnavailable: The file is missing or damaged, or no runtime for the device is installed.
    """
    if not model.is_file():
        raise EngineUnavailable(f"the model {model.name} is missing; reinstall the package rapidocr")
    try:
        return _load(model, device, threads)
    except EngineUnavailable:
        raise
    except Exception as error:
        raise EngineUnavailable(
            f"the model {model.name} cannot be loaded ({type(error).__name__}); reinstall rapidocr and openvino"
        ) from error


def _load(model: Path, device: Device, threads: int) -> Network:
    if device == "cuda" or (device == "auto" and _onnxruntime_has_cuda()):
        return _onnxruntime(model, threads, cuda=True)
    # Twice as fast as ONNX Runtime on the processors measured, with the same text.
    if importlib.util.find_spec("openvino") is not None:
        return _openvino(model, threads)
    return _onnxruntime(model, threads, cuda=False)


def _openvino(model: Path, threads: int) -> Network:
    # OpenVINO's Python package reports each import to Google Analytics and leaves an id in the home folder; without the
    # module it takes its own stub.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    core = openvino.Core()
    graph = core.read_model(str(model))
    options: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY", "NUM_STREAMS": "1"}
    if threads:
        options["INFERENCE_NUM_THREADS"] = str(threads)
    request = core.compile_model(graph, "CPU", options).create_infer_request()

    def infer(batch: Tensor) -> Tensor:
        request.infer([batch])
        # The tensor's memory belongs to the request and is written again by the next call.
        return np.array(request.get_output_tensor().data, dtype=np.float32)

    info = graph.get_rt_info()
    framework = info["framework"] if "framework" in info else {}  # noqa: SIM401 -- an RTMap has no get()
    characters = framework["character"].value if "character" in framework else ""
    return Network("openvino", infer, characters)


def _onnxruntime(model: Path, threads: int, *, cuda: bool) -> Network:
    import onnxruntime

    if cuda and not _onnxruntime_has_cuda():
        raise EngineUnavailable("no CUDA runtime for ONNX models; install onnxruntime-gpu or set the device to cpu")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = threads
    providers = ["CUDAExecutionProvider", "CPUExecutionProvider"] if cuda else ["CPUExecutionProvider"]
    session = onnxruntime.InferenceSession(str(model), options, providers=providers)
    entry = session.get_inputs()[0].name

    def infer(batch: Tensor) -> Tensor:
        output: Tensor = session.run(None, {entry: batch})[0]
        return output

    characters = session.get_modelmeta().custom_metadata_map.get("character", "")
    return Network("onnxruntime-cuda" if cuda else "onnxruntime", infer, characters)


def _onnxruntime_has_cuda() -> bool:
    if importlib.util.find_spec("onnxruntime") is None:
        return False
    import onnxruntime

    return "CUDAExecutionProvider" in onnxruntime.get_available_providers()
