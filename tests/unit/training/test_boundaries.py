"""Weights of boundaries are fitted on packets, and documents of one number are never adjacent there."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

from extractors.splitting.boundaries import boundary_model
from extractors.splitting.signs import PageSigns
from training.boundaries import Signed, fit, generated, packed


def test_fitted_weights_can_be_used(tmp_path: Path) -> None:
    documents = list(generated(2))

    fit(documents, 20, tmp_path / "weights.json")

    assert boundary_model(tmp_path / "weights.json").weights.any()


def test_packets_say_where_documents_begin_and_part_different_documents() -> None:
    page = PageSigns.empty(0.7)
    documents = [Signed(f"{n}", "one sender", (page,) * n, number=f"R{n // 2}") for n in range(1, 6)]

    for pages, starts in packed(documents, 50, random.Random(1), plain=True):
        lengths = [after - at for at, after in zip(starts, [*starts[1:], len(pages)], strict=True)]
        numbers = [length // 2 for length in lengths]
        assert all(a != b for a, b in itertools.pairwise(numbers))
