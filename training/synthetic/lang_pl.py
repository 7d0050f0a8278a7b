"""Polish: what papers call things, and things to sell."""

WORDS = """
title: Faktura | FAKTURA | Faktura VAT | FAKTURA VAT
title_credit: Faktura korygująca | KOREKTA FAKTURY
title_order: Zamówienie | ZAMÓWIENIE
title_confirmation: Potwierdzenie zamówienia | POTWIERDZENIE ZAMÓWIENIA
number: Numer faktury | Faktura nr | Nr faktury | Nr | Faktura VAT nr | FAKTURA NR | Numer | Nr dokumentu
date: Data wystawienia | Data faktury | Data | Wystawiono dnia | Data wyst.
due: Termin płatności | Termin zapłaty | Płatne do | Zapłata do dnia
po: Nr zamówienia | Zamówienie nr | Numer zamówienia | Państwa zamówienie | Zamówienie klienta
po_date: Data zamówienia
order_no: Nasz numer | Nr zlecenia
quote_no: Nr oferty | Oferta
customer_no: Nr klienta | Kod klienta | Numer klienta
seller_vat: NIP | NIP sprzedawcy | VAT UE | Nr VAT
buyer_vat: NIP | NIP nabywcy | NIP klienta
tax_no: REGON | BDO
registry: KRS {n} | KRS: 0000{n} {city}
manager: Prezes | Właściciel
delivery_date: Data sprzedaży | Data dostawy | Data wykonania usługi
period: Okres | Okres rozliczeniowy
delivery_note: Nr WZ | WZ
project: Projekt | Budowa
contact: Osoba kontaktowa | Wystawił | Opiekun
phone: tel. | Telefon | Tel.
fax: fax | Faks
email: e-mail | Email
web: www | Strona
page: Strona {n} z {m} | Str. {n} | Strona {n}
bill_to: Nabywca | NABYWCA | Klient | Odbiorca faktury | Płatnik
ship_to: Adres dostawy | Miejsce dostawy | Odbiorca
seller: Sprzedawca | SPRZEDAWCA | Wystawca | Dostawca
vendor: Dostawca | Sprzedawca
buyer: Nabywca | Kupujący
iban: Nr konta | Numer rachunku | IBAN | Konto
bic: SWIFT | BIC
bank: Bank | Nazwa banku
account_holder: Właściciel rachunku | Odbiorca
payment_ref: Tytuł przelewu | Tytułem
pos: Lp. | Lp | Nr
sku: Kod | Symbol | Indeks | Kod towaru
description: Nazwa towaru lub usługi | Nazwa | Nazwa towaru | Opis | Towar / usługa
quantity: Ilość | Liczba | Il.
unit: J.m. | Jm | j.m. | Jedn.
unit_price: Cena netto | Cena jedn. netto | Cena jedn. | Cena | Cena jednostkowa
discount: Rabat | Rabat %
vat_rate: VAT | Stawka VAT | VAT % | St. VAT
amount: Wartość netto | Netto | Wartość | Kwota netto
tax_cell: Kwota VAT | VAT
gross_cell: Wartość brutto | Brutto
date_cell: Data
lines_total: Suma pozycji | Wartość towarów
net: Razem netto | Suma netto | Wartość netto | Netto | Kwota netto
tax: VAT {rate} | Podatek VAT {rate} | Kwota VAT {rate} | VAT
tax_total: Razem VAT | Kwota VAT | Podatek VAT | Suma VAT
total: Do zapłaty | Razem | Razem brutto | Suma brutto | Kwota do zapłaty | RAZEM DO ZAPŁATY | Wartość brutto | Ogółem
due_amount: Pozostało do zapłaty | Do zapłaty
prepaid: Zaliczka | Zapłacono | Wpłacono
shipping: Koszt dostawy | Transport | Przesyłka
rebate: Rabat | Upust
tax_base: Netto | Podstawa
carry: Do przeniesienia | Z przeniesienia
terms_label: Forma płatności | Warunki płatności | Sposób zapłaty
terms: przelew {days} dni | Płatność w terminie {days} dni | gotówka | Przelew, termin {days} dni
due_sentence: Termin płatności: {date} | Prosimy o zapłatę do dnia {date}. | Płatne przelewem do {date}
pay_sentence: Prosimy o wpłatę {total} na podane konto.
number_date: Faktura nr {number} z dnia {date} | Faktura VAT {number} z {date}
po_sentence: Zgodnie z zamówieniem {po} | Dotyczy zamówienia nr {po}
intro: Dziękujemy za zamówienie. | Zgodnie z umową wystawiamy fakturę: | Za wykonane usługi:
thanks: Dziękujemy za zakupy! | Dziękujemy za współpracę. | Z poważaniem
notes: Towar pozostaje własnością sprzedawcy do czasu zapłaty. | Reklamacje w terminie 7 dni. | Mechanizm podzielonej płatności. | Faktura bez podpisu odbiorcy.
exempt: Odwrotne obciążenie. | Zwolnienie z VAT art. 43. | Wewnątrzwspólnotowa dostawa towarów, VAT 0%.
currency: Waluta
all_amounts: Kwoty w {currency} | Wszystkie kwoty w {currency}
salutation: Pan | Pani | Sz.P.
dept: Księgowość | Dział zakupów
units: szt. | szt | kg | godz. | m | opak. | l | kpl. | usł. | m2
trade: Budownictwo | Handel | Technika | Elektro | Metal | Meble | Druk | Logistyka | Energia | Systemy | Doradztwo | Usługi | Ogrody | Serwis | Transport | Hurtownia | Auto | Instalacje
"""

