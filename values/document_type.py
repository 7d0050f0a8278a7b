"""Which type of business document a heading names (EN 16931 BT-3), in the languages that the training data covers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from values.folding import TEXTS_KEPT, folded_words, names_form

_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "order_confirmation": (
        "order confirmation", "order response", "order acknowledg", "sales order", "auftragsbestatigung",
        "bestellbestatigung", "confirmation de commande", "accuse de commande", "confirmacion de pedido",
        "conferma d ordine", "conferma ordine", "orderbevestiging", "confirmacao de encomenda", "confirmacao de pedido",
        "potwierdzenie zamowienia", "orderbekraftelse", "orderbekreftelse", "ordrebekraeftelse", "ordrebekreftelse",
        "tilausvahvistus", "potvrzeni objednavky", "visszaigazolas", "confirmare de comanda", "confirmare comanda",
    ),
    "pro_forma": ("pro forma", "proforma", "pro-forma"),
    "corrected_invoice": (
        "corrected invoice", "corrective invoice", "rechnungskorrektur", "korrekturrechnung", "facture rectificative",
        "factura rectificativa", "fatura retificativa", "faktura korygujaca", "korekta", "correctiefactuur",
        "opravny danovy doklad", "opravna faktura", "helyesbito szamla", "korrigert faktura",
    ),
    "credit_note": (
        "credit", "refund", "gutschrift", "stornorechnung", "storno", "avoir", "remboursement", "abono", "creditnota",
        "kreditnota", "kreditfaktura", "nota di credito", "nota de credito", "nota credito", "rimborso", "reembolso",
        "dobropis", "hyvityslasku", "jovairo", "nota credytowa", "erstattung", "terugbetaling", "aterbetalning",
        "refusion", "zwrot", "refusjon", "hyvitys", "palautus", "refundace", "vraceni platby", "sztorno", "jovairo",
        "ervenytelenito", "visszaterites", "rambursare",
    ),
    "quote": (
        "quote", "quotation", "estimate", "offer", "proposal", "angebot", "kostenvoranschlag", "offerte", "devis",
        "presupuesto", "cotizacion", "preventivo", "orcamento", "oferta", "wycena", "offert", "tilbud", "tarjous",
        "nabidka", "cenova nabidka", "ajanlat", "arajanlat",
    ),
    "delivery_note": (
        "delivery note", "packing slip", "packing list", "lieferschein", "bon de livraison", "albaran", "pakbon",
        "documento di trasporto", "guia de remessa", "dokument wz", "foljesedel", "folgeseddel", "dodaci list",
        "pakkseddel", "lahete", "rahtikirja", "szallitolevel", "aviz de insotire",
    ),
    "statement": (
        "statement", "kontoauszug", "releve de compte", "estado de cuenta", "estratto conto", "rekeningoverzicht",
        "kontoutdrag", "zahlungserinnerung", "reminder", "mahnung", "kontoutskrift", "purring", "tiliote",
        "maksumuistutus", "vypis z uctu", "upominka", "szamlakivonat", "fizetesi felszolitas", "extras de cont",
        "somatie",
    ),
    "receipt": (
        "receipt", "quittung", "kassenbon", "kassenbeleg", "recu", "ticket", "recibo", "ricevuta", "scontrino",
        "kassabon", "kwitantie", "paragon", "kvitto", "kvittering", "kuitti", "uctenka", "pokladni doklad", "nyugta",
        "chitanta", "bon fiscal",
    ),
    "invoice": (
        "invoice", "bill", "rechnung", "honorarnote", "facture", "note d honoraires", "factura", "fattura", "parcella",
        "factuur", "fatura", "faktura", "lasku", "szamla", "fee note", "nota de honorarios", "nota fiscal", "minuta",
        "myyntilasku", "koontilasku", "danovy doklad",
    ),
    "purchase_order": (
        "order", "bestellung", "bestellanderung", "bestelling", "auftrag", "orden de compra", "ordem de compra",
        "inkooporder", "inkopsorder", "indkobsordre", "bon de commande", "commande", "pedido", "ordine",
        "encomenda", "zamowienie",
        "bestallning", "bestilling", "ordre", "tilaus", "objednavka", "megrendeles", "megrendelolap", "comanda",
    ),
}  # fmt: skip
"""Words of headings by type, folded; the first type that a heading names is taken, so particular ones come first."""

COMPOUND_FROM: Final = 6
"""Letters from which a form is looked for inside of a word: shorter ones are parts of other words."""

DOCUMENT_TYPES: Final = tuple(_HEADINGS)
"""The normal forms of the field ``document_type``."""


def document_type(heading: str) -> str | None:
    """Returns the type that a heading names ("Tax Invoice", "Avoir n° 12"), or None."""
    return _type_in(folded_words(heading))


@lru_cache(maxsize=TEXTS_KEPT)
def _type_in(words: str) -> str | None:
    spelled = re.sub(r"\b(\w) (?=\w\b)", r"\1", words)  # letters set apart: "I N V O I C E"
    for name, forms in _HEADINGS.items():
        if any(names_form(text, form, compound_from=COMPOUND_FROM) for form in forms for text in (words, spelled)):
            return name
    return None
