"""Hungarian: what papers call things, and things to sell."""

WORDS = """
title: Számla | SZÁMLA | Elektronikus számla | Áfás számla | Végszámla | Részszámla
title_credit: Sztornó számla | Helyesbítő számla | SZTORNÓ SZÁMLA | Jóváíró számla | Érvénytelenítő számla
title_order: Megrendelés | MEGRENDELÉS | Megrendelőlap
title_confirmation: Rendelés visszaigazolás | Visszaigazolás
number: Számlaszám | Számla sorszáma | Sorszám | Számla száma | SZÁMLASZÁM | Számla sorszám | Bizonylatszám | Számla
date: Számla kelte | Kelt | Kiállítás dátuma | Számla dátuma | Dátum | Keltezés | Kiállítás kelte | Számla kiállításának kelte
due: Fizetési határidő | Esedékesség | FIZETÉSI HATÁRIDŐ | Fizetendő eddig
po: Megrendelés száma | Rendelésszám | Rendelési szám | Megrendelésszám | Vevői rendelésszám | Megrendelés | Rendelés
po_date: Rendelés dátuma | Megrendelés kelte
order_no: Munkaszám | Belső rendelésszám
quote_no: Ajánlat száma | Ajánlatszám
customer_no: Vevőkód | Ügyfélszám | Ügyfélkód | Partnerkód
seller_vat: Adószám | Közösségi adószám | EU adószám | Adószáma
buyer_vat: Vevő adószáma | Vevő közösségi adószáma
tax_no: Csoportazonosító | Adóazonosító
registry: Cégjegyzékszám {n} | Cg. {n}
manager: Ügyvezető | Tulajdonos
delivery_date: Teljesítés | Teljesítés dátuma | Teljesítés kelte | Teljesítési időpont | Teljesítés időpontja
period: Elszámolási időszak | Időszak
delivery_note: Szállítólevél | Szállítólevél száma
project: Projekt | Munka | Költséghely
contact: Kapcsolattartó | Ügyintéző
phone: Telefon | Tel. | Tel | Telefonszám
fax: Fax
email: E-mail | Email
web: Web | Honlap
page: {n}. oldal | Oldal: {n}/{m} | {n}/{m}. oldal | {n} / {m}
bill_to: Vevő | Számlázási cím | Megrendelő | Ügyfél | Vevő neve, címe
ship_to: Szállítási cím | Teljesítés helye
seller: Eladó | Szállító | Számlakibocsátó | ELADÓ | Kibocsátó
vendor: Szállító | Eladó | Beszállító
buyer: Vevő | Megrendelő | VEVŐ
iban: IBAN
bic: SWIFT | BIC | SWIFT kód
bank: Bank | Számlavezető bank | Bankszámla
account_holder: Számlatulajdonos | Kedvezményezett
payment_ref: Közlemény | Hivatkozási szám
pos: Ssz. | Sor | Nr.
sku: Cikkszám | Kód | Termékkód
description: Megnevezés | Termék megnevezése | Termék/szolgáltatás | Leírás | Tétel
quantity: Mennyiség | Menny. | Db
unit: Me. | M.e. | Egység | Mennyiségi egység
unit_price: Egységár | Nettó egységár | Egys.ár | Ár | Nettó ár
discount: Kedvezmény | Eng. %
vat_rate: ÁFA | ÁFA % | Áfa kulcs | ÁFA kulcs | Áfa
amount: Nettó érték | Nettó ár | Érték | Nettó összesen | Összeg
tax_cell: Áfa érték | ÁFA összege
gross_cell: Bruttó érték | Bruttó ár | Bruttó
date_cell: Dátum
lines_total: Tételek összesen | Részösszeg
net: Nettó összesen | Összesen nettó | Nettó végösszeg | Részösszeg | Nettó érték | Adóalap | Nettó összeg | Adóalap összesen
tax: ÁFA {rate} | {rate} ÁFA | Áfa ({rate}) | {rate} áfa | ÁFA {rate}
tax_total: ÁFA összesen | Összes ÁFA | Áfa összege | ÁFA | Áfa érték | Általános forgalmi adó
total: Fizetendő | Végösszeg | Összesen | Bruttó végösszeg | Fizetendő végösszeg | Fizetendő összeg | FIZETENDŐ | Bruttó összesen | Számla végösszege | Mindösszesen | Összesen fizetendő | Számla összege
due_amount: Fizetendő | Még fizetendő | Fizetendő összeg | Hátralék | Fennmaradó összeg
prepaid: Előleg | Befizetve | Kifizetve | Már fizetve | Levont előleg
shipping: Szállítás | Szállítási költség | Postaköltség | Szállítási díj
rebate: Kedvezmény | Árengedmény | Engedmény
tax_base: Adóalap | Nettó
carry: Áthozat | Részösszeg
terms_label: Fizetési feltételek | Fizetési mód | Fizetési feltétel
terms: Fizetési határidő {days} nap | {days} nap | Átutalás {days} napon belül | Fizetés {days} napon belül | Készpénz
due_sentence: Fizetési határidő: {date} | Fizetendő legkésőbb: {date} | Kérjük, a számlát {date} napig fizesse meg.
pay_sentence: Kérjük, utaljon {total} összeget bankszámlánkra.
number_date: Számla: {number}, kelte: {date} | {number} számú számla, {date}
po_sentence: A {po} számú megrendelés alapján | Megrendelés: {po}
intro: Köszönjük megrendelését. | Az alábbiakat számlázzuk: | Elvégzett munkák:
thanks: Köszönjük a vásárlást! | Üdvözlettel | Köszönjük az együttműködést.
notes: Késedelmes fizetés esetén késedelmi kamatot számítunk fel. | Az áru a teljes fizetésig az eladó tulajdona. | Reklamáció 8 napon belül. | A számla aláírás nélkül is érvényes.
exempt: Fordított adózás. | Áfamentes közösségi értékesítés. | Adómentes.
currency: Pénznem | Deviza
all_amounts: Minden összeg {currency} pénznemben | Összegek: {currency}
salutation: Úr | Asszony
dept: Könyvelés | Beszerzés | Pénzügy
units: db | kg | óra | m | csomag | l | m2 | pár | hó | klt
trade: Építő | Kereskedelmi | Műszaki | Villamos | Fém | Bútor | Nyomda | Szállítás | Energia | Rendszer | Tanácsadó | Szerviz | Kert | Adat | Festő | Logisztika | Autó | Gépész
"""

