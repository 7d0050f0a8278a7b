"""German: what papers call things, and things to sell."""

WORDS = """
title: Rechnung | RECHNUNG | Rechnung | Handelsrechnung | Ihre Rechnung | Honorarrechnung | Schlussrechnung | Abschlagsrechnung | R E C H N U N G | Rechnung Original
title_credit: Gutschrift | Rechnungskorrektur | Stornorechnung | Korrekturrechnung | GUTSCHRIFT
title_order: Bestellung | BESTELLUNG | Auftrag | Bestelländerung
title_confirmation: Auftragsbestätigung | AUFTRAGSBESTÄTIGUNG | Bestellbestätigung
number: Rechnungsnummer | Rechnungsnr. | Rechnungs-Nr. | Rechnung Nr. | Rg.-Nr. | RE-Nr. | Rechnungs Nr | Belegnummer | Beleg-Nr. | Belegnr. | Re.Nr. | RECHNUNGSNUMMER | Nr. | Rechnung
date: Rechnungsdatum | Datum | Belegdatum | Ausstellungsdatum | Rg.-Datum | vom | Rechnung vom | RECHNUNGSDATUM | Re.-Datum | Beleg-Datum
due: Fällig am | Fälligkeitsdatum | Zahlbar bis | Zahlungsziel | Fälligkeit | Zu zahlen bis | Zahlungsziel bis | Netto fällig am | Fällig
po: Bestellnummer | Ihre Bestellnummer | Bestell-Nr. | Bestellung Nr. | Ihre Bestellung | Best.-Nr. | Auftragsnummer Kunde | Ihre Auftragsnr. | Bestellreferenz | Kunden-Bestell-Nr. | Bestellung Nr. Kunde | Ihr Zeichen/Bestellung
po_date: Bestelldatum | Bestellung vom | Auftragsdatum
order_no: Auftragsnummer | Auftrags-Nr. | Auftrag | Unsere Auftragsnr. | Vorgangsnummer
quote_no: Angebotsnummer | Angebot Nr. | Angebot
customer_no: Kundennummer | Kunden-Nr. | Kundennr. | Kd.-Nr. | Debitor | Ihre Kundennummer | Kunde Nr.
seller_vat: USt-IdNr. | USt-ID | Ust.-Id.-Nr. | USt.-ID-Nr. | Umsatzsteuer-ID | UID | VAT-ID | Umsatzsteuer-Identifikationsnummer | USt-Id-Nr | UStID
buyer_vat: Ihre USt-IdNr. | USt-IdNr. Kunde | Ihre USt-ID | Kunden-USt-ID | USt-ID Empfänger | Ihre UID | Umsatzsteuer-ID des Kunden
tax_no: Steuernummer | Steuer-Nr. | St.-Nr. | Steuernr. | StNr.
registry: HRB {n} | Amtsgericht {city} HRB {n} | Handelsregister {city} HRB {n} | Registergericht {city}, HRB {n} | HRA {n}
manager: Geschäftsführer | Geschäftsführung | Inhaber | GF | Vorstand
delivery_date: Lieferdatum | Leistungsdatum | Liefer- und Leistungsdatum | Liefertermin | Leistungsdatum | Auslieferung
period: Leistungszeitraum | Abrechnungszeitraum | Lieferzeitraum | Zeitraum
delivery_note: Lieferschein | Lieferschein-Nr. | Lieferscheinnummer | LS-Nr.
project: Projekt | Bauvorhaben | Objekt | Kommission | Kostenstelle | Leitweg-ID
contact: Ansprechpartner | Bearbeiter | Sachbearbeiter | Ihr Ansprechpartner | Kontakt | Betreuer
phone: Tel. | Telefon | Tel | Fon | T
fax: Fax | Telefax | F
email: E-Mail | Email | Mail
web: Web | Internet | www
page: Seite {n} von {m} | Seite {n} | Seite: {n}/{m} | - {n} - | Blatt {n}
bill_to: Rechnung an | Rechnungsempfänger | Rechnungsadresse | Rechnungsanschrift | An | Kunde | Empfänger | Auftraggeber | Käufer
ship_to: Lieferadresse | Lieferanschrift | Lieferung an | Warenempfänger | Versandadresse | Leistungsort
seller: Verkäufer | Lieferant | Rechnungssteller | Von | Auftragnehmer | Absender
vendor: Lieferant | Verkäufer | An | Auftragnehmer
buyer: Käufer | Kunde | Leistungsempfänger | Käufer/Leistungsempfänger
iban: IBAN
bic: BIC | SWIFT | BIC/SWIFT | Swift-Code
bank: Bank | Bankverbindung | Kreditinstitut
account_holder: Kontoinhaber | Empfänger | Kontoname
payment_ref: Verwendungszweck | Zahlungsreferenz
pos: Pos. | Pos | Nr. | Position | # | Lfd. Nr.
sku: Art.-Nr. | Artikelnummer | Artikel-Nr. | Artikel | Material | ArtNr | Best.-Nr.
description: Beschreibung | Bezeichnung | Artikelbezeichnung | Leistung | Text | Artikel | Produkt | Leistungsbeschreibung | Artikel/Beschreibung | Bezeichnung der Leistung
quantity: Menge | Anzahl | Anz. | Mge. | Stück | Stk. | Menge
unit: Einheit | ME | Einh. | EH
unit_price: Einzelpreis | E-Preis | Preis | EP | Stückpreis | Preis/Einheit | Einzelpreis netto | Nettopreis | Einzel | Preis je Einheit | EP netto
discount: Rabatt | Rab. % | Rabatt % | Nachlass
vat_rate: USt. | MwSt. | USt % | MwSt. % | Steuersatz | Steuer | USt-Satz
amount: Betrag | Gesamt | Gesamtpreis | Summe | Nettobetrag | GP | Gesamtbetrag | Positionsbetrag | Gesamt netto | Betrag netto | Nettowert
tax_cell: MwSt.-Betrag | USt.-Betrag | Steuerbetrag
gross_cell: Brutto | Bruttobetrag | Gesamt brutto
date_cell: Datum | Leistung am
lines_total: Zwischensumme | Positionssumme | Warenwert | Summe Positionen | Zwischensumme netto
net: Nettobetrag | Summe netto | Netto | Gesamt netto | Nettosumme | Rechnungsbetrag netto | Zwischensumme (netto) | Summe Nettobeträge | Total netto | Gesamtbetrag netto | Rechnungssumme ohne USt. | Netto gesamt
tax: zzgl. {rate} MwSt. | MwSt. {rate} | USt. {rate} | {rate} USt. | Umsatzsteuer {rate} | zzgl. Umsatzsteuer {rate} | Mehrwertsteuer {rate} | + {rate} MwSt. | zuzüglich {rate} USt. | {rate} MwSt.
tax_total: Steuerbetrag | Summe USt. | MwSt. gesamt | Umsatzsteuer | Mehrwertsteuer | Gesamt USt. | MwSt.-Betrag
total: Gesamtbetrag | Rechnungsbetrag | Gesamtsumme | Summe | Endbetrag | Bruttobetrag | Gesamt brutto | Gesamt | Rechnungssumme | Bruttosumme | Gesamtbetrag brutto | Endsumme | Summe brutto | Total | RECHNUNGSBETRAG | Zu zahlender Betrag | Rechnungsendbetrag
due_amount: Zahlbetrag | Offener Betrag | Zu zahlen | Restbetrag | Noch zu zahlen | Fälliger Betrag
prepaid: Anzahlung | Bereits gezahlt | Erhaltene Anzahlungen | abzgl. Anzahlung | Vorauszahlung
shipping: Versandkosten | Fracht | Porto und Verpackung | Lieferkosten | Versand
rebate: Rabatt | Sonderrabatt | Nachlass | Treuerabatt | abzgl. Rabatt
tax_base: Basisbetrag | Netto | Bemessungsgrundlage | Nettobetrag
carry: Übertrag | Zwischensumme | Übertrag auf Seite 2
terms_label: Zahlungsbedingungen | Zahlungsbedingung | Zahlung | Konditionen
terms: Zahlbar innerhalb von {days} Tagen ohne Abzug. | {days} Tage netto | Zahlbar innerhalb {days} Tagen nach Rechnungserhalt. | Zahlbar sofort ohne Abzug. | 10 Tage 2 % Skonto, {days} Tage netto | Bei Zahlung innerhalb von 14 Tagen 2% Skonto, {days} Tage rein netto.
due_sentence: Zahlbar bis zum {date} ohne Abzug. | Bitte überweisen Sie den Betrag bis {date}. | Bitte begleichen Sie den Rechnungsbetrag bis spätestens {date} auf unser Konto. | Zahlungsziel: {date} | Zahlbar ohne Abzug bis {date} | Fällig am {date} rein netto. | Zahlbar innerhalb {days} Tagen netto bis {date}, 3% Skonto innerhalb 10 Tagen bis {early} | Bei Zahlung bis {early} 2 % Skonto, bis {date} ohne Abzug
pay_sentence: Bitte überweisen Sie den Betrag von {total} auf das unten genannte Konto. | Der Rechnungsbetrag von {total} wird per Lastschrift eingezogen. | Bitte überweisen Sie {total} unter Angabe der Rechnungsnummer.
number_date: Rechnung Nr. {number} vom {date} | Rechnung {number} vom {date} | Rechnungsnummer {number} vom {date} | Rechnung # {number} von {date} | Re.-Nr. {number} / {date}
po_sentence: Gemäß Ihrer Bestellung {po} berechnen wir Ihnen: | Ihre Bestellung Nr. {po} | Bezug: Bestellung {po}
intro: Sehr geehrte Damen und Herren, | Wir erlauben uns, wie folgt zu berechnen: | Für unsere Lieferungen und Leistungen berechnen wir Ihnen wie vereinbart: | Vielen Dank für Ihren Auftrag. | vielen Dank für Ihr Vertrauen. Wir stellen Ihnen folgende Leistungen in Rechnung: | Unsere Lieferung erfolgte frei Haus.
thanks: Vielen Dank für Ihren Einkauf! | Wir danken für die gute Zusammenarbeit. | Mit freundlichen Grüßen | Vielen Dank für Ihren Auftrag! | Bei Rückfragen stehen wir gerne zur Verfügung.
notes: Die Ware bleibt bis zur vollständigen Bezahlung unser Eigentum. | Es gelten unsere Allgemeinen Geschäftsbedingungen. | Das Leistungsdatum entspricht dem Rechnungsdatum. | Es bestehen Rabatt- und Bonusvereinbarungen. | Reklamationen bitte innerhalb von 8 Tagen. | Gerichtsstand ist der Sitz des Verkäufers. | Dieses Dokument wurde maschinell erstellt und ist ohne Unterschrift gültig.
exempt: Steuerfreie innergemeinschaftliche Lieferung. | Gemäß § 19 UStG wird keine Umsatzsteuer berechnet. | Steuerschuldnerschaft des Leistungsempfängers. | Steuerfreie Ausfuhrlieferung.
currency: Währung | Belegwährung | Rechnungswährung
all_amounts: Alle Beträge in {currency} | Beträge in {currency} | Angaben in {currency}
salutation: Herr | Frau | Herrn | Familie | z. Hd. Herrn
dept: Buchhaltung | Einkauf | Rechnungswesen | Verwaltung | Kreditorenbuchhaltung
units: Stk | Stück | St | ST | kg | m | m² | Std | Std. | h | Pkg | l | Paar | Psch | Karton | VE | t | Tag
trade: Bau | Handel | Technik | Elektro | Metallbau | Möbel | Druck | Logistik | Energie | Systeme | Maschinenbau | Gartenbau | Verlag | Software | Beratung | Service | Haustechnik | Bürobedarf | Medizintechnik | Spedition | Autohaus | Dachdeckerei | Tischlerei | Werkzeuge | Getränke | Fahrzeuge | Industrieservice | Umwelttechnik | Immobilien | Stadtwerke
"""

