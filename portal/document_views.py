"""What the document page shows, made ready for its template: fields with their places, findings, marks on pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from exports.areas import areas
from exports.tables import rows_of
from portal.wording import check_title, observed_text, value_text
from schemas.document import BlockKind, Page, PlacedWord, QuarantinedPage, ReadDocument
from schemas.extraction import ExtractedField, FieldType
from schemas.geometry import Box
from schemas.outcome import Reason
from schemas.validation import Severity
from schemas.vocabulary import DocumentClass
from search.index import HitBox
from services.documents import DocumentView

UNCERTAIN = "field_uncertain"
"""The reason's code of a value whose confidence is too low."""

GRID = 10_000
"""Marks are drawn on a page of this width and height, whatever its pixels."""

ROOM = 25
"""Around a field's ink, so that its frame does not run through the letters."""

Tone = Literal["good", "warn", "bad", "info"]

SOURCES = {
    "layoutlm": "Read by the model",
    "form": "Read off the known form",
    "embedded_xml": "Stated by the electronic invoice inside the file",
    "person": "Established by a person",
}
TONES: dict[Severity, Tone] = {"error": "bad", "warning": "warn", "info": "info"}


@dataclass(frozen=True)
class Mark:
    """A rectangle on a page, on the grid."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Item:
    """A field, or one cell of the table, as the panel lists it.

    ``key`` joins it to its marks: the field's name, or ``row.column``. ``tone`` shows whether it needs a
    look. ``passed`` are checks that hold, ``unchecked`` those that lacked a value to compare with. ``boxes`` frame it
    line by line, ``words`` are its single words.
    """

    key: str
    title: str
    kind: FieldType
    value: str | None
    raw: str
    problem: str | None
    confidence: float
    page_number: int
    source: str
    tone: Tone
    why: tuple[str, ...] = ()
    findings: tuple[tuple[Tone, str], ...] = ()
    passed: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    boxes: tuple[Mark, ...] = ()
    words: tuple[Mark, ...] = ()

    @property
    def text(self) -> str:
        """The value as people write it, or what was read where there is none."""
        if self.value is None:
            return self.raw
        return value_text(self.value, self.kind)


@dataclass(frozen=True)
class TextPart:
    """A block of a page's text: its kind, its lines, and the cells where it is a table."""

    kind: BlockKind | None
    text: str
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One page of the document and all that is drawn on it. ``lost`` states why there is nothing to draw."""

    number: int
    width: int = 827
    height: int = 1169
    dpi: float = 100
    text: tuple[TextPart, ...] = ()
    lost: str = ""
    notes: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    redactions: tuple[tuple[str, Mark], ...] = ()
    hits: tuple[Mark, ...] = ()

    @property
    def hit_count(self) -> int:
        """How many words answer the query."""
        return len(self.hits)


@dataclass(frozen=True)
class Shown:
    """A document, ready for the page."""

    title: str
    sheets: tuple[Sheet, ...] = ()
    items: tuple[Item, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Item | None, ...], ...] = ()
    reasons: tuple[tuple[Tone, str], ...] = ()
    observed: tuple[tuple[str, str], ...] = ()
    hidden: tuple[str, ...] = field(default=())

    @property
    def doubtful(self) -> int:
        """How many fields need a look."""
        return sum(item.tone != "good" for item in self.items)


def show(view: DocumentView, title: str, *, hits: Sequence[HitBox] = ()) -> Shown:
    """Returns all that the page shows of a document.

    Args:
        view: The document as its reader may see it.
        title: What the document's class is called.
        hits: Words to mark, as a search found them.
    """
    reasons = view.outcome.reasons if view.outcome else ()
    listed = tuple(_listed(reasons, view.document_class))
    if view.read is None:
        return Shown(title, reasons=listed)
    made = _Maker(view, view.read, reasons)
    items, rows = made.items(), made.rows()
    titles = {spec.name: spec.title for spec in (*made.kind.fields, *made.kind.columns)}
    every = [*items, *(cell for row in rows for cell in row if cell is not None)]
    return Shown(
        title,
        sheets=tuple(_sheets(view, every, [(hit.page_number, mark(hit.box)) for hit in hits])),
        items=items,
        columns=tuple(column.title for column in made.kind.columns),
        rows=rows,
        reasons=listed,
        observed=tuple((f.message, observed_text(f.observed, titles)) for f in view.failures if f.observed),
        hidden=_hidden(view),
    )


def _listed(reasons: Sequence[Reason], document_class: DocumentClass) -> Iterator[tuple[Tone, str]]:
    """Yields the reasons as sentences; values that are only uncertain share one, for there are often many."""
    uncertain = [reason for reason in reasons if reason.code == UNCERTAIN]
    for reason in reasons:
        if reason.code != UNCERTAIN or len(uncertain) == 1:
            yield TONES[reason.severity], sentence(reason, document_class)
        elif reason is uncertain[0]:
            titles = dict.fromkeys(sentence(one, document_class).partition(" is uncertain")[0] for one in uncertain)
            yield TONES[reason.severity], f"{len(uncertain)} values are uncertain: {', '.join(titles)}."


def sentence(reason: Reason, document_class: DocumentClass) -> str:
    """Returns a reason as people read it: with the field's title in the place of its name."""
    specs = [*document_class.fields, *document_class.columns]
    title = next((spec.title for spec in specs if spec.name == reason.field), None)
    message = reason.message
    if title and reason.field and message.startswith(reason.field):
        message = title + message.removeprefix(reason.field)
    return message[:1].upper() + message[1:]