PRODUCTS = """
Irodai szék fekete | Állítható íróasztal | Másolópapír A4 | Toner fekete | LED lámpa | Nitril kesztyű | Fúrógép | Falfesték fehér | Szilikon átlátszó | Tömítőgyűrű
Golyóscsap | Rozsdamentes cső | Hatlapfejű csavar | Alátét | Gipszkarton | Hőszigetelő lap | Tetőcserép piros | Tölgyfa ajtó | Kilincs | Laminált padló
Fűtrágya | Virágföld | Locsolótömlő | Almalé | Ásványvíz | Őrölt kávé | Bio tej | Teljes kiőrlésű kenyér | Fehérbor | Olívaolaj
Méz | Tészta | Hálózati kábel | Monitor 27 col | Pendrive | Vezeték nélküli billentyűzet | Laptop táska | Tintapatron színes | Külső merevlemez | Cserélhető szűrő
Ékszíj | Fékbetét | Motorolaj | Téli gumi | Gyújtógyertya | Golyóscsapágy | Iratrendező kék | Borítékok | Golyóstoll | Kartondoboz | Ragasztószalag | Tűzoltó készülék
"""

SERVICES = """
Szerelés és beüzemelés | Munkadíj | Kiszállási díj | Tanácsadás | Programozás | Webtervezés | Hőszivattyú karbantartás | Irodatakarítás | Grafikai tervezés | Fordítás
Tárhely | Licencdíj | Oktatás | Javítás | Festés | Villanyszerelés | Fuvarozás | Hulladékszállítás | Bérleti díj | Havidíj
Gyógytorna | Adótanácsadás | Projektvezetés | Szakvélemény | Földmunka | Áramfogyasztás | Felelősségbiztosítás | Szállásdíj | Hirdetési kampány | Hóeltakarítás
"""

DETAILS = "ajánlat szerint | szín: szürke | szerelési anyaggal | származás: Magyarország | 2 év garancia | L méret | 2231-B tétel | 10 db/csomag | rozsdamentes acél"
MONTHS = "január február március április május június július augusztus szeptember október november december"
SHORT = "jan. febr. márc. ápr. máj. jún. júl. aug. szept. okt. nov. dec."
DATES = "{y}.{m:02}.{d:02}. | {y}.{m:02}.{d:02}. | {y}. {m:02}. {d:02}. | {y}.{m:02}.{d:02} | {y}-{m:02}-{d:02} | {y}-{m:02}-{d:02} | {y}. {Month} {d}. | {y}. {Mon} {d}. | {y}/{m:02}/{d:02}"
