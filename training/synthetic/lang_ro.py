"""Romanian: what papers call things, and things to sell."""

WORDS = """
title: Factură | FACTURĂ | Factură fiscală | FACTURĂ FISCALĂ | Factura | FACTURA | Factură de servicii
title_credit: Factură storno | Notă de credit | FACTURĂ STORNO | Storno
title_order: Comandă | COMANDĂ | Notă de comandă | Comandă de achiziție
title_confirmation: Confirmare de comandă | CONFIRMARE COMANDĂ
number: Număr factură | Nr. factură | Factura nr. | Seria și numărul | Nr. facturii | Numărul facturii | Serie / Număr | NR. FACTURĂ | Număr | Factură nr. | Nr.
date: Data facturii | Data emiterii | Data | Emisă la | Data (zi/lună/an) | DATA EMITERII | Dată emitere
due: Data scadenței | Scadență | Termen de plată | Scadent la | DATA SCADENȚEI | Scadența | Termen plată
po: Număr comandă | Nr. comandă | Comanda nr. | Comanda dvs. | Nr. comandă client | Comandă client | Comanda
po_date: Data comenzii
order_no: Comandă internă | Nr. comandă vânzare
quote_no: Ofertă nr. | Nr. ofertă
customer_no: Cod client | Nr. client
seller_vat: CUI | C.U.I. | CIF | C.I.F. | Cod fiscal | Cod TVA | Cod de identificare fiscală | CIF/CUI
buyer_vat: CUI client | CIF client | Cod fiscal client | CIF cumpărător
tax_no: Nr. Reg. Com. | Nr. ord. reg. com. | Reg. com.
registry: Capital social {n} lei | Reg. com. {city} {n}
manager: Administrator | Director
delivery_date: Data livrării | Data prestării | Livrat la
period: Perioada | Perioadă de facturare
delivery_note: Aviz de însoțire | Aviz nr. | Nr. aviz
project: Proiect | Șantier | Centru de cost
contact: Persoană de contact | Întocmit de | Agent
phone: Tel. | Telefon | Tel
fax: Fax
email: E-mail | Email
web: Web | Site
page: Pagina {n} din {m} | Pagina {n} | Pag. {n}/{m}
bill_to: Client | Cumpărător | Facturat către | Beneficiar | Adresa de facturare
ship_to: Adresa de livrare | Loc de livrare | Livrare la
seller: Furnizor | Vânzător | Prestator | FURNIZOR | Emitent
vendor: Furnizor | Vânzător
buyer: Cumpărător | Client | Beneficiar | CLIENT
iban: IBAN | Cont IBAN | Cont
bic: SWIFT | BIC | Cod SWIFT
bank: Banca | Bancă
account_holder: Titular cont
payment_ref: Referință plată | Detalii plată
pos: Nr. crt. | Poz. | Nr.
sku: Cod | Cod produs | Cod articol
description: Denumirea produselor sau a serviciilor | Denumire | Produs | Descriere | Denumire produs/serviciu | Denumirea produselor
quantity: Cantitate | Cantitatea | Cant. | Buc.
unit: U.M. | UM | Unitate
unit_price: Preț unitar | Preț unitar (fără TVA) | Preț | Preț unitar fără TVA | P.U.
discount: Discount | Reducere %
vat_rate: TVA | Cota TVA | TVA % | Cotă TVA
amount: Valoare | Valoarea | Valoare fără TVA | Total | Valoare netă
tax_cell: Valoare TVA | Valoarea TVA
gross_cell: Valoare cu TVA | Total cu TVA
date_cell: Data
lines_total: Total produse | Subtotal
net: Total fără TVA | Subtotal | Bază impozabilă | Valoare fără TVA | Total net | Valoare netă | Total valoare fără TVA | Baza de impozitare
tax: TVA {rate} | TVA ({rate}) | {rate} TVA | TVA {rate}
tax_total: Total TVA | TVA | Valoare TVA | TVA total | Valoarea TVA
total: Total de plată | Total general | TOTAL DE PLATĂ | Total | Total cu TVA | Total factură | De plată | Valoare totală | Suma totală | Total plată
due_amount: Rest de plată | De plată | Sold de plată | Rămas de plată
prepaid: Avans | Achitat | Plătit | Avans achitat
shipping: Transport | Livrare | Cost transport | Taxă livrare
rebate: Discount | Reducere | Reducere comercială
tax_base: Bază | Bază impozabilă
carry: Report | Subtotal
terms_label: Condiții de plată | Termeni de plată | Modalitate de plată
terms: {days} zile | Plata în {days} zile | Termen de plată: {days} zile | Plata la {days} zile de la facturare | Numerar
due_sentence: Scadență: {date} | Vă rugăm să achitați până la {date}. | De achitat până la data de {date}.
pay_sentence: Vă rugăm să achitați suma de {total} în contul nostru.
number_date: Factura nr. {number} din {date} | Seria {number} din data de {date}
po_sentence: Conform comenzii dvs. {po} | Ref. comandă {po}
intro: Vă mulțumim pentru comandă. | Vă facturăm următoarele: | Pentru lucrările efectuate:
thanks: Vă mulțumim! | Cu stimă | Mulțumim pentru colaborare.
notes: Pentru întârzieri se percep penalități. | Marfa rămâne proprietatea furnizorului până la plata integrală. | Reclamații în 8 zile. | Factura circulă fără semnătură și ștampilă.
exempt: Taxare inversă. | Scutit de TVA. | Livrare intracomunitară scutită.
currency: Moneda | Valuta
all_amounts: Toate sumele în {currency} | Sume în {currency}
salutation: Domnul | Doamna
dept: Contabilitate | Achiziții | Financiar
units: buc | buc. | kg | ore | h | m | pachet | l | mp | pereche | luni | set
trade: Construct | Comert | Tehnic | Electric | Metal | Mobila | Tipo | Transport | Energy | Sistem | Consulting | Service | Gradina | Data | Invest | Logistic | Auto | Instal
"""

