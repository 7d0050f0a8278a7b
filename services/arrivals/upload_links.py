"""Signed upload URLs: short-lived, for one document of one class and size, without an account.

The URL itself states what it allows, signed by HMAC-SHA-256; nothing is stored until a document arrives.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import time
from datetime import UTC, datetime
from typing import BinaryIO

from pydantic import Field, ValidationError

from schemas.errors import LimitExceeded, UploadLinkError, UploadLinkRefused, UploadLinkUsed
from schemas.geometry import Frozen
from schemas.settings import ENV_PREFIX, Settings
from services.intake import Taken, take_in_upload
from services.workbench import Workbench

PATH = "/api/v1/uploads/"
"""Where the portal takes uploads by signed URL."""
PURPOSE = b"fieldwright upload link 1."
"""Signed as well, so that a signature for anything else made with the same secret is worth nothing here."""
MOST_TOKEN = 1000
_BLOCK = 1 << 20


class UploadLink(Frozen):
    """What a signed URL allows: one document of ``max_bytes`` bytes at most, until ``expires_at``."""

    id: str = Field(min_length=1, max_length=64)
    document_class: str | None = Field(default=None, max_length=64)
    max_bytes: int = Field(gt=0)
    expires_at: int
    """Seconds since 1970."""
    issued_by: str = Field(max_length=200)

    @property
    def expires(self) -> datetime:
        """When it expires."""
        return datetime.fromtimestamp(self.expires_at, UTC)


def issue(
    bench: Workbench,
    *,
    issued_by: str,
    document_class: str | None = None,
    max_bytes: int | None = None,
    lasts_s: int | None = None,
) -> tuple[UploadLink, str]:
    """Returns a new link and the path of its URL, such as ``/api/v1/uploads/eyJ...``. It is noted in the audit log.

    Args:
        bench: Settings with the secret, and the classes.
        issued_by: The user on whose behalf documents arrive.
        document_class: The class of the document; None lets the classifier determine it.
        max_bytes: The largest document; at most the limit in the settings, which is also the default.
        lasts_s: Seconds until it expires.

    Raises:
        UploadLinkError: No secret is set, the class is unknown, or size or time are more than the settings allow.
    """
    settings = bench.settings
    most = settings.limits.bytes
    lasts = settings.uploads.lasts_s if lasts_s is None else lasts_s
    if document_class is not None and document_class not in bench.catalog:
        raise UploadLinkError(f"there is no class of this name; known are {', '.join(bench.catalog.names)}")
    if max_bytes is not None and not 0 < max_bytes <= most:
        raise UploadLinkError(f"the size is between 1 and {most} bytes (FIELDWRIGHT_LIMITS__BYTES)")
    if not 0 < lasts <= settings.uploads.most_lasts_s:
        raise UploadLinkError(f"a URL lasts between 1 and {settings.uploads.most_lasts_s} seconds")
    link = UploadLink(
        id=secrets.token_urlsafe(16),
        document_class=document_class,
        max_bytes=max_bytes or most,
        expires_at=int(time.time()) + lasts,
        issued_by=issued_by,
    )
    token = _encoded(link, _key(settings))
    facts = {"class": document_class, "bytes": link.max_bytes, "lasts_s": lasts}
    bench.store.append_event(None, "upload_link_issued", facts, actor=issued_by)
    return link, f"{PATH}{token}"


def verified(token: str, settings: Settings) -> UploadLink:
    """Returns what a token allows.

    Raises:
        UploadLinkRefused: The signature is wrong or the time is over, or no secret is set.
    """
    if settings.uploads.secret is None:
        raise UploadLinkRefused("upload URLs are switched off here: send the document another way")
    payload, separator, signature = token.partition(".")
    expected = _signature(payload, _key(settings))
    if len(token) > MOST_TOKEN or not separator or not hmac.compare_digest(signature.encode(), expected.encode()):
        raise UploadLinkRefused("the signature of this upload URL is wrong: use it exactly as it was issued")
    try:
        link = UploadLink.model_validate_json(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (ValidationError, binascii.Error, ValueError):
        raise UploadLinkRefused("this upload URL is of another version: request a new one") from None
    if time.time() >= link.expires_at:
        raise UploadLinkRefused("this upload URL is expired: request a new one")
    return link


def take_in_by_link(bench: Workbench, link: UploadLink, stream: BinaryIO, *, name: str, size: int) -> Taken:
    """Stores the document of a link. The same bytes may come again: a sender that got no answer sends them twice.

    Args:
        bench: Where the store is.
        link: What `verified` returned.
        stream: The bytes, read from their beginning.
        name: What the sender calls the file.
        size: Bytes of the stream.

    Raises:
        LimitExceeded: The document is larger than the link allows.
        UploadLinkUsed: Another document came with the same link.
        StoreUnavailable: The store does not answer.
    """
    if size > link.max_bytes:
        raise LimitExceeded(f"the file has {size} bytes and this upload URL allows {link.max_bytes}: request another")
    digest = hashlib.sha256()
    stream.seek(0)
    while block := stream.read(_BLOCK):
        digest.update(block)
    # Before anything is stored: of two uploads at once, one wins. After a crash, the same bytes may come again.
    key = hashlib.sha256(PURPOSE + link.id.encode()).hexdigest()
    if not bench.store.reserve(key, f"upload:{link.id}", digest.hexdigest()):
        raise UploadLinkUsed("another document was uploaded with this URL: use a new URL for each document")
    sender = f"link of {link.issued_by}"
    return take_in_upload(bench, stream, name=name, size=size, sender=sender, document_class=link.document_class)


def _key(settings: Settings) -> bytes:
    if settings.uploads.secret is None:
        raise UploadLinkError(
            f"no upload URL can be signed: set {ENV_PREFIX}UPLOADS__SECRET to what openssl rand -hex 32 prints"
        )
    return settings.uploads.secret.get_secret_value().encode()


def _encoded(link: UploadLink, key: bytes) -> str:
    text = json.dumps(link.model_dump(), separators=(",", ":"), sort_keys=True)
    payload = base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()
    return f"{payload}.{_signature(payload, key)}"


def _signature(payload: str, key: bytes) -> str:
    digest = hmac.new(key, PURPOSE + payload.encode(errors="surrogatepass"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
