"""Finnish: what papers call things, and things to sell."""

WORDS = """
title: Lasku | LASKU | Myyntilasku | Koontilasku
title_credit: Hyvityslasku | HYVITYSLASKU
title_order: Tilaus | Ostotilaus | TILAUS | OSTOTILAUS
title_confirmation: Tilausvahvistus | TILAUSVAHVISTUS
number: Laskun numero | Laskunumero | Laskun nro | Lasku nro | LASKUN NUMERO | Laskunro | Lasku | Numero | Laskun n:o
date: Laskun päiväys | Päiväys | Laskun päivämäärä | Laskun pvm | Pvm | Laskupäivä | Päivämäärä | LASKUN PVM
due: Eräpäivä | Eräpvm | ERÄPÄIVÄ | Erääntyy | Maksettava viimeistään
po: Tilausnumero | Tilausnro | Tilauksenne | Viitteenne | Ostotilaus | Ostotilausnumero | Asiakkaan tilausnumero | Tilauksen numero
po_date: Tilauspäivä | Tilauksen päiväys | Tilauspvm
order_no: Myyntitilaus | Tilausnumeromme | Viitteemme
quote_no: Tarjousnumero | Tarjous nro
customer_no: Asiakasnumero | Asiakasnro | Asiakas nro
seller_vat: ALV-tunnus | ALV-numero | VAT-tunnus | Y-tunnus / ALV | Alv-nro | VAT-numero | ALV nro
buyer_vat: Asiakkaan ALV-tunnus | Ostajan ALV-tunnus | Asiakkaan VAT-tunnus
tax_no: Y-tunnus | LY-tunnus
registry: Kaupparekisteri {n} | Kotipaikka {city}, {n}
manager: Toimitusjohtaja | Omistaja
delivery_date: Toimituspäivä | Toimituspvm | Toimitettu | Toimitusaika
period: Laskutuskausi | Ajanjakso | Laskutusjakso
delivery_note: Lähete | Lähetenumero | Lähetteen nro
project: Projekti | Kustannuspaikka | Työnumero | Merkki
contact: Yhteyshenkilö | Myyjän yhteyshenkilö | Käsittelijä
phone: Puhelin | Puh. | Puh
fax: Faksi
email: Sähköposti | S-posti
web: Kotisivu | www | Verkkosivu
page: Sivu {n} / {m} | Sivu {n} | {n} ({m})
bill_to: Laskutusosoite | Asiakas | Laskun saaja | Laskutettava
ship_to: Toimitusosoite | Toimituspaikka
seller: Myyjä | Toimittaja | Laskuttaja | Lähettäjä
vendor: Toimittaja | Myyjä
buyer: Ostaja | Asiakas | Tilaaja
iban: IBAN | Tilinumero
bic: BIC | SWIFT
bank: Pankki | Pankkiyhteys
account_holder: Saaja | Tilinomistaja
payment_ref: Viitenumero | Viite | Maksuviite
pos: Rivi | Nro | Pos.
sku: Tuotenumero | Tuotekoodi | Tuotenro | Nimike | Koodi
description: Kuvaus | Tuote | Nimike | Tuotteen nimi | Selite | Tuote/palvelu
quantity: Määrä | Kpl | Lkm
unit: Yksikkö | Yks.
unit_price: Yksikköhinta | Hinta | à-hinta | A-hinta | Yks.hinta | Hinta (alv 0 %)
discount: Alennus | Ale % | Alennus %
vat_rate: ALV % | Alv | ALV | Alv-kanta
amount: Yhteensä | Summa | Rivisumma | Veroton hinta | Rivi yhteensä
tax_cell: Alv-määrä | Veron määrä
gross_cell: Verollinen | Sis. alv
date_cell: Pvm | Päivä
lines_total: Rivit yhteensä | Välisumma
net: Veroton yhteensä | Yhteensä ilman alv | Veroton summa | Välisumma | Yhteensä veroton | Yhteensä (alv 0 %) | Netto | Veroton hinta yhteensä
tax: ALV {rate} | Alv {rate} | Arvonlisävero {rate} | {rate} ALV
tax_total: Arvonlisävero | ALV yhteensä | Alv | Verot yhteensä | Arvonlisävero yhteensä | Veron osuus
total: Yhteensä | Maksettava yhteensä | YHTEENSÄ | Laskun loppusumma | Loppusumma | Summa yhteensä | Verollinen yhteensä | Yhteensä sis. alv | Laskun summa | Kokonaissumma
due_amount: Maksettavaa | Maksettava | Maksettava yhteensä | Avoinna | Jäljellä
prepaid: Ennakkomaksu | Maksettu | Ennakko | Jo maksettu
shipping: Toimituskulut | Rahti | Postikulut | Toimitusmaksu
rebate: Alennus | Asiakasalennus | Kanta-asiakasalennus
tax_base: Veron peruste | Veroton | Netto
carry: Siirto | Välisumma
terms_label: Maksuehto | Maksuehdot
terms: {days} pv netto | {days} päivää netto | {days} pv | Maksuaika {days} päivää | Netto {days} pv
due_sentence: Eräpäivä: {date} | Maksettava viimeistään {date}. | Pyydämme maksamaan laskun {date} mennessä.
pay_sentence: Pyydämme maksamaan summan {total} tilillemme.
number_date: Lasku nro {number}, {date} | Lasku {number} / {date}
po_sentence: Tilauksenne {po} mukaan | Viite: tilaus {po}
intro: Kiitos tilauksestanne. | Laskutamme seuraavasti: | Tehdystä työstä:
thanks: Kiitos! | Ystävällisin terveisin | Kiitos yhteistyöstä.
notes: Viivästyskorko korkolain mukaan. | Huomautusaika 8 päivää. | Käytättehän maksaessanne viitenumeroa. | Tavara on myyjän omaisuutta, kunnes se on maksettu.
exempt: Käännetty verovelvollisuus. | Arvonlisäveroton yhteisömyynti. | Veroton vienti.
currency: Valuutta
all_amounts: Kaikki summat {currency} | Summat valuutassa {currency}
salutation: Herra | Rouva
dept: Ostolaskut | Taloushallinto | Hankinta | Reskontra
units: kpl | kg | h | t | m | pkt | l | m2 | pari | kk | ltk
trade: Rakennus | Kauppa | Tekniikka | Sähkö | Metalli | Kaluste | Paino | Kuljetus | Energia | Järjestelmät | Konsultointi | Huolto | Puutarha | Data | Maalaus | Logistiikka | Auto | Putki
"""

