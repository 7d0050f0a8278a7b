"""Danish: what papers call things, and things to sell."""

WORDS = """
title: Faktura | FAKTURA | Salgsfaktura
title_credit: Kreditnota | KREDITNOTA
title_order: Bestilling | Indkøbsordre | ORDRE
title_confirmation: Ordrebekræftelse | ORDREBEKRÆFTELSE
number: Fakturanummer | Fakturanr. | Faktura nr. | FAKTURANR. | Nummer | Faktura
date: Fakturadato | Dato | FAKTURADATO | Udstedt
due: Forfaldsdato | Betalingsfrist | Sidste rettidige betaling | Forfalder | Betales senest
po: Deres ordrenr. | Rekvisitionsnr. | Deres reference | Bestillingsnr. | Indkøbsordre | Jeres ordrenr.
po_date: Ordredato | Bestillingsdato
order_no: Ordrenr. | Vores ordrenr. | Sagsnr.
quote_no: Tilbudsnr. | Tilbud
customer_no: Kundenummer | Kundenr. | Debitornr. | Kunde nr.
seller_vat: CVR-nr. | CVR | SE-nr. | Momsnr. | CVR nr. | VAT nr.
buyer_vat: Deres CVR-nr. | CVR kunde | Kundens CVR | Deres momsnr.
tax_no: EAN | P-nr.
registry: Reg. {city} {n} | Reg.nr. {n}
manager: Direktør | Indehaver
delivery_date: Leveringsdato | Levering
period: Periode | Faktureringsperiode
delivery_note: Følgeseddel | Følgeseddelnr.
project: Projekt | Sag
contact: Kontaktperson | Sælger | Att.
phone: Tlf. | Telefon | Tlf
fax: Fax
email: E-mail | Mail
web: Web | Hjemmeside
page: Side {n} af {m} | Side {n} | Side {n}/{m}
bill_to: Faktura til | Kunde | Faktureringsadresse | Køber
ship_to: Leveringsadresse | Leveres til
seller: Sælger | Leverandør | Fra
vendor: Leverandør | Til
buyer: Køber | Kunde
iban: IBAN | IBAN-nr.
bic: SWIFT | BIC | SWIFT/BIC
bank: Bank | Pengeinstitut
account_holder: Kontohaver
payment_ref: Betalings-ID | Reference
pos: Pos. | Linje | Nr.
sku: Varenr. | Varenummer | Vare
description: Beskrivelse | Tekst | Varebetegnelse | Betegnelse | Ydelse
quantity: Antal | Mængde | Timer
unit: Enhed | Enh.
unit_price: Enhedspris | Pris | Stk. pris | Pris pr. stk. | Stykpris
discount: Rabat | Rabat %
vat_rate: Moms | Moms %
amount: Beløb | I alt | Linjetotal | Pris i alt | Total
tax_cell: Momsbeløb
gross_cell: Inkl. moms
date_cell: Dato
lines_total: Varer i alt | Varebeløb
net: Subtotal | Nettobeløb | I alt ekskl. moms | Total ekskl. moms | Netto | Momspligtigt beløb
tax: Moms {rate} | {rate} moms | Moms ({rate}) | Moms
tax_total: Moms | Momsbeløb | Moms i alt
total: Total | I alt | At betale | TOTAL | Total inkl. moms | I alt inkl. moms | Beløb til betaling | Fakturabeløb
due_amount: Restbeløb | Til betaling | Skyldigt beløb
prepaid: A conto | Forudbetalt | Allerede betalt
shipping: Fragt | Porto | Forsendelse
rebate: Rabat | Kunderabat
tax_base: Momsgrundlag | Netto
carry: Transport | Overført
terms_label: Betalingsbetingelser | Betaling
terms: Netto {days} dage | {days} dage netto | Betaling inden {days} dage | Kontant | Løbende måned + {days} dage
due_sentence: Betales senest {date}. | Forfaldsdato: {date} | Beløbet bedes indbetalt senest {date}.
pay_sentence: Beløbet på {total} bedes overført til vores konto.
number_date: Faktura nr. {number} af {date} | Faktura {number} - {date}
po_sentence: Ifølge Deres ordre {po} | Vedr. rekvisition {po}
intro: Tak for din ordre. | Vi fakturerer hermed: | For udført arbejde:
thanks: Tak for handlen! | Med venlig hilsen | Tak for samarbejdet.
notes: Ved for sen betaling tilskrives renter. | Varen forbliver sælgers ejendom indtil betaling. | Reklamation inden 8 dage.
exempt: Omvendt betalingspligt. | Momsfrit EU-salg. | Fritaget for moms.
currency: Valuta
all_amounts: Alle beløb i {currency} | Beløb i {currency}
salutation: Hr. | Fru | Att.
dept: Bogholderiet | Indkøb | Regnskab
units: stk | stk. | kg | timer | m | pk | l | m2 | par | md
trade: Byg | Handel | Teknik | El | Metal | Møbler | Tryk | Transport | Energi | Systemer | Rådgivning | Service | Haver | Data | Malerfirma | Logistik | Auto | VVS
"""

PRODUCTS = """
Kontorstol sort | Hæve-sænkebord | Kopipapir A4 | Toner sort | LED-panel | Nitrilhandsker | Skruemaskine | Vægmaling hvid mat | Silikone klar | O-ring
Kugleventil | Rustfrit rør | Sekskantbolt | Skive | Gipsplade | Isoleringsplade | Tagsten rød | Egetræsdør | Dørgreb | Laminatgulv
Plænegødning | Plantejord | Haveslange | Æblejuice | Danskvand | Formalet kaffe | Økologisk mælk | Fuldkornsbrød | Hvidvin | Olivenolie
Honning | Pasta | Netværkskabel | Skærm 27 tommer | USB-nøgle | Trådløst tastatur | Computertaske | Blækpatron farve | Ekstern harddisk | Udskiftningsfilter
Kilerem | Bremseklodser | Motorolie | Vinterdæk | Tændrør | Kugleleje | Ringbind blå | Kuverter | Kuglepenne | Forsendelseskasse | Pakketape | Brandslukker
"""

SERVICES = """
Montering og idriftsættelse | Arbejdsløn | Kørsel | Konsulentydelse | Programmering | Webdesign | Service af fyr | Rengøring kontor | Grafisk design | Oversættelse
Hosting | Licens | Kursus | Reparation | Malerarbejde | Elinstallation | Transport | Affaldshåndtering | Husleje kontor | Abonnement
Fysioterapi | Skatterådgivning | Projektledelse | Syn og skøn | Jordarbejde | Elforbrug | Ansvarsforsikring | Rejseudgifter | Annoncekampagne
"""

DETAILS = "ifølge tilbud | farve: grå | inkl. montering | oprindelse Danmark | 2 års garanti | str. L | batch 2231-B | pakke med 10 | rustfrit stål"
MONTHS = "januar februar marts april maj juni juli august september oktober november december"
SHORT = "jan feb mar apr maj jun jul aug sep okt nov dec"
DATES = "{d:02}-{m:02}-{y} | {d:02}-{m:02}-{y} | {d:02}.{m:02}.{y} | {d}. {Month} {y} | {d:02}/{m:02}/{y} | {d:02}-{m:02}-{yy} | {y}-{m:02}-{d:02}"