def _hidden(view: DocumentView) -> tuple[str, ...]:
    """Returns the titles of the fields that are there and not shown to this reader."""
    if view.whole or view.redacted is None or view.outcome is None:
        return ()
    return tuple(spec.title for spec in view.document_class.fields if spec.name in view.redacted.redacted_fields)


class _Maker:
    """Makes the items of one document."""

    def __init__(self, view: DocumentView, read: ReadDocument, reasons: Sequence[Reason]) -> None:
        self._read = read
        self._reasons = reasons
        self._extraction = view.extraction
        self.kind = view.document_class
        self._passed, self._unchecked = _checks(view) if view.whole else ({}, {})

    def items(self) -> tuple[Item, ...]:
        """Returns the fields in the order of their class."""
        fields = {f.name: f for f in self._extraction.fields} if self._extraction else {}
        specs = [(spec.name, spec.title) for spec in self.kind.fields]
        return tuple(self._item(fields[name], name, title) for name, title in specs if name in fields)

    def rows(self) -> tuple[tuple[Item | None, ...], ...]:
        """Returns the table, a cell or None for each column."""
        rows = self._extraction.line_items if self._extraction else ()
        return tuple(
            tuple(
                self._item(
                    row.cells[column.name],
                    f"{number}.{column.name}",
                    f"{column.title}, row {number}",
                )
                if column.name in row.cells
                else None
                for column in self.kind.columns
            )
            for number, row in enumerate(rows, start=1)
        )

    def _item(self, found: ExtractedField, key: str, title: str) -> Item:
        is_field = key == found.name
        findings = tuple(
            (TONES[reason.severity], sentence(reason, self.kind))
            for reason in self._reasons
            if is_field and reason.field == key
        )
        words = (self._read.words[i] for i in found.word_ids if i < len(self._read.words))
        return Item(
            key=key,
            title=title,
            kind=found.kind,
            value=found.value,
            raw=found.raw,
            problem=found.problem,
            confidence=found.confidence,
            page_number=found.page_number,
            source=SOURCES[found.source],
            tone=_tone(found, findings),
            why=found.why,
            findings=findings,
            passed=self._passed.get(key, ()) if is_field and found.value is not None else (),
            unchecked=self._unchecked.get(key, ()) if is_field and found.value is not None else (),
            boxes=tuple(mark(box, ROOM) for box in found.boxes),
            words=tuple(mark(word.box) for word in words if word.page_number == found.page_number),
        )


