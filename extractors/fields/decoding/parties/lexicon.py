"""Words that say what a line near a party is: role captions, captions of attributes, streets, countries, legal forms.

All entries are folded as by `values.folding.folded_words`: lower case, without marks, punctuation as blanks.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from values.folding import folded_words

CaptionRole = Literal["seller", "buyer", "from", "to", "ship", "bank", "other"]
"""The meaning of a caption for the block below it. ``from`` and ``to`` depend on who issues the document."""

ROLE_CAPTIONS: dict[CaptionRole, str] = {
    "seller": (
        "seller|vendor|supplier|service provider|provider|merchant|store|shop|sold by|payee|pay to|remit to|payable to|"
        "make payment to|remit payment to|biller|billed by|invoiced by|invoice issuer|contractor|freelancer|"
        "verkaufer|lieferant|lieferantendaten|verkauferdaten|auftragnehmer|rechnungssteller|leistungserbringer|leistender unternehmer|dienstleister|"
        "anbieter|zahlungsempfanger|vendeur|fournisseur|prestataire|marchand|vendedor|proveedor|prestador|"
        "emisor de la factura|venditore|fornitore|cedente|prestatore|cedente prestatore|fornecedor|prestador de servicos|"
        "verkoper|leverancier|dienstverlener|opdrachtnemer|saljare|leverantor|saelger|selger|leverandor|sprzedawca|"
        "dostawca|wykonawca|dodavatel|prodavajici|zhotovitel|predavajuci|elado|szallito|szamlakibocsato|furnizor|"
        "vanzator|prestator|myyja|toimittaja|laskuttaja|palveluntarjoaja|prodajalec|dobavitelj|prodavatelj|prodavac|"
        "fakturautsteder|kibocsato|beszallito|muuja|tarnija|piegadatajs|pardevejs|pardavejas|tiekejas|pwlhths|προμηθευτης|πωλητης|satici|tedarikci|"
        "доставчик|продавач|продавец|поставщик|постачальник|продавець|销售方|卖方|供应商|売主|판매자"
    ),
    "buyer": (
        "buyer|customer|client|bill to|billed to|doit|debiteur|faktureras|factura a|bill for|billing to|billing|billing address|invoice to|invoiced to|"
        "invoice address|invoicing address|billing contact|sold to|purchaser|payer|payment address|account holder address|"
        "kaufer|kunde|kundin|kundendaten|kundenadresse|kundenanschrift|rechnung an|rechnungsempfanger|rechnungsadresse|rechnungsanschrift|leistungsempfanger|"
        "auftraggeber|besteller|abnehmer|zahlungspflichtiger|acheteur|client facture|facture a|facturer a|"
        "adresse de facturation|facturation|destinataire de la facture|donneur d ordre|preneur|comprador|cliente|"
        "facturar a|facturado a|factura a|direccion de facturacion|facturacion|pagador|acquirente|committente|"
        "cessionario|cessionario committente|fatturare a|fatturato a|fattura a|intestatario|intestazione|"
        "indirizzo di fatturazione|fatturazione|faturar a|faturado a|faturacao|cliente faturado|"
        "morada de faturacao|endereco de cobranca|adquirente|tomador|koper|klant|afnemer|factuur aan|factuuradres|"
        "gefactureerd aan|opdrachtgever|kopare|kund|faktureras till|faktura till|faktureringsadress|fakturaadress|"
        "fakturamottagare|fakturamottaker|kober|kjoper|faktureres til|faktura til|faktureringsadresse|fakturaadresse|nabywca|klient|"
        "kupujacy|zamawiajacy|platnik|odbiorca faktury|odberatel|zakaznik|kupujici|kupujuci|fakturacni adresa|"
        "fakturacna adresa|vevo|megrendelo|ugyfel|szamlazasi cim|cumparator|beneficiar|facturat catre|"
        "fakturovat na|objednatel|odberatel prijemce|laskutettava|laskun vastaanottaja|vevo neve cime|"
        "adresa de facturare|ostaja|asiakas|laskutusosoite|tilaaja|laskun saaja|kupec|narocnik|kupac|narucitelj|ostja|"
        "klient ostja|pircejs|pirkejas|uzsakovas|pasutitajs|πελατης|αγοραστης|alici|musteri|купувач|клиент|покупатель|"
        "заказчик|покупець|购买方|买方|客户|買主|구매자|attention|bill recipient|recipient of invoice"
    ),
    "from": (
        "from|bill from|billed from|invoice from|issuer|issued by|sender|our details|our company|our address|von|"
        "rechnung von|absender|aussteller|de|de la part de|emetteur|expediteur|emis par|emisor|remitente|emitido por|"
        "da|emittente|mittente|emesso da|emitente|remetente|van|factuur van|afzender|uitgegeven door|fran|avsandare|"
        "utfardare|utstallare|fra|afsender|avsender|udsteder|utsteder|od|wystawca|wystawil|vystavil|vystavitel|kiallito|"
        "emitent|de la|lahettaja|lasku|laskun lahettaja|izdajatelj|izdavatelj|izdavac|izstavio|εκδοτης|gonderen|"
        "издател|от|exporter|shipper"
    ),
    "to": (
        "to|for|attn to|addressed to|recipient|addressee|your details|your company|your address|prepared for|an|fur|"
        "empfanger|adressat|a|pour|a l attention de|destinataire|adresse a|para|destinatario|a favor de|per|spettabile|"
        "spett le|spettle|egregio|ex mo sr|exmo sr|exmos srs|exmo s sr s|exmos srs|destinatario factura|aan|voor|ontvanger|"
        "geadresseerde|till|mottagare|til|modtager|mottaker|do|dla|odbiorca|pro|prijemce|prijimatel|cimzett|catre|"
        "destinatar|saaja|vastaanottaja|prejemnik|primatelj|primalac|saajale|sanemejs|gavejas|παραληπτης|προς|kime|sayin|"
        "получател|до|importer|consignee"
    ),
    "ship": (
        "ship to|shipped to|shipping address|service address|lugar de entrega|entregar a|entregar em|consegnare a|godsmottagare|shipping|shipping to|deliver to|delivered to|delivery address|delivery to|"
        "delivery|delivery location|place of delivery|deliver|dispatch to|goods recipient|place of supply|ship from|"
        "lieferadresse|lieferanschrift|lieferung an|warenempfanger|versandadresse|versand an|lieferort|leistungsort|"
        "livre a|livrer a|livraison|adresse de livraison|lieu de livraison|expedie a|enviar a|enviado a|envio|"
        "direccion de envio|direccion de entrega|entregar en|entrega|spedire a|spedito a|spedizione|"
        "indirizzo di spedizione|indirizzo di consegna|luogo di consegna|consegna|destinazione|destinazione merce|"
        "morada de entrega|local de entrega|endereco de entrega|local de descarga|afleveradres|leveren aan|bezorgadres|"
        "verzendadres|leveringsadres|levering aan|leveransadress|leverans till|levereras till|leveringsadresse|"
        "leveres til|levering til|adres dostawy|adres wysylki|miejsce dostawy|dodaci adresa|dorucovaci adresa|"
        "misto dodani|dodacia adresa|szallitasi cim|adresa de livrare|livrare|toimitusosoite|toimituspaikka|toimitus|konecny prijemce|adresa dodani|teljesites helye|loc de livrare|"
        "naslov dostave|"
        "adresa dostave|tarneaadress|piegades adrese|pristatymo adresas|διευθυνση αποστολης|teslimat adresi|"
        "адрес за доставка|адрес доставки|收货地址"
    ),
    "bank": (
        "bank|bank details|bank account|bank information|bank transfer|payment|payment details|payment information|"
        "payment instructions|payment method|how to pay|wire instructions|account|account details|remittance|"
        "bankverbindung|bankdaten|zahlung|zahlungsinformationen|zahlungsdaten|zahlungsart|konto|kontoverbindung|"
        "coordonnees bancaires|paiement|banque|moyen de paiement|mode de paiement|rib|datos bancarios|pago|banco|"
        "forma de pago|metodo de pago|coordinate bancarie|banca|pagamento|modalita di pagamento|dados bancarios|"
        "bankgegevens|betaling|betaalgegevens|bankuppgifter|betalning|betalingsoplysninger|bankoplysninger|"
        "platnosc|dane do przelewu|bankovni spojeni|platba|bankszamla|fizetes|cont bancar|plata|pankkiyhteys|maksu"
    ),
    "other": (
        "description|item|items|product|products|notes|note|terms|terms and conditions|invoice|summary|details|"
        "beschreibung|bezeichnung|artikel|hinweis|hinweise|anmerkung|anmerkungen|designation|description des articles|"
        "remarques|notas|observaciones|condiciones|concepto|descripcion|note e condizioni|descrizione|observacoes|"
        "descricao|opmerkingen|omschrijving|beskrivning|noteringar|bemaerkninger|uwagi|nazwa|poznamka|popis|"
        "megjegyzes|megnevezes|observatii|denumire|huomautukset|kuvaus|shipping method|contact|contact details|"
        "contact person|ansprechpartner|kontakt|contacto|contatto|questions|signature|unterschrift|firma"
    ),
}  # fmt: skip
"""Captions above, before or beside a party, by what they say of it, in the languages of the documents."""

FILLERS = frozenset(
    [
        "details",
        "detail",
        "information",
        "info",
        "data",
        "the",
        "of",
        "and",
        "your",
        "you",
        "our",
        "contact",
        "name",
        "company",
        "business",
        "party",
        "address",
        "organisation",
        "organization",
        "entity",
        "legal",
        "full",
        "registered",
        "office",
        "daten",
        "angaben",
        "name",
        "firma",
        "firmenname",
        "unternehmen",
        "anschrift",
        "adresse",
        "des",
        "der",
        "die",
        "dem",
        "ihr",
        "ihre",
        "unser",
        "unsere",
        "coordonnees",
        "informations",
        "nom",
        "societe",
        "raison",
        "sociale",
        "du",
        "le",
        "la",
        "les",
        "l",
        "votre",
        "notre",
        "adresse",
        "datos",
        "nombre",
        "razon",
        "social",
        "empresa",
        "direccion",
        "del",
        "domicilio",
        "dati",
        "nome",
        "ragione",
        "sociale",
        "azienda",
        "indirizzo",
        "dello",
        "della",
        "dados",
        "empresa",
        "morada",
        "endereco",
        "do",
        "gegevens",
        "naam",
        "bedrijf",
        "adres",
        "de",
        "het",
        "uppgifter",
        "namn",
        "foretag",
        "adress",
        "oplysninger",
        "navn",
        "virksomhed",
        "firma",
        "dane",
        "nazwa",
        "firmy",
        "adres",
        "udaje",
        "nazev",
        "adresa",
        "adatok",
        "nev",
        "cim",
        "neve",
        "cime",
        "datele",
        "numele",
        "tiedot",
        "nimi",
        "osoite",
        "podaci",
        "podatki",
        "naziv",
        "naslov",
        "data",
        "andmed",
    ]
)
"""Words that a role caption may have around it without saying more: "Customer details", "Seller name"."""

ATTRIBUTES: dict[str, str] = {
    "name": (
        "name|company|company name|business name|legal name|trading name|organisation|organization|firma|firmenname|"
        "unternehmen|nom|nom de l entreprise|societe|raison sociale|denomination|nombre|razon social|empresa|nome|"
        "ragione sociale|denominazione|azienda|denominacao social|naam|bedrijf|bedrijfsnaam|namn|foretag|navn|"
        "virksomhed|nazwa|nazwa firmy|nazev|nev|denumire|nume|nimi|yritys|naziv"
    ),
    "street": (
        "street|address|address line 1|address 1|street address|addr|strasse|str|adresse|anschrift|rue|voie|direccion|"
        "calle|domicilio|indirizzo|via|morada|endereco|rua|straat|adres|adress|gata|gade|gate|ulica|adresa|ulice|cim|"
        "utca|strada|osoite|katu|naslov|sede|sede legale|siege social|domicilio social|registered office|location"
    ),
    "city": (
        "city|town|city state|city state zip|city zip|zip city|place|ort|stadt|plz ort|plz|wohnort|ville|code postal|"
        "cp|cp ville|localite|ciudad|poblacion|localidad|citta|comune|cap|localidade|cidade|cep|codigo postal|stad|"
        "plaats|woonplaats|postcode|postnr|postnummer|postort|by|poststed|miasto|miejscowosc|kod pocztowy|mesto|obec|psc|"
        "varos|iranyitoszam|oras|localitate|cod postal|kaupunki|postinumero|zip|zip code|postal code|post code|state|"
        "province|provincia|provincie|region|county|bundesland|kanton|estado|uf|suburb|district"
    ),
    "country": "country|land|pays|pais|paese|nazione|kraj|zeme|stat|orszag|tara|maa|drzava|riik|nation",
    "vat": (
        "vat|vat no|vat id|vat number|vat ue|nr vat|identifiant tva|n tva intra|nif iva|cif nif|partita iva c f|contribuinte n o|n o contribuinte|v contribuinte|nif do cliente|momsreg nr|momsreg|vat reg|vat reg no|vat registration|vat registration no|vat registration number|"
        "vat in|vatin|vat nr|vat code|tax id|tax no|tax number|taxid|tax id no|tax registration number|trn|gst|gst no|gstin|"
        "gstin uin|gst number|gst hst|gst reg no|abn|uen|ein|tin|vat tax number|tax code|vat identification number|"
        "company vat|vat tin|ust id|ust idnr|ust id nr|ustid|ustidnr|ust ident nr|umsatzsteuer id|umsatzsteuer idnr|"
        "umsatzsteuer identifikationsnummer|uid|uid nr|uid nummer|mwst nr|mwst nummer|steuernummer|steuer nr|st nr|"
        "tva|n tva|no tva|numero de tva|numero tva|tva intracommunautaire|tva intracom|n de tva|tva intra|num tva|"
        "n tva intracommunautaire|numero de tva intracommunautaire|code tva|id tva|siret|siren|nif|cif|nif cif|n i f|"
        "c i f|nie|vat nif|iva|num iva|numero de iva|p iva|partita iva|part iva|piva|p i|cod fisc p iva|c f|cf|"
        "codice fiscale|cod fiscale|nipc|contribuinte|n contribuinte|cnpj|rfc|cuit|ruc|rut|nit|btw|btw nr|btw nummer|"
        "btw id|btw identificatienummer|btw no|momsnr|moms nr|moms reg nr|momsregistreringsnummer|vat nr moms|"
        "momsnummer|cvr|cvr nr|se nr|org nr|orgnr|organisasjonsnummer|organisationsnummer|mva|nip|nip ue|nr nip|dic|ic dph|"
        "ico|mva nr|foretaksregisteret|foretaksnr|vat tunnus|vat numero|alv numero|y tunnus alv|ly tunnus|eu adoszam|"
        "csoportazonosito|cod tva|cif cui|dic vat|dic c|cod de identificare fiscala|adoszam|adoszama|kozossegi adoszam|cui|c u i|cod fiscal|cif ro|alv|alv nro|alv tunnus|y tunnus|oib|"
        "id za ddv|davcna stevilka|kmkr|pvn|pvm kodas|αφμ|ведс|инн|ндс|vergi no|vkn|税号|idnr|id nr|registration no"
    ),
    "contact": (
        "phone|tel|telephone|mobile|fax|email|e mail|mail|web|website|www|url|telefon|telefono|telefone|tlf|telefoon|"
        "telefax|fon|handy|internet|courriel|portable|site|site web|correo|correo electronico|movil|sito|sito web|"
        "cellulare|pec|telemovel|e post|epost|mobil|hjemmeside|puhelin|sahkoposti|telefonszam|komorka|t|f|m|e|w|p|"
        "attn|attention|contact|contact person|contact name|att|z hd|zhd|z h|c o|ansprechpartner|kontakt|kontaktperson|"
        "a l attention de|contacto|referente|c a|all attenzione di|t a v|tav"
    ),
    "bank": (
        "iban|bic|swift|bic swift|swift code|swift bic|bank|bank name|account|account no|account number|account n|"
        "account holder|account name|sort code|routing number|routing no|blz|kto|konto|kontonummer|kontonr|"
        "kontoinhaber|bankverbindung|banque|rib|titulaire|titulaire du compte|banco|cuenta|numero de cuenta|titular|"
        "banca|conto|intestatario|conta|rekening|rekeningnummer|bankgiro|bg|plusgiro|rachunek|nr konta|nr rachunku|"
        "cislo uctu|bankszamlaszam|cont|tilinumero|variable symbol|ifsc|ifsc code|bsb|reg nr konto"
    ),
}  # fmt: skip
"""Captions before a single attribute of a party, by what follows them."""

COUNTRY_LANGUAGES = [
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fi",
    "fr",
    "hr",
    "hu",
    "is",
    "it",
    "lt",
    "lv",
    "nb",
    "nl",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "sv",
    "tr",
    "uk",
    "ru",
    "ca",
    "ga",
    "mt",
    "sr",
    "zh",
    "ja",
    "ko",
]
OTHER_COUNTRY_NAMES = frozenset({
    "usa", "u s a", "us", "uk", "u k", "england", "scotland", "wales", "northern ireland", "great britain", "holland",
    "the netherlands", "ceska republika", "czech republic", "slovenska republika", "uae", "republic of ireland",
    "eire", "turkey", "korea", "hong kong", "taiwan", "u s", "united states of america", "polska", "deutschland",
})  # fmt: skip
"""Names that addresses use beside those of Unicode CLDR."""

STREET_WORDS = re.compile(
    r"(?:^|\b)(?:street|st|road|rd|avenue|ave|av|lane|ln|drive|dr|boulevard|blvd|bd|way|court|ct|place|pl|square|sq|"
    r"terrace|parkway|pkwy|highway|hwy|crescent|cres|close|row|yard|wharf|quay|mews|walk|landing|parade|esplanade|"
    r"rue|chemin|allee|impasse|quai|route|cours|passage|place|faubourg|zi|za|zac|rte|calle|c|avda|avenida|plaza|paseo|"
    r"camino|carretera|ctra|pol|poligono|via|viale|piazza|corso|vicolo|strada|largo|contrada|loc|localita|rua|"
    r"travessa|estrada|praca|rambla|ronda|ul|ulica|al|aleja|plac|os|utca|ut|ter|korut|str|strasse|am|an der|im|auf|"
    r"zum|zur|unter|bulevardul|calea|soseaua|sos|aleea|drumul|splaiul|intrarea|piata|fasor|setany|krt|nam|nabrezi|trida|po box|p o box|postfach|bp|boite postale|apartado|postbus|box|suite|ste|"
    r"floor|unit|building|bldg|bat|level|apt|industrial estate|business park)(?:\b|$)"
    r"|\w(?:strasse|str|gasse|weg|allee|platz|ring|damm|ufer|straat|laan|plein|gracht|kade|dijk|singel|gatan|vagen|"
    r"vag|gata|vej|gade|veien|gate|katu|kuja|polku|ntie|bulevardi|ulice|namesti|utca|plass|bakken|hagen|vegen)\b"
)
"""Words of streets, folded."""

VAT_OWNERS: dict[Literal["seller", "buyer"], str] = {
    "buyer": (
        "your yours customer customers client clients buyer purchaser recipient ihre ihr kunde kunden kaufer empfanger "
        "leistungsempfanger leistungsempfangers rechnungsempfangers rechnungsempfanger votre vos acheteur preneur su sus "
        "cliente clientes comprador vostra vostro suo acquirente cessionario committente seu sua adquirente uw klant "
        "kupujiciho zakaznika kupujici ostaja asiakas kjopers cumparatorului clientului "
        "afnemer koper er ert kund kundens kunds koparens kopare deres jeres kundes kober kjoper nabywcy nabywca klienta "
        "odberatele odberatel zakaznika vevo client cumparator beneficiar asiakkaan ostajan kupca"
    ),
    "seller": (
        "our ours seller sellers supplier suppliers vendor vendors issuer unsere unser lieferant lieferanten verkaufer "
        "verkaufers aussteller notre nos vendeur fournisseur emetteur nuestro nuestra vendedor proveedor emisor nostra "
        "nostro venditore fornitore cedente nosso nossa fornecedor onze ons leverancier verkoper var vart saljare "
        "saljarens vores leverandor saelger sprzedawcy sprzedawca prodavajiciho prodavajici furnizorului dodavatele dodavatel elado furnizor vanzator myyjan"
    ),
}
"""Words beside the caption of a VAT id that say whose it is, folded."""


@cache
def countries() -> frozenset[str]:
    """Returns the folded names of countries, as addresses in the documents' languages end with them."""
    from babel import Locale

    named = (Locale.parse(code).territories for code in COUNTRY_LANGUAGES)
    listed = (folded_words(name) for names in named for code, name in names.items() if len(code) == 2)
    return frozenset({name for name in listed if len(name) > 2}) | OTHER_COUNTRY_NAMES


