"""Processes of ours that answer requests under limits: a hostile file may crash or hang one, never the worker.

A helper is a script that limits its own memory. It answers each line of JSON on standard input with one on standard
output. An answer that is an object with ``"bytes"`` is followed by that many bytes.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MOST_REQUESTS = 1000
"""After so many requests a helper is replaced: what its libraries keep of documents does not grow without end."""

MOST_IDLE = 2
"""Helpers of one kind that wait for the next document."""

_PIPE_BYTES = 1 << 20


class HelperFailed(Exception):
    """A helper crashed, or ran out of memory or processor time; it is gone."""


class HelperTimedOut(HelperFailed):
    """A helper did not answer in time; it is gone."""


class Helper:
    """One running script; made by `borrowed`."""

    def __init__(self, script: Path, arguments: tuple[str, ...]) -> None:
        self.requests = 0
        # -I: nothing of ours is loaded. What libraries report may quote the document, so nobody gets it.
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def ask(self, request: Any, timeout_s: float) -> tuple[Any, bytearray]:
        """Returns the answer to a request, and the bytes after it.

        Raises:
            HelperTimedOut: There was no answer in time.
            HelperFailed: The process ended, or answered with something else.
        """
        self.requests += 1
        deadline = time.monotonic() + timeout_s
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
            line, rest = self._line(deadline)
            answer = json.loads(line)
            size = answer.get("bytes", 0) if isinstance(answer, dict) else 0
            return answer, self._exactly(size, rest, deadline)
        except (OSError, ValueError) as error:
            self.stop()
            raise HelperFailed(type(error).__name__) from None
        except HelperFailed:
            self.stop()
            raise

    def stop(self) -> None:
        """Ends the process."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.wait()

    def _line(self, deadline: float) -> tuple[bytes, bytes]:
        parts: list[bytes] = []
        for part in self._parts(deadline):
            head, end, rest = part.partition(b"\n")
            parts.append(head)
            if end:
                return b"".join(parts), rest
        raise HelperFailed("no answer")

    def _exactly(self, size: int, begun: bytes, deadline: float) -> bytearray:
        found = bytearray(size)
        found[: len(begun)] = begun
        filled = len(begun)
        if filled < size:
            for part in self._parts(deadline):
                found[filled : filled + len(part)] = part
                filled += len(part)
                if filled >= size:
                    break
        if filled != size or len(found) != size:
            raise HelperFailed("another number of bytes than announced")
        return found

    def _parts(self, deadline: float) -> Iterator[bytes]:
        """Yields what the process writes, until it ends."""
        assert self._process.stdout is not None
        number = self._process.stdout.fileno()
        with selectors.DefaultSelector() as selector:
            selector.register(number, selectors.EVENT_READ)
            while selector.select(max(deadline - time.monotonic(), 0)):
                part = os.read(number, _PIPE_BYTES)
                if not part:
                    return
                yield part
        raise HelperTimedOut("no answer in time")


class _Idle:
    """Helpers between two documents: starting one takes longer than most documents."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._helpers: dict[tuple[str, ...], list[Helper]] = {}
        atexit.register(self._end)

    def take(self, script: Path, arguments: tuple[str, ...]) -> Helper:
        with self._lock:
            self._forget_after_fork()
            waiting = self._helpers.get((str(script), *arguments), [])
            while waiting:
                helper = waiting.pop()
                if helper.is_alive:
                    return helper
                helper.stop()
        return Helper(script, arguments)

    def give(self, script: Path, arguments: tuple[str, ...], helper: Helper) -> None:
        with self._lock:
            self._forget_after_fork()
            waiting = self._helpers.setdefault((str(script), *arguments), [])
            if len(waiting) < MOST_IDLE and helper.requests < MOST_REQUESTS and helper.is_alive:
                waiting.append(helper)
                return
        helper.stop()

    def _forget_after_fork(self) -> None:
        # A forked worker shares the pipes of its parent's helpers and must leave them alone.
        if self._owner != os.getpid():
            self._owner, self._helpers = os.getpid(), {}

    def _end(self) -> None:
        if self._owner == os.getpid():
            for helper in [helper for waiting in self._helpers.values() for helper in waiting]:
                helper.stop()


_idle = _Idle()


@contextmanager
def borrowed(script: Path, *arguments: str) -> Iterator[Helper]:
    """Lends a running helper; one that failed is replaced, any other serves the next document."""
    helper = _idle.take(script, arguments)
    try:
        yield helper
    except BaseException:
        helper.stop()
        raise
    _idle.give(script, arguments, helper)
