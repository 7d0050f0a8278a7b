"""A page image beside what is known about the page: arrays never travel inside the models."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schemas.document import Page

Pixels = NDArray[np.uint8]
"""An upright page, (height, width, 3), RGB."""


@dataclass(frozen=True, eq=False)
class PageImage:
    """One upright page with its pixels: ``pixels.shape == (page.height, page.width, 3)``."""

    page: Page
    pixels: Pixels