PRODUCTS = """
Krzesło biurowe czarne | Biurko regulowane | Papier ksero A4 | Toner czarny | Panel LED | Rękawice nitrylowe | Wkrętarka akumulatorowa | Farba biała matowa | Silikon bezbarwny | Uszczelka
Zawór kulowy | Rura nierdzewna | Śruba sześciokątna | Podkładka | Płyta gipsowa | Płyta izolacyjna | Dachówka czerwona | Drzwi dębowe | Klamka | Panele podłogowe
Nawóz do trawy | Ziemia ogrodowa | Wąż ogrodowy | Sok jabłkowy | Woda gazowana | Kawa mielona | Mleko ekologiczne | Chleb razowy | Wino białe | Oliwa z oliwek
Miód | Makaron | Kabel sieciowy | Monitor 27 cali | Pamięć USB | Klawiatura bezprzewodowa | Torba na laptop | Tusz kolorowy | Dysk zewnętrzny | Filtr
Pasek klinowy | Klocki hamulcowe | Olej silnikowy | Opona zimowa | Świeca zapłonowa | Łożysko | Segregator niebieski | Koperty | Długopisy | Karton wysyłkowy | Taśma klejąca | Gaśnica
"""

SERVICES = """
Montaż i uruchomienie | Robocizna | Dojazd | Doradztwo | Programowanie | Projekt strony | Przegląd kotła | Sprzątanie biura | Projekt graficzny | Tłumaczenie
Hosting | Licencja | Szkolenie | Naprawa | Malowanie | Instalacja elektryczna | Transport | Wywóz odpadów | Najem biura | Abonament
Zabieg fizjoterapii | Doradztwo podatkowe | Nadzór budowlany | Ekspertyza | Roboty ziemne | Energia elektryczna | Ubezpieczenie OC | Koszty podróży | Kampania reklamowa
"""

DETAILS = "zgodnie z ofertą | kolor: szary | z montażem | kraj pochodzenia PL | gwarancja 2 lata | rozmiar L | partia 2231-B | opak. 10 szt. | stal nierdzewna"
MONTHS = "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"
SHORT = "sty lut mar kwi maj cze lip sie wrz paź lis gru"
DATES = "{d:02}.{m:02}.{y} | {y}-{m:02}-{d:02} | {y}-{m:02}-{d:02} | {d:02}-{m:02}-{y} | {d} {Month} {y} | {d:02}/{m:02}/{y}"
