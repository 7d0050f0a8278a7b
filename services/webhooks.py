"""Webhooks are sent: signed as in standard-webhooks, never to an address inside the network unless allowed.

Source: standardwebhooks.com for headers and signature; OWASP, "Server Side Request Forgery Prevention".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import logging
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpx

from schemas.errors import DocumentError, WebhookError
from schemas.settings import WebhookSettings
from services.workbench import Workbench
from store.webhooks import SECRET_PREFIX, Due

logger = logging.getLogger(__name__)

AT_ONCE = 8
LOOK_EVERY_S = 2.0
MOST_READ = 16_384
"""Bytes of an answer that are read, so that the connection can be reused; the content is ignored."""
GONE = 410
"""A receiver that answers so wants no more messages."""

Resolve = Callable[[str, int], Sequence[str]]


def addresses_of(host: str, port: int) -> list[str]:
    """Returns the IP addresses of a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked_url(url: str, settings: WebhookSettings) -> str:
    """Returns an address that may receive outcomes.

    Raises:
        WebhookError: It is none, or one that is not allowed; the message states why.
    """
    parts = _parts(url)
    if parts.scheme == "http" and not settings.allow_private:
        raise WebhookError("a webhook needs https; http is only for addresses inside (webhooks.allow_private)")
    try:
        literal = ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        return url
    if not settings.allow_private and not _is_public(str(literal)):
        raise WebhookError("this address lies inside the network: FIELDWRIGHT_WEBHOOKS__ALLOW_PRIVATE=true allows it")
    return url


def signature(secret: str, message_id: str, timestamp: int, body: str) -> str:
    """Returns the value of the header ``webhook-signature``."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    digest = hmac.new(key, f"{message_id}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


class Courier:
    """Sends what is due. Threads may share it; close it at the end.

    Args:
        bench: The store with the outbox, and the settings.
        resolve: Names to addresses; tests have their own.
    """

    def __init__(self, bench: Workbench, *, resolve: Resolve = addresses_of) -> None:
        self._store = bench.store
        self._settings = bench.settings.webhooks
        self._resolve = resolve
        self._client = httpx.Client(timeout=self._settings.timeout_s, follow_redirects=False, trust_env=False)

    def send_due(self, limit: int = 100) -> int:
        """Sends messages that are due; returns how many were tried.

        Raises:
            StoreUnavailable: The store does not answer.
        """
        # As long as all attempts could take, and some more: nobody else sends the same meanwhile.
        within = timedelta(seconds=60 + (limit / AT_ONCE + 1) * 2 * self._settings.timeout_s)
        due = self._store.webhooks.due(limit, within=within)
        if due:
            with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhooks") as pool:
                list(pool.map(self._send, due))
        return len(due)

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _send(self, due: Due) -> None:
        answer, arrived = self._answer(due)
        if not arrived:
            logger.info("webhook %s: message %s did not arrive (%s)", due.delivery.webhook_id, due.delivery.id, answer)
        self._store.webhooks.note(due.delivery.id, answer, arrived=arrived, stop=answer == str(GONE))

    def _answer(self, due: Due) -> tuple[str, bool]:
        """Returns the status of an attempt, or a code where there was no answer, and whether the message arrived."""
        try:
            with self._client.stream("POST", **self._request(due)) as response:
                for count, _ in enumerate(response.iter_raw(1024), start=1):
                    if count * 1024 >= MOST_READ:
                        break
                return str(response.status_code), response.is_success
        except WebhookError:
            return "address_refused", False
        except OSError:  # the name is unknown
            return "name_unknown", False
        except httpx.TimeoutException:
            return "timeout", False
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            return type(error).__name__, False

    def _request(self, due: Due) -> dict[str, Any]:
        """Returns the request, to the address that was checked: a name may mean another one a moment later."""
        url = httpx.URL(checked_url(due.url, self._settings))
        port = url.port or (443 if url.scheme == "https" else 80)
        found = self._resolve(url.host, port)
        allowed = [address for address in found if self._settings.allow_private or _is_public(address)]
        if not found or len(allowed) < len(found):
            raise WebhookError("the address lies inside the network")
        timestamp = int(time.time())
        headers = {
            "Host": url.netloc.decode().rpartition("@")[2],
            "Content-Type": "application/json",
            "User-Agent": "Fieldwright",
            "webhook-id": due.delivery.id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(due.secret, due.delivery.id, timestamp, due.delivery.payload),
        }
        return {
            "url": url.copy_with(host=allowed[0]),
            "content": due.delivery.payload,
            "headers": headers,
            "extensions": {"sni_hostname": url.host},
        }


class Post:
    """Sends what is due, again and again, in a thread of its own. Use it in a ``with`` block."""

    def __init__(self, bench: Workbench, *, every_s: float = LOOK_EVERY_S) -> None:
        self._courier = Courier(bench)
        self._webhooks = bench.store.webhooks
        self._every_s = every_s
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._deliver, name="post", daemon=True)

    def __enter__(self) -> Post:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._thread.join()
        self._courier.close()

    def _deliver(self) -> None:
        rounds = 0
        while not self._done.wait(self._every_s):
            try:
                self._courier.send_due()
                if rounds % 1000 == 0:
                    self._webhooks.forget_old()
            except DocumentError as error:
                # The store may answer the next time; the outbox keeps everything.
                logger.warning("webhooks wait: %s", error.code)
            rounds += 1


def send_due(bench: Workbench) -> int:
    """Sends what is due once: for flows where no portal runs."""
    courier = Courier(bench)
    try:
        return courier.send_due()
    finally:
        courier.close()


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise WebhookError("this is no web address: write https://host/path") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not url.isprintable() or " " in url:
        raise WebhookError("this is no web address: write https://host/path")
    if parts.username or parts.password or parts.fragment:
        raise WebhookError("leave user, password and # out of the address: messages are signed, verify that instead")
    return parts


def _is_public(address: str) -> bool:
    """Whether an address lies outside: neither private nor shared, local, reserved or multicast."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return _is_public(str(inner))
        if found in _NAT64:
            return _is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
