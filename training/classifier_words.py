# ruff: noqa: E501  -- a table of words reads better in long rows
"""Printed titles and labels of many kinds of documents, by kind and language.

A kind in `KINDS` maps a language to its titles, then the labels that follow; a semicolon stands between two. The kinds
of class ``other`` are near misses: a quote or a statement resembles an invoice.
"""

from __future__ import annotations

COMMON = {
    "en": "Date; Page; Phone; Fax; Email; Customer No.; Reference; Description; Quantity; Qty; Unit price; Price; Amount; "
    "Total; Subtotal; VAT; Tax; Net; Item; Address; Contact; Delivery date; VAT ID; www; Notes; Ship to; Terms; Discount",
    "de": "Datum; Seite; Telefon; Telefax; E-Mail; Kunden-Nr.; Kundennummer; Ihr Zeichen; Bezeichnung; Beschreibung; Menge; "
    "Einzelpreis; Preis; Betrag; Gesamt; Summe; Zwischensumme; MwSt.; USt.; Netto; Brutto; Pos.; Artikel; Lieferadresse; "
    "Ansprechpartner; Liefertermin; USt-IdNr.; Steuernummer; Geschäftsführer; Amtsgericht; Einheit; Rabatt; Stück; Versand",
    "fr": "Date; Page; Tél.; Fax; Courriel; N° client; Référence; Désignation; Description; Quantité; Qté; Prix unitaire; "
    "P.U. HT; Montant; Montant HT; Total HT; TVA; Total TTC; Sous-total; Remise; Adresse; SIRET; N° TVA; Livraison; "
    "Adresse de livraison; Interlocuteur; Conditions; Article; Unité",
    "es": "Fecha; Página; Teléfono; Fax; Correo; N.º cliente; Referencia; Descripción; Concepto; Cantidad; Precio unitario; "
    "Precio; Importe; Total; Subtotal; IVA; Base imponible; Descuento; Dirección; NIF; CIF; Entrega; Artículo; Unidad",
    "it": "Data; Pagina; Telefono; Fax; Email; Codice cliente; Riferimento; Descrizione; Quantità; Prezzo unitario; Prezzo; "
    "Importo; Totale; Subtotale; IVA; Imponibile; Sconto; Indirizzo; P.IVA; Codice fiscale; Consegna; Articolo; Unità",
    "nl": "Datum; Pagina; Telefoon; Fax; E-mail; Klantnummer; Referentie; Omschrijving; Aantal; Stukprijs; Prijs; Bedrag; "
    "Totaal; Subtotaal; BTW; Netto; Korting; Adres; KvK; BTW-nummer; Levering; Artikel; Eenheid; Afleveradres",
    "pt": "Data; Página; Telefone; Fax; Email; N.º cliente; Referência; Descrição; Quantidade; Preço unitário; Preço; Valor; "
    "Total; Subtotal; IVA; Desconto; Morada; Endereço; NIF; CNPJ; Entrega; Artigo; Unidade",
    "pl": "Data; Strona; Telefon; Faks; E-mail; Nr klienta; Opis; Nazwa towaru; Ilość; Cena jednostkowa; Cena netto; Wartość; "
    "Razem; Suma; VAT; Netto; Brutto; Rabat; Adres; NIP; REGON; Dostawa; J.m.; Lp.",
    "sv": "Datum; Sida; Telefon; E-post; Kundnummer; Referens; Beskrivning; Benämning; Antal; À-pris; Pris; Belopp; Summa; "
    "Totalt; Moms; Netto; Rabatt; Adress; Org.nr; Leverans; Artikel; Enhet",
}
"""Labels that every business paper shares: they tell no class."""

INVOICE = {
    "en": "Invoice; Tax Invoice; INVOICE; Credit Note; Proforma Invoice; Commercial Invoice; Final invoice|Invoice No.; "
    "Invoice Number; Invoice #; Invoice Date; Due Date; Bill To; Billed to; Invoice total; Amount due; Balance due; "
    "Payment terms: net 30 days; Please pay within 14 days; Bank details; IBAN; BIC; SWIFT; Sort code; Account number; "
    "Remit to; Total due; VAT 20%; Billing period; Payment due; Make cheques payable to; P.O. Number; Terms; "
    "Thank you for your business; GST; Invoice amount; Remittance; Please quote the invoice number",
    "de": "Rechnung; RECHNUNG; Gutschrift; Rechnungskorrektur; Schlussrechnung; Abschlagsrechnung; Teilrechnung; "
    "Stornorechnung; Sammelrechnung; Proformarechnung; Honorarrechnung|Rechnungsnummer; Rechnungs-Nr.; Rechnungsdatum; "
    "Re.-Nr.; Fällig am; Fälligkeitsdatum; Zahlbar bis; Zahlungsbedingungen; zahlbar innerhalb von 14 Tagen ohne Abzug; "
    "Bankverbindung; IBAN; BIC; Rechnungsbetrag; Zahlbetrag; zzgl. 19% MwSt.; Leistungszeitraum; Leistungsdatum; "
    "Rechnungsempfänger; Rechnungsanschrift; Wir erlauben uns, wie folgt zu berechnen; Skonto; Leitweg-ID; "
    "Bitte überweisen Sie den Betrag; Verwendungszweck; Gesamtbetrag brutto; Umsatzsteuer 19%; Käufer; Verkäufer; "
    "Rechnungstyp; Bestellnummer; Lieferscheinnummer; Zahlungsziel; Steuerbetrag; offener Betrag",
    "fr": "Facture; FACTURE; Avoir; Facture d'acompte; Facture pro forma; Note d'honoraires|N° de facture; Facture n°; "
    "Date de facture; Date de facturation; Échéance; Date d'échéance; Facturé à; Net à payer; Conditions de règlement; "
    "Règlement par virement; IBAN; BIC; RIB; TVA 20%; Montant dû; Pénalités de retard; Indemnité forfaitaire; "
    "Total à payer; Adresse de facturation; Acompte; Période de facturation; TVA intracommunautaire; Reste à payer",
    "es": "Factura; FACTURA; Factura rectificativa; Nota de abono; Factura proforma|Número de factura; N.º de factura; "
    "Fecha de factura; Fecha de vencimiento; Vencimiento; Facturar a; Datos de facturación; Forma de pago; IBAN; "
    "Transferencia bancaria; Total a pagar; Total factura; IVA 21%; Cliente; Importe total; Condiciones de pago",
    "it": "Fattura; FATTURA; Nota di credito; Fattura proforma; Parcella|Numero fattura; Fattura n.; Data fattura; "
    "Data di scadenza; Scadenza; Fatturare a; Intestatario; Modalità di pagamento; Bonifico bancario; IBAN; "
    "Totale fattura; Totale dovuto; Netto a pagare; IVA 22%; Termini di pagamento; Spett.le; Regime fiscale",
    "nl": "Factuur; FACTUUR; Creditnota; Creditfactuur; Proforma factuur|Factuurnummer; Factuurdatum; Vervaldatum; "
    "Factuuradres; Te betalen; Totaal te betalen; Betalingstermijn; IBAN; BIC; BTW 21%; Betaling binnen 14 dagen; "
    "Gelieve te betalen; Factuurbedrag; Uw referentie; Openstaand bedrag",
    "pt": "Fatura; FATURA; Factura; Nota de crédito; Fatura-recibo; Nota Fiscal; Fatura proforma|Número da fatura; "
    "Fatura n.º; Data da fatura; Data de emissão; Data de vencimento; Vencimento; Faturar a; Total a pagar; IBAN; "
    "Forma de pagamento; Condições de pagamento; IVA 23%; Valor total; Dados bancários; Cliente",
    "pl": "Faktura; FAKTURA VAT; Faktura korygująca; Faktura proforma|Numer faktury; Nr faktury; Data wystawienia; "
    "Data sprzedaży; Termin płatności; Sprzedawca; Nabywca; Do zapłaty; Sposób płatności; przelew; Konto bankowe; "
    "Stawka VAT 23%; Kwota VAT; Słownie",
    "sv": "Faktura; FAKTURA; Kreditfaktura|Fakturanummer; Fakturadatum; Förfallodatum; Att betala; Bankgiro; Plusgiro; "
    "OCR-nummer; Betalningsvillkor; Moms 25%; Dröjsmålsränta; Fakturaadress; F-skatt; Er referens; Summa att betala",
}

