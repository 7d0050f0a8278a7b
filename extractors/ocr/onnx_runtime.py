"""One neural network from an ONNX file, on whichever runtime is installed: OpenVINO, ONNX Runtime, CUDA."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Literal

from extractors.ocr.network import Network, Tensor
from extractors.processor import has_cuda, may_have_gpu
from schemas.errors import EngineUnavailable

Device = Literal["auto", "cpu", "cuda"]


def load_network(model: Path, *, device: Device = "auto", threads: int = 0, ranges: Path | None = None) -> Network:
    """Returns the network of an ONNX file.

    Args:
        model: The ONNX file.
        device: ``"cuda"`` for the GPU or an error, ``"cpu"``, or ``"auto"`` for the GPU when there is one.
        threads: Processor threads; 0 leaves it to the runtime.
        ranges: File of the ranges in which layers are computed in integers, where the processor is fast at it.

    Raises:
        EngineUnavailable: A file is missing or damaged, or no runtime for the device is installed.
    """
    if not model.is_file():
        raise EngineUnavailable(f"the model {model.name} is missing; reinstall fieldwright and rapidocr")
    try:
        return _load(model, device, threads, ranges)
    except EngineUnavailable:
        raise
    except Exception as error:
        raise EngineUnavailable(
            f"the model {model.name} cannot be loaded; reinstall fieldwright, rapidocr and openvino"
        ) from error


def _load(model: Path, device: Device, threads: int, ranges: Path | None) -> Network:
    if device == "cuda" or (device == "auto" and _has_gpu()):
        return _onnxruntime(model, threads, cuda=True) if _onnxruntime_has_cuda() else _torch(model)
    # Twice as fast as ONNX Runtime on the processors measured, with the same text.
    if importlib.util.find_spec("openvino") is not None:
        from extractors.ocr.openvino_runtime import load_openvino_network

        return load_openvino_network(model, threads, ranges)
    return _onnxruntime(model, threads, cuda=False)


def _has_gpu() -> bool:
    """Whether there is a GPU and a runtime for it; without a driver nothing heavy is imported."""
    return may_have_gpu() and (_onnxruntime_has_cuda() or _torch_has_cuda())


def _torch_has_cuda() -> bool:
    return importlib.util.find_spec("onnx") is not None and has_cuda()


def _torch(model: Path) -> Network:
    if not _torch_has_cuda():
        raise EngineUnavailable("no CUDA device for OCR; install onnx beside a CUDA build of torch, or use device cpu")
    from extractors.ocr.torch_runtime import load_torch_network

    return load_torch_network(model, "cuda")


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