def _tone(found: ExtractedField, findings: Iterable[tuple[Tone, str]]) -> Tone:
    """Returns the tone of a value: a warning where a reason names it, so that pages and queue agree."""
    if found.value is None or any(tone == "bad" for tone, _ in findings):
        return "bad"
    return "warn" if any(tone == "warn" for tone, _ in findings) else "good"


Checks = dict[str, tuple[str, ...]]
"""Titles of checks by the name of the field that they look at."""


def _checks(view: DocumentView) -> tuple[Checks, Checks]:
    """Returns the checks that passed and those that lacked a value to compare with."""
    from expectations.validate import suite_of

    suite = suite_of(view.document_class)
    if suite is None or view.extraction is None:
        return {}, {}
    failed = {failure.expectation for failure in view.failures}
    lacking = set(suite.not_checked(view.extraction)) - failed
    passed: dict[str, tuple[str, ...]] = {}
    unchecked: dict[str, tuple[str, ...]] = {}
    for rule in suite.rules:
        if rule.name not in failed:
            kept = unchecked if rule.name in lacking else passed
            for name in rule.fields:
                kept[name] = (*kept.get(name, ()), check_title(rule.name))
    return passed, unchecked


def _sheets(view: DocumentView, items: Sequence[Item], hits: Sequence[tuple[int, Mark]]) -> Iterator[Sheet]:
    assert view.read is not None
    pages: list[Page | QuarantinedPage] = [*view.read.pages, *view.read.quarantined]
    redacted = {page.number: page for page in (view.redacted.pages if view.redacted else ())}
    for page in sorted(pages, key=lambda page: page.number):
        if isinstance(page, QuarantinedPage):
            yield Sheet(page.number, lost=page.message)
            continue
        tokens = redacted[page.number].tokens if page.number in redacted else ()
        yield Sheet(
            number=page.number,
            width=page.width,
            height=page.height,
            dpi=page.dpi,
            text=tuple(_text_parts(page)),
            notes=tuple(finding.message for finding in page.findings),
            items=tuple(item for item in items if item.page_number == page.number),
            redactions=tuple((entity_title(text), mark(box)) for text, box in tokens),
            hits=tuple(found for number, found in hits if number == page.number),
        )


def _text_parts(page: Page) -> Iterator[TextPart]:
    """Yields the blocks of a page that have words, in reading order."""
    for area in areas(page):
        if area.lines:
            rows = rows_of(page, area.lines) if area.kind == "table" else []
            yield TextPart(area.kind, "\n".join(page.lines[i].text for i in area.lines), tuple(map(tuple, rows)))


def words_of(read: ReadDocument, number: int) -> list[dict[str, object]]:
    """Returns the words of a page for the script that draws them: id, text, confidence and place on the grid."""
    return [_word(word) for word in read.words_of_page(number)]


def _word(word: PlacedWord) -> dict[str, object]:
    place = mark(word.box)
    return {
        "id": word.id,
        "text": word.text,
        "confidence": round(word.word.confidence, 3),
        "box": [place.x, place.y, place.width, place.height],
    }


def mark(box: Box, room: int = 0) -> Mark:
    """Returns a box on the grid, with some room around the ink, never without extent."""
    left, top, right, bottom = box.to_pixels(GRID, GRID)
    left, top = max(left - room, 0), max(top - room, 0)
    return Mark(left, top, max(right + room - left, 1), max(bottom + room - top, 1))


def entity_title(text: str) -> str:
    """Returns how a redacted word is called: ``[BIRTH_DATE]`` is a Birth date."""
    return text.strip("[]").replace("_", " ").capitalize()
