"""Errors as a tree, by what helps against them.

::

    DocumentError                  .document_id .stage .page_number; the message states what to do next
    ├─ PermanentError              retrying cannot help: the document is rejected, with a reason
    │  ├─ UnsupportedDocument  UnreadableDocument  EncryptedDocument  EmptyDocument
    │  └─ LimitExceeded            too many pages, pixels or bytes
    ├─ TransientError              retry with backoff
    │  └─ EngineUnavailable  StoreUnavailable  IndexUnavailable
    ├─ UnknownDocument             there is no document with this id
    ├─ AccountError                a user, a password or a token cannot be as asked
    ├─ WebhookError                a webhook cannot be as asked
    ├─ UploadLinkError             a signed upload URL cannot be as asked, or is wrong, expired or used up
    ├─ NotificationError           a notification of an object store is none
    ├─ ReviewConflict              somebody else works on the document, or it changed meanwhile
    └─ ConfigurationError          our mistake: stop the run, alert operators

Messages carry ids, numbers and advice, never text of a document.
"""

from __future__ import annotations

from typing import Any


class DocumentError(Exception):
    """Base of every error that Fieldwright raises on purpose.

    Args:
        message: What happened and what to do next, without text of the document.
        document_id: The document it happened to, where one is known.
        stage: The stage it happened in, where one is known.
        page_number: The page, counted from 1, where one is known.
    """

    code = "document_error"
    """Stable name of the error for outcomes, events and figures."""

    def __init__(
        self,
        message: str,
        *,
        document_id: str | None = None,
        stage: str | None = None,
        page_number: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.document_id = document_id
        self.stage = stage
        self.page_number = page_number

    def __reduce__(self) -> tuple[Any, ...]:
        """Keeps the keyword arguments through pickle: errors cross process borders."""
        state = {"document_id": self.document_id, "stage": self.stage, "page_number": self.page_number}
        return _rebuild, (type(self), self.message, state)


def _rebuild(kind: type[DocumentError], message: str, state: dict[str, Any]) -> DocumentError:
    return kind(message, **state)


class PermanentError(DocumentError):
    """Retrying cannot help: the document is rejected, with this as the reason."""

    code = "permanent_error"


class UnsupportedDocument(PermanentError):
    """The bytes are of a kind that Fieldwright does not read."""

    code = "unsupported_document"


class UnreadableDocument(PermanentError):
    """The kind is right and the bytes are damaged."""

    code = "unreadable_document"


class EncryptedDocument(PermanentError):
    """The document needs a password."""

    code = "encrypted_document"


class EmptyDocument(PermanentError):
    """The file has no bytes, or no pages."""

    code = "empty_document"


class LimitExceeded(PermanentError):
    """The document has more pages, pixels or bytes than the settings allow."""

    code = "limit_exceeded"


class TransientError(DocumentError):
    """Something around the document failed; the same call may succeed later."""

    code = "transient_error"


class EngineUnavailable(TransientError):
    """A model or an engine could not be loaded, crashed or did not answer in time."""

    code = "engine_unavailable"


class StoreUnavailable(TransientError):
    """The database or the file store did not answer."""

    code = "store_unavailable"


class IndexUnavailable(TransientError):
    """The search index did not answer."""

    code = "index_unavailable"


class SourcePaused(TransientError):
    """A source is held, or sent more documents than its limit allows; ``retry_after_s`` is when to send again."""

    code = "source_paused"

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_source_paused, (self.message, self.retry_after_s)


def _rebuild_source_paused(message: str, retry_after_s: int) -> SourcePaused:
    return SourcePaused(message, retry_after_s=retry_after_s)


class UnknownDocument(DocumentError):
    """The store has no document with this id: there is nothing to retry and nothing to reject."""

    code = "unknown_document"


class AccountError(DocumentError):
    """A requested user, password or token is invalid; the message states what to change."""

    code = "account_error"


class WebhookError(DocumentError):
    """A requested webhook is invalid; the message states what to change."""

    code = "webhook_error"


class UnknownWebhook(WebhookError):
    """There is no webhook, or no message, with this number."""

    code = "unknown_webhook"


class UploadLinkError(DocumentError):
    """A signed upload URL cannot be as asked; the message states what to change."""

    code = "upload_link_error"


class UploadLinkRefused(UploadLinkError):
    """A signed upload URL cannot be used: its signature is wrong, or its time is over."""

    code = "upload_link_refused"


class UploadLinkUsed(UploadLinkError):
    """Another document was uploaded with this URL before."""

    code = "upload_link_used"


class NotificationError(DocumentError):
    """What should be a notification of an object store is none; the message states what one looks like."""

    code = "notification_error"


class UnknownLayout(DocumentError):
    """No layout of this number was taught."""

    code = "unknown_layout"


class UnknownParty(DocumentError):
    """The directory has no entry with this number, or the entry has no such value."""

    code = "unknown_party"


class ReviewConflict(DocumentError):
    """Somebody else holds the document, or it changed since it was opened: nothing was stored, load it again."""

    code = "review_conflict"


class ConfigurationError(DocumentError):
    """A setting, an installation or a checkpoint is wrong: stop the run and alert operators."""

    code = "configuration_error"


def is_transient(error: BaseException) -> bool:
    """Whether trying again later may help: the one predicate behind every retry."""
    return isinstance(error, TransientError | ConnectionError | TimeoutError)
