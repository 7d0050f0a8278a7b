from __future__ import annotations

import numpy as np
import pytest

from extractors.fields.forms.transforms import distances, mapped, ransac, refined

TRUE = np.array([[1.01, 0.02, 12.0], [-0.015, 0.99, -7.0], [0.0, 0.0, 1.0]])


def pairs(wrong: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns 30 right pairs of points with noise of one unit, and some wrong ones: captions repeat on a form."""
    rng = np.random.default_rng(7)
    points = rng.uniform(0, 1, (30 + wrong, 2)) * [850, 1100]
    seen = mapped(TRUE, points) + rng.normal(0, 1.0, points.shape)
    seen[30:] = rng.uniform(0, 1, (wrong, 2)) * [850, 1100]
    return points, seen


@pytest.mark.parametrize("wrong", [0, 30, 90, 150, 250])
def test_a_map_is_found_among_many_wrong_pairs(wrong):
    form, seen = pairs(wrong)
    found = ransac(form, seen, 6.0)
    assert found is not None
    assert float(np.median(distances(found, form[:30], mapped(TRUE, form[:30])))) < 2.0


def test_a_map_that_turns_the_page_is_none():
    turned = np.array([[0.0, -1.0, 850.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    form, _ = pairs(0)
    assert ransac(form, mapped(turned, form), 6.0) is None


def test_points_that_agree_with_nothing_give_no_map():
    rng = np.random.default_rng(3)
    assert ransac(rng.uniform(0, 1000, (12, 2)), rng.uniform(0, 1000, (12, 2)), 1.0) is None


def test_a_photo_needs_more_than_an_affine_map():
    photo = TRUE.copy()
    photo[2, :2] = (4e-5, -3e-5)
    form = np.random.default_rng(5).uniform(0, 1, (60, 2)) * [850, 1100]
    seen = mapped(photo, form)
    rough = ransac(form, seen, 12.0)
    assert rough is not None
    exact = refined(rough, form, seen, 12.0)
    assert float(distances(exact, form, seen).max()) < 0.01 < float(distances(rough, form, seen).max())