PURCHASE_ORDER = {
    "en": "Purchase Order; PURCHASE ORDER; Order Change; Order Response; Order Confirmation; Sales order; Order; "
    "Blanket order; Order acknowledgement|PO Number; P.O. No.; Order Number; Order date; Vendor; Supplier; Ship to; "
    "Ship via; Buyer; Authorized by; Requisitioner; Requested delivery date; Delivery terms; FOB; Incoterms; "
    "Please supply the following; Please confirm this order; We order as follows; Order total; Purchase order id; "
    "Document status; Purpose code; Conditionally accepted; Response code; Requested quantity; Agreed quantity; Quotation ref.",
    "de": "Bestellung; BESTELLUNG; Auftragsbestätigung; Bestelländerung; Auftrag; Abrufbestellung; Bestellschein|"
    "Bestellnummer; Bestell-Nr.; Bestelldatum; Lieferant; Lieferantennummer; Liefertermin; Lieferanschrift; Besteller; "
    "Einkauf; Wir bestellen hiermit; Bitte bestätigen Sie den Auftrag; Auftragsnummer; Wunschtermin; Lieferbedingung; "
    "Bestellwert; Auftragswert; Wir bedanken uns für Ihre Bestellung; Rechnung an; Versandart; Angebot vom",
    "fr": "Bon de commande; BON DE COMMANDE; Commande; Confirmation de commande; Accusé de réception de commande|"
    "N° de commande; Commande n°; Date de commande; Fournisseur; Acheteur; Adresse de livraison; Date de livraison "
    "souhaitée; Conditions de livraison; Nous vous commandons; Merci de confirmer; Total commande; Livrer à; Facturer à; Bon pour accord",
    "es": "Orden de compra; Pedido; PEDIDO; Confirmación de pedido; Hoja de pedido|Número de pedido; Fecha de pedido; "
    "Proveedor; Comprador; Enviar a; Fecha de entrega; Lugar de entrega; Autorizado por; Total pedido; Solicitado por",
    "it": "Ordine di acquisto; ORDINE; Conferma d'ordine; Ordine fornitore|Numero ordine; Data ordine; Fornitore; "
    "Acquirente; Luogo di consegna; Data di consegna richiesta; Si prega di confermare; Totale ordine; Condizioni di consegna",
    "nl": "Inkooporder; Bestelling; Bestelbon; Orderbevestiging|Ordernummer; Besteldatum; Leverancier; Afleveradres; "
    "Gewenste leverdatum; Hierbij bestellen wij; Ordertotaal; Inkoper; Leveringsvoorwaarden",
    "pt": "Ordem de compra; Nota de encomenda; Pedido de compra; Encomenda|Número do pedido; Data da encomenda; "
    "Fornecedor; Comprador; Local de entrega; Prazo de entrega; Total da encomenda; Autorizado por",
    "pl": "Zamówienie; ZAMÓWIENIE; Potwierdzenie zamówienia|Numer zamówienia; Data zamówienia; Dostawca; Zamawiający; "
    "Termin dostawy; Miejsce dostawy; Prosimy o potwierdzenie; Wartość zamówienia",
    "sv": "Inköpsorder; Beställning; Orderbekräftelse|Ordernummer; Orderdatum; Leverantör; Leveransadress; Köpare; "
    "Önskat leveransdatum; Ordersumma; Leveransvillkor",
}

RECEIPT = {
    "en": "Receipt; RECEIPT; Tax Invoice; Sales receipt; Simplified tax invoice; Customer copy; Guest check; Cash bill; "
    "Cash receipt; Check|Cashier; Till; Terminal; Table; Server; Guests; Subtotal; Total; TOTAL DUE; Cash; Change; "
    "Card; VISA; MasterCard; Debit; Auth code; Approved; Tip; Gratuity; Thank you; Please come again; Items sold; Rounding; "
    "Sales tax; GST summary; Receipt No; Store; Trans; Have a nice day; No refund without receipt; Change due; Tender; "
    "Goods sold are not returnable; Points; Member; Loyalty; You saved; Pump; Gallons; Room; Folio; Balance; Dine in; Take away; "
    "Order details; Delivery fee; Service charge; Payment method; Merchant; AID; PIN verified; Sdn Bhd; Amount tendered",
    "de": "Kassenbon; Beleg; Quittung; Kassenbeleg; Bewirtungsbeleg; Barbeleg|Summe; SUMME EUR; Gegeben; Bar; Rückgeld; "
    "Kasse; Bediener; Bon-Nr.; Tisch; Karte; girocard; EC-Karte; Kartenzahlung; Vielen Dank für Ihren Einkauf; "
    "Es bediente Sie; MwSt A 19%; B 7%; Netto; Steuer; Brutto; Filiale; TSE; Signatur; Auf Wiedersehen; Payback; zu zahlen; "
    "Uhrzeit; Händlerbeleg; Kundenbeleg; Betrag; Genehmigt; Terminal-ID; Trinkgeld; St.-Nr.",
    "fr": "Ticket; Ticket de caisse; Reçu; Addition; Note; Carte bancaire|Caisse; Caissier; Table; Couverts; TOTAL; Espèces; "
    "Rendu; CB; Carte bleue; Merci de votre visite; A bientôt; TVA 10%; TVA 5,5%; Dont TVA; Montant; Serveur; "
    "Ticket client; A conserver; Débit; Total à payer; Monnaie rendue; Articles; Vous remercie de votre visite; SIRET",
    "es": "Ticket; Recibo; Factura simplificada; Tique|Caja; Cajero; Mesa; Camarero; TOTAL; Efectivo; Cambio; Entregado; "
    "Tarjeta; Gracias por su visita; IVA incluido; Le atendió; Unidades; Importe; Base; Cuota; Propina; Operación",
    "it": "Scontrino; Documento commerciale; Ricevuta; Ricevuta fiscale|di vendita o prestazione; Cassa; Operatore; Totale "
    "complessivo; di cui IVA; Contanti; Resto; Pagamento elettronico; Importo pagato; Grazie e arrivederci; Tavolo; Coperto; RT",
    "nl": "Kassabon; Bon; Kwitantie|Kassa; Totaal; Contant; Wisselgeld; Pin; Betaald; Kaart; Bedankt voor uw bezoek; Tot ziens; "
    "BTW laag; BTW hoog; Tafel; Medewerker; Klantticket; Terminal",
    "pt": "Talão; Recibo; Fatura simplificada; Cupom fiscal; Talão de compra|Caixa; Operador; Mesa; TOTAL; Dinheiro; Troco; "
    "Multibanco; Cartão; Obrigado pela sua visita; IVA incluído; Volte sempre; Funcionário; Entregue",
    "pl": "Paragon fiskalny; PARAGON|SUMA PLN; Gotówka; Reszta; Karta; Kasa; Kasjer; PTU A 23%; Sprzedaż opodatkowana; "
    "Dziękujemy za zakupy; Nr sys.; Rozliczenie płatności",
    "sv": "Kvitto; KVITTO|Kassa; Kassör; Totalt; Kontant; Växel; Kort; Öppet köp; Tack för besöket; Välkommen åter; Moms 12%; "
    "Kontrollenhet; Butik; Mottaget",
    "ja": "領収書; レシート; 領収証|小計; 合計; 現金; お預り; お釣り; 消費税等; 内税; レジ; 担当; 点; TEL; 毎度ありがとうございます; 税込; クレジット",
    "zh": "收据; 小票; 购物小票|合计; 小计; 现金; 找零; 收银员; 数量; 单价; 金额; 谢谢惠顾; 应收; 实收; 微信支付; 支付宝; 电话",
}

