"""Probability of a word's end between two characters: a logistic model over the network's blanks and the ink's gaps.

PP-OCR is trained on text whose blanks are often missing: alone it joins words. The gap between two letters alone
splits wide type and joins narrow type. Both together, seen against the rest of the line, decide.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

KINDS = 6
UPPER, LOWER, DIGIT, OPENING, CLOSING, JOINING = range(KINDS)

USUAL_LETTER_GAP = 0.12
USUAL_WORD_GAP = 0.5
"""Gaps in text heights that a line is taken to have until it shows its own."""

FLOOR = 1e-4
"""Probabilities of a blank nearer to 0 or 1 than this are clipped."""

# Fitted on rendered text and on lines of SROIE receipts; never on FUNSD.
WEIGHTS = (0.808, 5.212, -0.754, 2.143, -3.494, -4.985, -2.226, -0.807, 0.126, 2.772)
PAIR_WEIGHTS = (
    (-0.62, -1.03, 0.97, 1.11, -0.22, -1.42),
    (1.16, -1.26, 1.66, 0.66, 0.18, -1.00),
    (2.21, 2.27, -0.61, 0.67, -2.32, -1.04),
    (-0.20, 0.13, -0.33, -0.31, -0.03, 0.00),
    (0.83, 0.22, -1.17, 0.28, -0.35, -0.01),
    (-1.52, -0.82, -0.58, 0.05, 0.00, -0.00),
)
INTERCEPT = -2.622


def probabilities(
    text: str, blanks: NDArray[np.float64], gaps: NDArray[np.float64], steps: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Returns the probability of a word boundary between each two neighboring characters.

    Args:
        text: The n characters of a line, without blanks.
        blanks: The network's probability of a blank between each two, (n - 1,).
        gaps: The blank columns between each two in text heights, (n - 1,).
        steps: How far the middles of each two are apart, in any unit, (n - 1,).
    """
    kinds = [kind(character) for character in text]
    pairs = np.array([PAIR_WEIGHTS[left][right] for left, right in pairwise(kinds)])
    score = features(blanks, gaps, steps) @ np.array(WEIGHTS) + pairs + INTERCEPT
    return np.asarray(1.0 / (1.0 + np.exp(-score)))


def features(blanks: NDArray[np.float64], gaps: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns what the model weighs at each place besides the two characters, (n - 1, 10)."""
    blanks = np.clip(blanks, FLOOR, 1.0 - FLOOR)
    gaps = np.clip(gaps, 0.0, 2.0)
    logit = np.log(blanks / (1.0 - blanks))
    letter_gap = ((1.0 - blanks) @ gaps + 2.0 * USUAL_LETTER_GAP) / ((1.0 - blanks).sum() + 2.0)
    word_gap = max((blanks @ gaps + USUAL_WORD_GAP) / (blanks.sum() + 1.0), letter_gap + 0.1)
    # 0 where the gap is as usual between letters of this line, 1 where it is as usual between its words.
    relative = np.clip((gaps - letter_gap) / (word_gap - letter_gap), -1.0, 3.0)
    near = np.minimum(gaps, 1.0)
    ones = np.ones_like(gaps)
    columns = (
        logit,
        near,
        np.clip(gaps - 0.5, 0.0, 1.5),
        relative,
        np.clip(relative - 1.0, 0.0, 2.0),
        letter_gap * ones,
        word_gap * ones,
        logit * near,
        logit * relative,
        np.clip(steps / max(float(np.median(steps)), 1e-6), 0.0, 3.0),
    )
    return np.stack(columns, axis=1)


def kind(character: str) -> int:
    """Returns what sort of character it is: blanks are before some signs and behind others."""
    if character.isalpha():
        return UPPER if character.isupper() else LOWER
    if character.isdigit():
        return DIGIT
    if character in ".,;:!?)]}>%’”»":
        return CLOSING
    if character in "-–—/_\\|=~":
        return JOINING
    return OPENING
