"""A process gives page images back to the system, and collects seldom."""

from __future__ import annotations

import subprocess
import sys

import pytest

FREED = """
import ctypes, gc, psutil
{settled}
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
process = psutil.Process()
page = 12 << 20
first = libc.malloc(page)
libc.free(first)  # by itself, the library now keeps blocks of this size in its heap
before = process.memory_info().rss
pages, between = [], []
for _ in range(20):
    pages.append(libc.malloc(page))
    ctypes.memset(pages[-1], 1, page)
    between.append(libc.malloc(4096))
for block in pages:
    libc.free(block)
print((process.memory_info().rss - before) >> 20, gc.get_threshold()[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the heap of the GNU C library")
@pytest.mark.parametrize("settled", [True, False])
def test_freed_pages_go_back_to_the_system(settled: bool) -> None:
    script = FREED.format(settled="import services" if settled else "")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    kept_mb, threshold = map(int, done.stdout.split())
    assert (kept_mb < 60, threshold == 50_000) == (settled, settled)
