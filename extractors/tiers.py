"""What reading a page does in each tier: draft, standard, premium."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.tiers import STANDARD, Tier


@dataclass(frozen=True)
class Effort:
    """How much work the reading of a page is. The defaults are the tier ``standard``.

    Attributes:
        tier: The tier.
        version: Raised when pages of this tier are read differently, so that documents are read again.
        detection_sides: Longest side of the page before the detection network, in pixels, one for each look at the
            page. Where two looks differ, the surer one counts.
        detection_step: Sides of the network's input are multiples of it. Each new size costs compilation.
        accurate_lines: Whether the accurate network finds the lines, in place of the fast one.
        certainty: Probability from which a line counts as the fast network read it; the accurate network reads the
            others again. None leaves all lines to the accurate network.
        other_widths: Widths at which unsure lines are recognized again; the surest reading counts.
        vertical_text: Whether text that runs up or down the page is looked for again.
        regions: Whether ink without words is recognized on pages with a text layer.
    """

    tier: Tier = STANDARD
    version: int = 1
    detection_sides: tuple[int, ...] = (1408,)
    detection_step: int = 32
    accurate_lines: bool = False
    certainty: float | None = 0.95
    other_widths: tuple[float, ...] = ()
    vertical_text: bool = True
    regions: bool = True

    @property
    def mark(self) -> str:
        """What the version of a reading ends with; nothing for ``standard``, so that earlier readings stay current."""
        return "" if self.tier == STANDARD else f", {self.tier} {self.version}"


STANDARD_EFFORT = Effort()

EFFORTS: Mapping[Tier, Effort] = {
    "draft": Effort(
        "draft",
        detection_sides=(960,),
        detection_step=96,
        certainty=0.85,
        vertical_text=False,
        regions=False,
    ),
    "standard": STANDARD_EFFORT,
    "premium": Effort(
        "premium",
        detection_sides=(1600, 1280),
        accurate_lines=True,
        certainty=None,
        other_widths=(1.2, 0.85),
    ),
}
"""By tier. Measured: benchmarks/README.md."""
