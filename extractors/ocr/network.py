"""A neural network with one input and one output, whatever runtime computes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from schemas.errors import EngineUnavailable

Tensor = NDArray[np.float32]


class Top(NamedTuple):
    """What is needed of an output of many classes; N samples of T steps.

    ``chosen`` (N, T, K) are the probabilities of the K requested classes. ``best`` (N, T) is the likeliest of all
    classes and ``probability`` (N, T) its probability.
    """

    chosen: Tensor
    best: NDArray[np.int64]
    probability: Tensor


def top_of(output: Tensor, classes: NDArray[np.int64]) -> Top:
    """Returns the top of an output (N, T, C)."""
    best = output.argmax(axis=-1)
    return Top(output[..., classes], best, np.take_along_axis(output, best[..., np.newaxis], axis=-1)[..., 0])


def alphabet_of(characters: str) -> list[str]:
    """Returns the text of each class of a recognition network; ``characters`` are those that it carries, one a line.

    Class 0 is the CTC blank, the last class the blank between words. Source: PP-OCR's CTCLabelDecode.
    """
    return ["", *characters.splitlines(), " "]


class Network:
    """A network with one input and one output, both float32 batches.

    Args:
        runtime: Names what computes it.
        infer: Returns the output for a batch; the memory may be written again by the next call of the same thread.
        characters: The alphabet that a recognition network carries, a character a line; else empty.
        top: Returns the top of the output without moving all of it, where the runtime has a faster way.
        release: Frees the memory that the runtime keeps between batches, where it keeps any.
        side_by_side: Yields the tops of single samples, in their order, computed at the same time, where the runtime
            does that faster than batches.
        at_once: Pages that are best in work at one time, a thread each: as many may call it.
    """

    def __init__(
        self,
        runtime: str,
        infer: Callable[[Tensor], Tensor],
        characters: str = "",
        top: Callable[[Tensor, NDArray[np.int64]], Top] | None = None,
        release: Callable[[], None] = lambda: None,
        side_by_side: Callable[[Iterable[Tensor], NDArray[np.int64]], Iterator[Top]] | None = None,
        at_once: int = 1,
    ) -> None:
        self.runtime = runtime
        self.at_once = at_once
        self.alphabet = alphabet_of(characters)
        self._infer = infer
        self.release = release
        self._side_by_side = side_by_side
        self._top = top or (lambda batch, classes: top_of(infer(batch), classes))

    def __call__(self, batch: Tensor) -> Tensor:
        """Returns the output for a batch, valid until the next call.

        Raises:
            EngineUnavailable: The runtime failed.
        """
        with self._failures(f"a batch of shape {batch.shape}"):
            return self._infer(batch)

    def top(self, batch: Tensor, classes: NDArray[np.int64]) -> Top:
        """Returns what is needed of the output for a batch; ``classes`` are the classes to keep.

        Raises:
            EngineUnavailable: The runtime failed.
        """
        with self._failures(f"a batch of shape {batch.shape}"):
            return self._top(batch, classes)

    @property
    def wants_single_samples(self) -> bool:
        """Whether `tops` is fastest with batches of one sample."""
        return self._side_by_side is not None

    def tops(self, batches: Iterable[Tensor], classes: NDArray[np.int64]) -> Iterator[Top]:
        """Yields what is needed of the output for each batch, in their order.

        Raises:
            EngineUnavailable: The runtime failed.
        """
        if self._side_by_side is None:
            for batch in batches:
                yield self.top(batch, classes)
            return
        with self._failures():
            yield from self._side_by_side(batches, classes)

    @contextmanager
    def _failures(self, what: str = "a line") -> Iterator[None]:
        try:
            yield
        # The runtimes raise RuntimeError and their own pybind types: all mean the same for the caller.
        except Exception as error:
            raise EngineUnavailable(f"{self.runtime} failed on {what} ({type(error).__name__}); try again") from error