GOODS = {
    "en": "Cappuccino; Bacon & Eggs; Coffee; Milk; Bread; Bananas; Chicken Burger; Fries; Beer; Coke; Water 500ml; Sandwich; Pizza; Salad; "
    "Batteries AA; T-Shirt; Shampoo; Unleaded; Diesel; Car wash; Room charge; Parking; Rice; Nasi goreng; Teh tarik; Screwdriver; Notebook; "
    "Stamps; Chocolate; Cheese; Ice tea; Steak; Soup; Delivery; Hot dog; Plastic bag; Apples; Tissues; Light bulb; City tax; Breakfast",
    "de": "Kaffee; Brötchen; Milch; Butter; Käse; Apfelschorle; Bier 0,5; Schnitzel; Pommes; Bratwurst; Super E10; Diesel; Wasser; Pfand; Tomaten; "
    "Hemd; Batterien; Pizza; Espresso; Tagessuppe; Kuchen; Bio Eier; Joghurt; Tragetasche; Schokolade; Wein rot; Übernachtung; Frühstück",
    "fr": "Café; Baguette; Lait; Fromage; Menu du jour; Eau minérale; Bière; Vin rouge; Poulet; Frites; Croissant; Salade; Dessert; Gazole; Sac; Pommes",
    "es": "Café; Menú diario; Refrescos; Caña; Pan; Leche; Queso; Tortilla; Agua; Bocadillo; Gasolina; Bolsa; Naranjas; Ensalada; Cerveza; Postre",
    "it": "Caffè; Pane; Latte; Pizza margherita; Acqua; Vino; Coperto; Cornetto; Pasta; Formaggio; Benzina; Birra; Insalata; Sacchetto",
    "nl": "Koffie; Brood; Melk; Kaas; Bier; Tosti; Friet; Water; Statiegeld; Tasje; Appels; Euro 95; Soep",
    "pt": "Café; Pão; Leite; Queijo; Água; Cerveja; Prato do dia; Sopa; Saco; Gasolina; Bife; Sumo; Pastel de nata",
    "pl": "Kawa; Chleb; Mleko; Ser; Woda; Piwo; Pierogi; Zupa; Torba; Benzyna; Jabłka; Masło",
    "sv": "Kaffe; Bröd; Mjölk; Ost; Öl; Lunch; Vatten; Pant; Bärkasse; Bensin; Bullar; Smör",
    "ja": "ビール; 弁当; コーヒー; お茶; おにぎり; 牛丼; ラーメン; 袋; 水; パン",
    "zh": "米饭; 啤酒; 牛奶; 面包; 矿泉水; 套餐; 水果; 茶; 塑料袋; 面条",
}
"""What people buy in shops and restaurants."""

