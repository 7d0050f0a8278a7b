"""Sentences of other languages with slots, many of them full of capitalized words that name nobody."""

GERMAN = """
[Der|Die|Das] [Bauherr|Verwaltungsgerichtshof|Rechnungsbetrag|Auftraggeber|Mieterin|Vermieter|Straßenbauverwaltung|Geschäftsführung|Bürgermeister|Finanzamt|Landgericht|Zahlungsfrist|Gewährleistung|Baustelle|Übergabe] [wurde|wird|hat|ist] [am {date}|heute|mit Schreiben vom {date}|] [bestätigt|entschieden|geprüft|zugestimmt|festgestellt|abgenommen].
[Sehr geehrter|Sehr geehrte] {title} {last}, [vielen Dank für Ihren Auftrag|wir bestätigen den Eingang Ihrer Zahlung|anbei erhalten Sie die Rechnung].
[Sehr geehrte Damen und Herren|Guten Tag|Liebe Kolleginnen und Kollegen], [wir berechnen Ihnen|hiermit bestellen wir|bitte senden Sie uns] {thing}.
[Ansprechpartner|Bearbeiter|Sachbearbeiterin|Vertreten durch|Geschäftsführer|Kontoinhaber|Versicherte Person|Patient|Mieter]: {person}
[Herr|Frau] {last} [wohnt|arbeitet] in {city}[ bei {org}|].
{person} [wohnt in {address}|ist am {date} in {city} geboren|hat den Vertrag unterschrieben|arbeitet bei {org}|rief uns an].
Die [Firma|Stadt|Gemeinde|Bank] {org} [liefert|bestellt|verkauft] {thing} [nach {city}|an {org}|].
Die Rechnung über [die|das] {thing} beträgt {money} Euro. Lieferung [nach|frei Haus] {city}, Größe {count}.
Lieferung an Schloss {city}, [Tor|Gebäude|Halle] {count}.
[Mit freundlichen Grüßen|Hochachtungsvoll|Viele Grüße] {person}
Zahlbar innerhalb von {count} Tagen [ohne Abzug|mit {count} % Skonto] auf das Konto {iban}.
[Ausgleichszahlung|Fußbodenheizung|Wärmepumpe|Montage|Werkstattkosten|Angebot|Bescheid|Satzung|Kündigung|Protokoll] erfolgt im {date}.
[Allgemeine Geschäftsbedingungen|Erfüllungsort und Gerichtsstand|Technische Daten|Besondere Hinweise|Eigentumsvorbehalt|Haftungsausschluss]
Es gilt die [Verordnung|Satzung|Vereinbarung|Richtlinie] der [Gemeinde|Stadt|Kammer] {city} vom {date}.
[Unser Zeichen|Ihr Zeichen|Kundennummer|Bestellung|Auftrag]: {number} {phrase}
Zeugen: {person} und {person}.
[Meine Frau|Mein Mann|Mein Sohn|Unsere Tochter] {first} [ist {age} Jahre alt|kommt aus {place}|braucht {thing}].
"""

FRENCH = """
[Le|La|L'] [Tribunal administratif|Mairie|Maître d'ouvrage|Conseil municipal|Direction générale|Société|Ministère|Préfecture|Locataire|Montant total|Date limite] [a décidé|confirme|sera payé|est prévu] le {date}.
[Madame|Monsieur|Mme|M.|Docteur] {last} [habite à {city}|a signé le contrat|travaille chez {org}|vous remercie].
{person} [habite {address}|est né le {date} à {city}|a appelé|travaille chez {org}].
Je m'appelle {person} et j'habite à {city}.
[Veuillez agréer|Cordialement|Bien à vous], {person}
[Nous vous prions|Merci] de [régler|payer] {money} avant le {date}.
[À l'attention de|Interlocuteur|Titulaire du compte|Assuré|Patient|Signataire] : {person}
La facture {number} pour {thing} [est échue|a été réglée|reste due].
[Conditions générales de vente|Pénalités de retard|Bon pour accord|Mentions légales|Détail de la Prestation]
{org} [livre|fabrique|vend] {thing} à {city}.
[Mon fils|Ma fille|Mon mari|Ma femme] {first} [a {age} ans|vit en {country}].
"""

