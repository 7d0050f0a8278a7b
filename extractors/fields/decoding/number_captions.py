"""What a caption calls the number beside or below it, in the languages of the documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from extractors.fields.decoding.caption_text import FEW_WORDS, last_words, names_any

NumberKind = Literal["invoice", "credit", "preceding", "order", "reference", "other"]

_INVOICE: Final = (
    "invoice", "inv", "bill no", "bill number", "rechnung", "rechnungsnummer", "rechnungsnr", "rg nr", "re nr",
    "beleg", "belegnummer", "belegnr", "honorarnote", "facture", "fact", "factura", "fattura", "factuur",
    "factuurnummer", "fatura", "faktura", "fakturanummer", "fakturanr", "fakturanro", "faktury", "faktur", "lasku",
    "laskun", "laskunumero", "laskunro", "szamla", "szamlaszam", "sorszam", "document number", "document no",
    "numero documento", "numero de documento", "receipt", "quittung", "recibo", "ricevuta", "kvitto", "kvittering",
    "racun", "arve", "saskaita", "rekins", "voucher no",
    "rechnungs nr", "factuurnr", "documento n", "n documento", "document nr", "nr dokumentu", "n de piece", "kwitantie",
    "kwitantienummer", "quittungsnummer", "recu", "paragon", "paragonu", "kvittonummer", "bilagsnr", "bilagsnummer",
    "kvitteringsnr", "fakture",
    "kuitti", "kuitin", "cislo dokladu", "doklad c", "danovy doklad", "evidencni cislo", "uctenka",
    "uctenky", "sorszama", "bizonylatszam", "nyugta", "facturii", "seria si numarul", "serie numar", "chitanta",
)  # fmt: skip
_CREDIT: Final = (
    "credit note", "credit memo", "credit no", "credit number", "memo no", "memo number", "refund", "gutschrift",
    "gutschriftnummer", "gutschriftsnummer", "gutschriftnr", "gutschriftsnr", "storno", "stornonummer",
    "stornorechnung", "korrekturrechnung", "rechnungskorrektur", "avoir", "note de credit", "abono",
    "rectificativa", "nota de credito", "nota credito", "nota di credito", "nota di accredito", "creditnota",
    "creditfactuur", "kreditnota", "kreditnotanummer", "kreditfaktura", "kreditfakturanummer", "hyvityslasku",
    "hyvityslaskun", "dobropis", "faktura korygujaca", "korekta", "faktury korygujacej", "jovairo", "cn no",
    "cm no",
    "erstattung", "erstattungsnr", "erstattungsnummer", "remboursement", "reembolso", "rimborso", "terugbetaling",
    "zwrot", "zwrotu", "aterbetalning", "refusion", "creditnotanummer", "creditnotanr", "creditfactuurnummer",
    "korekty", "kreditnotanr", "kreditfakturanr", "refusjon", "palautus", "palautuksen", "dobropisu", "refundace",
    "opravny danovy doklad", "sztorno", "jovairo szamla", "helyesbito szamla", "visszaterites", "nota de credit",
    "rambursare",
)  # fmt: skip
_PRECEDES: Final = (
    "against", "applied to", "original", "ursprung", "ursprungsrechnung", "ursprungliche", "zur rechnung",
    "zu rechnung", "bezug", "bezugsrechnung", "bezug auf rechnung", "zu unserer rechnung", "fur rechnung",
    "origine", "d origine", "d acompte", "rectificada", "rectifica", "que rectifica", "rif fattura",
    "riferimento fattura", "fattura di riferimento", "oorspronkelijke", "betreft factuur", "bij factuur",
    "originele", "vedr faktura", "vedrorende faktura", "vedrorer faktura", "pour la facture", "para la factura",
    "per la fattura",
    "voor factuur", "voor de factuur", "till faktura", "til faktura", "gjelder faktura", "avser faktura",
    "dotyczy", "do faktury",
    "faktury korygowanej", "korygowanej", "korrigert", "k fakture", "corrects", "corrected invoice",
    "invoice corrected", "for invoice", "on invoice", "ref invoice", "invoice ref", "invoice reference",
    "original invoice", "previous invoice", "preceding invoice", "related invoice", "credited invoice",
    "invoice credited", "deposit invoice", "advance invoice", "sur facture", "concernant la facture",
    "relatif a la facture", "factura original", "fatura original", "fatura de origem", "sobre factura",
    "referente a fatura", "fattura originale", "alkuperainen", "eredeti", "stornierte", "korrigierte",
    "opprinnelig", "hyvitettava", "puvodni", "puvodniho", "hivatkozott", "initiala", "initiale", "la factura",
)  # fmt: skip
_EARLIER: Final = ("abschlagsrechnung", "teilrechnung", "anzahlungsrechnung", "vorausrechnung", "acontofaktura")
"""Invoices for a part or in advance: their numbers are on the final invoice, and on themselves."""

_SHIPMENT: Final = ("delivery", "lieferschein", "livraison", "albaran", "shipment", "tracking", "ddt", "pakbon")
_ORDER: Final = (
    "order", "po", "p o", "purchase order", "bestellung", "bestellnummer", "bestellnr", "bestell nr", "auftrag",
    "auftragsnummer", "auftragsnr", "commande", "pedido", "ordine", "bestelling", "bestelnummer", "ordernummer",
    "ordernr", "ordrenummer", "ordrenr", "ordre", "orden de compra", "ordem de compra", "inkooporder",
    "inkoopordernummer", "inkopsordernummer", "bestallningsnr", "indkobsordre", "rekvisitionsnr", "bestillingsnr",
    "bestellreferenz", "best nr", "po nummer", "bestillingsnummer", "bestallning", "bestallningsnummer",
    "inkopsorder", "zamowienie", "zamowienia", "tilaus", "tilausnumero", "tilausnro", "objednavka", "objednavky",
    "rendeles", "rendelesszam", "encomenda", "comanda", "narudzba", "rekvisition",
    "bestilling", "rekvisisjonsnr", "innkjopsordre", "innkjopsordrenummer", "tilauksen", "tilauksenne", "ostotilaus",
    "ostotilausnumero", "obj c", "megrendeles", "megrendelesszam", "rendelesi szam", "comenzii",
)  # fmt: skip
_REFERENCE: Final = (
    "your reference", "your ref", "customer reference", "customer ref", "client reference", "buyer reference",
    "ihre referenz", "ihre ref", "kundenreferenz", "votre reference", "votre ref", "vos references", "v reference",
    "su referencia", "su ref", "referencia del cliente", "vostro riferimento", "vs riferimento", "vs rif",
    "rif cliente", "vossa referencia", "v referencia", "sua referencia", "v ref", "uw referentie", "uw ref",
    "uw kenmerk", "er referens",
    "er ref", "deres reference", "deres referanse", "deres ref", "viitteenne", "vase reference", "vas odkaz",
)  # fmt: skip
"""The buyer's own reference: most often the number of its order."""

