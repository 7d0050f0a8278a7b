"""Dutch: what papers call things, and things to sell."""

WORDS = """
title: Factuur | FACTUUR | Verkoopfactuur | Factuur | FACTUUR
title_credit: Creditnota | Creditfactuur | CREDITNOTA
title_order: Bestelling | Inkooporder | ORDER
title_confirmation: Orderbevestiging | ORDERBEVESTIGING
number: Factuurnummer | Factuurnr. | Factuur nr. | Factuur | Nummer | FACTUURNUMMER | Factuur-nr. | Fact.nr. | Nr.
date: Factuurdatum | Datum | FACTUURDATUM | Datum factuur | d.d. | Fact.datum
due: Vervaldatum | Vervaldag | Te betalen voor | Betalen vóór | Uiterste betaaldatum | Vervalt op
po: Uw ordernummer | Bestelnummer | Uw referentie | Inkoopordernummer | Ordernummer klant | Uw bestelling | PO-nummer | Uw kenmerk
po_date: Besteldatum | Orderdatum
order_no: Ordernummer | Ons kenmerk | Onze referentie | Opdrachtnr.
quote_no: Offertenummer | Offerte
customer_no: Klantnummer | Debiteurnummer | Klantnr. | Debiteurennr. | Relatienummer
seller_vat: BTW-nummer | BTW nr. | Btw-nr. | BTW-identificatienummer | BTW-id | BTW nummer
buyer_vat: Uw BTW-nummer | BTW-nr. klant | BTW klant | Uw btw-nr.
tax_no: KvK | KvK-nummer | K.v.K. nr. | KvK nr.
registry: KvK {city} {n} | H.R. {city} {n}
manager: Directie | Eigenaar
delivery_date: Leverdatum | Leverings datum | Datum levering | Afleverdatum
period: Periode | Factuurperiode
delivery_note: Pakbon | Pakbonnummer | Leverbon
project: Project | Projectnummer | Kostenplaats
contact: Contactpersoon | Behandeld door | Ter attentie van
phone: Tel. | Telefoon | T
fax: Fax | F
email: E-mail | E | Email
web: Website | Internet | W
page: Pagina {n} van {m} | Pagina {n} | Blad {n} | {n}/{m}
bill_to: Factuur aan | Factuuradres | Klant | Aan | Debiteur | Gefactureerd aan
ship_to: Afleveradres | Bezorgadres | Leveren aan | Verzendadres
seller: Verkoper | Leverancier | Van | Afzender
vendor: Leverancier | Aan
buyer: Koper | Klant | Afnemer
iban: IBAN | Bankrekening | IBAN-nummer | Rekeningnummer
bic: BIC | SWIFT | BIC-code
bank: Bank | Bankgegevens
account_holder: T.n.v. | Rekeninghouder
payment_ref: Betalingskenmerk | O.v.v.
pos: Nr. | Regel | Pos. | #
sku: Artikelnummer | Artikel | Code | Art.nr. | Artikelcode
description: Omschrijving | Beschrijving | Product | Artikelomschrijving | OMSCHRIJVING | Dienst
quantity: Aantal | Hoeveelheid | Aant. | Uren
unit: Eenheid | Eenh. | EH
unit_price: Prijs | Stuksprijs | Prijs per stuk | Tarief | Eenheidsprijs | Prijs per eenheid
discount: Korting | Krt. % | Korting %
vat_rate: BTW | BTW % | Btw | BTW-tarief
amount: Bedrag | Totaal | Totaalprijs | Bedrag excl. | Regeltotaal | BEDRAG | Totaal excl. btw
tax_cell: BTW-bedrag
gross_cell: Totaal incl. | Incl. BTW
date_cell: Datum
lines_total: Totaal regels | Goederenbedrag | Tussentotaal
net: Subtotaal | Totaal excl. BTW | Netto | Totaal exclusief btw | Bedrag excl. BTW | Subtotaal excl. btw | Nettobedrag
tax: BTW {rate} | {rate} BTW | Btw {rate} | BTW ({rate}) | BTW hoog {rate} | B.T.W. {rate} | BTW
tax_total: Totaal BTW | BTW | BTW-bedrag | Btw-bedrag
total: Totaal | Totaal incl. BTW | Te betalen | TOTAAL | Totaalbedrag | Factuurbedrag | Totaal te betalen | Eindtotaal | Totaal inclusief btw
due_amount: Te betalen | Openstaand | Nog te voldoen | Restbedrag
prepaid: Aanbetaling | Reeds betaald | Voorschot
shipping: Verzendkosten | Vracht | Bezorgkosten
rebate: Korting | Klantkorting | Actiekorting
tax_base: Grondslag | Over | Bedrag excl.
carry: Transport | Tussentotaal
terms_label: Betalingsvoorwaarden | Betalingsconditie | Betaaltermijn
terms: Betaling binnen {days} dagen | {days} dagen netto | Wij verzoeken u binnen {days} dagen te betalen. | Betaling per omgaande | Netto {days} dagen na factuurdatum
due_sentence: Te betalen vóór {date}. | Wij verzoeken u vriendelijk het bedrag voor {date} over te maken. | Vervaldatum: {date} | Bij betaling vóór {early} 2% korting, netto vóór {date}
pay_sentence: Gelieve {total} over te maken op onze rekening. | Het bedrag van {total} wordt automatisch geïncasseerd.
number_date: Factuur {number} d.d. {date} | Factuur nr. {number} van {date} | Factuurnummer {number} / {date}
po_sentence: Volgens uw bestelling {po} | Uw ordernummer: {po}
intro: Hierbij brengen wij u in rekening: | Bedankt voor uw bestelling. | Voor de geleverde diensten:
thanks: BEDANKT VOOR UW BEDRIJF | Hartelijk dank voor uw bestelling! | Met vriendelijke groet | Dank voor het vertrouwen.
notes: Op al onze leveringen zijn de algemene voorwaarden van toepassing. | Reclames binnen 8 dagen. | Goederen blijven eigendom tot volledige betaling. | Bij te late betaling berekenen wij rente.
exempt: BTW verlegd. | Intracommunautaire levering, 0% btw. | Vrijgesteld van btw.
currency: Valuta | Munteenheid
all_amounts: Alle bedragen in {currency} | Bedragen in {currency}
salutation: Dhr. | Mevr. | T.a.v. de heer | De heer
dept: Crediteurenadministratie | Administratie | Afdeling inkoop
units: st | stuks | kg | uur | m | doos | l | m² | paar | set | maand
trade: Bouw | Handel | Techniek | Elektro | Metaal | Meubelen | Drukkerij | Transport | Energie | Systemen | Advies | Installatie | Tuinen | Software | Schilders | Logistiek | Groothandel | Verhuur
"""

