"""Captions that `training.synthetic` lacks: headings and numbers of credit notes, quotes and refunds, names of taxes."""

from __future__ import annotations

from typing import Final

TITLES: Final = {
    "credit": {
        "en": "Credit Note", "de": "Gutschrift", "fr": "Avoir", "es": "Factura rectificativa", "it": "Nota di credito",
        "nl": "Creditnota", "pt": "Nota de crédito", "pl": "Faktura korygująca", "sv": "Kreditfaktura", "da": "Kreditnota",
        "nb": "Kreditnota", "fi": "Hyvityslasku", "cs": "Opravný daňový doklad", "hu": "Sztornó számla", "ro": "Factură storno",
    },
    "refund": {
        "en": "Refund", "de": "Erstattung", "fr": "Remboursement", "es": "Reembolso", "it": "Rimborso",
        "nl": "Terugbetaling", "pt": "Reembolso", "pl": "Zwrot", "sv": "Återbetalning", "da": "Refusion",
        "nb": "Refusjon", "fi": "Palautus", "cs": "Refundace", "hu": "Visszatérítés", "ro": "Rambursare",
    },
    "quote": {
        "en": "Quote", "de": "Angebot", "fr": "Devis", "es": "Presupuesto", "it": "Preventivo", "nl": "Offerte",
        "pt": "Orçamento", "pl": "Oferta", "sv": "Offert", "da": "Tilbud",
        "nb": "Tilbud", "fi": "Tarjous", "cs": "Nabídka", "hu": "Árajánlat", "ro": "Ofertă",
    },
    "receipt": {
        "en": "Receipt", "de": "Quittung", "fr": "Reçu", "es": "Recibo", "it": "Ricevuta", "nl": "Kwitantie",
        "pt": "Recibo", "pl": "Paragon", "sv": "Kvitto", "da": "Kvittering",
        "nb": "Kvittering", "fi": "Kuitti", "cs": "Účtenka", "hu": "Nyugta", "ro": "Chitanță",
    },
}  # fmt: skip
"""Heading of a kind of document in each language; invoices and orders have theirs in the languages themselves."""

NUMBERS: Final = {
    "credit": {
        "en": "Credit Note Number", "de": "Gutschriftsnummer", "fr": "Numéro d'avoir", "es": "Nº de rectificativa",
        "it": "Numero nota di credito", "nl": "Creditnotanummer", "pt": "Nota de crédito n.º", "pl": "Numer korekty",
        "sv": "Kreditfakturanummer", "da": "Kreditnotanr.",
        "nb": "Kreditnotanummer", "fi": "Hyvityslaskun numero", "cs": "Číslo dobropisu", "hu": "Sztornó számla sorszáma",
        "ro": "Factură storno nr.",
    },
    "refund": {
        "en": "Refund No.", "de": "Erstattungsnr.", "fr": "Remboursement n°", "es": "Reembolso nº", "it": "Rimborso n.",
        "nl": "Terugbetaling nr.", "pt": "Reembolso n.º", "pl": "Numer zwrotu", "sv": "Återbetalning nr",
        "da": "Refusion nr.", "nb": "Refusjon nr.", "fi": "Palautuksen numero", "cs": "Refundace č.",
        "hu": "Visszatérítés száma", "ro": "Rambursare nr.",
    },
    "quote": {
        "en": "Quote Number", "de": "Angebotsnummer", "fr": "Devis n°", "es": "Nº de presupuesto",
        "it": "Preventivo n.", "nl": "Offertenummer", "pt": "Orçamento n.º", "pl": "Numer oferty",
        "sv": "Offertnummer", "da": "Tilbudsnr.",
        "nb": "Tilbudsnummer", "fi": "Tarjousnumero", "cs": "Číslo nabídky", "hu": "Ajánlat száma", "ro": "Ofertă nr.",
    },
    "receipt": {
        "en": "Receipt No.", "de": "Quittungsnummer", "fr": "Reçu n°", "es": "Recibo nº", "it": "Ricevuta n.",
        "nl": "Kwitantienummer", "pt": "Recibo n.º", "pl": "Numer paragonu", "sv": "Kvittonummer", "da": "Kvittering nr.",
        "nb": "Kvitteringsnr.", "fi": "Kuitin numero", "cs": "Číslo účtenky", "hu": "Nyugta száma", "ro": "Chitanță nr.",
    },
}  # fmt: skip
"""Caption of the number of a kind of document."""

CREDITED: Final = {
    "en": "Original Invoice", "de": "Zur Rechnung", "fr": "Facture d'origine", "es": "Factura original",
    "it": "Fattura di riferimento", "nl": "Oorspronkelijke factuur", "pt": "Fatura original", "pl": "Do faktury",
    "sv": "Avser faktura", "da": "Vedrører faktura", "nb": "Gjelder faktura", "fi": "Alkuperäinen lasku", "cs": "K faktuře č.",
    "hu": "Eredeti számla", "ro": "Factura inițială",
}  # fmt: skip
"""Caption of the number of the invoice that a credit note corrects."""

TAX_NAMES: Final = {
    "en": "VAT", "de": "MwSt.", "fr": "TVA", "es": "IVA", "it": "IVA", "nl": "BTW", "pt": "IVA", "pl": "VAT",
    "sv": "Moms", "da": "Moms", "nb": "MVA", "fi": "ALV", "cs": "DPH", "hu": "ÁFA", "ro": "TVA",
}  # fmt: skip
"""Name of the value added tax in a language."""

