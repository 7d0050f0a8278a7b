"""Results that are made ahead come in order, and each error with its own document."""

from __future__ import annotations

import threading

import pytest

from services.read_ahead import read_ahead


def test_results_are_made_ahead_and_come_in_order():
    both = threading.Barrier(2, timeout=60)

    def make(name: str) -> str:
        both.wait()  # only passes while another one is made
        return name.upper()

    with read_ahead(2, make, ["a", "b", "c", "d"]) as made:
        assert [made(name) for name in "abcd"] == ["A", "B", "C", "D"]


def test_no_more_than_so_many_are_in_work_or_wait():
    begun = []
    with read_ahead(2, begun.append, ["a", "b", "c", "d", "e"]) as made:
        made("a")
        made("b")
    assert set(begun) <= {"a", "b", "c"}


def test_an_error_is_that_of_its_own_document():
    def make(name: str) -> int:
        return {"a": 1, "c": 3}[name]

    with read_ahead(2, make, ["a", "b", "c"]) as made:
        assert made("a") == 1
        with pytest.raises(KeyError, match="b"):
            made("b")
        assert made("c") == 3


@pytest.mark.parametrize(("threads", "ids"), [(1, ["a", "b"]), (4, ["a"]), (4, [])])
def test_one_thread_or_one_document_makes_nothing_ahead(threads, ids):
    here = threading.current_thread()
    with read_ahead(threads, lambda _: threading.current_thread(), ids) as made:
        assert all(made(name) is here for name in ids)