@cache
def _roles() -> dict[str, CaptionRole]:
    return {folded_words(phrase): role for role, phrases in ROLE_CAPTIONS.items() for phrase in phrases.split("|")}


@cache
def _attributes() -> dict[str, str]:
    return {folded_words(phrase): kind for kind, phrases in ATTRIBUTES.items() for phrase in phrases.split("|")}


def role_of(text: str, *, exact: bool = False) -> CaptionRole | None:
    """Returns the role that a caption gives to the party that follows, or None.

    The whole text must be a caption; unless ``exact``, words such as "details" and "name" around it are ignored.
    """
    plain = folded_words(re.sub(r"\([^)]*\)", " ", text))
    if plain in _roles():
        return _roles()[plain]
    parts = {_roles().get(folded_words(part)) for part in text.split("/")}
    if len(parts) == 1 and "/" in text:
        return parts.pop()
    core = " ".join(word for word in plain.split() if word not in FILLERS)
    return _roles().get(core) if core and not exact else None


def attribute_of(text: str, *, exact: bool = False) -> str | None:
    """Returns the kind that a caption gives to its value: name, street, city, country, vat, contact or bank."""
    plain = folded_words(re.sub(r"\([^)]*\)", " ", text))
    kind = _attributes().get(plain)
    if kind is None and not exact and (words := plain.split()):
        owners = {word for names in VAT_OWNERS.values() for word in names.split()}
        bare = " ".join(word for word in words if word not in owners and word not in ("s", "the", "of", "des", "du"))
        kind = "vat" if _attributes().get(bare) == "vat" else None
    return kind


def vat_owner_of(text: str) -> Literal["seller", "buyer"] | None:
    """Returns whose VAT id a caption announces: "Your VAT id" is the buyer's; None where it does not say."""
    words = set(folded_words(text).split())
    for owner, names in VAT_OWNERS.items():
        if words & set(names.split()):
            return owner
    return None
