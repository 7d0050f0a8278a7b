"""Czech: what papers call things, and things to sell."""

WORDS = """
title: Faktura | FAKTURA | Faktura - daňový doklad | FAKTURA - DAŇOVÝ DOKLAD | Daňový doklad | Faktura vydaná | Vyúčtovací faktura
title_credit: Dobropis | DOBROPIS | Opravný daňový doklad | OPRAVNÝ DAŇOVÝ DOKLAD
title_order: Objednávka | OBJEDNÁVKA | Objednávka vydaná
title_confirmation: Potvrzení objednávky | POTVRZENÍ OBJEDNÁVKY
number: Číslo faktury | Faktura č. | Faktura číslo | Číslo dokladu | Doklad č. | Č. faktury | Číslo | FAKTURA Č. | Daňový doklad č. | Evidenční číslo
date: Datum vystavení | Vystaveno | Datum | Vystaveno dne | Dne | Datum vyst. | DATUM VYSTAVENÍ
due: Datum splatnosti | Splatnost | Splatno | Splatné do | Splatnost dne | DATUM SPLATNOSTI | Splatno dne
po: Číslo objednávky | Objednávka č. | Vaše objednávka | Obj. č. | Objednávka | Č. objednávky | Objednávka odběratele
po_date: Datum objednávky | Objednáno dne
order_no: Zakázka č. | Číslo zakázky | Naše objednávka
quote_no: Nabídka č. | Číslo nabídky
customer_no: Číslo zákazníka | Zákaznické číslo | Kód odběratele
seller_vat: DIČ | DIČ/VAT | IČ DPH | DIČ č.
buyer_vat: DIČ odběratele | DIČ zákazníka | DIČ kupujícího
tax_no: IČO | IČ
registry: Spisová značka C {n} | Zapsáno u Krajského soudu, oddíl C, vložka {n} | OR {city}, vložka {n}
manager: Jednatel | Majitel
delivery_date: Datum uskutečnění zdanitelného plnění | DUZP | Datum plnění | Datum zdan. plnění | Datum dodání | Den uskutečnění plnění
period: Období | Fakturační období | Zúčtovací období
delivery_note: Dodací list | Dodací list č. | Číslo dodacího listu
project: Projekt | Zakázka | Středisko | Stavba
contact: Kontaktní osoba | Vystavil | Kontakt | Vyřizuje
phone: Tel. | Telefon | Tel | Mobil
fax: Fax
email: E-mail | Email
web: Web | www | Internet
page: Strana {n} z {m} | Strana {n} | Strana {n}/{m} | List {n}
bill_to: Odběratel | Fakturační adresa | Zákazník | Odběratel/Příjemce | Fakturovat na
ship_to: Dodací adresa | Místo dodání | Konečný příjemce | Adresa dodání
seller: Dodavatel | Prodávající | DODAVATEL | Zhotovitel
vendor: Dodavatel | Prodávající
buyer: Odběratel | Kupující | Zákazník | ODBĚRATEL | Objednatel
iban: IBAN
bic: SWIFT | BIC | SWIFT (BIC)
bank: Banka | Bankovní spojení | Peněžní ústav
account_holder: Majitel účtu | Příjemce
payment_ref: Variabilní symbol | Var. symbol | VS
pos: Č. | Pol. | Položka | Poř. č.
sku: Kód | Kód zboží | Katalogové č. | Kat. číslo
description: Označení dodávky | Popis | Název | Položka | Text | Název položky | Popis položky | Předmět plnění
quantity: Množství | Počet | Počet MJ
unit: MJ | Jednotka | J.
unit_price: Cena za MJ | J. cena | Jedn. cena | Cena/MJ | Cena | Jednotková cena | Cena bez DPH/MJ
discount: Sleva | Sleva %
vat_rate: DPH | Sazba DPH | %DPH | DPH %
amount: Cena celkem | Celkem | Cena bez DPH | Celkem bez DPH | Základ
tax_cell: Výše DPH | DPH Kč | Částka DPH
gross_cell: Celkem s DPH | Kč celkem | Cena s DPH
date_cell: Datum
lines_total: Součet položek | Mezisoučet
net: Celkem bez DPH | Základ daně | Mezisoučet | Základ DPH | Částka bez DPH | Cena bez DPH celkem | Základ daně celkem | Součet bez DPH
tax: DPH {rate} | DPH ({rate}) | {rate} DPH | Daň {rate} | Sazba DPH {rate}
tax_total: DPH | DPH celkem | Celkem DPH | Výše daně | Daň z přidané hodnoty | Částka DPH
total: Celkem k úhradě | Celkem | Celkem s DPH | K úhradě | CELKEM K ÚHRADĚ | Částka k úhradě | Cena celkem s DPH | Fakturovaná částka | Celkem včetně DPH | Celková částka | Celkem Kč
due_amount: Zbývá uhradit | K úhradě | Zbývá k úhradě | Doplatek | Nedoplatek
prepaid: Uhrazeno | Zaplaceno | Uhrazeno zálohou | Odpočet zálohy | Zaplacená záloha
shipping: Doprava | Poštovné | Doprava a balné | Přeprava
rebate: Sleva | Množstevní sleva | Věrnostní sleva
tax_base: Základ | Základ daně
carry: Převod | Mezisoučet
terms_label: Platební podmínky | Splatnost
terms: Splatnost {days} dní | {days} dní | Splatné do {days} dnů | Splatnost faktury {days} dnů | Hotově
due_sentence: Splatno do {date}. | Datum splatnosti: {date} | Uhraďte prosím do {date}.
pay_sentence: Prosíme o úhradu částky {total} na náš účet.
number_date: Faktura č. {number} ze dne {date} | Faktura {number}, {date}
po_sentence: Na základě Vaší objednávky {po} | Dle objednávky {po}
intro: Děkujeme za objednávku. | Fakturujeme Vám: | Fakturujeme Vám za provedené práce:
thanks: Děkujeme za Váš nákup. | S pozdravem | Děkujeme za spolupráci.
notes: Při nedodržení splatnosti účtujeme úrok z prodlení. | Zboží zůstává do úplného zaplacení majetkem dodavatele. | Reklamace do 8 dnů. | Společnost je zapsána v obchodním rejstříku.
exempt: Daň odvede zákazník. | Přenesená daňová povinnost. | Osvobozeno od daně.
currency: Měna
all_amounts: Všechny částky v {currency} | Částky v {currency}
salutation: Pan | Paní
dept: Účtárna | Nákup | Fakturace | Ekonomické oddělení
units: ks | kg | hod | h | m | bal | l | m2 | pár | měs. | kpl
trade: Stavby | Obchod | Technika | Elektro | Kovo | Nábytek | Tisk | Doprava | Energie | Systémy | Poradenství | Servis | Zahrady | Data | Malby | Logistika | Auto | Instalace
"""

