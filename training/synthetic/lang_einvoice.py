"""Captions of electronic invoices' prints, by language, after the business terms of EN 16931."""

CAPTIONS = {
    "de": """
title: Lesbarmachung der XML-Daten von elektronischen Rechnungen | Visualisierung der elektronischen Rechnung | Ansicht der E-Rechnung | XRechnung - Prüfansicht
head: {kind} ({code}) Nr. {number} vom {date}
kind: Handelsrechnung | Rechnung | Abschlagsrechnung | Baurechnung | Schlussrechnung
kind_credit: Rechnungskorrektur | Gutschrift
version: Stylesheet-Version | Version
standard: Rechnungsstandard | Profil
file: XML-Eingabedatei | Datei
number: Rechnungsnummer | Belegnummer
date: Rechnungsdatum | Ausstellungsdatum
type: Rechnungsart | Belegart
currency: Währung | Rechnungswährung
delivery: Liefer- und Leistungsdatum | Lieferdatum
period: Abrechnungszeitraum | Leistungszeitraum
route: Leitweg-ID | Referenz des Käufers | Leitwege-ID
po: Bestellung Nr. Kunde | Bestellnummer | Bestellung
order: Auftragsnummer | Auftrag Nr. Lieferant
contract: Vertragsnummer | Vertrag
account: Buchungsreferenz | Buchungskonto
reference: Zahlungsreferenz | Verwendungszweck
other: Weitere Referenz
seller: Verkäufer | Informationen zum Verkäufer
buyer: Käufer/Leistungsempfänger | Käufer | Informationen zum Käufer
ship: Abweichender Warenempfänger | Lieferinformationen | Warenempfänger
payee: Abweichender Zahlungsempfänger
id: Nummer | Kennung
gln: Globale Nummer
name: Name
contact: Ansprechpartner | Kontakt
address: Anschrift
street: Straße / Hausnummer | Straße
zip: PLZ
city: Ort
country: Land | Ländercode
phone: Telefon
mail: E-Mail | E-Mail-Adresse
tax_no: Steuernummer
vat: USt.-Id.-Nr. | Umsatzsteuer-ID | USt-IdNr.
register: Handelsregisternummer
remarks: Bemerkungen | Bemerkungen zur Rechnung
remark: Bemerkung
subject: Betreff
content: Inhalt
lines: Positionsdaten | Rechnungspositionen | Positionen
pos: Pos
refs: Referenzen
description: Beschreibung | Bezeichnung
price: Nettopreis
quantity: Menge
unit: Einheit
rate: Steuersatz
amount: Nettobetrag
gross_price: Bruttopreis
taxes: Umsatzsteueraufschlüsselung | Aufschlüsselung der Umsatzsteuer auf Ebene der Rechnung
kind_tax: Art (Kategorie) | Umsatzsteuerkategorie
base: Basisbetrag | Gesamtsumme
rate_pct: Steuersatz [%] | Umsatzsteuersatz
tax_amount: Steuerbetrag | Umsatzsteuerbetrag
sums: Belegsummen | Gesamtbeträge der Rechnung
lines_total: Positionssumme | Summe aller Positionen (netto)
charges: Gesamtbetrag der Zuschläge | Summe Zuschläge (netto)
allowances: Gesamtbetrag der Abschläge | Summe Nachlässe (netto)
net: Rechnungssumme ohne USt. | Gesamtsumme (netto) | Gesamt (netto)
tax: Steuerbetrag | Summe Umsatzsteuer
total: Bruttosumme | Gesamtsumme (brutto) | Gesamt (brutto)
prepaid: Erhaltene Anzahlungen | Gezahlter Betrag
due_amount: Zahlbetrag | Fälliger Betrag
terms: Zahlungsbedingungen | Zahlungsdaten
terms_text: Beschreibung
due: Fälligkeit | Fälligkeitsdatum
partial: Teilzahlung
means: Zahlungsart | Überweisung
means_code: Zahlungstyp (codiert)
holder: Kontoname | Kontoinhaber
iban: IBAN
bic: BIC
page: Seite {n} von {m}
""",
    "en": """
title: Readable view of the electronic invoice | E-invoice visualisation | UBL invoice view
head: {kind} ({code}) No. {number} of {date}
kind: Commercial invoice | Invoice | Partial invoice
kind_credit: Credit note | Corrected invoice
version: Stylesheet version
standard: Specification identifier | Profile
file: XML file
number: Invoice number
date: Invoice issue date | Issue date
type: Invoice type code
currency: Invoice currency code | Currency
delivery: Actual delivery date
period: Invoicing period
route: Buyer reference
po: Purchase order reference | Order reference
order: Sales order reference
contract: Contract reference
account: Buyer accounting reference
reference: Remittance information | Payment reference
other: Additional document
seller: Seller | Seller information
buyer: Buyer | Buyer information
ship: Deliver to | Delivery information
payee: Payee
id: Identifier
gln: Global ID
name: Name | Company name
contact: Contact point
address: Postal address | Address
street: Street | Address line 1
zip: Post code
city: City
country: Country code | Country
phone: Telephone
mail: Email address | E-mail
tax_no: Tax registration identifier
vat: VAT identifier | VAT ID
register: Legal registration identifier
remarks: Invoice notes | Notes
remark: Note
subject: Subject
content: Text
lines: Invoice lines
pos: Line
refs: References
description: Item name | Description
price: Item net price
quantity: Quantity
unit: Unit
rate: VAT rate
amount: Net amount | Line net amount
gross_price: Gross price
taxes: VAT breakdown
kind_tax: VAT category
base: Taxable amount
rate_pct: VAT rate [%]
tax_amount: Tax amount
sums: Document totals | Totals
lines_total: Sum of line net amounts
charges: Sum of charges
allowances: Sum of allowances
net: Total without VAT | Total amount without VAT
tax: Total VAT amount
total: Total with VAT | Total amount with VAT
prepaid: Paid amount
due_amount: Amount due for payment
terms: Payment terms
terms_text: Description
due: Payment due date | Due date
partial: Instalment
means: Payment means | Credit transfer
means_code: Payment means code
holder: Account name
iban: IBAN | Payment account identifier
bic: BIC
page: Page {n} of {m}
""",
    "fr": """
title: Visualisation de la facture électronique | Lisibilité des données XML de la facture
head: {kind} ({code}) N° {number} du {date}
kind: Facture commerciale | Facture
kind_credit: Avoir
version: Version
standard: Profil | Norme
file: Fichier XML
number: Numéro de facture
date: Date d'émission | Date de facture
type: Type de facture
currency: Devise | Code devise
delivery: Date de livraison
period: Période de facturation
route: Référence acheteur | Code service
po: Référence de commande | N° de bon de commande | N° d'engagement
order: Référence commande vendeur
contract: N° de contrat | N° de marché
account: Référence comptable
reference: Référence de paiement
other: Autre référence
seller: Vendeur | Informations vendeur
buyer: Acheteur | Informations acheteur
ship: Livré à | Adresse de livraison
payee: Bénéficiaire
id: Identifiant
gln: Identifiant global
name: Nom | Raison sociale
contact: Contact
address: Adresse
street: Adresse
zip: Code postal
city: Ville
country: Pays | Code pays
phone: Téléphone
mail: Courriel
tax_no: SIRET
vat: N° TVA | N° TVA intracommunautaire
register: Identifiant légal
remarks: Notes
remark: Note
subject: Objet
content: Texte
lines: Lignes de facture
pos: Ligne
refs: Références
description: Désignation | Nom de l'article
price: Prix net
quantity: Quantité
unit: Unité
rate: Taux TVA
amount: Montant net | Montant HT
gross_price: Prix brut
taxes: Détail de la TVA | Ventilation de la TVA
kind_tax: Catégorie
base: Base imposable
rate_pct: Taux [%]
tax_amount: Montant TVA
sums: Totaux | Récapitulatif
lines_total: Somme des lignes
charges: Total des frais
allowances: Total des remises
net: Total hors TVA | Total HT
tax: Total TVA
total: Total TTC | Montant total TTC
prepaid: Montant déjà payé
due_amount: Montant à payer | Net à payer
terms: Conditions de paiement
terms_text: Description
due: Date d'échéance
partial: Échéance partielle
means: Moyen de paiement
means_code: Code moyen de paiement
holder: Titulaire du compte
iban: IBAN
bic: BIC
page: Page {n} sur {m}
""",
}
