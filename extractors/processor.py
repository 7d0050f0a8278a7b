"""What the processor at hand does well."""

from __future__ import annotations

import importlib.util
import os
from functools import cache
from pathlib import Path


@cache
def has_fast_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 matrices itself: where it does not, they cost 14 times more."""
    return not _flags().isdisjoint(("amx_bf16", "avx512_bf16"))


@cache
def has_fast_integers() -> bool:
    """Whether this processor adds four products of 8-bit integers at once (VNNI); older ones may overflow."""
    return not _flags().isdisjoint(("amx_int8", "avx512_vnni", "avx_vnni"))


@cache
def _flags() -> frozenset[str]:
    try:
        about = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return frozenset()
    return frozenset(word for line in about.splitlines() if line.startswith("flags") for word in line.split())


def may_have_gpu() -> bool:
    """Whether a driver of a GPU is there: without one, nothing heavy has to be imported to know."""
    return any(Path("/dev").glob("nvidia[0-9]*")) or Path("/dev/dxg").exists()


def has_cuda() -> bool:
    """Whether torch finds a CUDA device."""
    if not may_have_gpu() or importlib.util.find_spec("torch") is None:
        return False
    import torch

    return torch.cuda.is_available()


def processors() -> int:
    """Returns how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
