"""Generated pages as arrays for the network, kept in files of 40 pages so that a stopped run goes on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.layout.network import KINDS
from extractors.layout.parts import Floats, Indices, Parts, Rectangles, parts_of
from training.blocks.pages import Kind, LabeledPage, PageMaker

logger = logging.getLogger(__name__)

SHARD = 40
OVERLAP, COVERED = 0.3, 0.6
"""Intersection over union, or covered share, from which an ink region is part of a figure or stamp."""

UNSTAMPED = -1
"""Kind of a part that is any but a stamp: parts of real pages without stamps."""


@dataclass(frozen=True, eq=False)
class Example:
    """A page for training.

    Attributes:
        family: The family of the page.
        parts: Its parts.
        kinds: (n,), indices into `KINDS`, or `UNSTAMPED`.
        blocks: (n,), the number of each part's block; -1 for none.
        true_kinds: (m,), the kind of each true block.
        true_boxes: (m, 4), in pixels of the small page.
    """

    family: str
    parts: Parts
    kinds: NDArray[np.int64]
    blocks: NDArray[np.int64]
    true_kinds: NDArray[np.int64]
    true_boxes: Rectangles


def example_of(page: LabeledPage) -> Example:
    """Returns the parts of a page with the block and the kind of each."""
    parts = parts_of(page.image)
    width, height = parts.size
    scale = np.array([width, height, width, height], np.float32)
    boxes = np.array([block.box.as_list() for block in page.blocks], np.float32).reshape(-1, 4) * scale
    of_blocks = np.array([KINDS.index(block.kind) for block in page.blocks], np.int64)
    pictures = [i for i, block in enumerate(page.blocks) if block.kind in ("figure", "stamp")]
    blocks = np.full(len(parts.boxes), -1, np.int64)
    blocks[: parts.lines] = page.block_of
    for i in range(parts.lines, len(parts.boxes)):
        blocks[i] = _picture(parts.boxes[i], boxes, pictures)
    kinds = np.where(blocks >= 0, of_blocks[blocks] if len(of_blocks) else 0, 0)
    return Example(page.family, parts, kinds, blocks, of_blocks, boxes)


def _picture(region: Floats, boxes: Rectangles, pictures: list[int]) -> int:
    best, most = -1, 0.0
    for i in pictures:
        width = min(region[2], boxes[i, 2]) - max(region[0], boxes[i, 0])
        height = min(region[3], boxes[i, 3]) - max(region[1], boxes[i, 1])
        if width <= 0 or height <= 0:
            continue
        shared = float(width * height)
        own, other = (float((b[2] - b[0]) * (b[3] - b[1])) for b in (region, boxes[i]))
        if (shared / (own + other - shared) >= OVERLAP or shared / own >= COVERED) and shared / own > most:
            best, most = i, shared / own
    return best


def load_examples(folder: Path, count: int, *, seed: int, kind: Kind) -> Iterator[Example]:
    """Yields the examples of pages from a folder; pages that are not there are made first.

    Args:
        folder: Where the examples are kept.
        count: How many pages, rounded up to whole files.
        seed: Another one invents other pages.
        kind: Of the families.
    """
    folder.mkdir(parents=True, exist_ok=True)
    maker: PageMaker | None = None
    try:
        for shard in range(-(-count // SHARD)):
            path = folder / f"{kind}_{seed}_{shard:03}.npz"
            if not path.exists():
                maker = maker or PageMaker().__enter__()
                numbers = range(shard * SHARD, (shard + 1) * SHARD)
                _save(path, [example_of(maker.page(n, seed=seed, kind=kind)) for n in numbers])
                logger.info("%s", path.name)
            yield from _load(path)
    finally:
        if maker is not None:
            maker.__exit__(None, None, None)


def _save(path: Path, examples: list[Example]) -> None:
    arrays: dict[str, NDArray[np.generic]] = {"families": np.array([e.family for e in examples])}
    for i, e in enumerate(examples):
        p = e.parts
        arrays |= {
            f"{i}.about": np.array([p.lines, *p.size]),
            f"{i}.parts_boxes": p.boxes,
            f"{i}.features": p.features,
            f"{i}.thumbnails": p.thumbnails.astype(np.float16),
            f"{i}.neighbors": p.neighbors,
            f"{i}.relations": p.relations,
            f"{i}.kinds": e.kinds,
            f"{i}.blocks": e.blocks,
            f"{i}.true_kinds": e.true_kinds,
            f"{i}.true_boxes": e.true_boxes,
        }
    partial = path.with_suffix(".part.npz")
    np.savez_compressed(partial, **arrays)  # type: ignore[arg-type]
    partial.replace(path)


def _load(path: Path) -> Iterator[Example]:
    with np.load(path) as stored:
        for i, family in enumerate(stored["families"]):
            lines, width, height = stored[f"{i}.about"].tolist()
            neighbors: Indices = stored[f"{i}.neighbors"]
            parts = Parts(
                lines,
                stored[f"{i}.parts_boxes"],
                stored[f"{i}.features"],
                stored[f"{i}.thumbnails"].astype(np.float32),
                neighbors,
                stored[f"{i}.relations"],
                (width, height),
            )
            yield Example(
                str(family),
                parts,
                stored[f"{i}.kinds"],
                stored[f"{i}.blocks"],
                stored[f"{i}.true_kinds"],
                stored[f"{i}.true_boxes"],
            )