PRODUCTS = """
Bureaustoel zwart | Zit-sta bureau | Kopieerpapier A4 | Toner zwart | LED paneel | Nitril handschoenen | Accuboormachine | Muurverf wit mat | Kit transparant | O-ring
Kogelkraan | RVS buis | Zeskantbout | Sluitring | Gipsplaat | Isolatieplaat | Dakpan rood | Eiken deur | Deurklink set | Laminaat eiken
Gazonmest | Potgrond | Tuinslang | Appelsap | Bronwater krat | Gemalen koffie | Biologische melk | Volkorenbrood | Witte wijn | Olijfolie
Honing | Kaas jong belegen | Netwerkkabel | Monitor 27 inch | USB-stick | Draadloos toetsenbord | Laptoptas | Inktcartridge kleur | Externe harde schijf | Vervangfilter
V-snaar | Remblokken | Motorolie | Winterband | Bougie | Kogellager | Ordner blauw | Enveloppen | Balpennen | Verzenddoos | Plakband | Brandblusser
"""

SERVICES = """
Montage en inbedrijfstelling | Arbeidsloon | Voorrijkosten | Advies | Softwareontwikkeling | Webdesign | Onderhoud cv-ketel | Schoonmaak kantoor | Grafisch ontwerp | Vertaling
Hosting pakket | Licentie | Training medewerkers | Reparatie | Schilderwerk | Elektra aanleg | Transport | Afvalverwerking | Huur kantoorruimte | Abonnement
Fysiotherapie behandeling | Belastingadvies | Projectmanagement | Taxatierapport | Grondwerk | Stroomverbruik | Aansprakelijkheidsverzekering | Reiskosten | Advertentiecampagne
"""

DETAILS = "volgens offerte | kleur: grijs | incl. montagemateriaal | herkomst Nederland | 2 jaar garantie | maat L | partij 2231-B | verpakt per 10 | roestvrij staal | op locatie"
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
SHORT = "jan feb mrt apr mei jun jul aug sep okt nov dec"
DATES = "{d:02}-{m:02}-{y} | {d:02}-{m:02}-{y} | {d} {Month} {y} | {d:02}/{m:02}/{y} | {d:02}-{m:02}-{yy} | {d}-{m}-{y} | {d:02}.{m:02}.{y} | {d} {Mon} {y} | {y}-{m:02}-{d:02}"
