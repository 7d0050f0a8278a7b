"""The sample documents: a few files of each class, with their true fields."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from schemas.classes import SHIPPED
from training.synthetic.canvas import Canvas, Font, plain, wrap
from training.synthetic.claim import make_claim
from training.synthetic.document import SyntheticDocument
from training.synthetic.invoice import make_invoice
from training.synthetic.order import make_purchase_order
from training.synthetic.receipt import make_receipt
from training.synthetic.render import render_image, render_pdf

DPI = 200
Maker = Callable[[random.Random], SyntheticDocument]
COUNTRIES = (
    "DE", "AT", "CH", "FR", "BE", "NL", "ES", "IT", "PT", "PL", "SE", "DK", "GB", "IE", "US", "CA", "AU", "IN", "SG",
    "BR", "MX",
)  # fmt: skip
"""Countries that samples are drawn from: one more would draw other samples."""

_invoice = partial(make_invoice, countries=COUNTRIES)
_order = partial(make_purchase_order, countries=COUNTRIES)


@dataclass(frozen=True)
class Sample:
    """One file: a document of the maker that `fits`, as a PDF, or as a picture in the condition.

    ``seed`` makes that document. Where the maker has changed, the next higher seed that fits does.
    """

    name: str
    maker: Maker
    shows: str
    seed: int
    fits: Callable[[SyntheticDocument], bool]
    condition: str = ""


def _is(
    language: str, layout: str, fields: str, *, pages: int = 1, countries: str = "", most: int = 9000, says: str = ""
) -> Callable[[SyntheticDocument], bool]:
    """Returns a test for a document of a language and layout that prints given fields and words on given pages."""

    def fits(document: SyntheticDocument) -> bool:
        facts, truth, lines = document.facts, document.truth, document.line_items
        return (
            document.language == language
            and layout in facts["layout"]
            and len(document.pages) == pages
            and set(fields.split()) <= set(truth)
            and facts["country"] in (countries or facts["country"])
            and facts["currency"] == _HOME.get(facts["country"], facts["currency"])
            and len(truth.get("seller_name", "")) < 32
            and says in " ".join(word.text for page in document.pages for line in page.lines for word in line)
            and (not lines or 1 < len(lines) < 9 * pages)
            and all(len(line) == len(lines[0]) >= 4 for line in lines)
            and 20 < Decimal(truth.get("total_amount", "100")) < most
        )

    return fits


_HOME = {"DE": "EUR", "FR": "EUR", "IT": "EUR", "US": "USD", "GB": "GBP"}
_MAIN = "invoice_number issue_date seller_name buyer_name total_amount currency"

SAMPLES = (
    Sample(
        "invoice_german.pdf",
        _invoice,
        "a letter with a text layer, IBAN and due date",
        1239,
        _is(
            "de",
            "footer/aligned",
            f"{_MAIN} seller_vat_id iban due_date net_amount tax_amount purchase_order",
            countries="DE",
        ),
    ),
    Sample(
        "invoice_english.pdf",
        _invoice,
        "month-first dates and dollars",
        1699,
        _is("en", "left/", f"{_MAIN} due_date net_amount tax_amount purchase_order", countries="US"),
    ),
    Sample(
        "invoice_french_two_pages.pdf",
        _invoice,
        "lines that go on over a page break",
        223,
        _is("fr", "/", f"{_MAIN} seller_vat_id net_amount tax_amount", pages=2, countries="FR"),
    ),
    Sample(
        "invoice_german_einvoice.pdf",
        _invoice,
        "the print of an electronic invoice's XML",
        160,
        _is("de", "einvoice/column", f"{_MAIN} seller_vat_id iban", pages=2, countries="DE"),
    ),
    Sample(
        "invoice_italian_scan.tif",
        _invoice,
        "a scan at 200 dpi, slightly askew, without text layer",
        646,
        _is("it", "right/", f"{_MAIN} net_amount tax_amount iban", countries="IT"),
        "scan",
    ),
    Sample(
        "order_english.pdf",
        _order,
        "a purchase order on its buyer's stationery",
        22651,
        _is(
            "en",
            "order/left/aligned",
            "purchase_order issue_date seller_name buyer_name net_amount total_amount",
            countries="GB",
            says="Purchase Order",
        ),
    ),
    Sample(
        "receipt_ringgit.jpg",
        make_receipt,
        "a photographed till receipt",
        28,
        _is("en", "receipt/MY", "total_amount", most=120),
        "photo",
    ),
    Sample(
        "receipt_dollar.jpg",
        make_receipt,
        "a scanned till receipt",
        41,
        _is("en", "receipt/US", "total_amount", most=120),
        "scan",
    ),
    Sample(
        "receipt_german_worn.jpg",
        make_receipt,
        "faded thermal print",
        17,
        _is("de", "receipt/DE", "total_amount", most=120),
        "worn",
    ),
    Sample(
        "claim_list.pdf",
        make_claim,
        "a health insurance claim as captions and values",
        5,
        _is("en", "claim/list", "insured_id"),
    ),
    Sample(
        "claim_boxes_scan.png",
        make_claim,
        "a scanned claim form with boxes",
        6,
        _is("en", "claim/boxes", "insured_id"),
        "fax",
    ),
)

LETTER = (
    "Harbour Street Allotments Association",
    "14 Quince Row, Millbrook",
    "",
    "To all plot holders",
    "",
    "Dear neighbours,",
    "the water supply to the lower plots will be repaired in the second week of May. Please leave the gate on the "
    "canal side open until the work is finished, and keep tools and wheelbarrows off the main path.",
    "We also need two volunteers who can look after the seed exchange in the autumn. Last year's exchange brought "
    "together more than forty gardeners, and the committee would be sorry to see it end for want of helping hands.",
    "The summer gathering takes place as usual under the old walnut tree. Bring a dish and something to sit on.",
    "With kind regards,",
    "Odalys Ferncombe, for the committee",
)


def first_fitting(sample: Sample) -> SyntheticDocument:
    """Returns the sample's document: that of the lowest seed that fits, not below the sample's own."""
    seeds = range(sample.seed, sample.seed + 100_000)
    return next(d for d in (sample.maker(random.Random(seed)) for seed in seeds) if sample.fits(d))


def truth_row(name: str, document: SyntheticDocument) -> dict[str, Any]:
    """Returns a document's line of truth.jsonl."""
    kind = SHIPPED.require(document.document_class)
    row: dict[str, Any] = {"file": f"documents/{name}", "document_class": kind.name}
    row["fields"] = {n: {"value": v, "type": str(kind.field(n).kind)} for n, v in document.truth.items()}
    if document.line_items:
        row["line_items"] = [
            {n: {"value": v, "type": str(kind.column(n).kind)} for n, v in line.items()} for line in document.line_items
        ]
    return row