LOCAL_TAX: Final = {"US": "Sales Tax", "CA": "GST", "AU": "GST", "SG": "GST", "IN": "GST", "BR": "ICMS"}
"""Name of the tax in countries where the language does not decide it."""

LOCAL_TAX_ID: Final = {"AU": "ABN", "IN": "GSTIN", "SG": "GST Reg. No."}
"""Caption of a party's tax identifier in countries that have their own."""

WITHHELD: Final = {"ES": ("IRPF", 15), "IT": ("Ritenuta d'acconto", 20)}
"""Tax that the buyer withholds for the seller, and its rate in percent."""

ROUNDING: Final = {
    "en": "Rounding", "de": "Rundung", "fr": "Arrondi", "es": "Redondeo", "it": "Arrotondamento", "nl": "Afronding",
    "pt": "Arredondamento", "pl": "Zaokrąglenie", "sv": "Öresavrundning", "da": "Afrunding",
    "nb": "Øreavrunding", "fi": "Pyöristys", "cs": "Zaokrouhlení", "hu": "Kerekítés", "ro": "Rotunjire",
}  # fmt: skip
"""Caption of the row that rounds the total."""

SECTIONS: Final = {
    "en": ("Materials", "Services"), "de": ("Material", "Dienstleistungen"), "fr": ("Matériel", "Prestations"),
    "es": ("Materiales", "Servicios"), "it": ("Materiali", "Servizi"), "nl": ("Materialen", "Diensten"),
    "pt": ("Materiais", "Serviços"), "pl": ("Materiały", "Usługi"), "sv": ("Material", "Tjänster"),
    "da": ("Materialer", "Ydelser"), "nb": ("Materialer", "Tjenester"), "fi": ("Tarvikkeet", "Palvelut"),
    "cs": ("Materiál", "Služby"), "hu": ("Anyagok", "Szolgáltatások"), "ro": ("Materiale", "Servicii"),
}  # fmt: skip
"""Headings of sections of a table."""

FROM_TO: Final = {
    "en": ("From", "To"), "de": ("Von", "An"), "fr": ("De", "À"), "es": ("De", "Para"), "it": ("Da", "A"),
    "nl": ("Van", "Aan"), "pt": ("De", "Para"), "pl": ("Od", "Do"), "sv": ("Från", "Till"), "da": ("Fra", "Til"),
    "nb": ("Fra", "Til"), "fi": ("Lähettäjä", "Vastaanottaja"), "cs": ("Od", "Pro"), "hu": ("Kiállító", "Címzett"),
    "ro": ("De la", "Către"),
}  # fmt: skip
"""Captions of the issuer and of the addressee that name the direction only."""

TERMS: Final = {
    "sender": {
        "en": "From", "de": "Absender", "fr": "Émetteur", "es": "Emisor", "it": "Mittente", "nl": "Afzender", "pt": "Emissor",
        "pl": "Nadawca", "sv": "Avsändare", "da": "Afsender", "nb": "Avsender", "fi": "Lähettäjä", "cs": "Odesílatel",
        "hu": "Kibocsátó", "ro": "Emitent",
    },
    "recipient": {
        "en": "To", "de": "Adressiert an", "fr": "Adressé à", "es": "Enviar a", "it": "A", "nl": "Aan", "pt": "Enviar a",
        "pl": "Do", "sv": "Till", "da": "Til", "nb": "Til", "fi": "Vastaanottaja", "cs": "Příjemce", "hu": "Címzett",
        "ro": "Destinatar",
    },
    "company": {
        "en": "Company", "de": "Firma", "fr": "Société", "es": "Empresa", "it": "Azienda", "nl": "Bedrijf", "pt": "Empresa",
        "pl": "Firma", "sv": "Företag", "da": "Firma", "nb": "Firma", "fi": "Yritys", "cs": "Firma", "hu": "Cég", "ro": "Firma",
    },
    "client": {
        "en": "Client", "de": "Kunde", "fr": "Client", "es": "Cliente", "it": "Cliente", "nl": "Klant", "pt": "Cliente",
        "pl": "Klient", "sv": "Kund", "da": "Kunde", "nb": "Kunde", "fi": "Asiakas", "cs": "Zákazník", "hu": "Ügyfél",
        "ro": "Client",
    },
    "days": {
        "en": "days", "de": "Tage", "fr": "jours", "es": "días", "it": "giorni", "nl": "dagen", "pt": "dias", "pl": "dni",
        "sv": "dagar", "da": "dage", "nb": "dager", "fi": "päivää", "cs": "dní", "hu": "nap", "ro": "zile",
    },
    "valid_until": {
        "en": "Valid Until", "de": "Gültig bis", "fr": "Valable jusqu'au", "es": "Válido hasta", "it": "Valido fino al",
        "nl": "Geldig tot", "pt": "Válido até", "pl": "Ważna do", "sv": "Giltig till", "da": "Gyldig til",
        "nb": "Gyldig til", "fi": "Voimassa", "cs": "Platnost do", "hu": "Érvényes", "ro": "Valabil până la",
    },
}  # fmt: skip
"""Words that single layouts print."""