SPANISH = """
[El|La] [Ayuntamiento|Tribunal Supremo|Comunidad de Propietarios|Dirección General|Arrendatario|Cliente|Importe Total|Ministerio] [confirma|ha decidido|acepta|pagará] [el {date}|la factura|].
[Estimado|Estimada] {title} {last}, [gracias por su pedido|adjuntamos la factura|le confirmamos la cita].
{person} [vive en {address}|nació en {city} el {date}|firmó el contrato|trabaja en {org}].
Me llamo {person} y soy de {place}.
[Atentamente|Un saludo|Reciba un cordial saludo], {person}
[A la atención de|Titular|Paciente|Asegurado|Comercial|Firmado]: {person}
El pago de {money} por {thing} [vence el {date}|está pendiente|fue recibido].
[Condiciones Generales|Forma de Pago|Datos del Cliente|Base Imponible|Número de Pedido] {number}
{org} [vende|entrega|compra] {thing} en {city}.
"""

ITALIAN = """
[Il|La] [Comune|Tribunale|Committente|Agenzia delle Entrate|Consiglio di Amministrazione|Importo Totale|Direzione Lavori|Locatario] [ha deciso|conferma|scade] il {date}.
[Gentile|Egregio] {title} {last}, [grazie per il Suo ordine|alleghiamo la fattura].
{person} [abita in {address}|è nato a {city} il {date}|ha firmato|lavora presso {org}].
Mi chiamo {person} e vivo a {city}.
[Cordiali saluti|Distinti saluti], {person}
[All'attenzione di|Intestatario|Paziente|Assicurato|Firmato]: {person}
La fattura {number} per {thing} di {money} [scade il {date}|è stata pagata].
[Condizioni Generali|Modalità di Pagamento|Descrizione Articolo|Banca d'appoggio]
{org} [vende|fornisce] {thing} a {city}.
"""

DUTCH = """
[De|Het] [Gemeente|Rechtbank|Opdrachtgever|Belastingdienst|Huurder|Factuurbedrag|Levering|Raad van State] [heeft besloten|bevestigt|is voldaan] op {date}.
[Geachte|Beste] {title} {last}, [hartelijk dank voor uw bestelling|hierbij ontvangt u de factuur].
{person} [woont in {address}|is geboren op {date} te {city}|werkt bij {org}|heeft getekend].
Mijn naam is {person} en ik kom uit {place}.
Met vriendelijke groet, {person}
[T.a.v.|Contactpersoon|Tenaamstelling|Patiënt|Verzekerde]: {person}
[Algemene Voorwaarden|Betalingstermijn {count} Dagen|Omschrijving Artikel]
Wij verzoeken u {money} over te maken aan {org} voor {thing}.
"""

POLISH = """
[Usługi księgowe|Naczelny Sąd Administracyjny|Zamawiający|Wykonawca|Urząd Skarbowy|Umowa najmu|Spółka|Inwestor|Kierownik budowy|Termin płatności] [potwierdza|wydał decyzję|został opłacony|obowiązuje] [dnia {date}|w {year} r.|].
[Szanowny Panie|Szanowna Pani] {last}, [dziękujemy za zamówienie|w załączeniu faktura].
{person} [mieszka w {city}, {street}|urodził się {date}|pracuje w {org}|podpisała umowę].
Nazywam się {person}, jestem z {place}.
Z poważaniem {person}
[Osoba kontaktowa|Pacjent|Płatnik|Odbiorca|Ubezpieczony]: {person}
Faktura {number} za {thing}, {city}, kwota {money}. Sprzedaż [Towarów|Usług] w {city}.
[Warunki Gwarancji|Usługi Transportowe|Opłata za Energię|Zestawienie Faktur|Roboty Budowlane]
"""

NORDIC = """
[Kommunen|Byggherren|Forvaltningsdomstolen|Hyresgästen|Skatteverket|Käräjäoikeus|Fakturabeløbet|Leveransen] [har bekreftet|beslutade|godkändes|blev betalt] [den {date}|].
[Hej|Kære|Hei|Bästa] {first}, [tack för din beställning|tak for din ordre|takk for handelen].
{person} [bor i {city}|bor på {street}|född den {date} i {city}|arbejder hos {org}].
Jag heter {person} och kommer från {place}.
[Med vänlig hälsning|Med venlig hilsen|Vennlig hilsen|Ystävällisin terveisin] {person}
[Kontaktperson|Handläggare|Patient|Sagsbehandler|Yhteyshenkilö]: {person}
[Allmänna Villkor|Betalingsbetingelser|Toimitusehdot|Leveringsadresse|Varubeskrivning] {number}
Fakturan {number} för {thing} från {org}, {money}.
"""

