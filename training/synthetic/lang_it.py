"""Italian: what papers call things, and things to sell."""

WORDS = """
title: Fattura | FATTURA | Fattura di vendita | Fattura accompagnatoria | FATTURA
title_credit: Nota di credito | NOTA DI CREDITO
title_order: Ordine | Ordine di acquisto | ORDINE
title_confirmation: Conferma d'ordine | CONFERMA ORDINE
number: Numero fattura | Fattura n. | Fattura N° | N. fattura | Nr. fattura | Numero | Documento n. | FATTURA N. | N. documento | Fattura
date: Data fattura | Data | Data documento | Data di emissione | del | DATA | Data emissione
due: Scadenza | Data scadenza | Data di scadenza | Da pagare entro | Scadenza pagamento
po: Ordine n. | Vs. ordine | N. ordine | Numero ordine | Rif. ordine | Vostro riferimento | Ordine di acquisto | Vs. rif.
po_date: Data ordine | Ordine del
order_no: Ns. riferimento | Commessa | Rif. interno
quote_no: Preventivo n. | Offerta
customer_no: Codice cliente | Cod. cliente | N. cliente | Cliente n.
seller_vat: P. IVA | Partita IVA | P.IVA | P.I. | Partita IVA / C.F.
buyer_vat: P. IVA cliente | Partita IVA cliente | P.IVA cliente | P. IVA
tax_no: C.F. | Codice fiscale | Cod. Fisc.
registry: REA {city} {n} | R.I. {city} n. {n} | C.C.I.A.A. {city} {n}
manager: Amministratore | Titolare
delivery_date: Data consegna | Data di consegna | Consegna
period: Periodo | Periodo di riferimento
delivery_note: DDT n. | Bolla n. | D.D.T.
project: Progetto | Cantiere | CIG
contact: Riferimento | Contatto | Agente
phone: Tel. | Telefono
fax: Fax
email: E-mail | Email | PEC
web: Sito | Web
page: Pagina {n} di {m} | Pag. {n} | Pagina {n} | {n}/{m}
bill_to: Spett.le | Cliente | Destinatario | Fatturare a | Intestatario | CLIENTE | Cessionario
ship_to: Luogo di consegna | Destinazione merce | Indirizzo di consegna | Consegnare a
seller: Fornitore | Venditore | Emittente | Cedente
vendor: Fornitore | Spett.le
buyer: Acquirente | Cliente
iban: IBAN | Codice IBAN | Coordinate IBAN
bic: BIC | SWIFT | BIC/SWIFT
bank: Banca | Banca d'appoggio | Istituto
account_holder: Intestatario | Beneficiario
payment_ref: Causale | Riferimento
pos: N. | Riga | Pos. | #
sku: Codice | Cod. art. | Articolo | Cod. | Rif.
description: Descrizione | Descrizione beni | Articolo | Prodotto | DESCRIZIONE | Prestazione
quantity: Quantità | Q.tà | Qtà | Q.ta | Pezzi
unit: U.M. | UM | Unità
unit_price: Prezzo unitario | Prezzo | Prezzo unit. | P. unitario | Pr. unit. | PREZZO
discount: Sconto | Sc. % | Sconto %
vat_rate: IVA | % IVA | Aliq. IVA | IVA % | Aliquota
amount: Importo | Totale | Importo netto | Imponibile | IMPORTO | Prezzo totale | Tot. riga
tax_cell: Imposta | IVA
gross_cell: Totale ivato
date_cell: Data
lines_total: Totale merce | Totale righe | Somma
net: Imponibile | Totale imponibile | Totale netto | Netto | Subtotale | IMPONIBILE | Totale merce netto
tax: IVA {rate} | I.V.A. {rate} | Imposta {rate} | IVA ({rate}) | IVA
tax_total: Totale IVA | Imposta | Totale imposta | IVA
total: Totale | Totale fattura | TOTALE | Totale documento | Totale da pagare | TOTALE FATTURA | Netto a pagare | Totale complessivo | Importo totale
due_amount: Da pagare | Netto a pagare | Saldo | Residuo
prepaid: Acconto | Già versato | Anticipo
shipping: Spese di spedizione | Trasporto | Spese di trasporto
rebate: Sconto | Sconto commerciale | Abbuono
tax_base: Imponibile
carry: Riporto | A riportare
terms_label: Pagamento | Condizioni di pagamento | Modalità di pagamento
terms: Bonifico {days} gg | {days} gg data fattura | Rimessa diretta | Ri.Ba. {days} gg f.m. | Pagamento a {days} giorni | Pagamento alla consegna
due_sentence: Scadenza: {date} | Da pagare entro il {date}. | Si prega di effettuare il pagamento entro il {date}. | Sconto 2% entro il {early}, netto entro il {date}
pay_sentence: Si prega di versare {total} sul conto indicato. | Importo di {total} tramite bonifico bancario.
number_date: Fattura n. {number} del {date} | Fattura {number} del {date} | Documento n. {number} in data {date}
po_sentence: Come da Vs. ordine n. {po} | Rif. Vs. ordine {po}
intro: Vi fatturiamo quanto segue: | Grazie per la fiducia accordataci. | Dettaglio delle prestazioni:
thanks: Grazie per il vostro acquisto! | Cordiali saluti | Grazie per la collaborazione.
notes: Contributo CONAI assolto ove dovuto. | Merce di nostra proprietà fino al pagamento. | Reclami entro 8 giorni. | Interessi di mora come da D.Lgs. 231/2002. | Documento privo di valore fiscale.
exempt: Operazione non imponibile art. 41. | Reverse charge. | Esente IVA art. 10.
currency: Valuta | Divisa
all_amounts: Importi in {currency} | Tutti gli importi in {currency}
salutation: Sig. | Sig.ra | Gent.mo
dept: Amministrazione | Ufficio acquisti | Contabilità fornitori
units: pz | nr | kg | h | m | conf | l | mq | paio | mese
trade: Costruzioni | Impianti | Forniture | Elettronica | Arredamenti | Trasporti | Consulenze | Sistemi | Alimentari | Servizi | Meccanica | Grafica | Ristorazione | Energia | Vini | Tessuti | Auto | Edilizia
"""

