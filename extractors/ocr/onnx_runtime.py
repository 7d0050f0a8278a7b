"""One neural network from an ONNX file, on whichever runtime is installed: OpenVINO, ONNX Runtime, CUDA."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any, Literal

from extractors.ocr.network import Network, Tensor
from schemas.errors import EngineUnavailable

Device = Literal["auto", "cpu", "cuda"]


KERNELS_KEPT = 100
"""Compiled kernels that OpenVINO keeps. Each size of page and line makes its own: with OpenVINO's 5,000 two processes
that had read 550 documents each held 2.4 and 6 GB. With 100, 54 mixed documents took the same time and 1.3 GB."""


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
    if device == "cuda" or (device == "auto" and _has_gpu()):
        return _onnxruntime(model, threads, cuda=True) if _onnxruntime_has_cuda() else _torch(model)
    # Twice as fast as ONNX Runtime on the processors measured, with the same text.
    if importlib.util.find_spec("openvino") is not None:
        return _openvino(model, threads)
    return _onnxruntime(model, threads, cuda=False)


def _has_gpu() -> bool:
    """Whether there is a GPU and a runtime for it; without a driver nothing heavy is imported."""
    if not any(Path("/dev").glob("nvidia[0-9]*")) and not Path("/dev/dxg").exists():
        return False
    return _onnxruntime_has_cuda() or _torch_has_cuda()


def _torch_has_cuda() -> bool:
    if importlib.util.find_spec("torch") is None or importlib.util.find_spec("onnx") is None:
        return False
    import torch

    return torch.cuda.is_available()


def _torch(model: Path) -> Network:
    if not _torch_has_cuda():
        raise EngineUnavailable("no CUDA device for OCR; install onnx beside a CUDA build of torch, or use device cpu")
    from extractors.ocr.torch_runtime import load_torch_network

    return load_torch_network(model, "cuda")


def _openvino(model: Path, threads: int) -> Network:
    # OpenVINO's Python package reports each import to Google Analytics and leaves an id in the home folder; without the
    # module it takes its own stub.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    core = openvino.Core()
    graph = core.read_model(str(model))
    options: dict[str, Any] = {
        "PERFORMANCE_HINT": "LATENCY",
        "NUM_STREAMS": "1",
        # On processors with bfloat16 OpenVINO would read in it: a tenth faster, and letters are lost.
        "INFERENCE_PRECISION_HINT": "f32",
        "CPU_RUNTIME_CACHE_CAPACITY": str(KERNELS_KEPT),
    }
    if threads:
        options["INFERENCE_NUM_THREADS"] = str(threads)
    compiled = core.compile_model(graph, "CPU", options)
    request = compiled.create_infer_request()

    def infer(batch: Tensor) -> Tensor:
        request.infer([batch])
        output: Tensor = request.get_output_tensor().data
        return output

    info = graph.get_rt_info()
    framework = info["framework"] if "framework" in info else {}  # noqa: SIM401 -- an RTMap has no get()
    characters = framework["character"].value if "character" in framework else ""
    return Network("openvino", infer, characters, release=compiled.release_memory)


def _onnxruntime(model: Path, threads: int, *, cuda: bool) -> Network:
    import onnxruntime

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
