"""The attachments of a message. Its text, small pictures within the text and signatures are no documents."""

from __future__ import annotations

import email
import email.header
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr

MOST_NESTED = 10
"""Messages within messages and parts within parts; deeper ones are not looked at."""
LOGO_BYTES = 50_000
"""A smaller picture within the text is a logo; a larger one may be a photograph of a receipt."""
_SIGNATURES = frozenset({
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "text/calendar",
    "text/vcard", "text/x-vcard", "message/delivery-status", "message/disposition-notification",
})  # fmt: skip
"""What mail programs add by themselves."""


@dataclass(frozen=True)
class Attachment:
    """A file of a message, decoded. ``name`` is what its sender calls it, or made from its place."""

    name: str
    content: bytes


class TooDeep(Exception):
    """Parts are nested more than `MOST_NESTED` deep."""


def parsed(data: bytes) -> Message:
    """Returns a message. One that breaks the rules of mail is read as far as it goes."""
    # compat32: the newer policy raises on headers that break the rules, which mail of the world does.
    return email.message_from_bytes(data)


def sender(message: Message) -> str:
    """Returns the address in the From header, in lower case; anybody can write any address there."""
    return parseaddr(str(message.get("From", "")))[1].lower()


def attachments(message: Message) -> Iterator[Attachment]:
    """Finds the attachments, those of attached messages too, in their order.

    Raises:
        TooDeep: Parts are nested too deep.
    """
    for number, part in enumerate(_files(message, depth=0, is_related=False), start=1):
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Attachment(_name(part) or f"attachment-{number}{_extension(part)}", content)


def _files(part: Message, *, depth: int, is_related: bool) -> Iterator[Message]:
    if depth > MOST_NESTED:
        raise TooDeep
    inner = part.get_payload()
    if isinstance(inner, list):
        related = part.get_content_type() == "multipart/related"
        for one in inner:
            if isinstance(one, Message):
                yield from _files(one, depth=depth + 1, is_related=related)
    elif _is_file(part, is_related=is_related):
        yield part


def _is_file(part: Message, *, is_related: bool) -> bool:
    kind, disposition = part.get_content_type(), part.get_content_disposition()
    if kind in _SIGNATURES:
        return False
    if is_related and part.get_content_maintype() == "image":
        content = part.get_payload(decode=True)
        return isinstance(content, bytes) and len(content) >= LOGO_BYTES
    if disposition == "attachment":
        return True
    return _name(part) != "" or part.get_content_maintype() not in ("text", "multipart", "message")


def _name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
        return str(email.header.make_header(email.header.decode_header(name))).strip()
    except (LookupError, ValueError, email.errors.MessageError):
        return ""


def _extension(part: Message) -> str:
    return mimetypes.guess_extension(part.get_content_type()) or ""