PRODUCTS = """
Sedia ufficio nera | Scrivania regolabile | Carta A4 80g | Toner nero | Pannello LED | Guanti in nitrile | Trapano a batteria | Pittura bianca opaca | Silicone trasparente | Guarnizione
Valvola a sfera | Tubo inox | Vite esagonale | Rondella | Lastra di cartongesso | Pannello isolante | Tegola rossa | Porta rovere | Maniglia | Pavimento laminato
Concime prato | Terriccio | Tubo da giardino | Succo di mela | Acqua frizzante | Caffè macinato | Latte biologico | Pane integrale | Vino bianco secco | Olio extravergine
Miele | Pasta di semola | Cavo di rete | Monitor 27 pollici | Chiavetta USB | Tastiera senza fili | Borsa notebook | Cartuccia colore | Disco esterno | Filtro ricambio
Cinghia | Pastiglie freno | Olio motore | Pneumatico invernale | Candela | Cuscinetto | Raccoglitore blu | Buste | Penne a sfera | Scatola | Nastro adesivo | Estintore
"""

SERVICES = """
Installazione e collaudo | Manodopera | Diritto di chiamata | Consulenza | Sviluppo software | Sito web | Manutenzione caldaia | Pulizia uffici | Grafica | Traduzione
Hosting | Licenza software | Formazione | Riparazione | Tinteggiatura | Impianto elettrico | Trasporto | Smaltimento rifiuti | Affitto ufficio | Canone mensile
Seduta di fisioterapia | Consulenza fiscale | Direzione lavori | Perizia | Scavi | Fornitura energia elettrica | Assicurazione RC | Spese di viaggio | Campagna pubblicitaria
"""

DETAILS = "come da preventivo | colore: grigio | fissaggio incluso | origine Italia | garanzia 2 anni | taglia L | lotto 2231-B | confezione da 10 | acciaio inox | a corpo"
MONTHS = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
SHORT = "gen feb mar apr mag giu lug ago set ott nov dic"
DATES = "{d:02}/{m:02}/{y} | {d:02}/{m:02}/{y} | {d:02}-{m:02}-{y} | {d} {Month} {y} | {d:02}/{m:02}/{yy} | {d:02}.{m:02}.{y} | {d} {Mon} {y} | {y}-{m:02}-{d:02}"
