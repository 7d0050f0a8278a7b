"""A page as a grid of cells: text, what is right of a caption and what is below it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import median

from rapidfuzz import process
from rapidfuzz.distance import Hamming

from schemas.document import Page

CELL_GAP = 1.3
"""Words further apart than this many character heights are in different cells."""

REACH_RIGHT = 14.0
"""A value is at most this many character heights right of its caption."""

REACH_BELOW = 3.6
"""A value starts at most this many character heights below its caption."""

_CAPTION_WORDS = frozenset(
    """
    a about above accept accident account acct address adres adresse age agreement amount and anschrift
    ansprechpartner ansprechpartnerin antragsteller apt area assignment authorization authorized balance bank
    bedrag bemerkung bemerkungen bestelling bestellnummer bestellung betrag betreff bic bill billing birth
    birthdate born box branch bruttopreis card carrier category charge charges check circumstances città city
    ciudad claim claimant class client cliente code codes codice commande company condition contact country county
    coverage credentials credit currency current customer date dates datum day dd debit degrees department desc
    description designated diagnosis dirección discount dob dr due ein einzelpreis email employed employee employer
    employment expiry explain facility factura facture factuur family fattura fax fecha federal fee female first
    for form fornitore fournisseur from geboren geburtsdatum gender gesamt gesamtbetrag geschlecht geschäftsführer
    geschäftsführerin geschäftsleitung gross group handelsrechnung health home hospital hospitalization iban id
    identifier identification illness importe importo in incl include including indirizzo indude infomation information
    inhalt initial injury insurance insured insured's invoice issue issued item klant kontoinhaber kunde kunden
    kundennummer käufer lab last leistungsdatum leverancier license lieferadresse lieferant lieferanten
    lieferdatum lieferschein line livraison loss maiden male manager marital med medicaid medical medicare member
    menge method mi middle mm mobil mobile montant mrn naam nachname name nationality net nettopreis no no. nom
    nombre nome note npi nr number numero nummer numéro occupation of office or order ordine original ort other
    outside page paid passport patient patient's patients payer payment pedido person phone physician plaats place
    plan please plz policy policyholder pregnancy preis price print prior procedure procedures product program
    prokurist prokuristin proveedor provider prénom qty qual quantity rate receipt rechnung rechnungsadresse
    rechnungsdatum rechnungsnummer ref reference referring relate relationship remarks rendering report reserved
    resubmission rue scadenza school section security seller service services sex shipping sign signature signed
    social source ssn state status steuernummer strasse straße street subscriber subtotal sum summe supplier
    supplies surname swift tax tel telefax telefon telefono telefoon telephone teléfono terms the time title to
    totaal total type téléphone umsatzsteuer und unit units use vat vehicle vencimiento verkäufer vervaldatum
    ville visit vorname ward warenempfänger website währung year yy zahlbar zahlungsempfänger zahlungsreferenz zip
    zone échéance
    """.split()  # noqa: SIM905 - one word a line would take 250 lines
)


@dataclass(frozen=True)
class Cell:
    """Words of one line that are close together: ``text[start:end]`` of the page, in a rectangle of pixels."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Height of the middle on the page, in pixels."""
        return (self.top + self.bottom) / 2


