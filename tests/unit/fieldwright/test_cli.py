"""The command line as a person or a script meets it: output, exit codes, JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from fieldwright.cli import app
from flows import serve_lock
from schemas.settings import load_settings
from services.workbench import Workbench
from tests.commands import run_command
from tests.models import models_folder
from tests.workbenches import ROOT, SAMPLES

COMMANDS = (
    "extract", "ingest", "run", "list", "show", "export", "search", "reindex", "train", "evaluate", "doctor", "portal",
    "serve", "worker", "listen", "upload-url", "promise", "drift", "failed", "metrics", "requeue", "reprocess",
    "gameday",
)  # fmt: skip
KEYS = [
    "file", "part", "parts", "document_id", "document_class", "status", "confidence", "promise", "threshold",
            "reasons", "pages", "fields", "line_items", "versions",
    "timings_s",
]  # fmt: skip


@pytest.fixture
def models(monkeypatch):
    monkeypatch.setenv("FIELDWRIGHT_MODELS", str(models_folder()))


@pytest.fixture
def call(run_cli, tmp_path, monkeypatch):
    """Runs the command line on a home of its own."""
    monkeypatch.setenv("FIELDWRIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIELDWRIGHT_OCR_ENGINE", "null")
    monkeypatch.setenv("FIELDWRIGHT_DPI", "100")
    return run_cli


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command):
    shown = CliRunner().invoke(app, [command, "--help"])
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) > 5


def test_the_list_of_commands_is_complete():
    shown = CliRunner().invoke(app, ["--help"])
    assert all(command in shown.output for command in COMMANDS)
    assert sorted(command.name or command.callback.__name__ for command in app.registered_commands) == sorted(COMMANDS)


def test_promise_tells_threshold_bound_and_missing_evidence(models, monkeypatch, tmp_path):
    monkeypatch.setenv("FIELDWRIGHT_HOME", str(tmp_path))
    monkeypatch.setenv("FIELDWRIGHT_PROMISE__CLASSES", '{"receipt": 0.95}')
    monkeypatch.setenv("FIELDWRIGHT_PROMISE__THRESHOLDS", '{"claim": 0.8}')
    shown = CliRunner().invoke(app, ["promise", "--json"])
    assert shown.exit_code == 0, shown.output
    rows = {row["document_class"]: row for row in json.loads(shown.output)}
    assert (rows["receipt"]["promise"], rows["invoice"]["promise"]) == (0.95, 0.99)
    assert (rows["claim"]["stated"], rows["claim"]["threshold"]) == (True, 0.8)
    assert rows["invoice"]["certified"] is False
    assert rows["invoice"]["missing_documents"] > 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("extract", SAMPLES, "-o", "{tmp}/out.jsonl", "-c", "poem"), "poem"),
        (("extract", "{tmp}/nowhere", "-o", "{tmp}/out.jsonl"), "nowhere"),
        (("extract", SAMPLES, "-o", "{tmp}/no/such/folder/out.jsonl"), "--output"),
        (("extract", SAMPLES), "--output"),
        (("extract",), "PATH"),
        (("ingest", "{tmp}/nowhere"), "nowhere"),
        (("ingest", SAMPLES, "-c", "poem"), "poem"),
        (("ingest", "{tmp}/nothing*.pdf"), "nothing*.pdf"),
        (("extract", "{tmp}/nothing*.pdf", "-o", "{tmp}/out.jsonl"), "nothing*.pdf"),
        (("list", "--status", "lost"), "--status"),
        (("list", "-c", "invoic"), "receipt"),
        (("portal", "--port", "70000"), "70000"),
        (("serve", "--port", "70000"), "70000"),
        (("search", "x", "--sort", "color"), "--sort"),
        (("show", "0000"), "no document"),
        (("dance",), "dance"),
    ],
)
def test_wrong_usage_ends_with_2_and_names_what_is_wrong(call, models, tmp_path, arguments, told):
    code, out, err = call(*(str(a).replace("{tmp}", str(tmp_path)) for a in arguments))
    assert code == 2
    assert told in err
    assert "Traceback" not in out + err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("extract", SAMPLES, "-o", "{tmp}/out.jsonl", "--tier", "gold"), "draft, standard, premium"),
        (("ingest", SAMPLES, "--tier", "Draft"), "draft, standard, premium"),
        (("run", "--tier", "gold"), "draft, standard, premium"),
        (("reprocess", "--status", "accepted"), "--tier"),
        (("reprocess", "--tier", "gold", "--status", "accepted"), "draft, standard, premium"),
        (("reprocess", "--tier", "draft", "--status", "accepted"), "lowest tier"),
        (("reprocess", "--tier", "premium"), "--status"),
        (("reprocess", "--tier", "premium", "--status", "lost"), "--status"),
        (("reprocess", "--tier", "premium", "-c", "invoic"), "receipt"),
        (("reprocess", "0000", "--tier", "premium", "--status", "accepted"), "--status"),
        (("reprocess", "0000", "--tier", "premium"), "no document"),
    ],
)
def test_a_wrong_tier_ends_with_2_and_stores_nothing(call, models, tmp_path, arguments, told):
    code, out, err = call(*(str(a).replace("{tmp}", str(tmp_path)) for a in arguments))
    assert code == 2
    assert told in " ".join(err.split())
    assert "Traceback" not in out + err
    with Workbench(load_settings()) as bench:
        assert bench.store.count_documents() == 0


def test_ingest_keeps_the_tier_and_run_and_reprocess_change_it(call, models):
    assert call("ingest", SAMPLES / "letter.pdf", "--tier", "draft", "--quiet")[0] == 0
    assert call("ingest", SAMPLES / "invoice_english.pdf", "--quiet")[0] == 0
    with Workbench(load_settings()) as bench:
        ids = bench.store.waiting(10)
        assert [bench.store.get(i).tier for i in ids] == ["draft", None]
    code, out, _ = call("reprocess", "letter.pdf", "--tier", "premium", "--json")
    assert (code, json.loads(out)["waiting"]) == (0, ids[:1])
    with Workbench(load_settings()) as bench:
        assert [bench.store.get(i).tier for i in ids] == ["premium", None]


@pytest.mark.slow
def test_extract_names_a_tier_that_is_not_standard(call, models, tmp_path):
    rows = {}
    for tier in (None, "draft", "standard"):
        output = tmp_path / f"{tier}.jsonl"
        stated = () if tier is None else ("--tier", tier)
        assert call("extract", SAMPLES / "letter.pdf", "-o", output, "-q", *stated)[0] == 0
        rows[tier] = json.loads(output.read_text())
    assert rows["draft"]["versions"]["tier"] == "draft"
    assert rows["draft"]["versions"]["read"] == rows[None]["versions"]["read"] + ", draft 2"
    assert rows[None]["versions"] == rows["standard"]["versions"]
    assert "tier" not in rows[None]["versions"]


def test_an_unknown_setting_is_wrong_usage(call, monkeypatch):
    monkeypatch.setenv("FIELDWRIGHT_TRESHOLDS", "1")
    code, _, err = call("list")
    assert code == 2
    assert "FIELDWRIGHT_TRESHOLDS" in err


def test_serve_beside_another_one_is_refused(call, models, tmp_path):
    with serve_lock.held(tmp_path / "home", "http://127.0.0.1:4200"):
        code, out, err = call("serve")
    assert (code, out) == (2, "")
    assert f"process {os.getpid()} at http://127.0.0.1:4200" in " ".join(err.split())


def test_a_worker_needs_a_server(call, models, monkeypatch):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    code, _, err = call("worker")
    assert code == 2
    assert "PREFECT_API_URL" in err


def test_missing_models_are_named(call, monkeypatch, tmp_path):
    monkeypatch.setenv("FIELDWRIGHT_MODELS", str(tmp_path))
    code, _, err = call("extract", SAMPLES, "-o", tmp_path / "out.jsonl")
    assert code == 2
    assert "FIELDWRIGHT_MODELS" in err


@pytest.mark.slow
def test_extract_writes_one_object_a_file_whatever_the_files_are(call, models, tmp_path):
    documents = tmp_path / "documents"
    documents.mkdir()
    invoice = (SAMPLES / "invoice_english.pdf").read_bytes()
    (documents / "a.pdf").write_bytes(invoice)
    (documents / "b copy of a.pdf").write_bytes(invoice)
    (documents / "c damaged.pdf").write_bytes((SAMPLES / "damaged_on_purpose.pdf").read_bytes())
    (documents / "d empty.pdf").write_bytes(b"")
    (documents / "e words.txt").write_text("not a document")
    output = tmp_path / "out.jsonl"
    code, out, err = call("extract", documents, "-o", output, "--quiet")
    assert (code, out, err) == (0, "", "")
    rows = [json.loads(line) for line in output.read_text().splitlines()]
    assert [row["file"] for row in rows] == sorted(path.name for path in documents.iterdir())
    assert all(list(row) == KEYS for row in rows)
    first, copy, *bad = rows
    assert first["pages"][0]["text"]
    assert first["status"] in ("accepted", "needs_review")
    assert copy["fields"] == first["fields"]
    assert copy["document_id"] == first["document_id"]
    assert len(copy["reasons"]) == len(first["reasons"]) + 1
    assert [(row["status"], row["pages"], row["fields"]) for row in bad] == [("rejected", [], {})] * 3
    assert all(len(row["reasons"]) == 1 for row in bad)
    assert len({row["reasons"][0] for row in bad}) == 3
    assert not (tmp_path / "home").exists()


def test_ingest_list_and_show_tell_the_same_in_json(call, tmp_path):
    code, out, _ = call("ingest", SAMPLES / "letter.pdf", SAMPLES / "damaged_on_purpose.pdf", "--json")
    assert code == 0
    letter, damaged = json.loads(out)
    assert (letter["new"], letter["status"]) == (True, None)
    assert damaged["status"] == "rejected"
    code, out, _ = call("ingest", SAMPLES / "letter.pdf", "--json")
    assert [row["new"] for row in json.loads(out)] == [False]
    _, out, _ = call("list", "--json")
    assert {row["file"]: row["status"] for row in json.loads(out)} == {
        "letter.pdf": "waiting",
        "damaged_on_purpose.pdf": "rejected",
    }
    _, out, _ = call("show", letter["document_id"][:10], "--json")
    assert json.loads(out)["status"] == "waiting"
    _, out, _ = call("show", "damaged_on_purpose.pdf")
    assert "rejected" in out
    code, out, _ = call("search", "anything", "--json")
    assert (code, json.loads(out)["total"]) == (0, 0)
    assert call("ingest", SAMPLES / "letter.pdf", "--quiet") == (0, "", "")


def test_the_list_says_why_documents_are_rejected_or_wait_and_what_to_do(call):
    call("ingest", SAMPLES / "letter.pdf", SAMPLES / "damaged_on_purpose.pdf", "--quiet")
    _, out, _ = call("list")
    told = " ".join(out.replace("│", " ").split())
    assert "No run has taken it yet" in told
    assert "1 rejected, 1 waiting" in told
    _, out, _ = call("list", "--status", "rejected", "--json")
    [row] = json.loads(out)
    assert (row["file"], row["status"], row["searchable"]) == ("damaged_on_purpose.pdf", "rejected", False)
    assert row["reasons"][0]["message"]
    with Workbench(load_settings()) as bench:
        [letter] = bench.store.waiting(1)
        bench.store.claim(1, owner="lost", lease_s=60)
        bench.store.release([letter], "lost", failed=True)
    _, out, _ = call("list", "--status", "stopped", "--json")
    [row] = json.loads(out)
    assert row["why_waiting"].startswith("Processing stopped 1 time on it")


def test_extract_takes_no_results_for_documents(call, models, tmp_path):
    (tmp_path / "letter.pdf").write_bytes((SAMPLES / "letter.pdf").read_bytes())
    (tmp_path / "earlier.jsonl").write_text('{"file": "x.pdf", "document_id": "0"}\n')
    output = tmp_path / "out.pdf"
    call("extract", tmp_path, "--output", output, "--quiet")
    assert [json.loads(line)["file"] for line in output.read_text().splitlines()] == ["letter.pdf"]


INTERRUPTED = """
import os, signal, time, typer
from fieldwright.console import stopping
def run():
    with stopping("all is kept"):
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(60)
        except KeyboardInterrupt as interrupt:
            raise %s from interrupt
