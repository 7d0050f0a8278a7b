"""Tables as rows of cells, and blocks in the JSON export."""

from __future__ import annotations

import json

import pytest

from exports.data import document_json
from exports.tables import rows_of
from schemas.document import Block, Line, Page, ReadDocument, Word
from schemas.geometry import Box
from schemas.outcome import Outcome
from tests import builders

OUTCOME = Outcome(
    document_id=builders.document_id(), document_class="other", status="accepted", reasons=(), versions={}, timings_s={}
)
LEFTS = (0.1, 0.45, 0.65, 0.8)
ROWS = [
    ["Item", "Quantity", "Price", "Amount"],
    ["Blue paint, for walls", "2", "10.00", "20.00"],
    ["Brush", "", "3.00", "12.00"],
    ["Red paint", "1", "12.50", ""],
]


def cell(text: str, left: float, top: float, *, right_edge: float | None = None) -> Line:
    """The words of a cell, a third of a line height apart; they end at an edge or begin at one."""
    width = sum(0.008 * len(part) + 0.004 for part in text.split()) - 0.004
    left = right_edge - width if right_edge else left
    words = []
    for part in text.split():
        right = left + 0.008 * len(part)
        words.append(Word(text=part, box=Box(left=left, top=top, right=right, bottom=top + 0.012)))
        left = right + 0.004
    return Line(words=tuple(words))


def table(rows: list[list[str]], *, edges: tuple[float | None, ...] = (None,) * 4) -> Page:
    lines = [
        cell(text, left, 0.2 + 0.02 * number, right_edge=edge)
        for number, row in enumerate(rows)
        for text, left, edge in zip(row, LEFTS, edges, strict=True)
        if text
    ]
    return builders.page().model_copy(update={"lines": tuple(lines)})


@pytest.mark.parametrize("edges", [(None,) * 4, (None, 0.52, 0.72, 0.9)], ids=["left", "right"])
def test_a_table_has_its_rows_columns_and_empty_cells(edges: tuple[float | None, ...]) -> None:
    page = table(ROWS, edges=edges)
    assert rows_of(page, range(len(page.lines))) == ROWS


def test_a_heading_across_the_table_does_not_join_its_columns() -> None:
    many = [*ROWS, *ROWS[1:], *ROWS[1:]]
    page = table(many)
    across = cell("Materials that were delivered in the course of the year before, all sites", 0.1, 0.18)
    page = page.model_copy(update={"lines": (across, *page.lines)})
    rows = rows_of(page, range(len(page.lines)))
    assert rows[0] == [across.text, "", "", ""]
    assert rows[1:] == many


def test_rows_of_a_slightly_turned_page_stay_rows() -> None:
    page = table(ROWS)
    turned = [
        Line(words=tuple(w.model_copy(update={"box": moved(w.box, 0.006 * w.box.left)}) for w in line.words))
        for line in page.lines
    ]
    assert rows_of(page.model_copy(update={"lines": tuple(turned)}), range(len(turned))) == ROWS


def moved(box: Box, down: float) -> Box:
    return Box(left=box.left, top=box.top + down, right=box.right, bottom=box.bottom + down)


def test_a_table_without_words_has_no_rows() -> None:
    assert rows_of(builders.page(), ()) == []


def test_the_json_export_has_blocks_and_the_rows_of_tables() -> None:
    page = table(ROWS)
    blocks = (
        Block(kind="table", box=builders.box(), lines=tuple(range(len(page.lines))), confidence=0.98765),
        Block(kind="figure", box=builders.box(0.5, 0.5, 0.6, 0.6)),
    )
    page = page.model_copy(update={"blocks": blocks})
    read = ReadDocument(document_id=OUTCOME.document_id, engine="rapid", pages=(page,))
    written = json.loads(document_json("a.pdf", outcome=OUTCOME, read=read))["pages"][0]["blocks"]
    assert [(b["kind"], b["confidence"], b.get("rows")) for b in written] == [
        ("table", 0.9877, ROWS), ("figure", 1.0, None),
    ]  # fmt: skip
    assert written[1]["box"] == [0.5, 0.5, 0.6, 0.6]
