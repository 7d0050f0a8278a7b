"""The probability of a text, against the sum over all alignments."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from extractors.ocr.ctc import Run, runs_of, text_probability

BLANK, A, B, SPACE = range(4)


def table(*columns: dict[int, float]) -> np.ndarray:
    """Probabilities (columns, classes) with what each column leaves given to the CTC blank."""
    made = np.zeros((len(columns), 4), np.float32)
    for row, column in zip(made, columns, strict=True):
        row[BLANK] = 1.0 - sum(column.values())
        row[list(column)] += list(column.values())
    return made


def probability(*columns: dict[int, float]) -> float:
    made = table(*columns)
    return text_probability(made, runs_of(made.argmax(axis=1), blank=SPACE))


def summed(*columns: dict[int, float]) -> float:
    """The probability of the likeliest columns' text by adding up all alignments, blanks between words left out."""
    made = table(*columns)
    wanted = _text(made.argmax(axis=1))
    paths = product(range(4), repeat=len(made))
    return float(sum(np.prod(made[range(len(made)), path]) for path in paths if _text(path) == wanted))


def _text(path) -> list[int]:
    return [run.class_id for run in runs_of(np.array(path), blank=SPACE)]


def test_runs_are_characters_and_neither_blank_is_one():
    assert runs_of(np.array([A, A, BLANK, A, SPACE, B]), blank=SPACE) == [Run(A, 0, 2), Run(A, 3, 4), Run(B, 5, 6)]


@pytest.mark.parametrize(
    "columns",
    [
        ({A: 0.9}, {}, {B: 0.8}),
        ({A: 0.9}, {A: 0.5}, {}, {B: 0.8}),  # where a character ends is no doubt about which one it is
        ({A: 0.9}, {A: 0.5, B: 0.5}, {B: 0.9}),
        ({A: 0.9}, {SPACE: 0.6}, {B: 0.9}),
        ({A: 0.9}, {}, {A: 0.9}),
        ({A: 0.6, B: 0.4}, {}, {B: 0.9}),
        ({A: 0.9}, {B: 0.4}, {}, {A: 0.95}),  # a character that may be missing
    ],
    ids=["sure", "fading", "touching", "apart", "twice", "look-alike", "missing"],
)
def test_it_is_near_the_sum_over_all_alignments(columns):
    assert probability(*columns) == pytest.approx(summed(*columns), abs=0.12)


def test_doubt_anywhere_is_doubt_about_the_text():
    sure = probability({A: 0.99}, {}, {B: 0.99}, {}, {A: 0.99})
    assert sure > 0.95
    assert probability({A: 0.99}, {}, {B: 0.6, A: 0.4}, {}, {A: 0.99}) < 0.7


@pytest.mark.parametrize(
    "columns",
    [
        ({A: 0.99}, {B: 0.4}, {}, {B: 0.99}, {A: 0.99}),
        ({A: 0.99}, {B: 0.99}, {}, {B: 0.4}, {A: 0.99}),
        ({B: 0.99}, {}, {B: 0.4}),
        ({B: 0.4}, {}, {B: 0.99}),
    ],
    ids=["before", "after", "at the end", "at the start"],
)
def test_a_character_that_comes_back_may_be_there_twice(columns):
    assert probability(*columns) == pytest.approx(summed(*columns), abs=0.05)


def test_the_same_letter_twice_needs_a_sure_column_between():
    assert probability({A: 0.99}, {A: 0.45}, {A: 0.99}) < probability({A: 0.99}, {}, {A: 0.99})


def test_without_characters_nothing_is_sure():
    assert probability({}, {}) == 0.0