OTHER_KINDS: dict[str, dict[str, str]] = {
    "quote": {
        "en": "Quotation; Quote; Estimate; Offer; Proposal|Quote No.; Valid until; Validity; We are pleased to offer; "
        "Prepared for; Prepared by; Estimated total; This quote is valid for 30 days; Acceptance; Scope of work",
        "de": "Angebot; Kostenvoranschlag; Offerte|Angebotsnummer; Angebotsdatum; gültig bis; Wir bieten Ihnen an; "
        "freibleibend; Angebotssumme; Vielen Dank für Ihre Anfrage; Bindefrist; Unser Angebot gilt",
        "fr": "Devis; Offre de prix; Proposition commerciale|Devis n°; Valable jusqu'au; Validité; Bon pour accord; Total du devis",
        "es": "Presupuesto; Cotización; Oferta|Presupuesto n.º; Válido hasta; Validez; Aceptación del presupuesto",
        "it": "Preventivo; Offerta|Preventivo n.; Valido fino al; Validità dell'offerta; Per accettazione",
        "nl": "Offerte; Prijsopgave|Offertenummer; Geldig tot; Geldigheid; Voor akkoord",
        "pt": "Orçamento; Proposta; Cotação|Orçamento n.º; Válido até; Validade da proposta",
        "pl": "Oferta; Wycena|Numer oferty; Oferta ważna do",
        "sv": "Offert|Offertnummer; Giltig till",
    },
    "delivery_note": {
        "en": "Delivery Note; Packing List; Packing Slip; Bill of Lading; Waybill; Goods received note|Shipped from; Carrier; "
        "Weight; Packages; Pallets; Received by; Signature; Shipped quantity; Tracking number; Backordered; Consignee; Shipper",
        "de": "Lieferschein; Packliste; Frachtbrief; Warenbegleitschein|Lieferscheinnummer; Lieferdatum; Ware erhalten; "
        "Gewicht; Packstücke; Unterschrift Empfänger; Geliefert; Spediteur; Rücklieferung; Versandanschrift",
        "fr": "Bon de livraison; Lettre de voiture; Liste de colisage|Reçu par; Colis; Poids; Transporteur; Signature du client",
        "es": "Albarán; Nota de entrega|Recibido por; Bultos; Peso; Transportista; Firma",
        "it": "Documento di trasporto; DDT; Bolla di consegna|Vettore; Colli; Peso; Firma destinatario; Causale del trasporto",
        "nl": "Pakbon; Leverbon; Vrachtbrief|Ontvangen door; Colli; Gewicht; Handtekening",
        "pt": "Guia de remessa; Guia de transporte|Recebido por; Volumes; Peso; Transportadora",
    },
    "reminder": {
        "en": "Payment reminder; Final notice; Overdue notice; Dunning letter|According to our records; outstanding; overdue since; "
        "reminder fee; kindly settle; legal action; open items; days overdue",
        "de": "Mahnung; Zahlungserinnerung; Letzte Mahnung|Mahngebühr; überfällig; offene Posten; Verzugszinsen; haben wir noch "
        "keinen Zahlungseingang feststellen können; Mahnstufe; gerichtliches Mahnverfahren; Sollten Sie bereits gezahlt haben",
        "fr": "Relance; Rappel; Mise en demeure|restent impayées; sauf erreur de notre part; retard de paiement; frais de relance",
        "es": "Recordatorio de pago; Aviso de impago|pendiente de pago; vencida; rogamos regularice",
    },
    "bank_statement": {
        "en": "Bank Statement; Account Statement; Statement of account; Account summary|Opening balance; Closing balance; "
        "Statement period; Deposits; Withdrawals; Balance; Interest; Transaction; Direct debit; Standing order; Overdraft; ATM",
        "de": "Kontoauszug; Saldenbestätigung; Depotauszug|Alter Kontostand; Neuer Kontostand; Buchungstag; Wertstellung; "
        "Lastschrift; Überweisung; Gutschrift; Soll; Haben; Auszug Nr.; Dauerauftrag; Dispositionskredit",
        "fr": "Relevé de compte; Relevé bancaire|Solde initial; Solde final; Débit; Crédit; Opération; Date de valeur; Virement reçu",
        "es": "Extracto bancario|Saldo anterior; Saldo actual; Cargo; Abono; Fecha valor; Movimientos",
        "it": "Estratto conto|Saldo iniziale; Saldo finale; Dare; Avere; Valuta; Movimenti",
        "nl": "Rekeningafschrift|Vorig saldo; Nieuw saldo; Af; Bij; Boekdatum",
    },
    "payslip": {
        "en": "Payslip; Earnings statement; Pay stub|Gross pay; Net pay; Pay period; Employee; Deductions; Federal withholding; "
        "Social security; Medicare; YTD; Hours; Overtime; Employer; Pension; National insurance",
        "de": "Entgeltabrechnung; Gehaltsabrechnung; Lohnabrechnung|Steuerklasse; Lohnsteuer; Krankenversicherung; "
        "Rentenversicherung; Bruttolohn; Auszahlungsbetrag; Personalnummer; Arbeitgeber; Kirchensteuer; Freibetrag",
        "fr": "Bulletin de paie; Fiche de paie|Salaire brut; Net à payer avant impôt; Cotisations; Employeur; Salarié; CSG; Congés",
        "es": "Nómina|Salario base; Devengos; Deducciones; Líquido a percibir; IRPF; Seguridad Social; Trabajador",
    },
    "contract": {
        "en": "Agreement; Contract; Lease Agreement; Employment Contract; Non-disclosure agreement; Terms and Conditions|"
        "This agreement is made between; hereinafter; the Parties; whereas; shall; governing law; termination; confidentiality; "
        "in witness whereof; liability; notice; jurisdiction; effective date; obligations; indemnify; force majeure; severability",
        "de": "Vertrag; Mietvertrag; Arbeitsvertrag; Kaufvertrag; Allgemeine Geschäftsbedingungen|zwischen; nachfolgend; "
        "Vertragspartner; wird folgender Vertrag geschlossen; Kündigung; Haftung; Gerichtsstand; Schriftform; § 1; Mieter; "
        "Vermieter; Vertragsdauer; salvatorische Klausel; Arbeitnehmer; Vergütung",
        "fr": "Contrat; Contrat de travail; Contrat de bail; Conditions générales|Entre les soussignés; ci-après; les parties; "
        "il a été convenu; résiliation; responsabilité; article 1; tribunal compétent; le bailleur; le locataire",
        "es": "Contrato; Contrato de arrendamiento|Reunidos; Las partes; Cláusula primera; En adelante; Arrendador; Resolución",
        "it": "Contratto; Contratto di locazione|Tra le parti; Premesso che; Articolo 1; Locatore; Conduttore; Foro competente",
    },
    "letter": {
        "en": "Letter; Memorandum; Memo; Circular; Notice|Dear Sir or Madam; Dear Mr.; Yours sincerely; Kind regards; I am writing "
        "to; Subject; enclosed; we would like to inform you; please do not hesitate to contact; looking forward to hearing; From; To; CC",
        "de": "Schreiben; Mitteilung; Rundschreiben; Kündigung; Einladung|Sehr geehrte Damen und Herren; Mit freundlichen "
        "Grüßen; Betreff; Anlage; hiermit teilen wir Ihnen mit; für Rückfragen stehen wir zur Verfügung; Ihr Schreiben vom",
        "fr": "Lettre; Courrier; Avis; Invitation|Madame, Monsieur; Veuillez agréer; Objet; pièce jointe; nous vous informons; "
        "Cordialement; dans l'attente de votre réponse",
        "es": "Carta; Aviso; Circular|Estimados señores; Atentamente; Asunto; adjunto; nos complace informarle; un saludo",
        "it": "Lettera; Comunicazione; Avviso|Gentili signori; Distinti saluti; Oggetto; in allegato; con la presente",
        "nl": "Brief; Mededeling|Geachte heer, mevrouw; Met vriendelijke groet; Betreft; bijlage; hierbij delen wij u mede",
        "pt": "Carta; Comunicado|Exmos. Senhores; Com os melhores cumprimentos; Assunto; em anexo; vimos por este meio",
        "pl": "Pismo; Zawiadomienie|Szanowni Państwo; Z poważaniem; Dotyczy; w załączeniu; informujemy",
        "sv": "Brev; Meddelande|Hej; Med vänliga hälsningar; Ärende; bifogat; vi vill informera",
    },
    "resume": {
        "en": "Curriculum Vitae; Resume; CV|Work experience; Education; Skills; Languages; References; Objective; Bachelor; Master; "
        "University; Responsibilities; Certifications; Interests; Present; Hobbies; Team player",
        "de": "Lebenslauf; Bewerbung|Berufserfahrung; Ausbildung; Kenntnisse; Sprachen; Studium; Praktikum; Familienstand; Abitur",
        "fr": "Curriculum vitae; CV|Expérience professionnelle; Formation; Compétences; Langues; Loisirs; Diplôme; Stage",
        "es": "Currículum|Experiencia laboral; Formación; Idiomas; Aptitudes; Licenciatura",
    },
    "identity": {
        "en": "Passport; Driver License; Identity Card; Visa; Residence Permit; Student ID; Badge|Surname; Given names; Nationality; "
        "Date of birth; Sex; Place of birth; Date of issue; Date of expiry; Authority; Passport No.; Type; Code; Height; Eyes; Class; "
        "Endorsements; Restrictions; Organ donor; Signature of bearer; P<; <<<<",
        "de": "Reisepass; Personalausweis; Führerschein; Aufenthaltstitel|Name; Vornamen; Staatsangehörigkeit; Geburtstag; "
        "Geburtsort; Gültig bis; Behörde; Größe; Augenfarbe; Bundesrepublik Deutschland",
        "fr": "Passeport; Carte nationale d'identité; Permis de conduire|Nom; Prénoms; Nationalité; Date de naissance; Sexe; "
        "Lieu de naissance; Date d'expiration; République française; Autorité",
        "it": "Carta d'identità; Passaporto; Patente di guida|Cognome; Nome; Nato il; Cittadinanza; Residenza; Comune di; Statura",
        "es": "Pasaporte; Documento Nacional de Identidad|Apellidos; Nombre; Nacionalidad; Fecha de nacimiento; Validez; España",
    },
    "business_card": {
        "en": "CEO; Sales Manager; Senior Engineer; Attorney|Mobile; Office; Email; Web; LinkedIn; Tel; Cell"
    },
    "insurance_card": {
        "en": "Insurance card; Member ID card; Health plan; Policy declaration; Certificate of insurance|Member name; Member ID; "
        "Group number; RxBIN; RxPCN; Copay; PCP; Deductible; Plan; Effective date; Policy number; Coverage; Limits; Premium; "
        "Named insured; Emergency; Specialist; Customer service; Endorsement; Policy period",
        "de": "Versicherungsschein; Police; Schadenmeldung|Versicherungsnehmer; Versicherungsnummer; Versicherungssumme; "
        "Selbstbeteiligung; Schadentag; Schadenhergang; Beitrag; Versicherungsbeginn; Vertragsnummer",
        "fr": "Attestation d'assurance; Constat amiable; Police d'assurance|Assuré; Numéro de contrat; Garantie; Franchise; Sinistre",
    },
    "loss_run": {
        "en": "Loss Run Report; Claims history; Driver schedule; Vehicle schedule; Accident report; Statement of values|Date of loss; "
        "Claimant; Paid; Reserve; Incurred; Adjuster; Claim status; Open; Closed; Policy period; License number; VIN; Garaging; "
        "Coverage line; Valuation date; Bodily injury; Property damage; Recovered; Description of loss",
    },
    "eob": {
        "en": "Explanation of Benefits; Remittance advice; Prior authorization request; Referral form; Lab report; Discharge summary; "
        "Prescription; Patient intake form; Medical history; Consent form; Superbill|This is not a bill; Allowed amount; Provider; "
        "Patient responsibility; Deductible; Specimen; Reference range; Medication; Dosage; Allergies; Refills; Symptoms; Physician; "
        "Hemoglobin; Result; Blood pressure; Follow-up; Emergency contact; Member; Plan paid; Check number; Claim received",
        "de": "Arztbrief; Laborbefund; Rezept; Überweisung; Anamnesebogen|Patient; Diagnose; Befund; Therapie; Medikation; Referenzbereich; "
        "Krankenkasse; geb. am; Anamnese; Dosierung; Kollegiale Grüße; Einweisung",
        "fr": "Ordonnance; Compte rendu; Résultats d'analyses; Feuille de soins|Patient; Médecin; Posologie; Diagnostic; Valeurs de référence",
    },
    "tax_form": {
        "en": "Form W-2 Wage and Tax Statement; Form 1040 U.S. Individual Income Tax Return; Form 1099-INT; Form 1098 Mortgage Interest "
        "Statement; W-9; Form 1099-MISC; Schedule C; P60; Tax assessment|Employer identification number; Wages, tips, other compensation; "
        "Federal income tax withheld; Social security wages; Medicare tax; Payer's TIN; Recipient's TIN; Filing status; Dependents; "
        "Adjusted gross income; Refund; OMB No. 1545-0008; Department of the Treasury; Internal Revenue Service; Copy B; Interest income; "
        "Taxable amount; Deductions; Credits; Exemptions; Mortgage interest received; Lender; Borrower",
        "de": "Einkommensteuerbescheid; Steuererklärung; Lohnsteuerbescheinigung|Finanzamt; Steuernummer; festgesetzt; Einkünfte; "
        "Solidaritätszuschlag; Identifikationsnummer; Rechtsbehelfsbelehrung; Anlage N; Werbungskosten",
        "fr": "Avis d'imposition; Déclaration de revenus|Revenu fiscal de référence; Impôt sur le revenu; Nombre de parts; Direction générale des finances publiques",
    },
    "application": {
        "en": "Uniform Residential Loan Application; Application Form; Registration form; Enrollment form; Questionnaire; Survey; "
        "Order form; Complaint form; Change of address; Membership application; Permit application|Borrower information; Applicant; "
        "Marital status; Monthly income; Property address; Loan amount; Assets; Liabilities; Employment; Signature; Date; Yes; No; "
        "Check one; Please print; For office use only; Initials; Purpose; Section 1; Title; Project; Comments; Approved by",
        "de": "Antrag; Anmeldung; Fragebogen; Formular; Meldeschein|Antragsteller; Bitte ankreuzen; Ort, Datum; Unterschrift; ja; nein; "
        "Familienname; Straße, Hausnummer; PLZ; Geburtsdatum; nur vom Amt auszufüllen; Einverständnis",
        "fr": "Formulaire; Demande; Inscription; Questionnaire|Cocher la case; Fait à; Signature; oui; non; Situation familiale",
        "es": "Solicitud; Formulario; Inscripción|Solicitante; Marque con una X; Firma; sí; no; Fecha de nacimiento",
    },
    "registry_other": {
        "en": "Certificate of incorporation; Articles of Association; Annual report; Trademark registration; Vehicle registration; "
        "Business license; Lobbying disclosure; Notice of hearing; Court order; Police report; Affidavit; Power of attorney; "
        "Birth certificate; Patent application; Deposition|Secretary of State; Registered agent; Filed; Case No.; Plaintiff; "
        "Defendant; Notary public; State of; County of; sworn; subscribed; Department; Bureau; Docket; Officer; Registrant; hereby certify",
        "de": "Handelsregisterauszug; Urkunde; Zeugnis; Urteil; Bescheid; Protokoll; Vollmacht|Amtsgericht; HRB; Im Namen des Volkes; "
        "bescheinigt; Tagesordnung; Anwesende; Beschluss; Aktenzeichen; Rechtsmittel",
    },
    "report": {
        "en": "Report; Abstract; Minutes; Press release; Article; Introduction; User manual; Datasheet; White paper; Newsletter; "
        "Menu; Recipe; Agenda; Project status; Test report; Chapter 1; Brochure; Schedule; Fax cover sheet; Inventory|Figure 1; Table 2; "
        "Conclusion; Results; Methods; References; Discussion; Summary; Overview; Introduction; Analysis; Safety instructions; "
        "Specifications; Warning; Attendees; Action items; Budget; Forecast; Revenue; Ingredients; Starters; Desserts; Research; "
        "Sample; Laboratory; Brand; Product; Market; Number of pages; Urgent; Study; Participants; Objective; Findings",
        "de": "Bericht; Protokoll; Pressemitteilung; Bedienungsanleitung; Datenblatt; Speisekarte; Zusammenfassung|Abbildung; Tabelle; "
        "Einleitung; Ergebnis; Inhaltsverzeichnis; Kapitel; Technische Daten; Warnhinweis; Teilnehmer; Vorspeisen; Auswertung",
        "fr": "Rapport; Compte rendu; Communiqué de presse; Notice; Sommaire; Menu|Introduction; Conclusion; Tableau; Résultats; Annexe",
        "es": "Informe; Acta; Nota de prensa; Manual|Introducción; Conclusiones; Resultados; Tabla; Anexo",
        "it": "Relazione; Verbale; Comunicato stampa; Manuale|Introduzione; Conclusioni; Risultati; Tabella",
    },
    "ticket": {
        "en": "Boarding Pass; E-ticket; Itinerary; Concert ticket; Parking permit; Voucher; Gift card; Shipping label; Check|Flight; Gate; "
        "Seat; Departure; Arrival; Passenger; Booking reference; Boarding time; Admit one; Row; Priority mail; Pay to the order of; Memo; Dollars",
        "de": "Bordkarte; Fahrkarte; Eintrittskarte; Gutschein; Reiseplan|Abfahrt; Ankunft; Gleis; Sitzplatz; Reisender; Gültig; Zugbindung",
        "fr": "Billet; Carte d'embarquement; E-billet|Départ; Arrivée; Voiture; Place; Voyageur; Dossier",
    },
    "price_list": {
        "en": "Price list; Catalogue; Stock list; Timesheet; Expense report; Cost estimate; Balance sheet; Income statement; Budget|Article no.; "
        "Each; Per box; Hours; Monday; Employee; Mileage; Assets; Liabilities; Equity; Net income; Cost of sales; Depreciation; In stock",
        "de": "Preisliste; Katalog; Inventurliste; Stundenzettel; Reisekostenabrechnung; Bilanz; Gewinn- und Verlustrechnung|Artikelnummer; "
        "VPE; Stunden; Mitarbeiter; Aktiva; Passiva; Umsatzerlöse; Abschreibungen; Kilometer; Lagerbestand",
    },
}