PRODUCTS = """
Drehstuhl schwarz | Schreibtisch höhenverstellbar | Kopierpapier A4 80g | Toner schwarz | LED-Leuchte 24W | Schutzhandschuhe | Kabelkanal weiß | Akkuschrauber | Bohrmaschine
Wandfarbe weiß matt | Silikon transparent | Dichtungsring | Kugelhahn | Edelstahlrohr | Sechskantschraube | Unterlegscheibe verzinkt | Holzschrauben Torx | Gipskartonplatte | Dämmplatte
Dachziegel rot | Fensterbank Granit | Innentür Eiche | Türdrücker Set | Laminat Buche | Teppichfliese grau | Fliesenkleber flex | Rasendünger | Blumenerde | Gartenschlauch
Apfelsaft naturtrüb | Mineralwasser Kasten | Kaffee gemahlen | Bio-Milch | Vollkornbrot | Weißwein trocken | Olivenöl nativ | Pfandkiste | Honig | Nudeln
Netzwerkkabel Cat6 | Monitor 27 Zoll | USB-Stick 64 GB | Tastatur kabellos | Notebook-Tasche | Druckerpatrone farbig | Festplatte extern | Dockingstation | Switch 24-Port | Server-Rack
Ersatzfilter | Keilriemen | Bremsbeläge vorne | Motoröl 5W-30 | Winterreifen | Scheibenwischer | Zündkerze | Hydraulikschlauch | Kugellager | Getriebemotor
Ordner breit blau | Briefumschläge DIN lang | Kugelschreiber | Versandkarton | Klebeband braun | Luftpolsterfolie | Etiketten weiß | Notizblock kariert | Verbandkasten | Feuerlöscher
"""

