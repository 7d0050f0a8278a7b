"""Swedish: what papers call things, and things to sell."""

WORDS = """
title: Faktura | FAKTURA | Försäljningsfaktura
title_credit: Kreditfaktura | KREDITFAKTURA
title_order: Beställning | Inköpsorder | ORDER
title_confirmation: Orderbekräftelse | Ordererkännande
number: Fakturanummer | Fakturanr | Faktura nr | FAKTURANR | Nummer | Fakturanr. | Faktura
date: Fakturadatum | Datum | FAKTURADATUM | Fakturadat.
due: Förfallodatum | Förfallodag | Betalas senast | Oss tillhanda senast | Förfaller
po: Ert ordernummer | Er referens | Beställningsnr | Inköpsordernummer | Ert ordernr | Er beställning
po_date: Orderdatum | Beställningsdatum
order_no: Vårt ordernr | Ordernummer | Vår referens
quote_no: Offertnr | Offert
customer_no: Kundnummer | Kundnr | Kund nr
seller_vat: VAT-nr | Momsreg.nr | Momsregistreringsnummer | VAT nr | Momsnr
buyer_vat: Ert VAT-nr | Ert momsreg.nr | Kundens VAT-nr
tax_no: Org.nr | Organisationsnummer | Orgnr
registry: Säte {city} {n} | Bolagets säte: {city}, org.nr {n}
manager: VD | Ägare
delivery_date: Leveransdatum | Leveransdag
period: Period | Faktureringsperiod
delivery_note: Följesedel | Följesedelsnr
project: Projekt | Kostnadsställe
contact: Kontaktperson | Säljare | Handläggare
phone: Tel | Telefon | Tel.
fax: Fax
email: E-post | Mejl
web: Webb | Hemsida
page: Sida {n} av {m} | Sida {n} | Sid {n} ({m})
bill_to: Fakturaadress | Kund | Faktureras | Faktura till
ship_to: Leveransadress | Levereras till | Godsmottagare
seller: Säljare | Leverantör | Från
vendor: Leverantör | Till
buyer: Köpare | Kund
iban: IBAN | IBAN-nr
bic: BIC | SWIFT | BIC/SWIFT
bank: Bank | Bankgiro hos
account_holder: Kontohavare | Mottagare
payment_ref: OCR-nummer | Referens
pos: Rad | Pos | Nr
sku: Artikelnr | Art.nr | Artikel | Kod
description: Benämning | Beskrivning | Artikel | Specifikation | Tjänst | Text
quantity: Antal | Kvantitet | Ant. | Timmar
unit: Enhet | Enh.
unit_price: À-pris | Pris | Pris per enhet | á pris | Enhetspris
discount: Rabatt | Rab %
vat_rate: Moms | Moms % | Momssats
amount: Belopp | Summa | Radsumma | Totalt | Nettobelopp
tax_cell: Momsbelopp
gross_cell: Inkl. moms
date_cell: Datum
lines_total: Summa rader | Varuvärde | Delsumma
net: Netto | Summa exkl. moms | Nettobelopp | Delsumma | Totalt exkl. moms | Belopp före moms
tax: Moms {rate} | {rate} moms | Moms ({rate}) | Moms
tax_total: Moms | Momsbelopp | Summa moms | Total moms
total: Att betala | Summa | Totalt | Total | ATT BETALA | Totalt inkl. moms | Fakturabelopp | Summa att betala
due_amount: Kvar att betala | Att betala | Återstår
prepaid: Förskott | Redan betalt | A conto
shipping: Frakt | Fraktavgift | Porto
rebate: Rabatt | Kundrabatt
tax_base: Underlag | Netto
carry: Transport | Delsumma
terms_label: Betalningsvillkor | Villkor
terms: {days} dagar netto | {days} dagar | Betalning inom {days} dagar | Kontant
due_sentence: Betalas senast {date}. | Förfallodatum: {date} | Vänligen betala senast {date}.
pay_sentence: Vänligen betala {total} till vårt konto.
number_date: Faktura nr {number} daterad {date} | Faktura {number}, {date}
po_sentence: Enligt er beställning {po} | Er order {po}
intro: Tack för er beställning. | Vi fakturerar enligt följande: | Avser utförda tjänster:
thanks: Tack för att du handlar hos oss! | Med vänliga hälsningar | Tack för förtroendet.
notes: Dröjsmålsränta debiteras enligt räntelagen. | Godkänd för F-skatt. | Anmärkning inom 8 dagar. | Varan förblir säljarens egendom tills full betalning skett.
exempt: Omvänd betalningsskyldighet. | Momsfri unionsintern leverans. | Undantaget från moms.
currency: Valuta
all_amounts: Alla belopp i {currency} | Belopp i {currency}
salutation: Herr | Fru
dept: Ekonomiavdelningen | Inköp | Leverantörsreskontra
units: st | kg | tim | h | m | förp | l | m2 | par | mån
trade: Bygg | Handel | Teknik | El | Metall | Möbler | Tryck | Transport | Energi | System | Konsult | Service | Trädgård | Data | Måleri | Logistik | Bil | VVS
"""

PRODUCTS = """
Kontorsstol svart | Höj- och sänkbart skrivbord | Kopieringspapper A4 | Toner svart | LED-panel | Nitrilhandskar | Skruvdragare | Väggfärg vit matt | Silikon transparent | O-ring
Kulventil | Rostfritt rör | Sexkantsskruv | Bricka | Gipsskiva | Isolerskiva | Takpanna röd | Ekdörr | Dörrhandtag | Laminatgolv
Gräsgödsel | Planteringsjord | Trädgårdsslang | Äppeljuice | Mineralvatten | Bryggkaffe | Ekologisk mjölk | Fullkornsbröd | Vitt vin | Olivolja
Honung | Pasta | Nätverkskabel | Bildskärm 27 tum | USB-minne | Trådlöst tangentbord | Datorväska | Bläckpatron färg | Extern hårddisk | Utbytesfilter
Kilrem | Bromsbelägg | Motorolja | Vinterdäck | Tändstift | Kullager | Pärm blå | Kuvert | Kulspetspennor | Fraktkartong | Packtejp | Brandsläckare
"""

SERVICES = """
Montering och driftsättning | Arbetstid | Framkörning | Konsulttjänster | Programmering | Webbdesign | Service värmepump | Kontorsstädning | Grafisk formgivning | Översättning
Webbhotell | Licensavgift | Utbildning | Reparation | Målningsarbete | Elinstallation | Transport | Avfallshantering | Lokalhyra | Månadsavgift
Fysioterapi | Skatterådgivning | Projektledning | Besiktning | Markarbete | Elförbrukning | Ansvarsförsäkring | Resekostnader | Annonskampanj
"""

DETAILS = "enligt offert | färg: grå | inkl. monteringsmaterial | ursprung Sverige | 2 års garanti | storlek L | batch 2231-B | 10-pack | rostfritt stål"
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december"
SHORT = "jan feb mar apr maj jun jul aug sep okt nov dec"
DATES = "{y}-{m:02}-{d:02} | {y}-{m:02}-{d:02} | {d} {Month} {y} | {d:02}/{m:02}/{y} | {d:02}.{m:02}.{y} | {y}-{m:02}-{d:02}"
