"""How well blocks are found: average precision and F1 by kind, at an intersection over union of 0.5."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from extractors.layout.grouping import FoundBlock, group
from extractors.layout.network import KINDS, LayoutNetwork
from training.blocks.dataset import Example

IOU = 0.5

Found = tuple[str, float, tuple[float, float, float, float]]
"""Kind, score and box of a found block."""


@dataclass
class Tally:
    """Found blocks of one kind, each with its score and whether it is right; how many there are."""

    found: list[tuple[float, bool]] = field(default_factory=list)
    true: int = 0

    def figures(self) -> dict[str, float | int]:
        """Returns average precision, F1, precision and recall in [0, 1], and how many blocks there are."""
        ranked = sorted(self.found, key=lambda item: -item[0])
        right = np.cumsum([hit for _, hit in ranked]) if ranked else np.zeros(0)
        hits = int(right[-1]) if len(right) else 0
        recall = right / max(self.true, 1)
        precision = right / np.arange(1, len(right) + 1)
        # The area under the envelope of the curve, as in VOC 2010 and COCO.
        envelope = np.maximum.accumulate(precision[::-1])[::-1]
        ap = float((np.diff(np.concatenate([[0.0], recall])) * envelope).sum())
        return {
            "ap50": round(ap, 4),
            "f1": round(2 * hits / max(len(ranked) + self.true, 1), 4),
            "precision": round(hits / max(len(ranked), 1), 4),
            "recall": round(hits / max(self.true, 1), 4),
            "blocks": self.true,
        }


def measure(pages: Iterable[tuple[Example, Sequence[Found]]]) -> dict[str, Any]:
    """Returns the figures by kind over all pages, and the mean average precision of the kinds that occur."""
    tallies = {kind: Tally() for kind in KINDS[1:]}
    for example, found in pages:
        for kind, tally in tallies.items():
            true = example.true_boxes[example.true_kinds == KINDS.index(kind)]
            tally.true += len(true)
            taken: set[int] = set()
            for _, score, box in sorted((f for f in found if f[0] == kind), key=lambda f: -f[1]):
                overlaps = [(iou(box, other), i) for i, other in enumerate(true) if i not in taken]
                best, at = max(overlaps, default=(0.0, -1))
                tally.found.append((score, best >= IOU))
                taken |= {at} if best >= IOU else set()
    by_kind = {kind: tally.figures() for kind, tally in tallies.items() if tally.true}
    return {"mean_ap50": round(float(np.mean([f["ap50"] for f in by_kind.values()])), 4), "by_kind": by_kind}


def found_by(network: LayoutNetwork, example: Example) -> list[Found]:
    """Returns the blocks that a network finds on a page."""
    blocks: list[FoundBlock] = group(example.parts, *network.label(example.parts))
    return [(b.kind, b.score, b.box) for b in blocks]


def iou(a: Sequence[float], b: Sequence[float]) -> float:
    """Returns intersection over union of two rectangles: left, top, right, bottom."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return float(shared / max(areas - shared, 1e-9))
