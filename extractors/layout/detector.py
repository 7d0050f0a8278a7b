"""The layout model in layoutparser's model seam: pages become a ``layoutparser.Layout`` of typed text blocks.

Importing this module loads layoutparser, which brings pandas and OpenCV: import it where a page is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import layoutparser as lp
import numpy as np
from layoutparser.models.base_layoutmodel import BaseLayoutModel

from extractors.layout.grouping import group
from extractors.layout.network import LayoutNetwork
from extractors.layout.parts import parts_of
from extractors.page_image import PageImage
from schemas.document import Block, Page
from schemas.geometry import Box

LINE = "line"
"""Type of the text blocks that are lines; ``parent`` is the id of their block."""

ASSUMED_DPI = 200.0
"""Resolution of a bare image, in dots per inch."""


class PageLayoutModel(BaseLayoutModel):  # type: ignore[misc]
    """Finds titles, headers, paragraphs, lists, tables, figures, footers and stamps.

    Args:
        folder: With the weights, as ``python -m training layout`` writes them.

    Raises:
        ConfigurationError: The weights are missing or damaged.
    """

    DEPENDENCIES: ClassVar[list[str]] = []
    DETECTOR_NAME: ClassVar[str] = "fieldwright"
    MODEL_CATALOG: ClassVar[dict[str, dict[str, str]]] = {}

    def __init__(self, folder: Path) -> None:
        self._network = LayoutNetwork(folder)
        self.version = self._network.version

    def detect(self, image: Any) -> Any:
        """Returns the blocks as a ``layoutparser.Layout``: type, score in [0, 1], rectangle in pixels, text.

        Args:
            image: A `PageImage` with its lines; or an array (height, width, 3) or a PIL image, whose figures and
                stamps are found.
        """
        return lp.Layout([block for block in self.detect_with_lines(image) if block.parent is None])

    def detect_with_lines(self, image: Any) -> Any:
        """Returns the blocks as `detect` does, each followed by its lines: their id is their index on the page."""
        known = self.image_loader(image)
        page = known.page
        parts = parts_of(known)
        scale_x, scale_y = page.width / parts.size[0], page.height / parts.size[1]
        found = []
        for number, block in enumerate(group(parts, *self._network.label(parts))):
            left, top, right, bottom = block.box
            rectangle = lp.Rectangle(left * scale_x, top * scale_y, right * scale_x, bottom * scale_y)
            text = "\n".join(page.lines[i].text for i in block.lines)
            name = f"block {number}"
            found.append(lp.TextBlock(rectangle, text=text, id=name, type=block.kind, score=block.score))
            for i in block.lines:
                line = page.lines[i]
                place = lp.Rectangle(*line.box.to_pixels(page.width, page.height))
                found.append(lp.TextBlock(place, text=line.text, id=i, type=LINE, parent=name))
        return lp.Layout(found)

    def blocks(self, image: PageImage) -> tuple[Block, ...]:
        """Returns the blocks of a page in reading order, pictures without words last; each line is in exactly one."""
        return blocks_of(self.detect_with_lines(image), image.page)

    def image_loader(self, image: Any) -> PageImage:
        """Returns the image with what is known of its page: nothing, unless it is a `PageImage`."""
        if isinstance(image, PageImage):
            return image
        pixels = np.asarray(image.convert("RGB") if hasattr(image, "convert") else image, np.uint8)
        height, width = pixels.shape[:2]
        return PageImage(Page(number=1, width=width, height=height, dpi=ASSUMED_DPI), pixels)


def blocks_of(layout: Any, page: Page) -> tuple[Block, ...]:
    """Returns the blocks of a layout with lines, as `PageLayoutModel.detect_with_lines` gives it, of its page."""
    lines: dict[str, list[int]] = {}
    for line in layout:
        if line.parent is not None:
            lines.setdefault(line.parent, []).append(line.id)
    return tuple(
        Block(
            kind=block.type,
            box=Box.from_pixels(*block.coordinates, width=page.width, height=page.height),
            lines=tuple(lines.get(block.id, ())),
            confidence=block.score,
        )
        for block in layout
        if block.parent is None
    )