def write_samples(folder: Path) -> Iterator[str]:
    """Writes documents, truth.jsonl and README.md into the folder; yields the name of each file that is done."""
    documents = folder / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    rows = []
    for sample in SAMPLES:
        document = first_fitting(sample)
        (documents / sample.name).write_bytes(_file_bytes(sample, document))
        rows.append(truth_row(sample.name, document))
        yield sample.name
    (documents / "letter.pdf").write_bytes(render_pdf(_letter()))
    rows.append({"file": "documents/letter.pdf", "document_class": "other", "fields": {}})
    yield "letter.pdf"
    (documents / "damaged_on_purpose.pdf").write_bytes(_damaged())
    note = "cut off in the middle: must be rejected as unreadable"
    rows.append({"file": "documents/damaged_on_purpose.pdf", "unlabelled": True, "note": note})
    yield "damaged_on_purpose.pdf"
    truth = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "truth.jsonl").write_text(truth, encoding="utf-8")
    (folder / "README.md").write_text(_readme(), encoding="utf-8")


def _file_bytes(sample: Sample, document: SyntheticDocument) -> bytes:
    """Returns the file in the format that its name says."""
    if sample.name.endswith(".pdf"):
        return render_pdf(document)
    from PIL import Image

    pages = render_image(document, DPI, random.Random(11), condition=sample.condition)
    first, *more = [Image.fromarray(page.pixels).convert("L") for page in pages]
    stream = io.BytesIO()
    if sample.name.endswith(".tif"):
        first.save(stream, "TIFF", save_all=True, append_images=more, compression="jpeg", quality=70, dpi=(DPI, DPI))
    elif sample.name.endswith(".png"):
        first.convert("1").save(stream, "PNG", optimize=True, dpi=(DPI, DPI))
    else:
        first.save(stream, "JPEG", quality=70, dpi=(DPI, DPI))
    return stream.getvalue()


def _letter() -> SyntheticDocument:
    """Returns a letter of no known class."""
    canvas, font, y = Canvas(595.3, 841.9), Font("serif", 11), 70.0
    for paragraph in LETTER:
        y = canvas.write_rows(70, y, wrap(plain(paragraph), font, 455), font, 1.4) + 9
    return SyntheticDocument("other", canvas.finish(), {}, [], "en", {"layout": "letter"})


def _damaged() -> bytes:
    """Returns the head of a PDF whose objects and cross references are gone."""
    whole = render_pdf(_letter())
    return whole[:40] + b"\x00\xff" * 200


def _readme() -> str:
    """Returns the table of the samples."""
    rows = [f"| {s.name} | {s.shows} |" for s in SAMPLES]
    rows += [
        "| letter.pdf | a letter of no known class |",
        "| damaged_on_purpose.pdf | a PDF cut off in the middle: rejected |",
    ]
    return (
        "# Samples\n\nA few documents to try, all invented: no person, company, number or address in them is real.\n\n"
        "    fieldwright extract samples/documents --output fields.jsonl\n\n"
        "`truth.jsonl` holds the true fields, one document a line (dates yyyy-mm-dd, money as plain decimals).\n\n"
        "| file | what it shows |\n|---|---|\n" + "\n".join(rows) + "\n\n"
        "Made by `make samples` (`python -m training.synthetic samples/`), the same bytes each time for the same\n"
        "versions of Pillow, OpenCV, reportlab and Faker. Licence: as the repository's.\n"
    )
