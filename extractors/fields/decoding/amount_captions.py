"""What a caption beside or above an amount calls it, in the languages of the documents."""

from __future__ import annotations

import re
from typing import Final, Literal

from extractors.fields.decoding.caption_text import names_any
from values.folding import folded_words

AmountKind = Literal[
    "net", "tax", "total", "payable", "prepaid", "withheld", "rounding", "allowance", "charge", "other",
]  # fmt: skip

_EXCLUDED: Final = (
    "untaxed pretax excl excluding exclusive exkl exklusive ht hors without ohne exc ex ekskl eksklusive uten uden "
    "utan sin "
    "senza sem zonder bez fara veroton verotta netto nett net nette neto netta nettobetrag nettosumme nettowert "
    "subtotal subtotale subtotaal zwischensumme zwischentotal zwischenbetrag delsumma delsum deltotal valisumma "
    "mezisoucet reszosszeg taxable imponible imponibile imposable tributavel opodatkowania zaklad adoalap "
    "warenwert nettogesamt nettoverdi incidencia base brutoexcl medziucet podstawa nettosumma momsgrundlag exclusief "
    "nettobetrage nettobelopp nettobelob tussentotaal goederenbedrag varuvarde varebelob iliquido "
    "momspligtigt positionssumme fore eks ilman neta impozabila impozitare avgiftspliktig nettobelop"
)
_GROSS: Final = "ttc gross brutto bruttobetrag bruttosumme bruttogesamt bruto lordo ivato verollinen"
_WITH: Final = "with mit avec con com cu"
_INCLUDED: Final = (
    "incl including inclusive inkl inklusive compris included incluido inclusa incluso incluse sisaltaen sis inc "
    "inclusief vcetne"
)
_TAX: Final = (
    "tax taxes vat gst hst pst qst tps tvq cgst sgst igst utgst cess sst mwst ust umsatzsteuer mehrwertsteuer "
    "steuer steuerbetrag tva iva btw moms mva alv dph afa pdv ddv ptu podatek kdv ndc nds impuesto impuestos "
    "imposta imposte impots taxe igic ipsi merverdiavgift mervardesskatt omzetbelasting kaibemaks pvn pvm fpa "
    "arvonlisavero itbis salestax consumption imposto impostos belasting skatt vatamount taxamount icms iss ipi pis "
    "cofins igv momsbelopp "
    "momsbelob btwbedrag mvabelop vero veron verot"
)
_TOTAL: Final = (
    "total totals totale totaal totalt totalbetrag grandtotal gesamt gesamtbetrag gesamtsumme rechnungsbetrag "
    "summe endbetrag endsumme rechnungssumme gutschriftbetrag gutschriftsbetrag auszahlungsbetrag summa sum belop "
    "belob belopp montant importe importo bedrag suma razem ogolem celkem celkom osszesen vegosszeg vegosszesen "
    "gesamtbeitrag yhteensa ukupno skupaj iznos itogo vsego synolo toplam amount betrag kokonaissumma slutsumma "
    "fakturabelopp fakturabelob fakturabelop totalsum factuurbedrag invoice kwota wartosc castka kokku kopa viso "
    "refund totalbelop fakturatotal loppusumma mindosszesen vegosszege osszege totala "
    "erstattungsbetrag totaalbedrag eindtotaal eindbedrag rechnungsendbetrag alt somma soma"
)
Phrases = tuple[tuple[AmountKind, tuple[str, ...]], ...]

_UNMISTAKABLE: Final[Phrases] = (
    ("rounding", (
        "rounding", "round off", "roundoff", "rounded", "rundung", "rundungsdifferenz", "rundungsbetrag", "arrondi",
        "redondeo", "arrotondamento", "afronding", "afrondingsverschil", "oresavrundning", "oresutjamning",
        "avrundning", "oreavrunding", "avrunding", "afrunding", "oreafrunding", "pyoristys", "zaokraglenie",
        "zaokrouhleni", "zaokruhlenie", "kerekites", "arredondamento", "ore diff", "rotunjire", "yuvarlama",
    )),
    ("withheld", (
        "irpf", "retencion", "retenciones", "retencao", "retenue a la source", "retenue", "ritenuta",
        "ritenuta d acconto", "rit acconto", "withholding", "withheld", "wht", "tds", "quellensteuer", "einbehalt",
        "steuerabzug", "bauabzugsteuer", "bauabzugssteuer", "sicherheitseinbehalt", "irs", "retinere",
    )),
    ("allowance", ("pronto pago",)),
    ("other", (
        "carried forward", "brought forward", "ubertrag", "a reporter", "report page", "previous balance",
        "prior balance", "opening balance", "balance forward", "alter saldo", "vorheriger saldo", "old balance",
        "new balance", "saldo neu", "account balance", "balance in credit", "cash", "change", "tendered",
        "wechselgeld", "ruckgeld", "gegeben", "bar", "you save", "you saved", "skonto", "if paid", "bei zahlung",
        "credit limit", "tip", "gratuity", "rendu", "cambio", "resto", "especes", "efectivo", "contanti", "arrears",
        "ancien solde", "solde precedent", "saldo anterior", "in words", "savings", "hourly", "per unit", "unit",
        "minimum",
    )),
)  # fmt: skip
"""Whole phrases by the amount that they name, whatever else is in a caption."""