SERVICES = """
Montage und Inbetriebnahme | Arbeitszeit Monteur | Anfahrtspauschale | Beratung | Programmierung | Webdesign | Wartung Heizungsanlage | Reinigung Büroräume | Grafikdesign | Übersetzung
Hosting Paket | Lizenzgebühr | Schulung Mitarbeiter | Reparatur | Malerarbeiten | Elektroinstallation | Transport | Entsorgung | Miete Büroräume | Grundgebühr
Krankengymnastik | Steuerberatung | Projektleitung | Gutachten | Baustelleneinrichtung | Erdarbeiten | Stundenlohnarbeiten | Softwarepflege | Strom Arbeitspreis | Haftpflichtversicherung
Fahrtkosten | Übernachtung mit Frühstück | Gerüststellung | Winterdienst | Anzeigenschaltung | Datenübertragung | Nebenkosten | Support | Notdienst | Einrichtung Arbeitsplatz
"""

DETAILS = """
Lieferung frei Haus | gemäß Angebot | Farbe: grau | inkl. Montagematerial | Herkunft: Deutschland | Seriennummer siehe Lieferschein | 2 Jahre Garantie | Größe L | Verpackung: Karton
Charge 2231-B | laut Aufmaß | wie besprochen | Zolltarifnummer 84713000 | nach Aufwand | VE = 10 Stück | Material: Edelstahl V2A | Leistung vor Ort | pauschal
"""

MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
SHORT = "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."
DATES = "{d:02}.{m:02}.{y} | {d:02}.{m:02}.{y} | {d:02}.{m:02}.{y} | {d}.{m}.{y} | {d:02}.{m:02}.{yy} | {d}. {Month} {y} | {d:02}. {Month} {y} | {y}-{m:02}-{d:02} | {d}. {Mon} {y}"