PORTUGUESE = """
[A|O] [Câmara Municipal|Tribunal|Dono da Obra|Cliente|Inquilino|Ministério|Valor Total] [confirma|decidiu|aprovou] em {date}.
[Exmo. Senhor|Caro|Cara] {last}, [obrigado pela sua encomenda|segue a fatura].
{person} [mora em {address}|nasceu em {city}|assinou o contrato|trabalha na {org}].
O meu nome é {person} e sou de {place}.
[Com os melhores cumprimentos|Atenciosamente], {person}
[Ao cuidado de|Titular|Paciente|Segurado]: {person}
[Condições de Pagamento|Descrição do Artigo|Guia de Transporte] {number}
{org} vende {thing} em {city} por {money}.
"""

OTHERS = (GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH, POLISH, NORDIC, PORTUGUESE)

CAPTIONS = {
    "PERSON": """
        Name|Full name|Full Name|Employee|Employee name|Signed|Signature|Prepared by|Approved by|Requested by|Driver|Technician|Cashier|
        Policyholder|Claimant|Patient|Patient name|Insured|Insured's name|Member|Subscriber|Applicant|Customer name|Client|Guest|Tenant|
        Landlord|Borrower|Beneficiary|Account holder|Cardholder|Contact|Contact person|Attn|Attention|Salesperson|Sales rep|Operator|
        Served by|Checked by|Authorised by|Received by|Delivered by|Issued by|Reported by|Agent|Adjuster|Provider|Physician|Doctor|
        Referring physician|Witness|Owner|Student|Parent|Guardian|Spouse|Mother|Father|Child|Next of kin|Emergency contact|Instructor|
        Teacher|Director|Manager|Supervisor|Author|Artist|Composer|Player|Passenger|Traveller|Nominee|Trustee|Executor|Deceased|
        Bearbeiter|Ansprechpartner|Sachbearbeiter|Kontoinhaber|Versicherungsnehmer|Zahlungspflichtiger|Unterschrift|Patientin|Fahrer|
        Geschäftsführer|Vertreten durch|Mieter|Vermieter|Nom|Nom et prénom|Interlocuteur|Titulaire|Assuré|Débiteur|Signataire|Conducteur|
        Nombre|Titular|Paciente|Asegurado|Deudor|Conductor|Cognome e nome|Intestatario|Paziente|Naam|Contactpersoon|Verzekerde|
        Imię i nazwisko|Płatnik|Osoba kontaktowa|Namn|Navn|Nimi|Kontaktperson|Nome|Segurado|c/o|To|From|User|Customer|Buyer""",
    "FIRST": "First name|Given name|Given names|Forename|Vorname|Prénom|Nombre de pila|Imię|Fornavn|Förnamn|Voornaam|Middle name|Nickname",
    "LAST": "Last name|Surname|Family name|Maiden name|Nachname|Familienname|Geburtsname|Nom de famille|Apellidos|Cognome|Achternaam|Nazwisko|Efternavn",
    "ADDRESS": """
        Address|Home address|Mailing address|Billing address|Street|Street address|Residence|Ship to|Deliver to|Property|Location of loss|
        Anschrift|Adresse|Wohnort|Lieferadresse|Straße|Dirección|Indirizzo|Adres|Domicile|Adress|Endereço|Site""",
    "PLACE": "City|Town|Country|Place of birth|Ort|Geburtsort|Ville|Ciudad|Città|Plaats|Miasto|Nationality|Country of issue|Destination|State",
    "ZIP": "ZIP|Zip code|Postal code|Postcode|PLZ|Code postal|Código postal|CAP|Kod pocztowy",
    "ORG": """
        Company|Employer|Bank|Insurer|Supplier|Seller|Vendor|Carrier|School|Hospital|Firma|Arbeitgeber|Lieferant|Société|Employeur|
        Empresa|Ditta|Bedrijf|Nabywca|Sprzedawca|Organisation|Agency|Payer|Facility|Bill to|Customer|From|Advertiser|Station""",
    "": """
        Date|Invoice no.|Order|Amount|Total|Reference|Phone|Fax|E-mail|Policy number|Claim number|Date of birth|SSN|Status|Type|Class|
        Sex|Marital status|Occupation|Department|Model|Make|Serial number|Quantity|Unit price|Description|Item|Subject|Terms|Due date|
        Rechnungsnummer|Datum|Betrag|Menge|Artikel|Bezeichnung|Zahlungsziel|Date de facture|Montant|Désignation|Fecha|Importe|
        Descripción|Data|Importo|Descrizione|Datum|Bedrag|Omschrijving|Kwota|Ilość|Nazwa towaru|Diagnosis|Procedure|Remarks|Language|
        Religion|Colour|Warehouse|Project|Title|Job title|Currency|Language|Category|Brand|Product|Program|Course|Subject""",
}
"""Captions of forms, by what is beside them."""