_SETTLEMENT: Final[Phrases] = (
    ("payable", (
        "amount due", "balance due", "total due", "due", "payable", "amount payable", "total payable", "to pay",
        "balance", "balance to pay", "outstanding", "amount outstanding", "remaining", "zahlbetrag", "zu zahlen",
        "zahlbar", "zu zahlender betrag", "offener betrag", "restbetrag", "restzahlung", "noch zu zahlen",
        "falliger betrag", "fallig", "net a payer", "a payer", "reste a payer", "solde", "solde du", "reste du",
        "montant du", "a pagar", "total a pagar", "liquido a pagar", "saldo", "pendiente", "importe pendiente",
        "da pagare", "netto a pagare", "totale da pagare", "te betalen", "te voldoen", "openstaand", "att betala",
        "a betale", "at betale", "til betaling", "belob til betaling", "maksettava", "maksettavaa", "do zaplaty",
        "pozostalo do zaplaty", "k uhrade", "k uhrade celkem", "fizetendo", "de plata", "za platiti", "za uplatu",
        "odenecek", "valor a pagar", "em divida", "tasumisele", "moketi", "please pay", "a regler", "residuo",
        "restbedrag", "por pagar", "aterstar", "restbelob", "skyldigt belob", "nog te betalen", "restante",
        "restbelop", "utestaende", "skyldig belop", "avoinna", "jaljella", "zbyva uhradit", "doplatek", "nedoplatek",
        "hatralek", "fennmarado", "sold de plata",
    )),
    ("prepaid", (
        "paid", "amount paid", "already paid", "payment received", "payments received", "payment", "payments",
        "paid to date", "deposit", "less deposit", "down payment", "prepayment", "prepaid", "advance",
        "advance payment", "less payments", "bezahlt", "bereits bezahlt", "bereits gezahlt", "gezahlt", "anzahlung",
        "abschlag", "abschlagszahlung", "abschlagsrechnung", "vorauszahlung", "zahlung", "zahlungen", "acompte",
        "acomptes", "deja paye", "deja regle", "paye", "regle", "versement", "avance", "pagado", "anticipo",
        "anticipos", "pago", "pagos", "a cuenta", "acconto", "acconti", "gia pagato", "pagato", "versato",
        "voorschot", "aanbetaling", "betaald", "reeds betaald", "aanbetaald", "pago por", "adiantamento", "sinal",
        "betalt", "innbetalt", "indbetalt", "forskud", "forskudd", "betald", "betalat", "inbetalt", "forskott",
        "handpenning", "maksettu", "ennakko", "zaliczka", "zaplacono", "zaplaceno", "uhrazeno", "zaloha", "zalohy",
        "fizetve", "eloleg", "platit", "avans", "credit applied", "odemene", "placeno", "anzahlungen", "wplacono",
        "a conto", "forudbetalt", "forskuddsbetalt", "ennakkomaksu", "befizetve", "kifizetve", "achitat", "zalohou",
    )),
)  # fmt: skip
"""Phrases that count before the words for net amount, tax and total: "netto a pagare", "total due"."""

