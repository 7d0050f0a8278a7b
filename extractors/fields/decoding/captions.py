"""Captions of table columns in the languages of the documents, by the content of the column."""

from __future__ import annotations

import re
import unicodedata

OTHER = "other"
"""A column that no field of ours is read from: tax, discount, unit, position, article number."""

CAPTIONS: dict[str, str] = {
    "description": (
        "description descriptions item product article details service bezeichnung artikelbezeichnung "
        "beschreibung leistung artikel produkt designation libelle descripcion concepto articulo descrizione "
        "prodotto omschrijving descricao produto benamning beskrivning beskrivelse varenavn nazwa opis kuvaus "
        "tuote nazev megnevezes denumire varetekst varebetegnelse tjeneste selite nimike popis oznaceni leiras "
        "termek denumirea descriere produs"
    ),
    "quantity": (
        "qty quantity menge anzahl stuck units hours qte quantite cantidad cant quantita qta aantal hoeveelheid "
        "quantidade qtd qtde antal maara ilosc mnozstvi mennyiseg cantitate "
        "cantitatea lkm kpl pocet menny db buc"
    ),
    "unit_price": (
        "price unitprice rate einzelpreis epreis preis nettopreis stuckpreis prix pu puht unitaire precio "
        "unitario prezzo prijs stuksprijs preco pris styckpris stykpris enhetspris cena hinta egysegar pret "
        "stykkpris apris yksikkohinta ahinta egysar"
    ),
    "line_amount": (
        "amount total linetotal gesamt gesamtpreis betrag nettobetrag nettowert summe montant importe importo "
        "bedrag totaal totale valor belopp belob sum wartosc kwota yhteensa castka osszeg ertek valoare "
        "valoarea belopet linjesum rivisumma celkem osszesen"
    ),
    OTHER: (
        "tax vat gst mwst ust steuer steuersatz tva iva btw moms pdv vatrate discount rabatt remise descuento "
        "sconto korting desconto rabat unit einheit unite unidad eenheid unidade enhet pos position no nr code "
        "codigo codice referencia reference ref artnr sku date datum mva alv dph afa yksikko mj um jednotka sazba "
        "sleva alennus kedvezmeny reducere kod cikkszam tuotenumero tuotekoodi varenr ssz dato pvm data"
    ),
}  # fmt: skip
"""Words over a column, folded and without marks, by what is below them."""

_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l"})
_COLUMN_OF = {word: column for column, words in CAPTIONS.items() for word in words.split()}


def column_of(caption: str) -> str | None:
    """Returns the column that a single caption word names, or None."""
    folded = caption.casefold().translate(_PLAIN)
    return _COLUMN_OF.get(re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", folded)))
