"""Meaning of a word by lists of many languages: a given name, an ordinary business word, a trade."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from redaction.page_grid import is_caption_word
from values.legal_forms import has_printed_form

_FOLDER = Path(__file__).parent / "words"

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’])*")

_MORE_ORDINARY = frozenset(
    """
    adj adjustment again allowed anfrage are att auf aus ausweis außerhalb avec bei bezug breakdown brutto cashier
    change come con copy counter das dem den der des di die dine dla eat een el en erhaltene est et exchange expiry for
    foreign from für gegenseitige gesamtpreis gli het id idnr ihr ihre il kein kontakt kontaktperson las le legal les
    lo los met mit na nach no nr och od oder ohne op operator oraz our out para per please por port pour qualifizierung
    rm rounding sale server steuerfreie stylesheet summary sur take test textart thank the tot totai total trainee und
    une unter user vereinbarter vereinbarung vom von voor we with within y you your zeichen zum zur är über
    """.split()  # noqa: SIM905 - one word a line would take a hundred lines
)
_NOUN_ENDINGS = re.compile(r"(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|ität|nummer|nummern)$")
"""Endings of German nouns that long surnames do not have."""

_CAPTION_ENDS = frozenset({"nr", "no", "datum", "date", "nummer", "number", "id", "idnr"})
"""Last parts of captions with a hyphen, such as ``Bestell-Nr``."""

_SHORTEST_HEAD = 5
"""A German compound is recognized by a known last part of at least this many letters."""

_ORGANIZATION_WORDS = frozenset(
    """
    academy advertising advisors agency agentur airlines akademie alimentación alimentari amt anwälte apotheke
    architekten arredamenti assicurazioni associates association assurance assurances attorneys auto autohaus
    automobiles bakery banca banco bank banque bar barclays bau bibliothek boulangerie boutique brauerei brewery
    broadcasting brothers builders building butchers bygg bâtiment bäckerei büro cafe café campaign catering center
    central center centro church client clinic clinica clinique club coffee college comercial commerce committee
    commune communications community computers congress construcciones construction consult consultants consulting
    contractors cooperative costruzioni council county creative credit dealer decor dental department design designs
    dienstleistungen digital distribution domaine druck druckerei edition electric electrical electronics elektro
    emporium energie energy engineering enterprise enterprises entertainment equipment estates exporters express
    factory farm farms fashion federal federation finance financial firma fleurs foods foundation fournitures fundación
    furniture garage garden gardens gartenbau gas gemeinde gesellschaft global government grocery group groupe grupo
    gruppo haberdashery handel handels hardware haus haustechnik headquarters health healthcare holding holdings homes
    hospital hotel house hôtel importers imprimerie industrie industries industry informatique ingenieure inn
    instalaciones installation institut institute insurance interior interiors international inversiones joinery
    kanzlei kawiarnia kedai klinik kommunikation krankenhaus laboratories laboratory labs land landscaping law library
    limited logistics logistik logistique machinery management manufacturing marine market marketing markt mart
    maschinenbau materials medar media medical medicine menuiserie metall metallbau ministry motor motors municipal
    museum musterfirma möbel national negocios network networks news office online optik outfitters packaging partner
    partners partnership perniagaan pharma pharmacie pharmacy pizzeria plomberie plumbing power praxis press printing
    productions products projects properties publishing pumpen radio railway realty records repair research residences
    resort restaurant restoran retail ristorante sales school schule security server service services servicios serwis
    shipping shop shoppe sklep societa society società société software solar solicitors solutions sons sound spa
    spedition sport sports stadt stadtwerke station stationery steel stiftung store stores studio studios styles
    supermarket superstore supplies supply surgery systeme systemen systems tech technik technologies technology
    telecom television textile textiles theater theatre tischlerei tools toys trade traders trading training transport
    transportes transports travel treuhand trust tuincentrum tv técnica umwelttechnik union universidad university
    universität université usługi utilities vehicles venture ventures verein vereinigung verlag versicherung
    versicherungen vertrieb verwaltung warehouse water weingut werbung werke werkstatt werkzeuge wholesale wholesaler
    wholesalers wine winery wines wood works workshop yard zeitung zentrum
    """.split()  # noqa: SIM905 - one word a line would take three hundred lines
)
_TITLE = re.compile(
    r"^\s*(?:mr|mrs|ms|miss|mx|herrn?|frau|fr|hr|familie|monsieur|madame|mademoiselle|mme|mlle|señora?|srta|sra|sr|"
    r"don|doña|signora?|sig\.ra|sig|dott|dhr|mevr|mevrouw|mw|pan|pani|dr|prof)\b\.?\s+(?=\S)",
    re.IGNORECASE,
)


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset((_FOLDER / f"{name}.txt").read_text(encoding="utf-8").split())


def is_given_name(word: str) -> bool:
    """Whether a word is a person's given name and no ordinary word of business documents."""
    folded = word.casefold().strip(".,;:")
    return folded in _listed("given_names") and not is_ordinary(word)


@lru_cache(maxsize=50_000)
def is_ordinary(word: str) -> bool:
    """Whether a word is a caption's, a small word, or one of goods, services and terms; German compounds included."""
    parts = _WORD.findall(word)
    if len(parts) > 1 and parts[-1].casefold() in _CAPTION_ENDS:
        return True
    return bool(parts) and all(_is_ordinary(part.casefold()) for part in parts)


def _is_ordinary(word: str) -> bool:
    known = _listed("business_words")
    if len(word) < 2 or word in _MORE_ORDINARY or word in known or is_caption_word(word):
        return True
    if len(word) >= 9 and _NOUN_ENDINGS.search(word):
        return True
    heads = (word[i:] for i in range(3, len(word) - _SHORTEST_HEAD + 1))
    return len(word) > _SHORTEST_HEAD + 3 and any(head in known for head in heads)


def is_organization(name: str) -> bool:
    """Whether a name is an organization's: by legal form, trade or office, an ampersand, digits."""
    if has_printed_form(name) or re.search(r"[&\d]|\w\.(?:com|net|org|de|io)\b", name):
        return True
    return any(_names_trade(word.casefold()) for word in _WORD.findall(name))


def _names_trade(word: str) -> bool:
    if word in _ORGANIZATION_WORDS:
        return True
    # Compounds, as in Versicherungsverein and Haustechnik.
    return any(word[i:] in _ORGANIZATION_WORDS for i in range(3, len(word) - _SHORTEST_HEAD + 1))


def has_person_evidence(name: str) -> bool:
    """Whether a title or a given name shows that a name is a person's."""
    return bool(_TITLE.match(name)) or any(map(is_given_name, name.split()))


def is_shaped_like_person(name: str) -> bool:
    """Whether a name is two to four words of letters, none of them an ordinary one: how persons are written."""
    words = _TITLE.sub("", name).replace(",", " ").split()
    letters = all(re.fullmatch(r"[^\W\d_](?:[^\W\d_]|['’.\-])*", word) for word in words)
    return 2 <= len(words) <= 4 and letters and not any(len(w) > 2 and is_ordinary(w) for w in words)