PRODUCTS = """
Scaun de birou negru | Birou reglabil | Hârtie copiator A4 | Toner negru | Panou LED | Mănuși nitril | Bormașină | Vopsea lavabilă albă | Silicon transparent | Garnitură inelară
Robinet cu bilă | Țeavă inox | Șurub hexagonal | Șaibă | Gips-carton | Placă izolantă | Țiglă roșie | Ușă stejar | Clanță | Parchet laminat
Îngrășământ gazon | Pământ de flori | Furtun de grădină | Suc de mere | Apă minerală | Cafea măcinată | Lapte bio | Pâine integrală | Vin alb | Ulei de măsline
Miere | Paste făinoase | Cablu de rețea | Monitor 27 inch | Stick USB | Tastatură fără fir | Geantă laptop | Cartuș cerneală | Disc extern | Filtru de schimb
Curea trapezoidală | Plăcuțe de frână | Ulei de motor | Anvelopă de iarnă | Bujie | Rulment cu bile | Biblioraft albastru | Plicuri | Pixuri | Cutie de carton | Bandă adezivă | Stingător
"""

SERVICES = """
Montaj și punere în funcțiune | Manoperă | Deplasare | Consultanță | Programare | Creare site web | Revizie pompă de căldură | Curățenie birouri | Design grafic | Traducere
Găzduire web | Taxă de licență | Instruire | Reparație | Zugrăveli | Instalații electrice | Transport marfă | Colectare deșeuri | Chirie spațiu | Abonament lunar
Fizioterapie | Consultanță fiscală | Management de proiect | Expertiză | Terasamente | Consum energie electrică | Asigurare de răspundere | Cazare cu mic dejun | Campanie publicitară | Deszăpezire
"""

DETAILS = "conform ofertei | culoare: gri | incl. material de montaj | origine România | garanție 2 ani | mărimea L | lot 2231-B | set 10 buc | oțel inoxidabil"
MONTHS = "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"
SHORT = "ian. feb. mar. apr. mai iun. iul. aug. sept. oct. nov. dec."
DATES = "{d:02}.{m:02}.{y} | {d:02}.{m:02}.{y} | {d:02}.{m:02}.{y} | {d:02}/{m:02}/{y} | {d:02}-{m:02}-{y} | {d} {Month} {y} | {d:02} {Mon} {y} | {y}-{m:02}-{d:02}"
