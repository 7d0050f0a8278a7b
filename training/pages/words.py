"""A page as the browser sets it: words with boxes and labels, the ground truth of training without recognition."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from training.pages.layouts import GRAMMAR, Layout, layouts
from training.pages.printing import Printer
from training.pages.write import Page, make
from training.synthetic.document import SyntheticDocument, SyntheticPage, SyntheticWord

PAPERS: Final = {"A4": (595.3, 841.9), "Letter": (612.0, 792.0)}
"""Width and height in points."""

LINE_BOX_EM, ASCENT_EM, DESCENT_EM = 1.15, 0.905, 0.21
"""Height of a line box, and what of it is above and below the baseline, in em. Source: Liberation Sans, hhea."""

CAPITAL_EM, SMALL_EM = 0.73, 0.53
"""Height of capitals and of letters without ascender, in em. Source: Liberation Sans, OS/2."""

TALL, DEEP = frozenset("bdfhijklt/()[]&%€$£#@:;'\"!?|"), frozenset("gjpqy,;()[]Q|@$/ç")
"""Characters with an ascender, and with a descender."""

MARGIN_MM, POINTS_PER_MM, POINTS_PER_PIXEL = 15.0, 72 / 25.4, 0.75

SCRIPT = """() => {
  const found = [], range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, mark = node.parentElement.closest('[data-field]');
    for (const match of node.data.matchAll(/\\S+/g)) {
      range.setStart(node, match.index); range.setEnd(node, match.index + match[0].length);
      const box = range.getBoundingClientRect();
      if (box.width > 0) found.push([match[0], box.left, box.top, box.right, box.bottom,
        mark ? mark.dataset.field : null, mark && mark.dataset.line ? +mark.dataset.line : null]);
    }
  }
  return found;
}"""
"""Lists the words of a page with their boxes in pixels, their label and the number of their line item."""

_COLUMNS: Final = {
    "line.line_gross": "line.line_amount",
    "line.unit_price_gross": "",
    "line.detail": "",
    "line.sku": "",
}
"""Labels of cells that are no columns of the truth, and the column that they stand for."""


def documents(count: int, *, seed: int, layout: Layout | None = None) -> Iterator[SyntheticDocument]:
    """Yields invented documents: half of them of the grammar, half of the development layouts.

    Args:
        count: How many.
        seed: Another one invents other documents.
        layout: The only layout; all of them where it is None.
    """
    chosen = [layout] if layout else [x for known in layouts(apart=False) for x in (known, GRAMMAR)]
    with Printer() as printer:
        for number in range(count):
            rng = random.Random(f"{seed} words {number}")
            yield document(printer, make(chosen[number % len(chosen)], rng))


def document(printer: Printer, page: Page) -> SyntheticDocument:
    """Returns the page as the browser sets it, cut into sheets of paper."""
    paper = "Letter" if page.truth["locale"] in ("US", "CA") else "A4"
    width, height = PAPERS[paper]
    margin = MARGIN_MM * POINTS_PER_MM
    inside = height - 2 * margin
    found = printer.words(page.html, SCRIPT, width=round((width - 2 * margin) / POINTS_PER_PIXEL))
    fields = set(page.truth["fields"])
    sheets: dict[int, list[SyntheticWord]] = defaultdict(list)
    before: Any = None
    for text, left, top, right, bottom, label, line in found:
        sheet = int(top * POINTS_PER_PIXEL // inside)
        name = _label(label, line, fields)
        begins = name is not None and before != (name, line)
        before = (name, line)
        box = (
            (margin + left * POINTS_PER_PIXEL) / width,
            (margin + top * POINTS_PER_PIXEL - sheet * inside) / height,
            min((margin + right * POINTS_PER_PIXEL) / width, 1.0),
            min((margin + bottom * POINTS_PER_PIXEL - sheet * inside) / height, 1.0),
        )
        sheets[sheet].append(SyntheticWord(text, box, name, line if name else None, begins))
    pages = [SyntheticPage(width, height, [[word] for word in sheets[number]]) for number in sorted(sheets)]
    truth = {name: str(cell["value"]) for name, cell in page.truth["fields"].items()}
    lines = [{name: str(cell["value"]) for name, cell in row.items()} for row in page.truth["line_items"]]
    facts = {"country": page.truth["locale"], "layout": page.layout.name}
    return SyntheticDocument(page.truth["document_class"], pages, truth, lines, page.truth["language"], facts)


def with_ink_boxes(page: SyntheticPage) -> SyntheticPage:
    """Returns the page with the boxes of the words' ink, as readers of pages give them.

    A browser gives each word the height of its line box, with or without descenders.
    """
    return replace(page, lines=[[replace(word, box=_ink(word)) for word in line] for line in page.lines])


def _ink(word: SyntheticWord) -> tuple[float, float, float, float]:
    left, top, right, bottom = word.box
    em = (bottom - top) / LINE_BOX_EM
    baseline = top + ASCENT_EM * em
    high = any(c.isupper() or c.isdigit() or c in TALL for c in word.text)
    low = any(c in DEEP for c in word.text)
    return left, baseline - (CAPITAL_EM if high else SMALL_EM) * em, right, baseline + (DESCENT_EM if low else 0) * em


def _label(label: str | None, line: int | None, fields: set[str]) -> str | None:
    """Returns the label of training: a field that the truth has, or a column."""
    if label is None:
        return None
    if line is not None:
        return _COLUMNS.get(label, label) or None
    return label if label in fields else None
