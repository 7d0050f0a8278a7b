"""One neural network from an ONNX file, on whichever runtime is installed: OpenVINO, ONNX Runtime, CUDA."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.detection_head import with_pointwise_head
from extractors.ocr.network import Network, Tensor, Top, top_of
from extractors.openvino_cpu import cpu_options, openvino_core, openvino_module
from extractors.processor import has_cuda, may_have_gpu, processors
from schemas.errors import EngineUnavailable

Device = Literal["auto", "cpu", "cuda"]


KERNELS_KEPT = 100
"""Compiled kernels that OpenVINO keeps.

Each size of page and line makes its own. With OpenVINO's 5,000, two processes held 2.4 and 6 GB after 550 documents.
With 100, 54 mixed documents took the same time and 1.3 GB.
"""

LINES_AT_ONCE = 64
"""Lines whose probabilities are in memory together: 0.15 MB for each 480 pixels."""


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
        raise EngineUnavailable(f"the model {model.name} is missing; reinstall fieldwright and rapidocr")
    try:
        return _load(model, device, threads)
    except EngineUnavailable:
        raise
    except Exception as error:
        raise EngineUnavailable(
            f"the model {model.name} cannot be loaded; reinstall fieldwright, rapidocr and openvino"
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
    return may_have_gpu() and (_onnxruntime_has_cuda() or _torch_has_cuda())


def _torch_has_cuda() -> bool:
    return importlib.util.find_spec("onnx") is not None and has_cuda()


def _torch(model: Path) -> Network:
    if not _torch_has_cuda():
        raise EngineUnavailable("no CUDA device for OCR; install onnx beside a CUDA build of torch, or use device cpu")
    from extractors.ocr.torch_runtime import load_torch_network

    return load_torch_network(model, "cuda")


def _openvino(model: Path, threads: int) -> Network:
    core = openvino_core()
    graph = core.read_model(str(model))
    info = graph.get_rt_info()
    framework = info["framework"] if "framework" in info else {}  # noqa: SIM401 -- an RTMap has no get()
    characters = framework["character"].value if "character" in framework else ""
    streams = (threads or processors()) if characters else 1
    used = threads or (streams if characters else 0)
    compiled = core.compile_model(with_pointwise_head(graph), "CPU", cpu_options(KERNELS_KEPT, used, streams=streams))
    request = compiled.create_infer_request()

    def infer(batch: Tensor) -> Tensor:
        request.infer([batch])
        output: Tensor = request.get_output_tensor().data
        return output

    side_by_side = _SideBySide(partial(openvino_module().AsyncInferQueue, compiled, streams)) if characters else None
    return Network("openvino", infer, characters, release=compiled.release_memory, side_by_side=side_by_side)


class _SideBySide:
    """Computes single lines at the same time: one processor a line takes less time than all of them for a batch."""

    def __init__(self, queue: Callable[[], Any]) -> None:
        self._new_queue, self._queue = queue, queue()

    def __call__(self, samples: Iterable[Tensor], classes: NDArray[np.int64]) -> Iterator[Top]:
        """Yields the top of each sample, in their order."""
        found: dict[int, Top] = {}

        def keep(request: Any, number: int) -> None:
            found[number] = top_of(request.get_output_tensor().data, classes)

        self._queue.set_callback(keep)
        numbered = enumerate(samples)
        while some := list(islice(numbered, LINES_AT_ONCE)):
            try:
                for number, sample in some:
                    self._queue.start_async([sample], number)
                self._queue.wait_all()
            except Exception:
                self._queue = self._new_queue()  # a queue reports a failure for ever after
                raise
            yield from (found.pop(number) for number, _ in some)


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
