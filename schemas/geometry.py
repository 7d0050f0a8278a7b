"""Boxes on a page: the one coordinate system of Fieldwright."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, model_validator

LAYOUTLM_SCALE = 1000
"""LayoutLM places words on a grid of 0 to 1000 on both axes. Source: Xu et al. 2020, section 2.2."""

MINIMUM_EXTENT = 1e-6
"""Boxes that pixels make empty are widened to this share of the page, so that every box has an area."""


class Frozen(BaseModel):
    """Base of every type that travels: immutable, strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Box(Frozen):
    """A rectangle on the upright page.

    All four values are shares of the page's width or height in [0, 1]; the origin is top left. ``left < right`` and
    ``top < bottom`` always hold.
    """

    left: float
    top: float
    right: float
    bottom: float

    @model_validator(mode="after")
    def _check(self) -> Box:
        if not (0.0 <= self.left < self.right <= 1.0 and 0.0 <= self.top < self.bottom <= 1.0):
            raise ValueError("a box needs 0 <= left < right <= 1 and 0 <= top < bottom <= 1")
        return self

    @classmethod
    def from_pixels(cls, left: float, top: float, right: float, bottom: float, *, width: float, height: float) -> Box:
        """Returns the box of a pixel rectangle on a page of ``width`` x ``height`` pixels, clipped to the page.

        A rectangle without area keeps its place and gets the smallest extent that a box can have.

        Raises:
            ValueError: The page has no area.
        """
        if width <= 0 or height <= 0:
            raise ValueError("the page needs a positive width and height")
        left, right = _clipped(left / width, right / width)
        top, bottom = _clipped(top / height, bottom / height)
        return cls(left=left, top=top, right=right, bottom=bottom)

    def to_pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Returns left, top, right, bottom in whole pixels of a page of ``width`` x ``height``."""
        return (
            round(self.left * width),
            round(self.top * height),
            round(self.right * width),
            round(self.bottom * height),
        )

    def to_layoutlm(self) -> tuple[int, int, int, int]:
        """Returns left, top, right, bottom on LayoutLM's grid of 0 to 1000."""
        return self.to_pixels(LAYOUTLM_SCALE, LAYOUTLM_SCALE)

    @property
    def width(self) -> float:
        """Share of the page's width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Share of the page's height."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Share of the page's area."""
        return self.width * self.height

    @property
    def center(self) -> tuple[float, float]:
        """Horizontal and vertical middle, as shares of the page."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def overlap(self, other: Box) -> float:
        """Returns the area that both boxes cover, as a share of the page's area; 0.0 when they are apart."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width * height if width > 0 and height > 0 else 0.0

    def contains_center_of(self, other: Box) -> bool:
        """Whether the middle of the other box lies in this one."""
        x, y = other.center
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def as_list(self) -> list[float]:
        """Returns ``[left, top, right, bottom]``, as the command line writes boxes."""
        return [self.left, self.top, self.right, self.bottom]

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """Returns the smallest box that holds all the given ones.

        Raises:
            ValueError: No box was given.
        """
        boxes = list(boxes)
        if not boxes:
            raise ValueError("a box around nothing does not exist")
        return cls(
            left=min(b.left for b in boxes),
            top=min(b.top for b in boxes),
            right=max(b.right for b in boxes),
            bottom=max(b.bottom for b in boxes),
        )


def _clipped(low: float, high: float) -> tuple[float, float]:
    low, high = min(low, high), max(low, high)
    low = min(max(low, 0.0), 1.0 - MINIMUM_EXTENT)
    high = min(max(high, low + MINIMUM_EXTENT), 1.0)
    return low, high