_ON_TOP: Final[Phrases] = (
    ("allowance", (
        "discount", "rabatt", "nachlass", "remise", "rabais", "ristourne", "escompte", "descuento", "dto", "sconto",
        "korting", "desconto", "rabat", "alennus", "sleva", "zlava", "kedvezmeny", "coupon", "voucher", "gutschein",
        "promo", "promotion", "allowance", "gesamtrabatt", "preisnachlass", "popust", "reducere", "indirim", "bonus",
        "promocode", "discounts", "sonderrabatt", "treuerabatt", "mengenrabatt", "rebate", "abbuono", "klantkorting",
        "actiekorting", "upust", "kundrabatt", "kunderabat", "kunderabatt", "asiakasalennus", "engedmeny",
        "arengedmeny",
    )),
    ("charge", (
        "shipping", "freight", "delivery", "carriage", "postage", "handling", "packaging", "surcharge",
        "service charge", "admin fee", "fee", "fees", "shipping handling", "p p", "versand", "versandkosten",
        "fracht", "frachtkosten", "porto", "lieferkosten", "verpackung", "zuschlag", "frais", "frais de port", "port",
        "livraison", "transport", "emballage", "envio", "gastos de envio", "portes", "transporte", "spedizione",
        "spese", "spese di spedizione", "trasporto", "bollo", "marca da bollo", "imballo", "verzendkosten",
        "verzending", "vracht", "toeslag", "frakt", "fragt", "levering", "gebyr", "avgift", "faktureringsavgift",
        "expeditionsavgift", "toimitus", "toimituskulut", "rahti", "przesylka", "wysylka", "dostawa", "doprava",
        "postovne", "szallitas", "szallitasi", "dostava", "livrare", "kargo", "eco", "eco participation", "ecotax",
        "eco taxe", "mautaufschlag", "dieselzuschlag", "energiezuschlag", "levy", "bezorgkosten", "frete", "dostawy",
        "fraktavgift", "forsendelse", "s h", "fraktkostnader", "postikulut", "toimitusmaksu", "preprava", "balne",
        "postakoltseg",
    )),
)  # fmt: skip
"""Phrases that count behind the words for net amount and tax: "freight, excl. VAT" is no charge of its own."""

_NET_PHRASES: Final = (
    "sub total", "sous total", "sub totale", "sub totaal", "total before", "amount before", "net worth", "s iva",
    "total liquido", "importe bruto", "total bruto", "valor bruto",
    "items total", "goods total", "sum of lines", "summe positionen", "total lineas", "total des lignes",
    "totale merce", "totale righe", "totaal regels", "suma pozycji", "wartosc towarow", "summa rader", "varer i alt",
)  # fmt: skip
_TAX_PHRASES: Final = ("dan z pridane hodnoty", "vyse dane", "forgalmi ado", "taxa pe valoarea adaugata")
_GROSS_PHRASES: Final = ("s dph",)
_UNTAXED = re.compile(r"\balv 0\b")
"""Finns call a sum without tax "Yhteensä (alv 0 %)"."""

_NUMBER = re.compile(r"\b\d+\b")
_SETS = {name: frozenset(words.split()) for name, words in (
    ("excluded", _EXCLUDED), ("gross", _GROSS), ("with", _WITH), ("included", _INCLUDED), ("tax", _TAX),
    ("total", _TOTAL),
)}  # fmt: skip
LONGEST_CAPTION = 9
"""A caption of an amount has at most so many words; more are a sentence."""


def amount_kind(caption: str) -> AmountKind | None:
    """Returns what a caption calls the amount that it belongs to, or None where it does not say.

    "Total excl. VAT" is the net amount and "Total VAT" the tax: an excluded tax counts before the named tax, and a tax
    before the sum.
    """
    words = _NUMBER.sub("", folded_words(caption)).split()
    if not words or len(words) > LONGEST_CAPTION:
        return None
    named = {name for name, known in _SETS.items() if known.intersection(words)}
    text = " ".join(words)
    kind = _phrase_kind(_UNMISTAKABLE, text) or _phrase_kind(_SETTLEMENT, text)
    if kind is not None:
        return kind
    is_untaxed = "total" in named and _UNTAXED.search(folded_words(caption)) is not None
    if "excluded" in named or is_untaxed or names_any(text, _NET_PHRASES):
        return "net"
    is_gross = "gross" in named or {"included", "total"} <= named or {"with", "tax"} <= named
    if is_gross or names_any(text, _GROSS_PHRASES):
        return "total"
    if "tax" in named or names_any(text, _TAX_PHRASES) or any(_is_tax_compound(word) for word in words):
        return "tax"
    return _phrase_kind(_ON_TOP, text) or ("total" if "total" in named else None)


def _phrase_kind(table: Phrases, text: str) -> AmountKind | None:
    return next((kind for kind, phrases in table if names_any(text, phrases)), None)


def _is_tax_compound(word: str) -> bool:
    return len(word) > 8 and word.endswith(("steuer", "mwst", "moms", "vero", "skatt"))