FORM_TEXTS: dict[str, dict[str, str]] = {
    "registration_form": {
        "short_form": "U.S. Department of Justice; Washington, DC 20530; OMB No. 1124-0005; Short Form Registration Statement; Short-Form "
        "Registration Statement; Pursuant to the Foreign Agents Registration Act of 1938, as amended; Under the Foreign Agents "
        "Registration Act of 1938; INSTRUCTIONS. Each partner, officer, director, associate, employee, and agent of a registrant is "
        "required to file a short form registration statement; unless he engages in no activities in furtherance of the interests of the "
        "registrant's foreign principal; 1. Name; 2. Registration No.; 3. Residence Address(es); 4. Business Address; 5. Year of Birth; "
        "Nationality; Present Citizenship; 6. If present citizenship was not acquired by birth, indicate when and how acquired; "
        "7. Occupation; 8. What is the name and address of the primary registrant?; 9. Indicate your connection with the primary "
        "registrant; partner; director; employee; officer; associate; agent; subcontractor; 10. List every foreign principal to whom you "
        "will render services in support of the primary registrant; 11. Describe separately and in detail all services which you will "
        "render to the foreign principal(s); 12. Do any of the above described services include political activity as defined in Section "
        "1(o) of the Act; 13. The services described in Items 11 and 12 are to be rendered on a full time basis; part time basis; special "
        "basis; 14. What compensation or thing of value have you received to date or will you receive for above services?; Salary; "
        "Commission; Fee; Other thing of value; 15. During the period beginning 60 days prior to the date of your obligation to register, "
        "have you from your own funds; EXECUTION; In accordance with 28 U.S.C. 1746, the undersigned swears or affirms under penalty of "
        "perjury; Date of signature; Print name; Signature; Received by NSD/FARA Registration Unit; Privacy Act Statement",
        "supplemental": "U.S. Department of Justice; Washington, DC 20530; Supplemental Statement; Pursuant to the Foreign Agents "
        "Registration Act of 1938, as amended; For Six Month Period Ending; I - REGISTRANT; 1. (a) Name of Registrant; (b) Registration No.; "
        "(c) Business Address(es) of Registrant; 2. Has there been a change in the information previously furnished in connection with the "
        "following; 3. If you have previously filed Exhibit C, state whether any changes therein have occurred; II - FOREIGN PRINCIPAL; "
        "III - ACTIVITIES; IV - FINANCIAL INFORMATION; RECEIPTS-MONIES; DISBURSEMENTS-MONIES; V - INFORMATIONAL MATERIALS; VI - EXECUTION; "
        "Has your connection with any foreign principal ended; Exhibit A; Exhibit B; Exhibit D; within the past six months; OMB No. 1124-0002",
        "exhibit": "U.S. Department of Justice; Exhibit A to Registration Statement; Exhibit B; Exhibit AB; Pursuant to the Foreign Agents "
        "Registration Act of 1938, as amended; INSTRUCTIONS. Furnish this exhibit for EACH foreign principal listed in an initial statement; "
        "1. Name and Address of Registrant; 2. Registration No.; 3. Name of Foreign Principal; 4. Principal Address of Foreign Principal; "
        "5. Indicate whether your foreign principal is one of the following; Government of a foreign country; Foreign political party; "
        "Foreign or domestic organization; Check Appropriate Box; 6. The agreement between the registrant and the above-named foreign "
        "principal is a formal written contract; 7. Describe fully the nature and method of performance; Political activities; Date of "
        "Exhibit A; Name and Title; Signature; Registration Unit, Counterespionage Section, National Security Division; OMB No. 1124-0006",
        "registration": "U.S. Department of Justice; Registration Statement; Pursuant to the Foreign Agents Registration Act of 1938, as "
        "amended; I - REGISTRANT; 1. Name of Registrant; 2. Registration No. (To be assigned by the FARA Registration Unit); 3. Principal "
        "Business Address; 4. If the registrant is an individual, furnish the following information; Residence address; Date and place of "
        "birth; Present citizenship; 5. Type of organization; Partnership; Corporation; Association; II - FOREIGN PRINCIPAL; List every "
        "foreign principal; III - ACTIVITIES; FILING OF STATEMENTS; Criminal Division; Internal Security Section; Registration Section",
        "amendment": "Department of Justice; Washington, D.C. 20530; AMENDMENT TO REGISTRATION STATEMENT; Pursuant to the Foreign Agents "
        "Registration Act of 1938, as amended; 1. Name of Registrant; 2. Registration No.; 3. This amendment is filed to accomplish the "
        "following indicated purpose or purposes; To correct a deficiency in; Initial Statement; Supplemental Statement for; To give a 10-day "
        "notice of a change in information as required by Section 2(b) of the Act; Other purpose (specify); To give notice of change in an "
        "exhibit previously filed; 4. If this amendment requires the filing of a document or documents, please list; 5. Each item checked "
        "above must be explained below in full detail together with, where appropriate, specific reference to and identity of the item; "
        "The undersigned swear(s) or affirm(s) that he has (they have) read the information set forth in this amendment; Notary Public",
        "dissemination": "UNITED STATES DEPARTMENT OF JUSTICE; DISSEMINATION REPORT; Form approved Budget Bureau No.; 1. Name of registrant; "
        "2. Registration No.; 3. Nature of material (A concise account of the nature of the propaganda material); 4. Title of material, if any; "
        "5. Name of foreign principal on whose behalf this material was transmitted; 6. Means of transmission; 7. Dates of transmission; "
        "8. Total copies transmitted; 9. List addresses from which this material was transmitted; 10. List states and territories of the "
        "United States to which material was transmitted; 11. Types of recipients (give number of organizations in each group); libraries; "
        "public officials; newspapers; press services or associations; educational institutions; civic groups or associations; "
        "nationality groups; 12. List names and addresses of persons or organizations receiving 100 copies or more; motion picture film; "
        "radio or TV broadcasts; date of report; signature",
    },
    "other": {
        "w2": "a Employee's social security number; b Employer identification number (EIN); c Employer's name, address, and ZIP code; d Control number; "
        "e Employee's first name and initial; Last name; Suff.; f Employee's address and ZIP code; 1 Wages, tips, other compensation; 2 Federal income tax "
        "withheld; 3 Social security wages; 4 Social security tax withheld; 5 Medicare wages and tips; 6 Medicare tax withheld; 7 Social security tips; "
        "8 Allocated tips; 10 Dependent care benefits; 11 Nonqualified plans; 12a See instructions for box 12; 13 Statutory employee; Retirement plan; "
        "Third-party sick pay; 14 Other; 15 State Employer's state ID number; 16 State wages, tips, etc.; 17 State income tax; 18 Local wages; 19 Local income "
        "tax; 20 Locality name; Form W-2 Wage and Tax Statement; Department of the Treasury - Internal Revenue Service; Copy B - To Be Filed With Employee's "
        "FEDERAL Tax Return; This information is being furnished to the Internal Revenue Service; OMB No. 1545-0008; Visit the IRS website",
        "form1040": "Form 1040; U.S. Individual Income Tax Return; Department of the Treasury - Internal Revenue Service; OMB No. 1545-0074; IRS Use Only - Do not "
        "write or staple in this space; Filing Status; Single; Married filing jointly; Married filing separately; Head of household; Qualifying widow(er); Your "
        "first name and middle initial; Last name; Your social security number; Spouse's social security number; Home address (number and street); Apt. no.; "
        "City, town, or post office; State; ZIP code; Foreign country name; Presidential Election Campaign; Standard Deduction; Someone can claim you as a "
        "dependent; Age/Blindness; Dependents (see instructions); Child tax credit; 1 Wages, salaries, tips, etc. Attach Form(s) W-2; 2a Tax-exempt interest; "
        "Taxable interest; Qualified dividends; IRA distributions; Pensions and annuities; Capital gain or (loss); Adjusted gross income; Taxable income; Amount "
        "you owe; Refund; Sign Here; Under penalties of perjury, I declare that I have examined this return; Paid Preparer Use Only; Firm's EIN; PTIN",
        "form1099": "CORRECTED (if checked); PAYER'S name, street address, city or town, state or province, country, ZIP or foreign postal code, and telephone no.; "
        "PAYER'S TIN; RECIPIENT'S TIN; RECIPIENT'S name; Street address (including apt. no.); Account number (see instructions); FATCA filing requirement; Payer's "
        "RTN (optional); 1 Interest income; 2 Early withdrawal penalty; 3 Interest on U.S. Savings Bonds and Treas. obligations; 4 Federal income tax withheld; "
        "5 Investment expenses; 6 Foreign tax paid; 8 Tax-exempt interest; Form 1099-INT; Interest Income; Copy B For Recipient; This is important tax information "
        "and is being furnished to the IRS. If you are required to file a return, a negligence penalty or other sanction may be imposed on you; Rev.; OMB No. 1545-0112",
        "form1098": "RECIPIENT'S/LENDER'S name, street address, city or town; RECIPIENT'S/LENDER'S TIN; PAYER'S/BORROWER'S TIN; PAYER'S/BORROWER'S name; Mortgage "
        "Interest Statement; Form 1098; Caution: The amount shown may not be fully deductible by you; 1 Mortgage interest received from payer(s)/borrower(s); "
        "2 Outstanding mortgage principal; 3 Mortgage origination date; 4 Refund of overpaid interest; 5 Mortgage insurance premiums; 6 Points paid on purchase of "
        "principal residence; 7 Is address of property securing mortgage same as payer's; 8 Address or description of property securing mortgage; 9 Number of "
        "properties; 10 Other; Copy B For Payer/Borrower; OMB No. 1545-1380; Department of the Treasury",
        "loan": "Uniform Residential Loan Application; Verify and complete the information on this application; Section 1: Borrower Information; 1a. Personal "
        "Information; Name (First, Middle, Last, Suffix); Social Security Number; Date of Birth; Citizenship; U.S. Citizen; Permanent Resident Alien; Type of Credit; I am "
        "applying for individual credit; joint credit; Total Number of Borrowers; Marital Status; Dependents; Contact Information; Current Address; How Long at Current "
        "Address? Years Months; Housing; Own; Rent; 1b. Current Employment/Self Employment and Income; Employer or Business Name; Position or Title; Start Date; Gross "
        "Monthly Income; Base; Overtime; Bonus; Commission; Lender Loan No./Universal Loan Identifier; Agency Case No.; Freddie Mac Form 65; Fannie Mae Form 1003; Effective "
        "1/2021; Assets; Liabilities; Loan and Property Information; Declarations; Acknowledgments and Agreements",
        "i9": "Employment Eligibility Verification; Department of Homeland Security; U.S. Citizenship and Immigration Services; USCIS Form I-9; OMB No. 1615-0047; START "
        "HERE: Read instructions carefully before completing this form; Section 1. Employee Information and Attestation; Employees must complete and sign Section 1; Last "
        "Name (Family Name); First Name (Given Name); Middle Initial; Other Last Names Used; Address; Date of Birth; U.S. Social Security Number; Employee's E-mail; I am aware "
        "that federal law provides for imprisonment and/or fines for false statements; I attest, under penalty of perjury; A citizen of the United States; A lawful permanent "
        "resident; Alien Registration Number; Form I-94 Admission Number; Foreign Passport Number; Preparer and/or Translator Certification; List A; List B; List C",
        "w9": "Form W-9; Request for Taxpayer Identification Number and Certification; Give Form to the requester. Do not send to the IRS; 1 Name (as shown on your income tax "
        "return); 2 Business name/disregarded entity name; 3 Check appropriate box for federal tax classification; Individual/sole proprietor; C Corporation; S Corporation; "
        "Partnership; Trust/estate; Limited liability company; 4 Exemptions; 5 Address (number, street, and apt. or suite no.); 6 City, state, and ZIP code; 7 List account "
        "number(s) here (optional); Part I Taxpayer Identification Number (TIN); Part II Certification; Under penalties of perjury, I certify that; backup withholding; General Instructions",
        "lobbying": "Clerk of the House of Representatives; Secretary of the Senate; LOBBYING REPORT; Lobbying Disclosure Act of 1995 (Section 5) - All Filers Are Required to "
        "Complete This Page; LOBBYING REGISTRATION; 1. Registrant Name; Organization/Lobbying Firm; Self Employed Individual; 2. Address; 3. Principal place of business; 4a. Contact "
        "Name; Telephone Number; 5. Senate ID; 6. House ID; 7. Client Name; TYPE OF REPORT; 8. Year; Q1; Q2; 9. Check if this filing amends a previously filed version; 10. Check if this is "
        "a Termination Report; INCOME OR EXPENSES; 12. Lobbying; 15. General issue area code; 16. Specific lobbying issues; 17. House(s) of Congress and Federal agencies; 18. Name of each "
        "individual who acted as a lobbyist in this issue area; 19. Interest of each foreign entity",
        "court": "IN THE UNITED STATES DISTRICT COURT; FOR THE DISTRICT OF; SUPERIOR COURT OF; COUNTY OF; Plaintiff, v. Defendant; Case No.; COMPLAINT; SUMMONS IN A CIVIL ACTION; NOTICE OF "
        "MOTION; ORDER; PETITION; DECLARATION OF; JURY TRIAL DEMANDED; YOU ARE HEREBY SUMMONED; Attorney for; State Bar No.; Judge; Clerk of Court; Deputy Clerk; Date filed; Hearing date; "
        "Jurisdiction and venue; Factual allegations; Prayer for relief; I declare under penalty of perjury that the foregoing is true and correct; Proof of service; Respectfully submitted",
        "visa": "APPLICATION FOR A VISA; Schengen Visa; NONIMMIGRANT VISA APPLICATION; 1. Surname (Family name); 2. Surname at birth; 3. First name(s) (Given name(s)); 4. Date of birth; 5. Place of "
        "birth; 6. Country of birth; 7. Current nationality; 8. Sex; 9. Marital status; 10. Parental authority; 11. National identity number; 12. Type of travel document; 13. Number of travel document; "
        "Date of issue; Valid until; Issued by; Applicant's home address and e-mail; Residence in a country other than the country of current nationality; Current occupation; Employer; Purpose(s) of the "
        "journey; Tourism; Business; Member State of first entry; Number of entries requested; Intended date of arrival; Signature; FOR OFFICIAL USE ONLY",
        "ub04": "PATIENT REGISTRATION FORM; PATIENT INFORMATION; Patient Name; Date of Birth; Sex; Marital Status; Home Phone; Cell Phone; Employer; Emergency Contact; Relationship; INSURANCE INFORMATION; "
        "Primary Insurance; Subscriber Name; Policy Number; Group Number; Secondary Insurance; MEDICAL HISTORY; Allergies; Current Medications; Past Surgeries; Family History; Do you smoke?; CONSENT TO "
        "TREATMENT; Notice of Privacy Practices; I acknowledge that I have received; Assignment of benefits; HIPAA; Signature of patient or guardian; Referring physician; Pharmacy; Reason for visit",
        "eob_form": "EXPLANATION OF BENEFITS; THIS IS NOT A BILL; Member Name; Member ID; Group Number; Claim Number; Date Received; Provider; Patient; Service Date; Service Description; Billed Amount; Plan "
        "Discount; Allowed Amount; Plan Paid; Deductible; Copay; Coinsurance; What You Owe; Remark codes; Your rights to appeal; REMITTANCE ADVICE; Check Date; Check Number; Payee; Adjustment reason code; "
        "Medicare Summary Notice; Amount Medicare approved; Year to date deductible; Customer Service",
        "incident": "POLICE REPORT; TRAFFIC CRASH REPORT; INCIDENT REPORT; FIRST REPORT OF INJURY; AUTOMOBILE LOSS NOTICE; PROPERTY LOSS NOTICE; ACORD; Agency; Date of loss and time; Insured location code; Policy "
        "number; NAIC code; Insured; Contact; Loss; Location of loss; Police or fire department contacted; Report number; Description of accident; Vehicle; Year; Make; Model; VIN; Plate number; Driver's name; "
        "Other vehicle; Injured; Witnesses or passengers; Remarks; Officer; Narrative; Claimant; Employer; Body part; Nature of injury; Cause; Adjuster; CERTIFICATE OF LIABILITY INSURANCE; Producer; Additional insured",
        "letter_official": "DEPARTMENT OF; OFFICE OF THE SECRETARY; Washington, D.C.; MEMORANDUM FOR; FROM; SUBJECT; Dear Senator; Dear Congressman; In accordance with your request; pursuant to section; as amended; "
        "Enclosed please find; Freedom of Information Act; FEDERAL COMMUNICATIONS COMMISSION; SECURITIES AND EXCHANGE COMMISSION; FORM 10-K; ANNUAL REPORT PURSUANT TO SECTION 13; Commission file number; Exact name of "
        "registrant as specified in its charter; State of incorporation; IRS Employer Identification No.; Indicate by check mark; Table of Contents; Risk Factors; Legal Proceedings; Signatures; Exhibit; Press release",
        "school": "SCHOOL ENROLLMENT FORM; TRANSCRIPT; STUDENT INFORMATION; Student name; Grade; Parent/Guardian; Address; City; State; Zip; Home phone; Work phone; Emergency contact; Previous school; GPA; Credits; Course; "
        "Semester; Registrar; Degree awarded; Immunization record; Physician; Bus route; Lunch program; Permission to; Signature; MEMBERSHIP APPLICATION; Dues; EVENT REGISTRATION FORM; T-shirt size; Waiver and release",
        "contract_clauses": "THIS AGREEMENT is made and entered into as of; by and between; WITNESSETH; WHEREAS; NOW, THEREFORE, in consideration of the mutual covenants; 1. DEFINITIONS; 2. SCOPE OF SERVICES; 3. TERM AND "
        "TERMINATION; 4. COMPENSATION; 5. CONFIDENTIALITY; 6. REPRESENTATIONS AND WARRANTIES; 7. INDEMNIFICATION; 8. LIMITATION OF LIABILITY; 9. GOVERNING LAW; 10. NOTICES; 11. ENTIRE AGREEMENT; 12. ASSIGNMENT; 13. "
        "SEVERABILITY; 14. COUNTERPARTS; IN WITNESS WHEREOF, the parties hereto have executed this Agreement; By; Name; Title; Date; Independent contractor; Intellectual property; Exhibit A; Web hosting agreement; Provider; Client",
    },
    "claim": {
        "cms1500": "HEALTH INSURANCE CLAIM FORM; APPROVED BY NATIONAL UNIFORM CLAIM COMMITTEE (NUCC) 02/12; PICA; 1. MEDICARE; MEDICAID; "
        "TRICARE; CHAMPVA; GROUP HEALTH PLAN; FECA BLK LUNG; OTHER; 1a. INSURED'S I.D. NUMBER (For Program in Item 1); 2. PATIENT'S NAME "
        "(Last Name, First Name, Middle Initial); 3. PATIENT'S BIRTH DATE; SEX; 4. INSURED'S NAME (Last Name, First Name, Middle Initial); "
        "5. PATIENT'S ADDRESS (No., Street); 6. PATIENT RELATIONSHIP TO INSURED; Self; Spouse; Child; Other; 7. INSURED'S ADDRESS (No., Street); "
        "CITY; STATE; ZIP CODE; TELEPHONE (Include Area Code); 8. RESERVED FOR NUCC USE; 9. OTHER INSURED'S NAME; a. OTHER INSURED'S POLICY OR "
        "GROUP NUMBER; 10. IS PATIENT'S CONDITION RELATED TO:; a. EMPLOYMENT? (Current or Previous); b. AUTO ACCIDENT?; PLACE (State); c. OTHER "
        "ACCIDENT?; 11. INSURED'S POLICY GROUP OR FECA NUMBER; a. INSURED'S DATE OF BIRTH; b. OTHER CLAIM ID (Designated by NUCC); c. INSURANCE "
        "PLAN NAME OR PROGRAM NAME; d. IS THERE ANOTHER HEALTH BENEFIT PLAN?; READ BACK OF FORM BEFORE COMPLETING & SIGNING THIS FORM.; "
        "12. PATIENT'S OR AUTHORIZED PERSON'S SIGNATURE I authorize the release of any medical or other information necessary to process this "
        "claim; 13. INSURED'S OR AUTHORIZED PERSON'S SIGNATURE I authorize payment of medical benefits to the undersigned physician or supplier; "
        "14. DATE OF CURRENT ILLNESS, INJURY, or PREGNANCY (LMP); 15. OTHER DATE; 16. DATES PATIENT UNABLE TO WORK IN CURRENT OCCUPATION; "
        "17. NAME OF REFERRING PROVIDER OR OTHER SOURCE; 18. HOSPITALIZATION DATES RELATED TO CURRENT SERVICES; 19. ADDITIONAL CLAIM INFORMATION "
        "(Designated by NUCC); 20. OUTSIDE LAB? $ CHARGES; 21. DIAGNOSIS OR NATURE OF ILLNESS OR INJURY Relate A-L to service line below (24E); "
        "ICD Ind.; 22. RESUBMISSION CODE; ORIGINAL REF. NO.; 23. PRIOR AUTHORIZATION NUMBER; 24. A. DATE(S) OF SERVICE; B. PLACE OF SERVICE; "
        "C. EMG; D. PROCEDURES, SERVICES, OR SUPPLIES (Explain Unusual Circumstances) CPT/HCPCS MODIFIER; E. DIAGNOSIS POINTER; F. $ CHARGES; "
        "G. DAYS OR UNITS; H. EPSDT Family Plan; I. ID. QUAL.; J. RENDERING PROVIDER ID. #; NPI; 25. FEDERAL TAX I.D. NUMBER SSN EIN; "
        "26. PATIENT'S ACCOUNT NO.; 27. ACCEPT ASSIGNMENT?; 28. TOTAL CHARGE; 29. AMOUNT PAID; 30. Rsvd for NUCC Use; 31. SIGNATURE OF PHYSICIAN "
        "OR SUPPLIER INCLUDING DEGREES OR CREDENTIALS; 32. SERVICE FACILITY LOCATION INFORMATION; 33. BILLING PROVIDER INFO & PH #; NUCC Instruction "
        "Manual available at: www.nucc.org; PLEASE PRINT OR TYPE; APPROVED OMB-0938-1197 FORM 1500 (02-12); SIGNATURE ON FILE",
    },
}
"""Captions of standard forms: what stands on the paper whoever fills it in."""
