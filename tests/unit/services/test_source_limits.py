"""Each source has a limit of its own and can be held: files stay where they are, the API answers 429."""

from __future__ import annotations

import os

import pytest

from schemas.errors import SourcePaused
from services.intake import scan
from services.source_limits import SourceLimits, covers, limit_of, mail_source, origin_of, sources
from tests.portals import program
from tests.workbenches import SAMPLES, TEXT_PDFS, workbench


def inbox_of(folder, *names):
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
        os.utime(folder / name, (1, 1))


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("/data/inbox/app/a.pdf", "/data/inbox/app/"),
        ("s3://scans/2024/a.pdf", "s3://scans/"),
        ("upload:ann", "upload:ann"),
        ("mail:INBOX/0123", "mail:INBOX/0123"),
        ("a.pdf", "/"),
    ],
)
def test_the_source_of_a_document(url, source):
    assert origin_of(url) == source


def test_a_sender_of_mail_is_named_by_address_and_kept_by_digest():
    source = mail_source("INBOX", "Ann@Example.org")
    assert "ann" not in source.lower()
    assert covers("mail:ann@example.org", source)
    assert not covers("mail:ben@example.org", source)
    assert covers("mail:", source)


def test_the_longest_name_that_fits_decides():
    limits = {"upload:": 5, "upload:ann": 50, "/in/": 1}
    assert [limit_of(limits, url) for url in ("upload:ann", "upload:ben", "/in/a.pdf", "/out/a.pdf")] == [
        50,
        5,
        1,
        None,
    ]


def test_an_inbox_stops_at_its_limit_and_other_folders_go_on(tmp_path, caplog):
    inbox = tmp_path / "inbox"
    inbox_of(inbox / "app", *TEXT_PDFS)
    inbox_of(inbox / "desk", "invoice_german.pdf")
    with workbench(tmp_path / "home", flow={"source_limits": {f"{inbox}/app/": 2}}) as bench:
        taken = list(scan(bench, str(inbox)))
        assert sorted(one.found.url.split("/")[-2] for one in taken) == ["app", "app", "desk"]
        assert "sent 2 documents in a minute and may send 2" in caplog.text
        assert list(scan(bench, str(inbox))) == []
        assert bench.telemetry.recorder.take()["refused_uploads", (("why", "source"),)] == 2
        [app] = [one for one in sources(bench) if one.source.endswith("/app/")]
        assert (app.minute, app.day, app.limit, app.why) == (2, 2, 2, None)


def test_a_held_source_waits_where_it_is_until_it_is_released(tmp_path, caplog):
    inbox = tmp_path / "inbox"
    inbox_of(inbox, *TEXT_PDFS)
    with workbench(tmp_path / "home") as bench:
        bench.store.source_control.hold(f"{inbox}/", "blurred", actor="ops")
        assert list(scan(bench, str(inbox))) == []
        assert "are held (blurred)" in caplog.text
        assert [(one.source, one.why) for one in sources(bench)] == [(f"{inbox}/", "blurred")]
        assert bench.store.source_control.release(f"{inbox}/", actor="ops")
        assert not bench.store.source_control.release(f"{inbox}/", actor="ops")
        assert len(list(scan(bench, str(inbox)))) == len(TEXT_PDFS)
        assert {"source_held", "source_released"} <= set(bench.store.event_kinds())


def test_an_api_user_over_the_limit_gets_429_with_retry_after(tmp_path):
    with workbench(tmp_path, flow={"source_limits": {"upload:fast": 1}}) as bench:
        fast = program(bench, "reviewer", "documents:write", name="fast")
        other = program(bench, "reviewer", "documents:write", name="other")

        def send(sender, name):
            content = (SAMPLES / name).read_bytes()
            return sender.post("/api/v1/documents", files={"file": (name, content, "application/pdf")})

        assert send(fast, TEXT_PDFS[0]).status_code == 201
        refused = send(fast, TEXT_PDFS[1])
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
        assert "this source sent 1 documents" in refused.json()["detail"]
        assert send(other, TEXT_PDFS[1]).status_code == 201
        bench.store.source_control.hold("upload:other", "stolen token", actor="ops")
        other.app.state.portal.sources = SourceLimits(bench)
        held = send(other, TEXT_PDFS[2])
        assert (held.status_code, held.headers["Retry-After"]) == (429, "300")


def test_a_paused_source_survives_a_process_boundary():
    import pickle

    error = pickle.loads(pickle.dumps(SourcePaused("wait", retry_after_s=7)))
    assert (error.message, error.retry_after_s) == ("wait", 7)