_OTHER_NUMBER: Final = (
    "customer", "client", "kunde", "kunden", "kundennummer", "kundennr", "kdnr", "cliente", "klant", "klantnummer",
    "kund", "kundnummer", "kundnr", "kundenummer", "asiakas", "asiakasnumero", "klient", "account", "gln", "gtin",
    "ean", "lieferscheinnr", "lieferscheinnummer", "folgeseddel", "foljesedel", "contract", "vertrag",
    "vertragsnummer", "contrat", "contrato", "contratto", "project", "projekt", "projet", "proyecto", "vat", "tax",
    "ust", "uid", "tva", "iva", "nif", "cif", "btw", "mva", "moms", "orgnr", "org", "siret", "siren", "rcs", "hrb",
    "gstin", "abn", "ein", "steuernummer", "steuernr", "phone", "tel", "telefon", "fax", "mobile", "iban", "bic",
    "konto", "bank", "swift", "quote", "quotation", "angebot", "angebotsnummer", "devis", "offerte", "preventivo",
    "presupuesto", "orcamento",
    "offertenummer", "oferta", "oferty", "offert", "offertnummer", "tilbud", "tilbudsnr", "tilbudsnummer", "angebotsnr",
    "job", "ticket", "variable symbol", "page", "seite", "article", "artikel", "item", "sku", "serial", "meter",
    "zahlernummer", "patient", "register", "registration", "company no", "company number", "license", "licence",
    "policy", "vendor", "supplier", "lieferantennummer", "employee", "payment", "transaction", "zip", "plz", "kvk",
    "dossier", "organisasjonsnummer", "foretaksregisteret", "kid", "prosjekt", "pakkseddel", "y tunnus", "viitenumero",
    "viite", "tarjous", "tarjousnumero", "lahete", "lahetenumero", "projekti", "puhelin", "asiakasnro", "alv", "dic",
    "ico", "variabilni symbol", "var symbol", "konstantni symbol", "nabidka", "nabidky", "zakaznika", "zakazka",
    "dodaci list", "dodaciho listu", "cislo uctu", "adoszam", "cegjegyzekszam", "bankszamlaszam", "ajanlat",
    "ajanlatszam", "vevokod", "ugyfelszam", "szallitolevel", "telefonszam", "cui", "reg com", "aviz", "cod client",
    "proiect", "offerta", "proposta", "offertnr", "estimate",
)  # fmt: skip
_OWN_REFERENCE: Final = (
    "our reference", "our ref", "unsere referenz", "unser zeichen", "unsere ref", "notre reference", "notre ref",
    "n reference", "nos references", "nuestra referencia", "nuestra ref", "nostro riferimento", "ns riferimento",
    "ns rif", "nossa referencia", "nossa ref", "onze referentie", "onze ref", "ons kenmerk", "var referens", "var ref",
    "vores reference", "vores ref", "var referanse", "viitteemme", "nase reference", "nas odkaz", "nasza referencja",
    "nasz znak", "hivatkozasunk", "referinta noastra",
)  # fmt: skip
"""A reference of whoever prints the document: another number where the document's own has its caption."""


def number_kind(caption: str) -> NumberKind | None:
    """Returns what a caption calls the number that it belongs to, or None where it does not say."""
    text = last_words(caption)
    is_document = names_any(text, _INVOICE) or names_any(text, _CREDIT)
    if is_document and names_any(text, _PRECEDES):
        return "preceding"
    if names_any(text, _CREDIT):
        return "credit"
    if names_any(text, _ORDER) and not names_any(text, _SHIPMENT) and _last(text, _ORDER) > _last(text, _INVOICE):
        return "order"
    if names_any(text, _REFERENCE) and not is_document:
        return "reference"
    if (names_any(text, (*_OTHER_NUMBER, *_OWN_REFERENCE, *_SHIPMENT)) and not names_any(text, _INVOICE)) or names_any(
        text, _EARLIER
    ):
        return "other" if len(text.split()) <= FEW_WORDS else None
    return "invoice" if is_document else None


def _last(text: str, forms: Sequence[str]) -> int:
    """Returns where the last of the forms begins: the noun nearest to a number names it; -1 without one."""
    return max(f" {text} ".rfind(f" {form} ") for form in forms)
