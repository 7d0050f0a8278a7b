"""Addresses in networks: web addresses, domain names, IP addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from redaction.entities import LIKELY, POSSIBLE, Entity, Hit
from redaction.page_grid import Sheet
from redaction.recognizers.base import Recognizer

_STATED = re.compile(r"(?<![\w@.])(?:(?:https?|ftp)\s?:\s?//\s?|www\.)[^\s<>\"']*[^\W_][/=]?", re.IGNORECASE)
_SUFFIXES = (
    "com|org|net|edu|gov|mil|info|biz|io|app|dev|eu|de|at|ch|fr|es|it|nl|be|lu|pl|cz|sk|hu|ro|bg|gr|pt|dk|se|no|fi|ie|uk|us|ca|"
    "au|nz|in|br|mx|ar|cl|jp|cn|kr|ru|ua|tr|za|example"
)
"""Top-level domains that a bare name may end with; rarer ones need ``www`` or a scheme."""

_BARE = re.compile(
    rf"(?<![\w@.&/-])(?=[\w-]*[^\W\d_])[a-z0-9][a-z0-9-]{{2,}}(?:\.[a-z0-9-]{{2,}})?\.(?:{_SUFFIXES})(?![\w@-]|\.\w)(?:/\S*\w)?",
    re.IGNORECASE,
)
_LOCAL_SUFFIX = re.compile(r"\.(?:in|no|at|it|us|is|be|es|de|se|to|me|am|my|so|do|id)$", re.IGNORECASE)
"""Suffixes that are words as well: ``end.In`` is a lost blank."""

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IPV4 = re.compile(rf"(?<![\w.,-])(?:{_OCTET}\.){{3}}{_OCTET}(?:/\d{{1,2}}|:\d{{2,5}})?(?![\w-]|[.,]\d)")
_IPV6 = re.compile(
    r"(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|::1|"
    r"(?:[0-9a-f]{1,4}:){2,7}:)(?:/\d{1,3})?(?![\w:]|\.\d)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\b(?:version|release|rev\.?|section|chapter|clause|kapitel|abschnitt|art\.?|v)|§)\s?$", re.IGNORECASE
)
"""Words before the number of a version or a section, which is written like an IP address."""


class WebAddress(Recognizer):
    """Web addresses and bare domain names; those of e-mail addresses belong to the e-mail address."""

    entities = (Entity.URL,)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the addresses on a sheet."""
        for match in _STATED.finditer(sheet.text):
            yield Hit(*match.span(), Entity.URL, LIKELY)
        for match in _BARE.finditer(sheet.text):
            name = match.group()
            if not (_LOCAL_SUFFIX.search(name) and not name.islower() and not name.isupper()):
                yield Hit(*match.span(), Entity.URL, POSSIBLE)


class IpAddress(Recognizer):
    """Addresses of the Internet Protocol, versions 4 and 6."""

    entities = (Entity.IP_ADDRESS,)

    def find(self, sheet: Sheet, named: Sequence[Any]) -> Iterable[Hit]:
        """Returns the addresses on a sheet."""
        for form in (_IPV4, _IPV6):
            for match in form.finditer(sheet.text):
                if not _NUMBERED.search(sheet.text[max(match.start() - 12, 0) : match.start()]):
                    yield Hit(*match.span(), Entity.IP_ADDRESS, LIKELY)
