"""What the XML formats share: text that XML can hold, and how a document is written."""

from __future__ import annotations

import re

from lxml import etree

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold in any spelling. Source: XML 1.0, production 2."""


def clean(text: str) -> str:
    """Returns a text with U+FFFD for each character that XML cannot hold: nothing vanishes unseen."""
    return _FORBIDDEN.sub("\ufffd", text)


def document(root: etree._Element, *, doctype: str | None = None) -> bytes:
    """Returns the whole document in UTF-8.

    It is not indented: blanks between the words of a line are text.
    """
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype=doctype)
    return written + b"\n"
