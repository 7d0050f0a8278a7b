"""Norwegian (bokmål): what papers call things, and things to sell."""

WORDS = """
title: Faktura | FAKTURA | Salgsfaktura | Samlefaktura | Faktura/Giroblankett
title_credit: Kreditnota | KREDITNOTA | Kreditfaktura
title_order: Bestilling | Innkjøpsordre | BESTILLING | Ordre
title_confirmation: Ordrebekreftelse | ORDREBEKREFTELSE
number: Fakturanummer | Fakturanr. | Fakturanr | Faktura nr. | FAKTURANR. | Nummer | Faktura | Bilagsnr.
date: Fakturadato | Dato | FAKTURADATO | Fakt.dato | Utstedt
due: Forfallsdato | Forfall | Betalingsfrist | Betales innen | FORFALLSDATO | Forfaller
po: Deres ordrenr. | Bestillingsnr. | Deres bestillingsnr. | Deres referanse | Deres ref. | Innkjøpsordre | Rekvisisjonsnr. | Bestillingsnummer
po_date: Ordredato | Bestillingsdato
order_no: Ordrenr. | Vårt ordrenr. | Ordrenummer | Vår ref.
quote_no: Tilbudsnr. | Tilbud nr.
customer_no: Kundenummer | Kundenr. | Kunde nr. | Kundenr
seller_vat: Org.nr. | Org.nr | Organisasjonsnummer | Foretaksregisteret | Org. nr. | MVA-nr. | Orgnr
buyer_vat: Deres org.nr. | Kundens org.nr. | Org.nr. kunde | Kjøpers org.nr.
tax_no: Foretaksnr. | Foretaksregisteret
registry: Foretaksregisteret {n} | Foretaksregisteret {city} {n}
manager: Daglig leder | Innehaver
delivery_date: Leveringsdato | Leveranse | Leveringsdag
period: Periode | Fakturaperiode
delivery_note: Følgeseddel | Pakkseddel | Pakkseddelnr.
project: Prosjekt | Prosjektnr. | Merkes
contact: Kontaktperson | Saksbehandler | Selger | Vår kontakt
phone: Telefon | Tlf. | Tlf
fax: Faks | Telefaks
email: E-post | Epost
web: Nettside | Hjemmeside | Web
page: Side {n} av {m} | Side {n} | Side: {n}/{m}
bill_to: Faktura til | Fakturaadresse | Kunde | Faktureres til | Fakturamottaker
ship_to: Leveringsadresse | Leveres til | Levering til
seller: Selger | Leverandør | Fra | Fakturautsteder
vendor: Leverandør | Til
buyer: Kjøper | Kunde
iban: IBAN | IBAN-nr.
bic: BIC | SWIFT | SWIFT/BIC
bank: Bank | Bankforbindelse
account_holder: Kontohaver | Mottaker
payment_ref: KID | KID-nummer | Betalingsreferanse | KID-nr.
pos: Pos. | Linje | Nr.
sku: Varenr. | Varenummer | Produktnr. | Art.nr.
description: Beskrivelse | Varebetegnelse | Produkt | Tekst | Tjeneste | Varetekst
quantity: Antall | Ant. | Mengde | Timer
unit: Enhet | Enh.
unit_price: Enhetspris | Pris | Pris pr. enhet | À pris | Stykkpris | Pris eks. mva
discount: Rabatt | Rabatt %
vat_rate: MVA | Mva | Mva % | Mva-sats
amount: Beløp | Sum | Nettobeløp | Linjesum | Totalt
tax_cell: Mva-beløp | MVA-beløp
gross_cell: Inkl. mva | Beløp inkl. mva
date_cell: Dato
lines_total: Sum varelinjer | Varesum | Delsum
net: Netto | Sum eks. mva | Nettobeløp | Beløp eks. mva | Totalt eks. mva | Sum ekskl. mva | Delsum | Avgiftspliktig beløp
tax: MVA {rate} | {rate} mva | Mva. {rate} | Merverdiavgift {rate} | MVA
tax_total: MVA | Sum mva | Mva-beløp | Merverdiavgift | Totalt mva
total: Å betale | Sum | Totalt | Total | Sum inkl. mva | Totalt inkl. mva | Beløp å betale | Totalbeløp | Fakturabeløp | Fakturatotal | Å BETALE
due_amount: Å betale | Restbeløp | Utestående | Rest å betale | Utestående beløp
prepaid: Forskudd | Forskuddsbetalt | Allerede betalt | Innbetalt
shipping: Frakt | Fraktkostnader | Porto | Forsendelse
rebate: Rabatt | Kunderabatt
tax_base: Grunnlag | Mva-grunnlag | Netto
carry: Overført | Delsum
terms_label: Betalingsbetingelser | Betalingsvilkår | Betaling
terms: Netto {days} dager | {days} dager netto | Betaling innen {days} dager | Per {days} dager | Kontant
due_sentence: Betales innen {date}. | Forfallsdato: {date} | Vennligst betal innen {date}. | Beløpet forfaller til betaling {date}.
pay_sentence: Vennligst betal {total} til vår konto. | Beløpet på {total} bes overført til vår konto.
number_date: Faktura nr. {number} av {date} | Faktura {number} - {date}
po_sentence: I henhold til deres bestilling {po} | Deres ordre {po}
intro: Takk for bestillingen. | Vi fakturerer herved: | For utført arbeid:
thanks: Takk for handelen! | Med vennlig hilsen | Takk for samarbeidet.
notes: Ved forsinket betaling påløper forsinkelsesrente. | Varene forblir selgers eiendom inntil full betaling. | Reklamasjon innen 8 dager. | Ved betaling, oppgi KID.
exempt: Omvendt avgiftsplikt. | Fritatt for merverdiavgift. | Eksport, avgiftsfritt.
currency: Valuta
all_amounts: Alle beløp i {currency} | Beløp i {currency}
salutation: Herr | Fru
dept: Regnskap | Innkjøp | Økonomiavdelingen | Fakturamottak
units: stk | kg | timer | t | m | pk | l | m2 | par | mnd | eske
trade: Bygg | Handel | Teknikk | Elektro | Metall | Møbler | Trykk | Transport | Energi | Systemer | Rådgivning | Service | Hage | Data | Maling | Logistikk | Bil | Rør
"""