PRODUCTS = """
Kancelářská židle černá | Stůl výškově nastavitelný | Papír A4 80g | Toner černý | LED svítidlo | Nitrilové rukavice | Vrtačka aku | Malířská barva bílá | Silikon průhledný | Těsnicí kroužek
Kulový kohout | Nerezová trubka | Šroub se šestihrannou hlavou | Podložka | Sádrokartonová deska | Izolační deska | Střešní taška červená | Dubové dveře | Klika | Laminátová podlaha
Hnojivo na trávník | Substrát | Zahradní hadice | Jablečná šťáva | Minerální voda | Mletá káva | Bio mléko | Celozrnný chléb | Bílé víno | Olivový olej
Med | Těstoviny | Síťový kabel | Monitor 27 palců | Flash disk | Bezdrátová klávesnice | Taška na notebook | Inkoustová náplň | Externí disk | Náhradní filtr
Klínový řemen | Brzdové destičky | Motorový olej | Zimní pneumatika | Zapalovací svíčka | Kuličkové ložisko | Pořadač modrý | Obálky | Kuličková pera | Krabice | Balicí páska | Hasicí přístroj
"""

SERVICES = """
Montáž a uvedení do provozu | Práce technika | Cestovné | Konzultace | Programování | Webdesign | Servis tepelného čerpadla | Úklid kanceláří | Grafický návrh | Překlad
Hosting | Licenční poplatek | Školení | Oprava | Malířské práce | Elektroinstalace | Doprava zboží | Odvoz odpadu | Nájem prostor | Měsíční paušál
Fyzioterapie | Daňové poradenství | Řízení projektu | Posudek | Zemní práce | Spotřeba elektřiny | Pojištění odpovědnosti | Ubytování | Reklamní kampaň | Zimní údržba
"""

DETAILS = "dle nabídky | barva: šedá | vč. montážního materiálu | původ ČR | záruka 2 roky | velikost L | šarže 2231-B | balení 10 ks | nerezová ocel"
MONTHS = "ledna února března dubna května června července srpna září října listopadu prosince"
SHORT = "led. úno. bře. dub. kvě. čvn. čvc. srp. zář. říj. lis. pro."
DATES = "{d:02}.{m:02}.{y} | {d:02}.{m:02}.{y} | {d}.{m}.{y} | {d}. {m}. {y} | {d}. {m}. {y} | {d:02}. {m:02}. {y} | {d}. {Month} {y} | {y}-{m:02}-{d:02}"