PRODUCTS = """
Työtuoli musta | Sähköpöytä | Kopiopaperi A4 | Väriaine musta | LED-paneeli | Nitriilikäsineet | Porakone | Seinämaali valkoinen | Silikoni kirkas | O-rengas
Palloventtiili | Teräsputki | Kuusioruuvi | Aluslevy | Kipsilevy | Eristelevy | Kattotiili punainen | Tammiovi | Ovenkahva | Laminaatti
Nurmikkolannoite | Kukkamulta | Puutarhaletku | Omenamehu | Kivennäisvesi | Suodatinkahvi | Luomumaito | Ruisleipä | Valkoviini | Oliiviöljy
Hunaja | Pasta | Verkkokaapeli | Näyttö 27 tuumaa | Muistitikku | Langaton näppäimistö | Tietokonelaukku | Mustepatruuna | Ulkoinen kovalevy | Vaihtosuodatin
Kiilahihna | Jarrupalat | Moottoriöljy | Talvirengas | Sytytystulppa | Kuulalaakeri | Mappi sininen | Kirjekuoret | Kuulakärkikynät | Pahvilaatikko | Pakkausteippi | Sammutin
"""

SERVICES = """
Asennus ja käyttöönotto | Työaika | Matkakulut | Konsultointi | Ohjelmointi | Verkkosuunnittelu | Lämpöpumpun huolto | Toimiston siivous | Graafinen suunnittelu | Käännöstyö
Verkkopalvelu | Lisenssimaksu | Koulutus | Korjaus | Maalaustyö | Sähköasennus | Kuljetus | Jätehuolto | Tilavuokra | Kuukausimaksu
Fysioterapia | Veroneuvonta | Projektinhallinta | Katselmus | Maanrakennustyö | Sähkönkulutus | Vastuuvakuutus | Päiväraha | Mainoskampanja | Lumityöt
"""

DETAILS = "tarjouksen mukaan | väri: harmaa | sis. asennustarvikkeet | alkuperä Suomi | 2 vuoden takuu | koko L | erä 2231-B | 10 kpl pakkaus | ruostumaton teräs"
MONTHS = "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta"
SHORT = "tammik. helmik. maalisk. huhtik. toukok. kesäk. heinäk. elok. syysk. lokak. marrask. jouluk."
DATES = "{d}.{m}.{y} | {d}.{m}.{y} | {d}.{m}.{y} | {d:02}.{m:02}.{y} | {d:02}.{m:02}.{y} | {d}. {Month} {y} | {y}-{m:02}-{d:02}"
