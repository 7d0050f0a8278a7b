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
        certainty: Probability from which a line counts as the fast network read it; the accurate network reads the
            others again. None leaves all lines to the accurate network.
        other_widths: Widths at which unsure lines are recognized again; the surest reading counts.
        vertical_text: Whether text that runs up or down the page is looked for again.
        regions: Whether ink without words is recognized on pages with a text layer.
    """

    tier: Tier = STANDARD
    version: int = 1
    detection_sides: tuple[int, ...] = (1600,)
    detection_step: int = 32
    certainty: float | None = None
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
        "draft", 2, detection_sides=(960,), detection_step=96, certainty=0.95, vertical_text=False, regions=False
    ),
    "standard": STANDARD_EFFORT,
    "premium": Effort("premium", detection_sides=(1600, 1280), other_widths=(1.2, 0.85)),
}  # fmt: skip
"""By tier. Measured: benchmarks/README.md."""
