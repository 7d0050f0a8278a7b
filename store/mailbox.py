"""A mailbox over IMAP: what is unread is fetched without being marked, and marked when its documents are stored.

Source: RFC 3501 (IMAP4rev1).
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import BinaryIO

from schemas.arrival_settings import MailSettings
from schemas.errors import ConfigurationError, StoreUnavailable

CHUNK_BYTES = 1 << 20
"""How much of a message is requested at once."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_LATER = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\]", re.IGNORECASE)
"""Refusals that pass. Source: RFC 5530."""


class Mailbox:
    """One folder of a mailbox. Use it in a ``with`` block; messages are known by their UID.

    Every method raises `StoreUnavailable` where the server does not answer, also in the middle of a message.

    Raises:
        ConfigurationError: On entering: user, password, folder or certificate are wrong, or the folder is read-only.
        StoreUnavailable: On entering: the server does not answer.
    """

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._client: imaplib.IMAP4 | None = None
        self.identity = ""
        """Names the folder for as long as its UIDs hold: host, user, folder and UIDVALIDITY."""

    def __enter__(self) -> Mailbox:
        with self._typed_errors():
            self._client = self._connected()
        try:
            self._log_in()
            self._select()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def unread(self) -> list[int]:
        """Returns the UIDs of the messages that are not marked as seen, the oldest first."""
        (found,) = self._ask("SEARCH", "UNSEEN") or [b""]
        return sorted(int(uid) for uid in found.split()) if isinstance(found, bytes) else []

    def size(self, uid: int) -> int | None:
        """Returns the bytes of a message, or None if it is gone."""
        for line in self._ask("FETCH", str(uid), "(RFC822.SIZE)"):
            told = _SIZE.search(line if isinstance(line, bytes) else b"")
            if told:
                return int(told[1])
        return None

    def fetch(self, uid: int, into: BinaryIO) -> bool:
        """Writes a message, and leaves it unread; returns False if it is gone."""
        offset = 0
        while True:
            answer = self._ask("FETCH", str(uid), f"(BODY.PEEK[]<{offset}.{CHUNK_BYTES}>)")
            chunk = next((part[1] for part in answer if isinstance(part, tuple)), None)
            if chunk is None:
                return False
            into.write(chunk)
            offset += len(chunk)
            if len(chunk) < CHUNK_BYTES:
                return True

    def mark_seen(self, uid: int, *, flagged: bool = False) -> None:
        """Marks a message as seen; with ``flagged`` also for a person's attention."""
        self._ask("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen \Flagged)" if flagged else r"(\Seen)")

    def _connected(self) -> imaplib.IMAP4:
        settings = self._settings
        if settings.security == "tls":
            context = ssl.create_default_context()
            return imaplib.IMAP4_SSL(settings.host, settings.port, ssl_context=context, timeout=settings.timeout_s)
        client = imaplib.IMAP4(settings.host, settings.port, timeout=settings.timeout_s)
        if settings.security == "starttls":
            try:
                client.starttls(ssl.create_default_context())
            except (OSError, imaplib.IMAP4.error):
                with suppress(OSError):
                    client.shutdown()
                raise
        return client

    def _log_in(self) -> None:
        settings = self._settings
        with self._typed_errors(refused="refuses the login: check FIELDWRIGHT_MAIL__USER and __PASSWORD"):
            self._open.login(settings.user, settings.password.get_secret_value())

    def _select(self) -> None:
        settings = self._settings
        quoted = '"' + settings.folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        with self._typed_errors():
            try:
                status, _ = self._open.select(quoted)
            except imaplib.IMAP4.readonly:
                raise ConfigurationError(
                    f"the folder {settings.folder} of {settings.host} may only be read: give the user the right to mark"
                ) from None
            if status != "OK":
                raise ConfigurationError(
                    f"there is no folder {settings.folder} at {settings.host}: check FIELDWRIGHT_MAIL__FOLDER"
                )
            _, validity = self._open.response("UIDVALIDITY")
        told = validity[0].decode(errors="replace") if validity and validity[0] else ""
        self.identity = "\0".join((settings.host, settings.user, settings.folder, told))

    def _ask(self, command: str, *arguments: str) -> list[bytes | tuple[bytes, bytes] | None]:
        with self._typed_errors():
            status, answer = self._open.uid(command, *arguments)
            if status != "OK":
                raise StoreUnavailable(f"the mailbox at {self._settings.host} refuses {command}; the next look retries")
            return list(answer)

    @property
    def _open(self) -> imaplib.IMAP4:
        assert self._client is not None, "use the mailbox in a with block"
        return self._client

    def _close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            # No CLOSE: it would expunge what somebody else marked as deleted.
            with suppress(OSError, imaplib.IMAP4.error):
                client.logout()
                return
            # A line that is broken is not closed by that.
            with suppress(OSError):
                client.shutdown()

    @contextmanager
    def _typed_errors(self, refused: str | None = None) -> Iterator[None]:
        host = self._settings.host
        try:
            yield
        except ssl.SSLCertVerificationError:
            raise ConfigurationError(
                f"the certificate of {host} is not trusted: add its authority to the system's, or set SSL_CERT_FILE"
            ) from None
        except (OSError, imaplib.IMAP4.abort):
            raise StoreUnavailable(f"the mailbox at {host} does not answer; the next look tries again") from None
        except imaplib.IMAP4.error as error:
            # The server's own words may repeat an address: only their code is looked at.
            if refused is not None and not _LATER.search(str(error)):
                raise ConfigurationError(f"the mailbox at {host} {refused}") from None
            raise StoreUnavailable(f"the mailbox at {host} refuses for now; the next look tries again") from None
