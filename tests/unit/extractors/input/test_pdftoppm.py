"""Pictures from the pipe of a program that may end early, write something else, or never end."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from extractors.input.pdftoppm import PictureCutOff, pictures

TWO = r"(b'P6\n2 1\n255\n' + bytes(range(6)) + b'P6\n1 2\n255\n' + bytes(range(10, 16)))"
"""The output of two pictures of 17 bytes each."""


def run(code: str, *, timeout_s: float = 60, most_bytes: int = 1000):
    return pictures([sys.executable, "-c", f"import sys, time; {code}"], timeout_s=timeout_s, most_bytes=most_bytes)


def test_pictures_follow_one_another() -> None:
    (wide, tall), complaints = run(f"sys.stdout.buffer.write({TWO}); sys.stderr.write('Syntax Error')")
    np.testing.assert_array_equal(wide, [[[0, 1, 2], [3, 4, 5]]])
    np.testing.assert_array_equal(tall, [[[10, 11, 12]], [[13, 14, 15]]])
    assert complaints == b"Syntax Error"


def test_a_program_without_pictures_gives_none() -> None:
    assert run("pass") == ([], b"")


@pytest.mark.parametrize("size", [1, 5, 12, 16, 18, 20, 33])
def test_a_picture_that_is_cut_off_is_none(size: int) -> None:
    with pytest.raises(PictureCutOff):
        run(f"sys.stdout.buffer.write({TWO}[:{size}])")


@pytest.mark.parametrize(
    "header", ["P5\\n2 1\\n255\\n", "P6\\n2 1\\n65535\\n", "P6\\n0 9\\n255\\n", "P6\\n99 99\\n255\\n"]
)
def test_another_format_and_an_impossible_size_are_refused(header: str) -> None:
    with pytest.raises(PictureCutOff):
        run(f"sys.stdout.buffer.write(b'{header}' + bytes(6))")


def test_a_program_that_never_ends_is_ended() -> None:
    with pytest.raises(TimeoutError):
        run(f"sys.stdout.buffer.write({TWO}); sys.stdout.flush(); time.sleep(600)", timeout_s=5)
