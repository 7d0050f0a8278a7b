"""Invented documents in full layout; invoices become quotes, delivery notes, reminders and orders by words alone."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache

from extractors.classify.classifier import PageWords
from training.classifier_texts import Sample
from training.synthetic.claim import make_claim
from training.synthetic.document import SyntheticDocument
from training.synthetic.invoice import make_invoice
from training.synthetic.languages import language
from training.synthetic.order import make_purchase_order
from training.synthetic.receipt import make_receipt

SHARES = ((make_invoice, 1.0), (make_purchase_order, 0.3), (make_receipt, 0.6), (make_claim, 0.15))
"""Generators of documents, and how many documents of each there are for one invoice."""

STEMS = {
    "de": "rechnung", "en": "invoice", "fr": "facture", "es": "factura", "it": "fattura", "nl": "factuur",
    "pt": "fatura|factura", "pl": "faktura|faktury", "sv": "faktura", "da": "faktura",
    "nb": "faktura", "fi": "lasku", "cs": "faktura|faktury", "hu": "számla", "ro": "factura|factură|facturii",
}  # fmt: skip
"""What an invoice is called, by language: words and titles are built on it."""

INSTEAD: dict[str, dict[str, tuple[str, ...]]] = {
    "purchase_order": {
        "de": ("bestellung", "auftrag"), "en": ("purchase order", "order"), "fr": ("commande", "bon de commande"),
        "es": ("pedido", "orden de compra"), "it": ("ordine", "ordine di acquisto"),
        "nl": ("bestelling", "inkooporder"),
        "pt": ("encomenda", "pedido"), "pl": ("zamówienie",), "sv": ("beställning", "inköpsorder"),
        "da": ("bestilling", "indkøbsordre"), "nb": ("bestilling", "innkjøpsordre"), "fi": ("tilaus", "ostotilaus"),
        "cs": ("objednávka",), "hu": ("megrendelés", "rendelés"), "ro": ("comandă", "notă de comandă"),
    },
    "other": {
        "de": ("angebot", "lieferschein", "mahnung", "kostenvoranschlag", "preisliste"),
        "en": ("quotation", "delivery note", "estimate", "payment reminder", "packing list"),
        "fr": ("devis", "bon de livraison", "relance", "offre de prix"),
        "es": ("presupuesto", "albarán", "oferta"),
        "it": ("preventivo", "documento di trasporto", "offerta"),
        "nl": ("offerte", "pakbon", "aanmaning"), "pt": ("orçamento", "guia de remessa", "proposta"),
        "pl": ("oferta", "dowód dostawy"), "sv": ("offert", "följesedel", "påminnelse"),
        "da": ("tilbud", "følgeseddel", "rykker"), "nb": ("tilbud", "pakkseddel", "purring"),
        "fi": ("tarjous", "lähete", "maksumuistutus"), "cs": ("nabídka", "dodací list", "upomínka"),
        "hu": ("árajánlat", "szállítólevél", "fizetési felszólítás"), "ro": ("ofertă", "aviz de însoțire", "somație"),
    },
}  # fmt: skip
"""What the near misses are called, by class and language."""

_BANK = re.compile(r"\b(IBAN|BIC|SWIFT|BLZ|bankgiro|plusgiro)\b", re.IGNORECASE)


ASKS_FOR_MONEY = ("due", "due_amount", "prepaid")
"""Words of an invoice that no order has: documents that become an order leave them out."""


def laid_out(count: int, *, seed: int) -> Iterator[Sample]:
    """Yields invented documents as `training.synthetic` lays them out, and near misses of the invoices.

    Args:
        count: Number of invoices; every second one also becomes a purchase order and a document of class other.
            Orders, receipts and claims are as many as in `SHARES`.
        seed: The same seed gives the same documents.
    """
    rng = random.Random(seed)
    for make, share in SHARES:
        for index in range(round(count * share)):
            document = make(random.Random(rng.getrandbits(64)))
            family = f"{document.document_class} {seed} {index}"
            yield Sample(_pages(document), document.document_class, "invented layouts", family)
            if make is make_invoice and index % 2 == 0:
                for document_class in INSTEAD:
                    if pages := _retitled(document, document_class, rng):
                        yield Sample(pages, document_class, "near misses", f"{family} {document_class}")


def _pages(document: SyntheticDocument) -> tuple[PageWords, ...]:
    return tuple(
        PageWords(tuple(" ".join(word.text for word in line) for line in page.lines), page.width_pt / page.height_pt)
        for page in document.pages
    )


def _retitled(document: SyntheticDocument, document_class: str, rng: random.Random) -> tuple[PageWords, ...]:
    """Returns the pages with another name for the document; nothing where the document has no title."""
    stem = re.compile(STEMS[document.language], re.IGNORECASE)
    name = rng.choice(INSTEAD[document_class][document.language])
    asks = _asking(document.language)
    keeps_bank = rng.random() < 0.4
    renamed, pages = 0, []
    for page in _pages(document):
        lines = []
        for line in page.lines:
            if _BANK.search(line) and not keeps_bank:
                continue
            if document_class == "purchase_order" and asks.search(line):
                continue
            changed, times = stem.subn(name, line)
            renamed += times
            lines.append(changed)
        pages.append(PageWords(tuple(lines), page.aspect))
    return tuple(pages) if renamed >= 2 else ()


@cache
def _asking(code: str) -> re.Pattern[str]:
    phrases = {phrase for key in ASKS_FOR_MONEY for phrase in language(code).words[key]}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})\b", re.IGNORECASE)