PRODUCTS = """
Kontorstol svart | Hev-senk skrivebord | Kopipapir A4 | Toner svart | LED-panel | Nitrilhansker | Skrutrekker | Veggmaling hvit matt | Silikon klar | O-ring
Kuleventil | Rustfritt rør | Sekskantskrue | Skive | Gipsplate | Isolasjonsplate | Takstein rød | Eikedør | Dørhåndtak | Laminatgulv
Plengjødsel | Plantejord | Hageslange | Eplejuice | Mineralvann | Filterkaffe | Økologisk melk | Grovbrød | Hvitvin | Olivenolje
Honning | Pasta | Nettverkskabel | Skjerm 27 tommer | Minnepinne | Trådløst tastatur | PC-veske | Blekkpatron farge | Ekstern harddisk | Filterinnsats
Kilerem | Bremseklosser | Motorolje | Vinterdekk | Tennplugg | Kulelager | Perm blå | Konvolutter | Kulepenner | Pappeske | Pakketape | Brannslukker
"""

SERVICES = """
Montering og igangkjøring | Arbeidstid | Kjøring | Konsulenttjenester | Programmering | Webdesign | Service varmepumpe | Kontorrenhold | Grafisk utforming | Oversettelse
Webhotell | Lisensavgift | Opplæring | Reparasjon | Malerarbeid | Elektroinstallasjon | Transport | Avfallshåndtering | Leie av lokaler | Månedsavgift
Fysioterapi | Skatterådgivning | Prosjektledelse | Befaring | Grunnarbeid | Strømforbruk | Ansvarsforsikring | Reisekostnader | Annonsekampanje | Brøyting
"""

DETAILS = "iht. tilbud | farge: grå | inkl. monteringsmateriell | opprinnelse Norge | 2 års garanti | størrelse L | batch 2231-B | 10-pakning | rustfritt stål"
MONTHS = "januar februar mars april mai juni juli august september oktober november desember"
SHORT = "jan. feb. mars apr. mai juni juli aug. sep. okt. nov. des."
DATES = "{d:02}.{m:02}.{y} | {d:02}.{m:02}.{y} | {d:02}.{m:02}.{y} | {d}. {Month} {y} | {d:02}.{m:02}.{yy} | {y}-{m:02}-{d:02} | {d}. {Mon} {y}"
