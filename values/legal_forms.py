"""Legal forms of companies: words that show that a name is a company's, in the spellings compared."""

from __future__ import annotations

import re

_WORDS = """
ab ag aps as asa berhad bhd bt bv bvba co company corp corporation cv doo dd eeig eg ehf ei eirl ek eood eurl ev
gbr gesmbh gmbh hb hf inc incorporated kft kg kgaa ky lda limited llc llp lp ltd ltda mbh nv nyrt ohg ood oy oyj
plc plt private pte pty pvt sa sapa sarl sas sasu sb sci sdn se sia sl sll slu snc sp spa spolka srl srls sro
tbk uab ug unipessoal vof zoo zrt
"""
LEGAL_FORMS = frozenset(_WORDS.split())
"""Forms as single folded words without points. The directory keeps keys of names without them: a change here takes a
rebuild of the keys."""

SAME_FORM = {
    "limited": "ltd", "incorporated": "inc", "corporation": "corp", "company": "co", "berhad": "bhd", "sb": "sdnbhd",
    "private": "pvt",
}  # fmt: skip
"""Two ways to write one legal form, in the form that they are compared in."""

_LEFT_OUT = """
ab ag as asa aps bhd berhad bv bvba co company corp corporation cv doo ek ev eg eurl gbr gesmbh ggmbh gmbh inc
incorporated kft kg kgaa kk limited llc llp lp ltd ltda mbh nv ohg oy oyj plc pllc pc pa pte pty pvt private sa
sab sae sarl sas sb sdn se sl slu spa spzoo srl sro ug und and et
"""
LEFT_OUT_OF_NAMES = frozenset(_LEFT_OUT.split())
"""Words without which two names are compared when readings are scored: the list of the data sets' own scorer."""

REPAIRED_FORMS = ("Sdn Bhd", "GmbH", "Limited", "Berhad")
"""Forms long enough to be recognized when one letter was misread, added or lost."""

FOLDED_FORM = re.compile(
    r"\b(?:gmbh|mbh|ag|kg|kgaa|ohg|gbr|ug|e k|ek|ev|e v|eg|e g|gmbh co kg|se|inc|llc|llp|lp|ltd|limited|corp|"
    r"corporation|company|co|plc|pty|pte|pvt|sdn bhd|bhd|sarl|s a r l|sas|s a s|sasu|eurl|sa|s a|sci|snc|scop|ei|"
    r"eirl|spa|s p a|srl|s r l|srls|sapa|ss|sl|s l|slu|s l u|sll|sociedad limitada|lda|unipessoal|ltda|eireli|bv|"
    r"b v|nv|n v|vof|cv|bvba|ab|aktiebolag|hb|aps|a s|as|asa|ivs|oy|oyj|ky|sp z o o|spolka|sp j|s r o|sro|"
    r"spol s r o|v o s|kft|zrt|bt|kkt|nyrt|ans|enk|tmi|pfa|doo|d o o|dd|ood|eood|ou|sia|uab|ad|ehf|hf|gesmbh|"
    r"ges m b h|ooo|tov|ооо|еоод|оод|ας|αε|επε|as|ike)\b$"
    r"|\b(?:s a de c v|sa de cv|s de r l|gmbh|ltd|limited|inc|llc|s r l|srl|sarl|s p a|b v|sp z o o|s r o|sdn bhd|"
    r"pvt ltd|pty ltd|kft)\b"
)
"""Forms in folded text with blanks for periods: at the end of a name, or anywhere if unambiguous."""

_PRINTED = (
    r"g?mbh|gmbh ?& ?co\.? ?kg|kgaa|ohg|gbr|e\.? ?k\.?|e\.? ?kfm\.?|e\.? ?v\.?|eingetragener kaufmann|"
    r"inc|incorporated|corp|corporation|company|llc|l\.l\.c|llp|l\.l\.p|pllc|ltd|limited|plc|pty|pte|pvt|"
    r"sas|s\.a\.s|sasu|sarl|s\.a\.r\.l|eurl|sci|snc|s\.n\.c|scop|s\.?p\.?a|s\.?r\.?l\.?s?|s\.?l\.?u?|s\.a|s\.c\.r\.l|"
    r"b\.?v|n\.?v|v\.?o\.?f|bvba|sprl|asbl|vzw|aktiebolag|a/s|aps|asa|oyj?|"
    r"sp\.? ?z ?o\.? ?o|spółka|sp\.? ?[kj]|s\.?r\.?o|spol|a\.s|v\.o\.s|kft|zrt|nyrt|kkt|tmi|pfa|d\.o\.o|d\.d|e?ood|"
    r"lda|ltda|limitada|eireli|unipessoal|s\.? de r\.?l|sdn\.? ?bhd|bhd|berhad|s/b|uab|sia|oü|a\.ş|şti|eeig"
)
_PRINTED_FORM = re.compile(rf"(?<![\w.])(?:{_PRINTED})(?![\w])", re.IGNORECASE)
_PRINTED_SHORT = re.compile(
    r"(?<![\w.])(?:AG|KG|UG|SE|EG|SA|AB|AS|ANS|ENK|Ky|Bt|BT|HB|KB|PC|PA|LP|CO|Co\.?|AD|KK|GK)\.?(?=$|[\s,;()&])"
)


def has_printed_form(name: str) -> bool:
    """Whether a name as printed holds a legal form; forms of two letters count in capitals only."""
    return bool(_PRINTED_FORM.search(name) or _PRINTED_SHORT.search(name))
