from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import WebhookError
from schemas.outcome import Outcome
from schemas.settings import WebhookSettings
from services import webhooks
from services.webhooks import Courier, Post, _is_public, checked_url, signature
from services.workbench import Workbench
from tests.workbenches import workbench

CLOSED, OPEN = WebhookSettings(), WebhookSettings(allow_private=True)


class Receiver:
    """A web server that keeps what it is sent and answers as the test wants."""

    def __init__(self) -> None:
        self.status, self.headers, self.got = 200, {}, []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((dict(self.headers), body))
                self.send_response(receiver.status)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(b"x" * 100_000)

            def do_GET(self) -> None:  # a redirect that was followed would come so
                self.do_POST()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://hooks.example:{self.server.server_port}/in?key=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def make_bench(tmp_path: Path) -> Iterator[Callable[..., Workbench]]:
    made: list[Workbench] = []

    def make(*, allow_private: bool = True) -> Workbench:
        made.append(workbench(tmp_path, webhooks={"allow_private": allow_private, "timeout_s": 2}))
        return made[-1]

    yield make
    for bench in made:
        bench.close()


def finished(bench: Workbench, text: bytes = b"paper") -> str:
    document = bench.store.add(text, name="a.pdf", media_type="application/pdf", source="x").document
    bench.store.finish(Outcome(document_id=document.id, document_class="invoice", status="accepted"))
    return document.id


def courier(bench: Workbench, *addresses: str) -> Courier:
    return Courier(bench, resolve=lambda host, port: addresses or ("127.0.0.1",))


def test_a_message_arrives_signed_so_that_the_receiver_can_verify_it(
    make_bench: Callable[..., Workbench], receiver: Receiver
) -> None:
    bench = make_bench()
    webhook, secret = bench.store.webhooks.add("erp", receiver.url, actor="ada")
    document_id = finished(bench)
    sender = courier(bench)
    assert (sender.send_due(), sender.send_due()) == (1, 0)
    sender.close()
    ((headers, body),) = receiver.got
    assert json.loads(body)["data"]["document_id"] == document_id
    assert headers["Host"] == f"hooks.example:{receiver.server.server_port}"
    # As a receiver does it, by the standard's own words.
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    (delivery,) = bench.store.webhooks.deliveries(webhook.id)
    assert (delivery.id, delivery.answer, delivery.attempts) == (headers["webhook-id"], "200", 1)
    assert delivery.delivered_at is not None


def test_the_signature_is_that_of_the_standard() -> None:
    # Source: the example of the standard-webhooks specification.
    body = '{"test": 2432232314}'
    made = signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("status", "headers", "answer", "is_stopped"),
    [
        (500, {}, "500", False),
        (302, {"Location": "http://169.254.169.254/"}, "302", False),  # not followed
        (410, {}, "410", True),
    ],
)
def test_what_did_not_arrive_waits(
    make_bench: Callable[..., Workbench],
    receiver: Receiver,
    status: int,
    headers: dict[str, str],
    answer: str,
    is_stopped: bool,
) -> None:
    bench = make_bench()
    receiver.status, receiver.headers = status, headers
    webhook, _ = bench.store.webhooks.add("erp", receiver.url, actor="ada")
    finished(bench)
    assert courier(bench).send_due() == 1
    assert len(receiver.got) == 1
    (delivery,) = bench.store.webhooks.deliveries(webhook.id)
    assert (delivery.answer, delivery.delivered_at) == (answer, None)
    assert (delivery.next_at is None) == is_stopped
    assert bench.store.webhooks.get(webhook.id).active != is_stopped


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("93.184.216.34", "10.0.0.1"), ("::1",), ("169.254.169.254",)])
def test_a_name_that_leads_inside_is_not_called(
    make_bench: Callable[..., Workbench], receiver: Receiver, addresses: tuple[str, ...]
) -> None:
    bench = make_bench(allow_private=False)
    url = receiver.url.replace("http://", "https://")
    webhook, _ = bench.store.webhooks.add("erp", url, actor="ada")
    finished(bench)
    assert courier(bench, *addresses).send_due() == 1
    assert bench.store.webhooks.deliveries(webhook.id)[0].answer == "address_refused"
    assert receiver.got == []


def test_nobody_answers_and_the_name_is_unknown(make_bench: Callable[..., Workbench]) -> None:
    bench = make_bench()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        webhook, _ = bench.store.webhooks.add("erp", f"http://hooks.example:{port}/", actor="ada")
        finished(bench)
        courier(bench).send_due()
    assert bench.store.webhooks.deliveries(webhook.id)[0].answer == "ConnectError"

    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror("no such name")

    bench.store.webhooks.send_again(webhook.id, bench.store.webhooks.deliveries(webhook.id)[0].id)
    Courier(bench, resolve=unknown).send_due()
    assert bench.store.webhooks.deliveries(webhook.id)[0].answer == "name_unknown"


def test_a_silent_receiver_does_not_hold_the_others_up(
    make_bench: Callable[..., Workbench], receiver: Receiver
) -> None:
    bench = make_bench()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow, _ = bench.store.webhooks.add("slow", f"http://x.example:{silent.getsockname()[1]}/", actor="ada")
        quick, _ = bench.store.webhooks.add("quick", receiver.url, actor="ada")
        finished(bench)
        assert courier(bench).send_due() == 2
    assert bench.store.webhooks.deliveries(slow.id)[0].answer == "timeout"
    assert bench.store.webhooks.deliveries(quick.id)[0].delivered_at is not None


def test_the_post_delivers_by_itself(
    make_bench: Callable[..., Workbench], receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "addresses_of", lambda host, port: ["127.0.0.1"])
    monkeypatch.setattr(Courier.__init__, "__kwdefaults__", {"resolve": webhooks.addresses_of})
    bench = make_bench()
    webhook, _ = bench.store.webhooks.add("erp", receiver.url, actor="ada")
    with Post(bench, every_s=0.01):
        finished(bench)
        deadline = time.monotonic() + 60
        while not bench.store.webhooks.deliveries(webhook.id)[0].delivered_at and time.monotonic() < deadline:
            time.sleep(0.02)
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    ("url", "closed", "open_"),
    [
        ("https://erp.example/hook?x=1", True, True),
        ("https://erp.example:8443", True, True),
        ("http://erp.example/hook", False, True),
        ("https://10.0.0.5/", False, True),
        ("https://[::1]/", False, True),
        ("https://93.184.216.34/", True, True),
        ("https://user:secret@erp.example/", False, False),
        ("https://erp.example/#x", False, False),
        ("ftp://erp.example/", False, False),
        ("file:///etc/passwd", False, False),
        ("https://", False, False),
        ("https://erp.example:99999/", False, False),
        ("https://[::1/", False, False),
        ("https://erp example/", False, False),
        ("nonsense", False, False),
    ],
)
def test_addresses_are_checked_before_they_are_stored(url: str, closed: bool, open_: bool) -> None:
    for settings, allowed in ((CLOSED, closed), (OPEN, open_)):
        if allowed:
            assert checked_url(url, settings) == url
        else:
            with pytest.raises(WebhookError):
                checked_url(url, settings)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),  # 10.0.0.1 by NAT64
        ("2002:a00:1::", False),  # 10.0.0.1 by 6to4
    ],
)
def test_addresses_inside_are_told_from_those_outside(address: str, expected: bool) -> None:
    assert _is_public(address) is expected
