"""OpenVINO on the processor, set up alike for the networks of OCR and LayoutLM."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from numpy.typing import NDArray

from extractors.processor import has_fast_bfloat16


def openvino_module() -> Any:
    """Returns the module ``openvino``, which then reports nothing to anybody."""
    # OpenVINO's Python package reports each import to Google Analytics and leaves an id in the home folder; without the
    # module it takes its own stub.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino


def openvino_core() -> Any:
    """Returns OpenVINO's ``Core`` with the plugin of the processor loaded."""
    core = openvino_module().Core()
    with _same_signal_stack():
        core.get_property("CPU", "FULL_DEVICE_NAME")
    return core


def compute(request: Any, entries: Sequence[NDArray[Any]]) -> None:
    """Fills the outputs of an inference request.

    Raises:
        RuntimeError: OpenVINO failed: its own `infer` hides failures behind an empty output.
    """
    request.start_async(entries)
    request.wait()


class _SignalStack(ctypes.Structure):
    """``stack_t`` of ``sigaltstack(2)``."""

    _fields_ = (("start", ctypes.c_void_p), ("flags", ctypes.c_int), ("size", ctypes.c_size_t))


@contextmanager
def _same_signal_stack() -> Iterator[None]:
    """Gives this thread back the stack on which its signals are handled.

    The plugin replaces it when it is loaded. Its own stack is too small for Python's handlers and is freed with the
    plugin: SIGTERM and Ctrl-C ended the process with a segmentation fault.
    """
    if sys.platform != "linux":
        yield
        return
    set_stack = ctypes.CDLL(None).sigaltstack
    before = _SignalStack()
    set_stack(None, ctypes.byref(before))
    try:
        yield
    finally:
        set_stack(ctypes.byref(before), None)


def cpu_options(kernels: int, threads: int, *, streams: int = 1, precision: str | None = None) -> dict[str, Any]:
    """Returns the options of a network on the processor.

    Args:
        kernels: Compiled kernels that OpenVINO keeps.
        threads: Processor threads; 0 leaves it to OpenVINO.
        streams: Requests that are computed side by side.
        precision: ``"f32"`` or ``"bf16"``; without it, the faster of the two here.
    """
    options: dict[str, Any] = {
        "PERFORMANCE_HINT": "LATENCY",
        "NUM_STREAMS": str(streams),
        # Two thirds of the time and as many errors (benchmarks/README.md); without hardware for it, 14 times the time.
        "INFERENCE_PRECISION_HINT": precision or ("bf16" if has_fast_bfloat16() else "f32"),
        "CPU_RUNTIME_CACHE_CAPACITY": str(kernels),
    }
    return options | {"INFERENCE_NUM_THREADS": str(threads)} if threads else options