class Sheet:
    """One page's text with its cells. Offsets are into ``page.text``, distances in pixels."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.text

    @cached_property
    def captions(self) -> str:
        """The text with misread caption words put right, character for character, so that offsets hold."""
        return _WORD.sub(lambda match: _corrected(match.group()), self.text)

    @cached_property
    def height(self) -> float:
        """The usual height of a word on this page."""
        heights = [w.box.height * self.page.height for line in self.page.lines for w in line.words]
        return max(median(heights), 1.0) if heights else 1.0

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All cells in reading order."""
        return tuple(self._cut())

    def _cut(self) -> Iterator[Cell]:
        """Cuts each line at its wide gaps."""
        width, height = self.page.width, self.page.height
        offset = 0
        for line in self.page.lines:
            open_cell: Cell | None = None
            for word in line.words:
                box = word.box
                here = Cell(
                    offset, offset + len(word.text),
                    box.left * width, box.top * height, box.right * width, box.bottom * height,
                )  # fmt: skip
                offset = here.end + 1
                if open_cell and -self.height <= here.left - open_cell.right <= CELL_GAP * self.height:
                    open_cell = _joined(open_cell, here)
                    continue
                if open_cell:
                    yield open_cell
                open_cell = here
            if open_cell:
                yield open_cell

    @cached_property
    def _starts(self) -> list[int]:
        return [cell.start for cell in self.cells]

    def cell_index(self, offset: int) -> int:
        """Returns the index of the cell that holds this offset, or of the last one before it."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def cell_text(self, cell: Cell) -> str:
        """Returns the text of a cell."""
        return self.text[cell.start : cell.end]

    def left_of(self, offset: int) -> float:
        """Returns the left edge of the word at this offset, in pixels, estimated within its cell."""
        cell = self.cells[self.cell_index(offset)]
        share = (offset - cell.start) / max(cell.end - cell.start, 1)
        return cell.left + share * (cell.right - cell.left)

    def right_of(self, cell: Cell) -> Cell | None:
        """Returns the nearest cell on the same row to the right, within reach."""
        near = [
            c for c in self.cells
            if c is not cell and -0.5 * self.height <= c.left - cell.right <= REACH_RIGHT * self.height
            and abs(c.middle - cell.middle) <= 0.6 * self.height
        ]  # fmt: skip
        return min(near, key=lambda c: c.left, default=None)

    def below(self, cell: Cell, left: float) -> list[list[Cell]]:
        """Returns the rows of cells below a caption that starts at ``left``, nearest row first.

        A cell is below a caption if it starts in the caption's column. The column extends from slightly left of the
        caption to the next cell right of it. Rows follow one another without a gap wider than the reach.
        """
        limit = min(
            (c.left for c in self.cells if c.left > cell.right and abs(c.middle - cell.middle) <= 0.6 * self.height),
            default=float("inf"),
        )
        column = sorted(
            (c for c in self.cells
             if c.top > cell.middle and left - 1.5 * self.height <= c.left < limit - self.height),
            key=lambda c: c.middle,
        )  # fmt: skip
        rows: list[list[Cell]] = []
        bottom = cell.bottom
        for c in column:
            if rows and c.middle - rows[-1][0].middle <= 0.7 * self.height:
                rows[-1].append(c)
                continue
            if c.top - bottom > REACH_BELOW * self.height:
                break
            rows.append([c])
            bottom = c.bottom
        return [sorted(row, key=lambda c: c.left) for row in rows]

    def context(self, start: int, end: int, *, characters: int = 45) -> str:
        """Returns what a reader takes as the caption of ``text[start:end]``.

        These are the text before it on its line, the previous line's end, and the cells left and above.
        """
        text = self.captions
        parts = [text[max(start - characters, 0) : start], text[end : end + 8]]
        if not self.cells:
            return parts[0]
        cell = self.cells[self.cell_index(start)]
        above = [
            c for c in self.cells
            if 0 <= cell.top - c.middle <= (REACH_BELOW + 0.5) * self.height
            and c.left - 1.5 * self.height <= cell.left
            and c.right + 4 * self.height >= cell.left
        ]  # fmt: skip
        left = [
            c for c in self.cells
            if abs(c.middle - cell.middle) <= 0.6 * self.height
            and 0 <= cell.left - c.right <= REACH_RIGHT * self.height
        ]  # fmt: skip
        nearest = max(left, key=lambda c: c.right, default=None)
        parts += [text[c.start : c.end] for c in above]
        if nearest is not None:
            parts.append(text[nearest.start : nearest.end])
        return " \n ".join(parts)


def _joined(first: Cell, second: Cell) -> Cell:
    return Cell(
        first.start, second.end, min(first.left, second.left), min(first.top, second.top),
        max(first.right, second.right), max(first.bottom, second.bottom),
    )  # fmt: skip


_WORD = re.compile(r"[^\W\d_][\w'’.]*")


@lru_cache(maxsize=20_000)
def _corrected(word: str) -> str:
    """Returns the caption word of the same length that differs in one character (two from ten on), or the word."""
    folded = word.casefold()
    if len(word) < 5 or len(folded) != len(word) or folded in _CAPTION_WORDS:
        return word
    allowed = 1 if len(word) < 10 else 2
    same_length = [w for w in _CAPTION_WORDS if len(w) == len(word)]
    found = process.extractOne(folded, same_length, scorer=Hamming.distance, score_cutoff=allowed)
    return word if found is None else str(found[0])


def is_caption(text: str) -> bool:
    """Whether a text reads like a form's own caption, such as ``Date of birth`` or ``Policy No.``."""
    words = [_corrected(w).casefold().rstrip(".") for w in _WORD.findall(text)]
    if not words:
        return False
    return sum(w in _CAPTION_WORDS or w.removesuffix("s") in _CAPTION_WORDS for w in words) * 2 > len(words)


_ENGLISH = frozenset(
    """
    the and of to for with from is are this that by your you on at be not please
    """.split()  # noqa: SIM905 - as below
)
_FOREIGN = frozenset(
    """
    der die das und für mit von vom bei nicht wir ist zum zur den dem des ein eine auf bitte le les des et pour avec du
    une est par sur vous votre el los las y para con por una del su il lo gli per di e della het een en voor met van op
    rechnung betrag datum menge facture montant factura importe fattura importo factuur bedrag nummer straße
    """.split()  # noqa: SIM905 - the list would take seventy lines
)


def is_english(text: str) -> bool:
    """Whether a page has at least as many of English's small words as of its neighbors'."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return sum(word in _ENGLISH for word in words) >= sum(word in _FOREIGN for word in words)


def is_caption_word(word: str) -> bool:
    """Whether a single word belongs to a form's captions."""
    return word.casefold().strip(".,:;#*()[]/'\"’") in _CAPTION_WORDS
