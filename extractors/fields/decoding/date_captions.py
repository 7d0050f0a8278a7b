"""What a caption calls the date beside or below it, in the languages of the documents."""

from __future__ import annotations

from typing import Final, Literal

from extractors.fields.decoding.caption_text import FEW_WORDS, last_words, names_any

DateKind = Literal["issue", "due", "other"]

_DUE: Final = (
    "due", "payable by", "pay by", "pay before", "please pay", "fallig", "fallig am", "falligkeit",
    "falligkeitsdatum", "zahlbar", "zahlbar bis", "zahlungsziel", "zu zahlen bis", "uberweisen", "zahlungsfrist",
    "echeance", "date limite", "a payer avant", "a regler avant", "vencimiento", "vence", "vto", "scadenza",
    "scade", "vervaldatum", "vervaldag", "betalen voor", "uiterste betaaldatum", "te betalen voor", "forfallodatum",
    "forfaller", "forfallsdato", "forfall", "forfaldsdato", "forfald", "betalingsfrist", "betales senest",
    "betala senast", "erapaiva", "termin platnosci", "platne do", "splatnost", "splatnosti", "datum splatnosti",
    "fizetesi hatarido", "esedekesseg", "vencimento", "scadenta", "scadent", "dospijece", "rok placila", "valor",
    "betalingsdatum",
    "payable until", "payable on", "payable le", "payable avant", "pagar antes de", "da pagare entro", "vervalt",
    "betaalbaar tot", "pagar ate", "data limite", "venc", "termin zaplaty", "zaplata do", "zaplaty do", "forfallodag",
    "betalas senast", "oss tillhanda", "forfalder", "rettidige betaling", "betales innen",
    "erapvm", "eraantyy", "viimeistaan", "mennessa", "splatno", "splatne", "fizetendo", "scadentei", "termen de plata",
    "termen plata", "de achitat",
)  # fmt: skip
_ISSUE: Final = (
    "invoice date", "date of invoice", "issue date", "date of issue", "date issued", "issued", "issued on",
    "issued at", "bill date", "memo date", "credit note date", "receipt date", "rechnungsdatum", "belegdatum",
    "ausstellungsdatum", "gutschriftdatum", "gutschriftsdatum", "date de facture", "date facture",
    "date de facturation", "date de la facture", "date d emission", "emise le", "fecha de factura", "fecha factura",
    "fecha de emision", "fecha emision", "expedicion", "data fattura", "data di emissione", "data documento",
    "data da fatura", "data de emissao", "data emissao", "factuurdatum", "fakturadatum", "fakturadato",
    "laskun paivays", "paivays", "rechnung vom", "emitida el", "emitida em", "wystawiono",
    "fakturadat", "laskun pvm", "data wystawienia", "datum vystaveni", "datum vyhotovenia", "kelt",
    "kiallitas", "szamla kelte", "data facturii", "date of exposure", "vystaveno", "udstedt",
    "utstedt", "fakt dato", "laskun paivamaara", "laskupaiva", "szamla datuma", "kiallitas datuma", "keltezes",
    "emisa la", "data emiterii", "data emitere",
)  # fmt: skip
_OTHER_DATE: Final = (
    "order", "ordered", "bestelldatum", "bestellung", "bestellt", "auftragsdatum", "auftrag", "commande", "pedido",
    "ordine", "bestelling", "besteldatum", "orderdatum", "ordredato", "bestallning", "zamowienia", "objednavky",
    "tilaus", "delivery", "delivered", "lieferdatum", "liefertermin", "lieferung", "lieferschein", "leistungsdatum",
    "leistungszeitraum", "leistung", "lieferzeitraum", "service", "supply", "livraison", "prestation", "entrega",
    "servicio", "consegna", "levering", "leverdatum", "leveransdatum", "leveringsdatum", "leverans", "dostawy",
    "sprzedazy", "plneni", "duzp", "taxable", "tax point", "teljesites", "period", "zeitraum",
    "abrechnungszeitraum", "periode", "periodo", "bestell", "liefer", "paid", "payment received", "payment",
    "date paid", "bezahlt", "zahlungseingang", "paye le", "paye", "pagado", "pagato", "pago", "betaald", "betalt",
    "betald", "printed", "print date", "druckdatum", "valid", "valid until", "gultig", "valable", "valido",
    "geldig", "expires", "expiry", "expiration", "birth", "geburtsdatum", "shipped", "ship date", "versanddatum",
    "versand", "original", "zur rechnung", "d origine", "statement", "start", "end", "renewal", "skonto",
    "discount", "escompte", "quote", "angebot", "contract", "vertrag", "appointment", "visit", "reservation",
    "check in", "check out", "arrival", "departure", "livre", "expedition", "expedie", "envio", "leverings",
    "prestacao", "wykonania", "uslugi", "leveringsdag", "leveranse", "bestillingsdato", "toimituspaiva", "toimituspvm",
    "toimitettu", "toimitusaika", "tilauspaiva", "tilauspvm", "tilauksen", "dodani", "objednano", "teljesitesi",
    "szallitasi", "rendeles", "megrendeles", "livrarii", "livrat", "prestarii", "comenzii",
    "despacho",
)  # fmt: skip
_ORDER: Final = (
    "order", "ordered", "bestelldatum", "bestellung", "auftrag", "commande", "pedido", "ordine", "bestelling",
    "bestillingsdato", "tilauspaiva", "tilauspvm", "tilauksen", "objednavky", "objednano", "rendeles", "megrendeles",
    "comenzii",
)  # fmt: skip
_ANY_DATE: Final = (
    "date", "dated", "datum", "datert", "fecha", "data", "dato", "paiva", "pvm", "paivamaara", "dne", "kelte", "le",
    "den", "tarih",
)  # fmt: skip


def date_kind(caption: str, *, is_order: bool = False) -> DateKind | None:
    """Returns what a caption calls the date that it belongs to, or None where it does not say.

    Args:
        caption: The words beside or above the date.
        is_order: Whether the document is an order, so that the date of the order is its own.
    """
    text = last_words(caption)
    if names_any(text, _DUE):
        return "due"
    named = names_any(text, _ISSUE) or (is_order and names_any(text, _ORDER))
    if names_any(text, _OTHER_DATE) and not named:
        return "other" if len(text.split()) <= FEW_WORDS else None
    return "issue" if named or names_any(text, _ANY_DATE) else None
