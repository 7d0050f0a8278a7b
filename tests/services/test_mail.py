"""The inbox by e-mail against a real IMAP server, dovecot."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image

from schemas.errors import ConfigurationError, StoreUnavailable
from services.arrivals.listener import Listener
from services.arrivals.mail import collect
from services.intake import Taken
from services.workbench import Workbench
from store.database import Database
from store.mailbox import Mailbox
from tests.mail_server import Line, MailServer
from tests.workbenches import SAMPLES, workbench

pytestmark = pytest.mark.service

LETTER = (SAMPLES / "letter.pdf").read_bytes()
ORDER = (SAMPLES / "order_english.pdf").read_bytes()
BODY = "The text of the mail, with the IBAN DE89370400440532013000."


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with workbench(tmp_path, limits={"bytes": 300_000}) as made:
        yield made


def message(*files: tuple[str, bytes], sender: str = "Ada <ap@example.org>") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "in@example.com", "papers"
    made.set_content(BODY)
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made


def read(bench: Workbench, server: MailServer, user: str, **changes: object) -> list[Taken]:
    return list(collect(bench, server.settings(user, **changes)))


def names(bench: Workbench) -> list[str]:
    return sorted(document.name for document in bench.store.documents())


def test_attachments_become_documents_and_the_message_is_seen(bench: Workbench, mail_server: MailServer) -> None:
    mail_server.deliver("one", message(("letter.pdf", LETTER), ("Bestellung für März.pdf", ORDER)))
    mail_server.deliver("one", message())
    taken = read(bench, mail_server, "one", document_class="invoice")
    assert [t.is_new for t in taken] == [True, True]
    assert names(bench) == ["Bestellung für März.pdf", "letter.pdf"]
    [(source, kind)] = {(d.source, d.document_class) for d in bench.store.documents()}
    assert (source.partition("/")[0], kind) == ("mail:INBOX", "invoice")
    assert mail_server.flags("one") == ["\\Seen", "\\Seen"]
    assert read(bench, mail_server, "one") == []


def test_the_text_of_a_message_goes_nowhere(bench: Workbench, mail_server: MailServer, caplog) -> None:
    caplog.set_level("DEBUG")
    mail_server.deliver("text", message(("letter.pdf", LETTER)))
    read(bench, mail_server, "text")
    events = repr(bench.store.events())
    assert "DE89370400440532013000" not in events + caplog.text
    assert "ap@example.org" not in events + caplog.text


def test_bad_attachments_are_named_and_the_good_ones_go_on(bench: Workbench, mail_server: MailServer) -> None:
    files = (("bad.docx", b"PK\x03\x04 no archive"), ("empty.pdf", b""), ("cut.pdf", LETTER[:600]), ("a.pdf", LETTER))
    mail_server.deliver("bad", message(*files))
    found = {t.found.name: t.outcome.reasons[0].code if t.outcome else "" for t in read(bench, mail_server, "bad")}
    assert found == {
        "bad.docx": "unsupported_document",
        "empty.pdf": "empty_document",
        "cut.pdf": "unreadable_document",
        "a.pdf": "",
    }
    assert mail_server.flags("bad") == ["\\Seen"]


def test_a_huge_attachment_is_refused_and_noted(bench: Workbench, mail_server: MailServer) -> None:
    mail_server.deliver("huge", message(("huge.pdf", LETTER + b"\0" * 400_000), ("a.pdf", LETTER)))
    huge, small = read(bench, mail_server, "huge")
    assert huge.outcome is not None
    assert huge.outcome.reasons[0].code == "limit_exceeded"
    assert small.is_new
    assert names(bench) == ["a.pdf"]
    assert bench.store.event_page(1, kind="refused")[0].data["code"] == "limit_exceeded"


def test_a_message_that_is_too_large_is_not_fetched(bench: Workbench, mail_server: MailServer) -> None:
    mail_server.deliver("large", message(("a.pdf", LETTER)))
    with Line(mail_server.plain, lambda last, sent: sent > 20_000) as line:
        assert read(bench, mail_server, "large", port=line.port, message_bytes=len(LETTER)) == []
    assert set(mail_server.flags("large")[0].split()) == {"\\Seen", "\\Flagged"}
    refused = bench.store.event_page(1, kind="refused")[0]
    assert refused.data["code"] == "message_too_large"


def test_attached_messages_are_read_as_deep_as_is_reasonable(bench: Workbench, mail_server: MailServer) -> None:
    inner = message(("letter.pdf", LETTER))
    outer = message()
    outer.add_attachment(inner)
    mail_server.deliver("nested", outer)
    assert [t.found.name for t in read(bench, mail_server, "nested")] == ["letter.pdf"]

    deep = message(("order.pdf", ORDER))
    for _ in range(30):
        around = EmailMessage()
        around["From"] = "a@example.org"
        around.set_content(deep)
        deep = around
    mail_server.deliver("nested", deep)
    assert read(bench, mail_server, "nested") == []
    assert names(bench) == ["letter.pdf"]
    assert bench.store.event_page(1, kind="refused")[0].data["code"] == "nested_too_deep"


def test_logos_and_signatures_are_no_documents_and_a_photograph_in_the_text_is(
    bench: Workbench, mail_server: MailServer
) -> None:
    logo = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(logo, "png")
    mail = message()
    mail.add_alternative('<p>Hello <img src="cid:logo"></p>', subtype="html")
    mail.get_payload()[1].add_related(logo.getvalue(), "image", "png", cid="<logo>", filename="logo.png")
    photo = io.BytesIO()
    Image.effect_noise((400, 600), 80).save(photo, "png")
    mail.get_payload()[1].add_related(photo.getvalue(), "image", "png", cid="<photo>", filename="receipt.png")
    mail.add_attachment(b"signed", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    mail.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="invite.ics")
    mail.add_attachment(LETTER, maintype="application", subtype="pdf", filename="letter.pdf")
    mail_server.deliver("logo", mail)
    assert [t.found.name for t in read(bench, mail_server, "logo")] == ["receipt.png", "letter.pdf"]


def test_mail_that_breaks_the_rules_is_read_as_far_as_it_goes(bench: Workbench, mail_server: MailServer) -> None:
    head = b"From: =?no-such-charset?q?x?= <a@example.org\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n"
    mail_server.deliver("broken", head + b"--\r\nnothing")
    mail_server.deliver(
        "broken",
        b'From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf; name="=?bogus?b?!!!?="\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n%%% no base64 %%%",
    )
    mail_server.deliver("broken", message(("../../etc/letter.pdf", LETTER)))
    found = read(bench, mail_server, "broken")
    assert [t.found.name for t in found][-1] == "letter.pdf"
    assert mail_server.flags("broken") == ["\\Seen"] * 3


def test_only_listed_senders_are_read(bench: Workbench, mail_server: MailServer) -> None:
    for sender in ("ap@example.org", "Mallory <m@example.org.evil.net>", "x@sub.example.org"):
        mail_server.deliver("listed", message(("letter.pdf", LETTER), sender=sender))
    assert len(read(bench, mail_server, "listed", senders=("Example.org",))) == 1
    flags = [set(one.split()) for one in mail_server.flags("listed")]
    assert flags == [{"\\Seen"}, {"\\Seen", "\\Flagged"}, {"\\Seen", "\\Flagged"}]


@pytest.mark.parametrize("breaks_at", [1, 3_000, 60_000, 200_000])
def test_a_server_that_goes_down_in_the_middle_loses_and_doubles_nothing(
    bench: Workbench, mail_server: MailServer, breaks_at: int
) -> None:
    user = f"down{breaks_at}"
    mail_server.deliver(user, message(("letter.pdf", LETTER), ("noise.pdf", ORDER + bytes(range(256)) * 600)))
    with Line(mail_server.plain, lambda last, sent: sent >= breaks_at) as line, pytest.raises(StoreUnavailable):
        read(bench, mail_server, user, port=line.port)
    assert "\\Seen" not in mail_server.flags(user)[0]
    read(bench, mail_server, user)
    assert mail_server.flags(user) == ["\\Seen"]
    assert names(bench) == ["letter.pdf", "noise.pdf"]
    assert len(bench.store.event_page(10, kind="received_again")) == 0


def test_a_line_that_breaks_before_the_mark_leaves_the_message_unread(
    bench: Workbench, mail_server: MailServer
) -> None:
    mail_server.deliver("mark", message(("letter.pdf", LETTER)))
    with Line(mail_server.plain, lambda last, sent: b"STORE" in last) as line, pytest.raises(StoreUnavailable):
        read(bench, mail_server, "mark", port=line.port)
    assert names(bench) == ["letter.pdf"]
    assert "\\Seen" not in mail_server.flags("mark")[0]
    assert read(bench, mail_server, "mark") == []
    assert mail_server.flags("mark") == ["\\Seen"]


def test_a_store_that_fails_leaves_the_message_unread(
    bench: Workbench, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_server.deliver("full", message(("letter.pdf", LETTER)))
    bench.store.counts()

    def down(*_: object) -> object:
        raise StoreUnavailable("the database does not answer")

    with monkeypatch.context() as broken:
        broken.setattr(Database, "write", down)
        with pytest.raises(StoreUnavailable):
            read(bench, mail_server, "full")
    assert "\\Seen" not in mail_server.flags("full")[0]
    assert len(read(bench, mail_server, "full")) == 1


def test_while_too_much_waits_mail_stays_unread(tmp_path: Path, mail_server: MailServer) -> None:
    for name, data in (("letter.pdf", LETTER), ("order.pdf", ORDER)):
        mail_server.deliver("wait", message((name, data)))
    with workbench(tmp_path, flow={"queue_documents": 1}) as bench:
        # The queue is looked at every two seconds: one that is full at the start admits nothing.
        bench.store.add(b"another", name="x", media_type="application/pdf", source="test")
        assert read(bench, mail_server, "wait") == []
    assert mail_server.flags("wait") == ["", ""]


def test_wrong_settings_are_named_and_the_password_is_not(bench: Workbench, mail_server: MailServer) -> None:
    with pytest.raises(ConfigurationError, match="__PASSWORD") as refused:
        read(bench, mail_server, "who", password="wrong and secret")
    assert "secret" not in str(refused.value)
    with pytest.raises(ConfigurationError, match="no folder Nothing"):
        read(bench, mail_server, "who", folder="Nothing")


def test_tls_is_used_with_a_certificate_that_is_trusted(
    bench: Workbench, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_server.deliver("tls", message(("letter.pdf", LETTER)))
    secure = {"security": "tls", "port": mail_server.tls}
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE"):
        read(bench, mail_server, "tls", **secure)
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE"):
        read(bench, mail_server, "tls", security="starttls")
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_server.certificate))
    with Mailbox(mail_server.settings("tls", security="starttls")) as box:
        assert len(box.unread()) == 1
    assert len(read(bench, mail_server, "tls", **secure)) == 1


def test_a_server_that_is_not_there_is_tried_again(bench: Workbench, mail_server: MailServer) -> None:
    with pytest.raises(StoreUnavailable, match="does not answer"):
        read(bench, mail_server, "who", port=1)


def test_the_listener_reads_mail_and_wakes_the_processing(tmp_path: Path, mail_server: MailServer) -> None:
    import threading

    woken = threading.Event()
    mail_server.deliver("listen", message(("letter.pdf", LETTER)))
    settings = mail_server.settings("listen", every_s=0.1)
    with workbench(tmp_path, mail=settings) as bench, Listener(bench, woken.set):
        assert woken.wait(20)
        woken.clear()
        mail_server.deliver("listen", message(("order.pdf", ORDER)))
        assert woken.wait(20)
        assert names(bench) == ["letter.pdf", "order.pdf"]


def test_without_anything_to_listen_to_the_settings_are_named(bench: Workbench) -> None:
    with pytest.raises(ConfigurationError, match="FIELDWRIGHT_MAIL__HOST"):
        Listener(bench, lambda: None)
