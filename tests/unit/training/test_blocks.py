"""The layout model's training: the network that ships computes what was trained, and figures count what is right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from extractors.layout.network import KINDS, LayoutNetwork
from extractors.page_image import PageImage
from schemas.document import Page
from schemas.geometry import Box
from tests import builders
from training.blocks import fit as fitting
from training.blocks.dataset import UNSTAMPED, Example, example_of
from training.blocks.measure import Found, measure
from training.blocks.pages import LabeledPage, TrueBlock, families
from training.blocks.unstamped import unstamped_example
from training.pages.printing import CHROMIUM


def labeled() -> LabeledPage:
    """A page with a title, a paragraph of two lines and a filled square."""
    made = builders.page("Statement", "of your account", "for the year")
    pixels = np.full((1169, 827, 3), 255, np.uint8)
    pixels[800:900, 500:650] = (30, 90, 170)
    page = Page(number=1, width=827, height=1169, dpi=100, text_source="ocr", lines=made.lines)
    blocks = (
        TrueBlock("title", made.lines[0].box),
        TrueBlock("paragraph", Box.around([made.lines[1].box, made.lines[2].box])),
        TrueBlock("figure", Box.from_pixels(500, 800, 650, 900, width=827, height=1169)),
    )
    return LabeledPage("drawn", PageImage(page, pixels), blocks, (0, 1, 1))


def test_parts_get_the_kind_and_number_of_their_block() -> None:
    example = example_of(labeled())
    assert [KINDS[k] for k in example.kinds] == ["title", "paragraph", "paragraph", "figure"]
    assert example.blocks.tolist() == [0, 1, 1, 2]


def test_the_network_that_ships_computes_what_was_trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = example_of(labeled())
    trained: list[fitting.Network] = []
    save = fitting._save
    monkeypatch.setattr(fitting, "_save", lambda network, *rest: (trained.append(network), save(network, *rest)))
    fitting.fit([example] * 3, tmp_path, epochs=2)
    network = trained[0].eval()
    parts = example.parts
    with np.load(tmp_path / "weights.npz") as stored:
        features = (parts.features - stored["mean"]) / stored["spread"]
    arrays = (features, parts.thumbnails, parts.neighbors, parts.relations)
    with torch.no_grad():
        kinds, joins = network(*(torch.from_numpy(np.asarray(a)) for a in arrays))
    kinds[:, KINDS.index("stamp")] += np.log(fitting.STAMP_ODDS)
    found_kinds, found_joins = LayoutNetwork(tmp_path).label(parts)
    assert found_kinds == pytest.approx(torch.softmax(kinds, dim=1).numpy(), abs=0.01)
    there = parts.neighbors[:, [1, 3, 4]] >= 0
    assert found_joins[there] == pytest.approx(torch.sigmoid(joins).numpy()[there], abs=0.01)
    assert not found_joins[~there].any()


def test_pages_without_stamps_teach_that_nothing_on_them_is_one(tmp_path: Path) -> None:
    example = example_of(labeled())
    stamp = KINDS.index("stamp")
    stamped = replace(example, kinds=np.where(example.kinds == KINDS.index("figure"), stamp, example.kinds))
    unstamped = unstamped_example(labeled().image)
    assert set(unstamped.kinds.tolist()) == {UNSTAMPED}
    fitting.fit([stamped] * 24, tmp_path / "before", epochs=40)
    before, _ = LayoutNetwork(tmp_path / "before").label(example.parts)
    fitting.fit([unstamped] * 24, tmp_path / "after", epochs=20, start=tmp_path / "before")
    after, _ = LayoutNetwork(tmp_path / "after").label(example.parts)
    assert before[3, stamp] > 0.5 > after[3, stamp]
    assert [KINDS[k] for k in after[:3].argmax(axis=1)] == ["title", "paragraph", "paragraph"]


def test_a_page_s_labels_do_not_depend_on_how_many_parts_are_multiplied_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = example_of(labeled())
    fitting.fit([example], tmp_path, epochs=1)
    network = LayoutNetwork(tmp_path)
    few = network.label(example.parts)
    monkeypatch.setattr("extractors.layout.network.ONE_THREAD", 10**9)
    for values, same in zip(few, network.label(example.parts), strict=True):
        assert values == pytest.approx(same, abs=1e-5)


def found(example: Example, kinds: list[str], scores: list[float]) -> list[Found]:
    boxes = [tuple(box) for box in example.true_boxes.tolist()]
    return list(zip(kinds, scores, boxes, strict=True))


def test_figures_count_kinds_overlaps_and_order_of_scores() -> None:
    example = example_of(labeled())
    right = found(example, ["title", "paragraph", "figure"], [0.9, 0.8, 0.7])
    assert measure([(example, right)])["mean_ap50"] == 1.0
    wrong_kind = found(example, ["title", "paragraph", "stamp"], [0.9, 0.8, 0.7])
    by_kind = measure([(example, wrong_kind)])["by_kind"]
    assert (by_kind["title"]["f1"], by_kind["figure"]["f1"]) == (1.0, 0.0)
    far = ("title", 0.95, (0.0, 900.0, 300.0, 950.0))
    figures = measure([(example, [*right, far])])["by_kind"]["title"]
    assert (figures["precision"], figures["recall"], figures["ap50"]) == (0.5, 1.0, 0.5)
    late = (*far[:1], 0.1, far[2])
    assert measure([(example, [*right, late])])["by_kind"]["title"]["ap50"] == 1.0
    twice = [*right, right[0]]
    assert measure([(example, twice)])["by_kind"]["title"]["precision"] == 0.5


def test_families_that_are_measured_are_not_learned_from() -> None:
    learned, held_out = (
        {getattr(f, "name", None) or f.__name__ for f in families(kind)} for kind in ("learned", "held_out")
    )  # fmt: skip
    assert not learned & held_out
    assert len(held_out) >= 19


@pytest.mark.service
def test_generated_pages_have_blocks_around_their_lines() -> None:
    from training.blocks.pages import pages

    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing")
    once, again = (list(pages(3, seed=5, kind="held_out")) for _ in range(2))
    for page, same in zip(once, again, strict=True):
        assert page.blocks == same.blocks
        assert "table" in {block.kind for block in page.blocks}
        for line, block in zip(page.image.page.lines, page.block_of, strict=True):
            assert page.blocks[block].box.contains_center_of(line.box)
