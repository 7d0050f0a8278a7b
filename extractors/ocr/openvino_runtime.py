"""The OCR networks on the processor, by OpenVINO: several threads compute with one network at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.detection_head import with_pointwise_head
from extractors.ocr.integers import are_of, in_integers, load_ranges
from extractors.ocr.network import Network, Tensor, Top, alphabet_of, top_of
from extractors.ocr.recognition_head import SplitHead, is_sure, split_head
from extractors.openvino_cpu import compute, cpu_options, openvino_core
from extractors.processor import has_fast_integers, processors

KERNELS_KEPT = 100
"""Compiled kernels that OpenVINO keeps.

Each size of page and line makes its own. With OpenVINO's 5,000, two processes held 2.4 and 6 GB after 550 documents.
With 100, 54 mixed documents took the same time and 1.3 GB.
"""

LINES_AT_ONCE = 64
"""Lines whose probabilities are in memory together."""


def load_openvino_network(model: Path, threads: int, ranges: Path | None = None) -> Network:
    """Returns the network of an ONNX file.

    Args:
        model: The ONNX file.
        threads: How many lines or pages are computed at one time, a thread each; 0 takes all processors.
        ranges: File of the ranges in which layers are computed in integers, where the processor is fast at it.

    Raises:
        OSError: A file is missing.
        ValueError: The ranges are damaged.
        RuntimeError: OpenVINO cannot read the model.
    """
    core = openvino_core()
    graph = core.read_model(str(model))
    info = graph.get_rt_info()
    framework = info["framework"] if "framework" in info else {}  # noqa: SIM401 -- an RTMap has no get()
    characters = framework["character"].value if "character" in framework else ""
    threads = threads or processors()
    # Lines are computed side by side, a thread each; a page is one at a time by all threads: two need twice the memory.
    streams = threads if characters else 1
    if ranges is not None and has_fast_integers() and are_of(known := load_ranges(ranges), model):
        graph = in_integers(graph, known)

    def compiled(part: Any) -> _Requests:
        options = cpu_options(KERNELS_KEPT, threads, streams=streams)
        return _Requests(core.compile_model(part, "CPU", options), streams)

    split = split_head(graph, alphabet_of(characters)) if characters else None
    network = _InTwoSteps(split, compiled) if split is not None else compiled(with_pointwise_head(graph))
    lines = _SideBySide(network, streams) if characters else None
    # While pages wait for their lines, another one is looked at.
    at_once = threads + 1 if threads > 1 else 1
    return Network("openvino", network.infer, characters, network.top, network.release, lines, at_once)


class _Compiled(Protocol):
    """A network that several threads may call at one time."""

    def infer(self, batch: Tensor) -> Tensor: ...

    def top(self, batch: Tensor, classes: NDArray[np.int64]) -> Top: ...

    def release(self) -> None: ...


class _Requests:
    """The inference requests of a compiled network.

    Args:
        compiled: OpenVINO's network.
        count: How many compute at one time; another thread waits.
    """

    def __init__(self, compiled: Any, count: int) -> None:
        self._compiled = compiled
        self._idle: SimpleQueue[Any] = SimpleQueue()
        for _ in range(count):
            self._idle.put(compiled.create_infer_request())

    def infer(self, batch: Tensor) -> Tensor:
        """Returns the first output for a batch."""
        with self.outputs(batch) as (output, *_):
            return output.copy()

    def top(self, batch: Tensor, classes: NDArray[np.int64]) -> Top:
        """Returns the top of the first output for a batch."""
        with self.outputs(batch) as (output, *_):
            return top_of(output, classes)

    def release(self) -> None:
        """Frees the memory that OpenVINO keeps for the next batch."""
        self._compiled.release_memory()

    @contextmanager
    def outputs(self, batch: Tensor) -> Iterator[list[Tensor]]:
        """Yields all outputs for a batch; they are valid in the context."""
        request = self._idle.get()
        try:
            compute(request, [batch])
            yield [tensor.data for tensor in request.output_tensors]
        finally:
            self._idle.put(request)


class _InTwoSteps:
    """A recognition network whose last layer has all classes only where a line needs them."""

    def __init__(self, split: SplitHead, compiled: Callable[[Any], _Requests]) -> None:
        self._split = split
        self._body, self._rest = compiled(split.body), compiled(split.rest)

    def infer(self, batch: Tensor) -> Tensor:
        """Returns the probabilities of all classes."""
        with self._body.outputs(batch) as (_, _, hidden):
            return self._rest.infer(hidden)

    def top(self, batch: Tensor, classes: NDArray[np.int64]) -> Top:
        """Returns the top of the likely classes where these are enough, else of all."""
        columns = self._split.columns_of(classes)
        with self._body.outputs(batch) as (probabilities, largest, hidden):
            if columns is None or not is_sure(largest):
                return self._rest.top(hidden, classes)
            top = top_of(probabilities, columns)
        return Top(top.chosen, self._split.narrow[top.best], top.probability)

    def release(self) -> None:
        """Frees the memory that OpenVINO keeps for the next batch."""
        self._body.release()
        self._rest.release()


class _SideBySide:
    """Computes single lines at the same time: one processor a line takes less time than all of them for a batch."""

    def __init__(self, network: _Compiled, streams: int) -> None:
        self._network = network
        self._pool = ThreadPoolExecutor(streams, thread_name_prefix="lines")

    def __call__(self, samples: Iterable[Tensor], classes: NDArray[np.int64]) -> Iterator[Top]:
        """Yields the top of each sample, in their order."""
        waiting = iter(samples)
        while some := list(islice(waiting, LINES_AT_ONCE)):
            yield from self._pool.map(lambda sample: self._network.top(sample, classes), some)
