"""Settings of documents that others send: signed upload URLs, object stores, a mailbox."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator

from schemas.geometry import Frozen

SHORTEST_SECRET = 32
"""Characters: a shorter secret could be guessed from a signature. Source: NIST SP 800-107, 5.3.2."""


class UploadSettings(Frozen):
    """Signed upload URLs: whoever has one uploads one document without an account."""

    secret: SecretStr | None = None
    """What URLs are signed with, at least 32 characters; another one makes all earlier URLs invalid."""
    lasts_s: int = Field(default=900, ge=1)
    """How long a URL is valid where nobody says otherwise."""
    most_lasts_s: int = Field(default=86_400, ge=1)
    """The longest that anybody may request."""

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and len(secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"the secret needs at least {SHORTEST_SECRET} characters: openssl rand -hex 32 makes one")
        return secret


class ObjectSettings(Frozen):
    """Object-store notifications: which places may be read, and the queue that notifications come from."""

    places: dict[str, str | None] = Field(default_factory=dict)
    """From ``bucket`` or ``bucket/folder`` to the class of its documents, None to classify; others are not read."""
    queue_url: str | None = Field(default=None, pattern=r"^https?://[^?#\s]+$")
    """An Amazon SQS queue, or one that speaks its protocol."""

    @field_validator("places")
    @classmethod
    def _buckets(cls, places: dict[str, str | None]) -> dict[str, str | None]:
        if wrong := [place for place in places if "://" in place or place != place.strip("/ ") or not place]:
            raise ValueError(f"{', '.join(wrong)}: write bucket or bucket/folder, without s3:// and closing slash")
        return places


class MailSettings(Frozen):
    """A mailbox whose attachments are documents. It belongs to Fieldwright: what was read there is marked as seen."""

    host: str = Field(min_length=1)
    port: int = Field(default=993, ge=1, le=65_535)
    security: Literal["tls", "starttls", "none"] = "tls"
    """``none`` sends the password in the clear: only for this machine."""
    user: str = Field(min_length=1)
    password: SecretStr
    folder: str = Field(default="INBOX", min_length=1)
    document_class: str | None = None
    """The class of all attachments; None lets the classifier determine it."""
    senders: tuple[str, ...] = ()
    """Addresses (``ap@example.org``) or domains (``example.org``) whose mail is read; empty is everybody."""
    message_bytes: int = Field(default=50_000_000, gt=0)
    """Larger messages are not fetched; they are marked as seen, flagged, and named in the audit log."""
    attachments: int = Field(default=100, ge=1)
    """Of a message with more, none is taken in."""
    every_s: float = Field(default=30.0, gt=0)
    timeout_s: float = Field(default=30.0, gt=0)

    @model_validator(mode="after")
    def _protected(self) -> MailSettings:
        if self.security == "none" and self.host not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("a password goes over the network: security is tls or starttls")
        return self
