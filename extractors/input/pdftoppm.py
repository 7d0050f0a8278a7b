"""Runs pdftoppm and takes its pictures from a pipe, straight into the arrays that are handed on.

pdf2image starts two more programs for each call, and copies every picture four times.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO

import numpy as np

from extractors.page_image import Pixels

_PIPE_BYTES = 1 << 20
_HEADER = re.compile(rb"P6\s(\d+)\s(\d+)\s255\s")
_LONGEST_HEADER = 64


class PictureCutOff(Exception):
    """The program ended within a picture, or wrote something else."""


def pictures(command: Sequence[str], *, timeout_s: float, most_bytes: int) -> tuple[list[Pixels], bytes]:
    """Returns the pictures that a program writes as PPM, (height, width, 3), and what it complains about.

    Args:
        command: The program and its arguments.
        timeout_s: Seconds for all pictures.
        most_bytes: Of one picture.

    Raises:
        PictureCutOff: The last picture is not whole, or too large.
        TimeoutError: It took longer.
        OSError: The program cannot be started.
    """
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints) as process,
    ):
        assert process.stdout is not None
        try:
            found = list(_read(_Pipe(process.stdout, time.monotonic() + timeout_s), most_bytes))
            process.wait(timeout_s)
        finally:
            process.kill()  # one that has ended is left alone
        complaints.seek(0)
        return found, complaints.read()


def _read(pipe: _Pipe, most_bytes: int) -> Iterator[Pixels]:
    while header := pipe.header():
        width, height = int(header[1]), int(header[2])
        if not 0 < width * height * 3 <= most_bytes:
            raise PictureCutOff("the picture is too large")
        picture = np.empty((height, width, 3), np.uint8)
        pipe.fill(picture.data.cast("B"))
        yield picture


class _Pipe:
    """What a program writes, until a time on the monotonic clock."""

    def __init__(self, stream: IO[bytes], deadline: float) -> None:
        self._number = stream.fileno()
        self._deadline = deadline
        self._poll = select.poll()
        self._poll.register(self._number, select.POLLIN)
        if sys.platform == "linux":
            # A larger pipe changes less often between the two programs; the system may not allow it.
            with suppress(OSError):
                fcntl.fcntl(self._number, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)

    def header(self) -> re.Match[bytes] | None:
        """Returns the header of the next picture; None at the end."""
        begun = b""
        byte = bytearray(1)
        while len(begun) < _LONGEST_HEADER and self._into(memoryview(byte)):
            begun += byte
            if match := _HEADER.fullmatch(begun):
                return match
        if begun:
            raise PictureCutOff("no picture")
        return None

    def fill(self, room: memoryview) -> None:
        while room:
            count = self._into(room)
            if not count:
                raise PictureCutOff("the picture ends too early")
            room = room[count:]

    def _into(self, room: memoryview) -> int:
        if not self._poll.poll(max(self._deadline - time.monotonic(), 0) * 1000):
            raise TimeoutError("no picture in time")
        return os.readv(self._number, [room])