typer.run(run)
"""


# Pydantic is a library that wraps whatever is raised inside of it in an error of its own.
@pytest.mark.parametrize("raised", ["interrupt", "ValueError('wrapped')"])
def test_ctrl_c_is_answered_at_once_and_ends_with_130(raised):
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED % raised], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 130
    assert "stopping; all is kept" in done.stderr


def test_run_with_nothing_to_do_starts_no_server(call):
    code, out, _ = call("run")
    assert code == 0
    assert "nothing waits" in out


@pytest.mark.slow
def test_the_installed_program_answers(tmp_path):
    environment = {**os.environ, "FIELDWRIGHT_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "fieldwright", "doctor", "--json"],
        capture_output=True, text=True, env=environment, cwd=ROOT, check=False,
    )  # fmt: skip
    checks = {check["name"]: check for check in json.loads(done.stdout)}
    assert {"packages", "pdftoppm", "models", "ocr engine", "device", "store", "index", "prefect"} <= set(checks)
    failed = [check for check in checks.values() if check["state"] in ("missing", "broken")]
    assert done.returncode == (1 if failed else 0)
    assert all(check["advice"] for check in failed)
    wrong = subprocess.run(
        [sys.executable, "-m", "fieldwright", "show", "0000"],
        capture_output=True, text=True, env=environment, cwd=ROOT, check=False,
    )  # fmt: skip
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("fieldwright: ")


@pytest.mark.slow
def test_run_processes_with_prefect_and_prints_one_line(models, tmp_path):
    environment = {
        **os.environ, "FIELDWRIGHT_HOME": str(tmp_path / "home"), "FIELDWRIGHT_OCR_ENGINE": "null",
        "FIELDWRIGHT_DPI": "100", "PREFECT_HOME": str(tmp_path / "prefect"),
    }  # fmt: skip
    environment.pop("PREFECT_API_URL", None)

    def fieldwright(*arguments):
        return run_command([*map(str, arguments)], environment, ROOT)

    assert fieldwright("ingest", SAMPLES / "letter.pdf", "-q").code == 0
    done = fieldwright("run")
    assert done.code == 0, done.errors
    assert done.output == "1 needs_review; see fieldwright list\n"
    noise = [
        line for line in done.errors.splitlines() if line.strip() and "processing" not in line and "1/1" not in line
    ]
    assert noise == []


def test_upload_url_prints_a_url_that_the_portal_takes(call, monkeypatch):
    from services.arrivals.upload_links import PATH, verified

    code, _, errors = call("upload-url")
    assert code == 2
    assert "FIELDWRIGHT_UPLOADS__SECRET" in errors
    monkeypatch.setenv("FIELDWRIGHT_UPLOADS__SECRET", "0123456789abcdef0123456789abcdef")
    code, out, errors = call("upload-url", "--document-class", "invoice", "--max-bytes", "1000", "--minutes", "5")
    assert code == 0, errors
    base, _, token = out.strip().partition(PATH)
    assert base == "http://127.0.0.1:8000"
    link = verified(token, load_settings())
    assert (link.document_class, link.max_bytes) == ("invoice", 1000)
    assert set(json.loads(call("upload-url", "--json")[1])) == {"url", "expires_at", "document_class", "max_bytes"}
    for wrong in (("--document-class", "poem"), ("--minutes", "0"), ("--minutes", "1e9")):
        code, out, errors = call("upload-url", *wrong)
        assert (code, out) == (2, "")
        assert "known are" in errors or "seconds" in errors


def test_listen_names_what_to_set_and_a_server_that_is_down(call, monkeypatch):
    code, _, errors = call("listen")
    assert code == 2
    assert "FIELDWRIGHT_MAIL__HOST" in errors
    settings = {"HOST": "127.0.0.1", "PORT": "1", "SECURITY": "none", "USER": "me", "PASSWORD": "secret and long"}
    for name, value in settings.items():
        monkeypatch.setenv(f"FIELDWRIGHT_MAIL__{name}", value)
    code, out, errors = call("listen", "--once")
    assert code == 3
    assert "127.0.0.1" in errors
    assert "secret and long" not in out + errors


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--port", "70000"), "70000 is no port"),
        (("--push", "::bad"), "no address of a Pushgateway"),
        (("--push", "http://[::1"), "no address of a Pushgateway"),
    ],
)
def test_metrics_ends_with_a_sentence_for_an_address_that_is_none(call, arguments, told):
    code, out, errors = call("metrics", *arguments)
    assert (code, out) == (2, "")
    assert told in " ".join(errors.split())


def test_slo_says_that_its_file_is_missing(call, monkeypatch, tmp_path):
    monkeypatch.setenv("FIELDWRIGHT_OBJECTIVES", str(tmp_path / "none.yaml"))
    code, _, errors = call("slo")
    assert code == 0
    assert "is missing" in " ".join(errors.split())


def test_rejected_documents_wait_again_by_reason_and_a_reason_that_nobody_has_is_told(call):
    assert call("ingest", SAMPLES / "damaged_on_purpose.pdf", "-q")[0] == 0
    assert "1 rejected document: 1 unreadable_document" in call("failed")[1]
    for words in (("failed", "--reason", "unreadable"), ("requeue", "--all-reason", "unreadable")):
        code, _, errors = call(*words)
        assert code == 0
        assert "no document was rejected for unreadable; there are 1 unreadable_document" in " ".join(errors.split())
    assert call("requeue", "--all-reason", "unreadable_document")[1].startswith("1 document waits again")
    assert "0 rejected documents" in call("failed")[1]
