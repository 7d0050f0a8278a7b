"""Pages as Chromium sets them, with pixels, words and the true blocks; some of them as bad scans."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from extractors.layout.reading_order import arrange
from extractors.page_image import PageImage, Pixels
from schemas.document import BlockKind, Line, Page, Word
from schemas.geometry import MINIMUM_EXTENT, Box
from training.blocks.forms import RULED
from training.blocks.letters import HELD_OUT, LEARNED, Writer, body_of
from training.blocks.pictures import code, figure, logo, stamp
from training.pages.layouts import GRAMMAR, Layout, layouts
from training.pages.printing import Printer
from training.pages.write import make
from training.synthetic.degrade import CONDITIONS, degrade, turn_box

Kind = Literal["learned", "ruled", "held_out"]
"""Families that are learned from, those of them that only look as if they had stamps, and those that are measured."""

DPI, SCALE = 144.0, 1.5
"""Resolution of the pictures in dots per inch, and in pixels of CSS."""

STAMPED, TWICE, PICTURED, DEGRADED, LOST = 0.45, 0.15, 0.15, 0.45, 0.5
"""Shares of pages with a stamp, with two, with a picture in an invoice, that are bad scans; of stamps not read."""

BIGGER = 1.28
"""Text of an invoice that is this many times as large as the body is a title."""

SCRIPT = """(bigger) => {
  const blocks = [], words = [], ids = new Map(), range = document.createRange();
  const base = parseFloat(getComputedStyle(document.body).fontSize);
  const flat = (table) => {
    const cells = [...table.querySelectorAll('td,th')];
    return table.rows.length > 1 && cells.filter((c) => c.querySelector('div')).length * 2 < cells.length;
  };
  const block = (element) => {
    const own = element.closest('[data-block]');
    if (own) return [own.dataset.block, own];
    const svg = element.closest('svg');
    if (svg) return ['figure', svg];
    const head = element.closest('h1,h2,h3,h4');
    if (head) return ['title', head];
    const table = element.closest('table');
    if (table && flat(table)) return ['table', table];
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size >= bigger * base) return ['title', element.closest('div,td,p,b')];
    const foot = element.closest('.foot');
    if (foot) return ['footer', foot];
    let box = element;
    while (getComputedStyle(box).display.startsWith('inline') && box.parentElement) box = box.parentElement;
    const parent = box.parentElement;
    if (box.tagName === 'DIV' && parent && parent !== document.body && !parent.classList.contains('row')) box = parent;
    return ['paragraph', box];
  };
  const idOf = ([kind, element]) => {
    const key = kind + ' ' + (element.dataset.id ||= ids.size);
    if (!ids.has(key)) {
      const box = element.getBoundingClientRect();
      ids.set(key, blocks.length);
      blocks.push([kind, box.left, box.top, box.right, box.bottom]);
    }
    return ids.get(key);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (parent.closest('[data-arc],style')) continue;
    for (const match of node.data.matchAll(/\\S+/g)) {
      range.setStart(node, match.index); range.setEnd(node, match.index + match[0].length);
      const box = range.getBoundingClientRect();
      if (box.width > 0) words.push([match[0], box.left, box.top, box.right, box.bottom, idOf(block(parent))]);
    }
  }
  for (const svg of document.querySelectorAll('svg')) idOf(block(svg));
  return {blocks, words};
}"""
"""Lists the blocks of a page, and its words with the number of their block, in pixels of CSS."""

_SHEET: Final = """<!doctype html><html><head><meta charset="utf-8"><style>
body{{font:{size}pt {family};margin:0;line-height:{leading}}}
table{{border-collapse:collapse;width:100%}}td,th{{text-align:left;vertical-align:top}}.j{{text-align:justify}}
.row{{display:flex;justify-content:space-between;gap:28px}}.half{{width:50%}}svg{{vertical-align:middle}}
</style></head><body>{body}</body></html>"""

_PAGE: Final = """<style>html{{background:white}}body{{box-sizing:border-box;width:{width}px;height:{height}px;
overflow:hidden;position:relative;padding:{top}px {side}px!important;background:{paper}}}</style>"""

_FAMILIES: Final = (
    "Liberation Sans",
    "Liberation Sans",
    "DejaVu Sans",
    "Liberation Serif",
    "Liberation Serif",
    "Liberation Mono",
)
_SIZES: Final = ((794, 1123), (794, 1123), (816, 1056))


@dataclass(frozen=True)
class TrueBlock:
    """A block of a generated page: its kind and its box."""

    kind: BlockKind
    box: Box


@dataclass(frozen=True, eq=False)
class LabeledPage:
    """A generated page.

    Attributes:
        family: What is held out whole: an invoice layout or a kind of document.
        image: The page as a reader gives it, in reading order.
        blocks: The true blocks.
        block_of: For each line, the index of its block.
    """

    family: str
    image: PageImage
    blocks: tuple[TrueBlock, ...]
    block_of: tuple[int, ...]


def families(kind: Kind) -> list[Layout | Callable[[Writer], str]]:
    """Returns families: invoice layouts and kinds of documents."""
    if kind == "ruled":
        return list(RULED)
    held_out = kind == "held_out"
    known: list[Layout | Callable[[Writer], str]] = [*layouts(apart=held_out)]
    # The grammar draws another layout each time, and other documents are as many as invoices.
    known += list(HELD_OUT) * 5 if held_out else [*[GRAMMAR] * 10, *LEARNED, *LEARNED, *LEARNED, *LEARNED]
    return known


class PageMaker:
    """Makes pages by a browser; a context manager."""

    def __enter__(self) -> PageMaker:
        self._printer = Printer().__enter__()
        self._page: Any = self._printer.new_page(scale=SCALE)
        return self

    def __exit__(self, *error: Any) -> None:
        self._printer.__exit__(*error)

    def page(self, number: int, *, seed: int, kind: Kind) -> LabeledPage:
        """Returns the page of a number; the same seed gives the same one."""
        known = families(kind)
        family = known[number % len(known)]
        name = family.name if isinstance(family, Layout) else family.__name__
        rng = random.Random(f"{seed} {name} {number}")
        width, height = rng.choice(_SIZES)
        self._page.set_viewport_size({"width": width, "height": height})
        self._page.set_content(_html(family, rng, width, height))
        found = self._page.evaluate(SCRIPT, BIGGER)
        picture = self._page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height})
        return _labeled(name, _decoded(picture), found, rng, width, height)


def pages(count: int, *, seed: int, kind: Kind) -> Iterator[LabeledPage]:
    """Yields generated pages of the families of a kind."""
    with PageMaker() as maker:
        for number in range(count):
            yield maker.page(number, seed=seed, kind=kind)


def _html(family: Layout | Callable[[Writer], str], rng: random.Random, width: int, height: int) -> str:
    stamps = "".join(stamp(rng) for _ in range((rng.random() < STAMPED) + (rng.random() < TWICE)))
    if isinstance(family, Layout):
        html = make(family, rng).html
        if rng.random() < PICTURED:
            drawn = rng.choice((lambda: logo(rng, "Nova"), lambda: code(rng), lambda: figure(rng)))()
            place = rng.choice(("left", "center", "right"))
            drawn = f'<div style="text-align:{place}">{drawn}</div>'
            html = (
                html.replace("<body>", f"<body>{drawn}")
                if rng.random() < 0.5
                else html.replace("</body>", f"{drawn}</body>")
            )
    else:
        html = _SHEET.format(
            size=rng.choice((8.5, 9, 10, 10.5, 11, 12)),
            family=rng.choice(_FAMILIES),
            leading=rng.choice((1.15, 1.25, 1.35, 1.5)),
            body=body_of(family, rng),
        )
    sheet = _PAGE.format(
        width=width, height=height, top=rng.randint(36, 80), side=rng.randint(36, 85),
        paper=rng.choice(("white", "white", "white", "#fdfbf4", "#f4f4f0")),
    )  # fmt: skip
    return html.replace("</body>", f"{stamps}</body>").replace("</head>", f"{sheet}</head>")


def _decoded(picture: bytes) -> Pixels:
    import cv2

    decoded = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    return np.ascontiguousarray(np.asarray(decoded, np.uint8)[:, :, ::-1])


# ----------------------------------------------------------------------------------------------------------------------
# From the browser's rectangles to a page


def _labeled(
    family: str, pixels: Pixels, found: dict[str, list[list[Any]]], rng: random.Random, width: int, height: int
) -> LabeledPage:
    condition = rng.choice(CONDITIONS) if rng.random() < DEGRADED else ""
    angle = 0.0
    if condition:
        pixels, angle = degrade(pixels, condition, rng)

    def placed(left: float, top: float, right: float, bottom: float) -> Box | None:
        box = left / width, top / height, right / width, bottom / height
        turned = turn_box(box, angle, width, height) if angle else box
        left, top, right, bottom = (min(max(value, 0.0), 1.0) for value in turned)
        if right - left < MINIMUM_EXTENT or bottom - top < MINIMUM_EXTENT:
            return None
        return Box(left=left, top=top, right=right, bottom=bottom)

    lost = {i for i, block in enumerate(found["blocks"]) if block[0] in ("stamp", "figure") and rng.random() < LOST}
    missed = rng.choice((0.0, 0.0, 0.02)) if condition else 0.0
    owner: dict[int, int] = {}
    lines = []
    inside: dict[int, list[Box]] = defaultdict(list)
    for row in _rows(found["words"], found["blocks"]):
        words = []
        for text, left, top, right, bottom, block in row:
            box = placed(left, top, right, bottom)
            if box is None or bottom > height:
                continue
            inside[block].append(box)
            if block in lost or rng.random() < missed:
                continue
            words.append(Word(text=text, box=box, confidence=rng.uniform(0.75, 1.0) if condition else 1.0))
            owner[id(words[-1])] = block
        lines += [Line(words=tuple(words))] if words else []
    size = pixels.shape[1], pixels.shape[0]
    page = arrange(Page(number=1, width=size[0], height=size[1], dpi=DPI, text_source="ocr", lines=tuple(lines)))
    blocks: list[TrueBlock] = []
    moved: dict[int, int] = {}
    for i, (kind, *sides) in enumerate(found["blocks"]):
        box = placed(*sides) if kind in ("figure", "stamp") else Box.around(inside[i]) if inside[i] else None
        if box is not None and sides[1] < height:
            moved[i] = len(blocks)
            blocks.append(TrueBlock(kind, box))
    block_of = tuple(moved[_most([owner[id(word)] for word in line.words])] for line in page.lines)
    return LabeledPage(family, PageImage(page, pixels), tuple(blocks), block_of)


def _rows(words: Sequence[list[Any]], blocks: Sequence[list[Any]]) -> list[list[list[Any]]]:
    """Returns the words in lines: neighbors of one block on one height, boxes as high as the letters."""
    rows: list[list[list[Any]]] = []
    for text, left, top, right, bottom, block in words:
        if blocks[block][0] not in ("stamp", "figure"):
            # A browser gives each word the height of its line box.
            top, bottom = top + 0.16 * (bottom - top), bottom - 0.12 * (bottom - top)
        last = rows[-1][-1] if rows else None
        level = last is not None and last[5] == block and abs(last[2] - top) < 0.4 * (bottom - top)
        if level and last is not None and -1 <= left - last[3] < 2.5 * (bottom - top):
            rows[-1].append([text, left, top, right, bottom, block])
        else:
            rows.append([[text, left, top, right, bottom, block]])
    return rows


def _most(values: Sequence[int]) -> int:
    return max(sorted(set(values)), key=values.count)
