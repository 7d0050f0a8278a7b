"""The flow on a real Prefect server: artifacts, names, retries, and nothing of a document's text."""

from __future__ import annotations

import json
import os
import traceback
from contextlib import suppress

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Running
from prefect.testing.utilities import prefect_test_harness

from flows import tasks
from flows.discreet import Defect
from flows.ingest import intake
from flows.process import process_batch
from flows.trigger import RunTrigger
from schemas.document import ReadDocument
from schemas.errors import ConfigurationError, EngineUnavailable, IndexUnavailable
from services import stages
from tests.waiting import until
from tests.workbenches import SAMPLES, TEXT_PDFS, CountingEngine, NoFields, ingest

pytestmark = pytest.mark.slow

KINDS = ("flow_runs", "task_runs", "logs", "artifacts")
"""What Prefect knows."""


@pytest.fixture(scope="module")
def server():
    with prefect_test_harness(server_startup_timeout=180):
        yield


@pytest.fixture
def bench(server, tmp_path, monkeypatch):
    monkeypatch.setenv("FIELDWRIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIELDWRIGHT_DPI", "72")
    monkeypatch.setenv("FIELDWRIGHT_RETRY_DELAY_S", "0.05")
    monkeypatch.setenv("FIELDWRIGHT_PORTAL__URL", "https://portal.example")
    tasks.bench.cache_clear()
    made = tasks.bench()
    made.__dict__.update(ocr=CountingEngine(), fields=NoFields())
    yield made
    made.close()
    tasks.bench.cache_clear()


def log_lines(client: SyncPrefectClient) -> list[str]:
    """The newest log lines that the server has, at most 200."""
    logs = client.request("POST", "/logs/filter", json={"sort": "TIMESTAMP_DESC"}).json()
    return [log["message"] for log in logs]


def test_an_inbox_becomes_outcomes_hits_and_artifacts_and_prefect_learns_no_text(bench, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in (*TEXT_PDFS[:2], "damaged_on_purpose.pdf"):
        (inbox / name).write_bytes((SAMPLES / name).read_bytes())
        # What changed a moment ago may still be written; the intake waits for it.
        os.utime(inbox / name, (1_700_000_000, 1_700_000_000))
    counts = intake(inbox=str(inbox))
    assert (counts["rejected"], sum(counts.values())) == (1, 3)
    assert bench.index.count() == 2
    ids = [document.id for document in bench.store.documents(limit=10)]
    words = {w.text for i in ids for w in (bench.store.load(i, "read", ReadDocument) or ReadDocument(
        document_id=i, engine="none", pages=())).words}  # fmt: skip
    damaged = next(d.id for d in bench.store.documents(limit=10) if d.name == "damaged_on_purpose.pdf")
    with get_client(sync_client=True) as client:
        # Runs send their log lines in the background, a batch every two seconds and later on a busy machine.
        until(lambda: any(damaged[:12] in line and "unreadable_document" in line for line in log_lines(client)))
        logs = log_lines(client)
        artifacts = client.request("POST", "/artifacts/filter", json={}).json()
        runs = client.read_flow_runs(sort=FlowRunSort.START_TIME_ASC)
        task_runs = client.request("POST", "/task_runs/filter", json={}).json()
    told_by = {artifact["key"]: artifact for artifact in artifacts}
    assert set(told_by) >= {"outcomes", "rejected", "figures", "progress"}
    assert f"[`{damaged[:12]}`](https://portal.example/documents/{damaged})" in told_by["rejected"]["data"]
    pages = {row["page"] for row in json.loads(told_by["outcomes"]["data"])}
    assert pages == {f"https://portal.example/documents/{i}" for i in ids if i != damaged}
    assert (told_by["progress"]["data"], told_by["progress"]["description"]) == (100.0, "2 of 2 documents processed")
    assert [run.state_name for run in runs] == ["Completed", "Completed"]
    assert runs[0].name == f"any class from {inbox}"
    assert runs[1].name.startswith("2 documents from ")
    told = json.dumps([artifacts, logs, task_runs, [run.model_dump(mode="json") for run in runs]])
    long_words = {w for w in words if len(w) >= 9 and w.isalpha()}
    assert len(long_words) > 5
    assert not [w for w in long_words if w in told]
    assert not list(tmp_path.rglob("*.pickle"))
    assert intake(inbox=str(inbox)) == {"accepted": 0, "needs_review": 0, "rejected": 0}
    assert set(bench.fields.seen.values()) == {1}


def test_a_transient_error_is_tried_again_within_the_run(bench):
    calls: list[int] = []

    def flaky(_):
        calls.append(1)
        if len(calls) <= 2:
            raise EngineUnavailable("the engine does not answer")

    bench.__dict__["ocr"] = CountingEngine(flaky)
    ids = ingest(bench, TEXT_PDFS[0])
    outcomes = process_batch(ids)
    assert [outcome.document_id for outcome in outcomes] == ids
    assert len(calls) == 3
    with get_client(sync_client=True) as client:
        found = client.request("POST", "/task_runs/filter", json={"sort": "EXPECTED_START_TIME_DESC"}).json()
    assert max(run["run_count"] for run in found if run["name"].startswith("recognize")) == 3


def test_a_document_on_which_the_engine_always_fails_is_set_aside_and_at_last_rejected(bench):
    culprit, *others = ids = ingest(bench, *TEXT_PDFS)

    def fails_on_one(images):
        if any(image.page.lines == bench_pages[culprit] for image in images):
            raise EngineUnavailable("the engine does not answer")

    bench.__dict__["ocr"] = CountingEngine(fails_on_one)
    stages.read_pages(stages.Batch(bench, ids))
    bench_pages = {i: bench.store.load(i, stages.PAGES, stages.PagesResult).pages[0].lines for i in ids}
    intake()
    assert set(bench.store.outcomes(ids)) == set(others)
    assert bench.store.attempts([culprit]) == {culprit: 1}
    for _ in range(stages.MOST_FAILURES):
        with suppress(EngineUnavailable):
            intake()
    assert [reason.code for reason in bench.store.outcome(culprit).reasons] == ["stage_failed"]


def test_an_engine_that_fails_on_every_document_counts_against_none(bench):
    def down(_):
        raise EngineUnavailable("the engine does not answer")

    bench.__dict__["ocr"] = CountingEngine(down)
    ids = ingest(bench, *TEXT_PDFS[:2])
    for _ in range(2):
        with pytest.raises(EngineUnavailable):
            intake()
    assert bench.store.outcomes(ids) == {}
    assert set(bench.store.attempts(ids).values()) == {0}


def test_a_wrong_configuration_is_not_tried_again(bench):
    calls: list[int] = []

    def wrong(_):
        calls.append(1)
        raise ConfigurationError("the checkpoint is missing")

    bench.__dict__["ocr"] = CountingEngine(wrong)
    ids = ingest(bench, TEXT_PDFS[0])
    with pytest.raises(ConfigurationError):
        process_batch(ids)
    assert len(calls) == 1
    assert bench.store.outcomes(ids) == {}


def test_an_index_that_does_not_answer_is_a_state_that_ops_see(bench, monkeypatch):
    index = bench.index

    def down(entries):
        raise IndexUnavailable("the index does not answer")

    monkeypatch.setattr(index, "put", down)
    assert intake() == {"accepted": 0, "needs_review": 0, "rejected": 0}
    ids = ingest(bench, TEXT_PDFS[0])
    assert sum(intake().values()) == 1
    assert stages.unsearchable(bench) == ids
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=3)
        artifact = client.request("GET", "/artifacts/not-searchable/latest").json()
    assert [run.state_name for run in runs] == ["NotSearchable", "NotSearchable", "Completed"]
    assert artifact["description"].startswith("1 document not searchable yet")
    monkeypatch.undo()
    assert intake() == {"accepted": 0, "needs_review": 0, "rejected": 0}
    assert stages.unsearchable(bench) == []


def test_a_deployment_states_the_tier_of_its_inbox_and_another_one_of_what_waits_without(bench, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "letter.pdf").write_bytes((SAMPLES / "letter.pdf").read_bytes())
    assert sum(intake(inbox=str(inbox), tier="premium").values()) == 1
    [letter] = bench.store.documents()
    [invoice] = ingest(bench, "invoice_english.pdf")
    assert sum(intake(tier="draft").values()) == 1
    told = {i: outcome.versions["tier"] for i, outcome in bench.store.outcomes([letter.id, invoice]).items()}
    assert told == {letter.id: "premium", invoice: "draft"}
    with pytest.raises(ConfigurationError, match="draft, standard, premium"):
        intake(tier="gold")


def test_the_flow_reads_a_recognized_class_again_at_its_tier(bench, monkeypatch):
    monkeypatch.setenv("FIELDWRIGHT_TIERS", '{"invoice": "premium"}')
    tasks.bench.cache_clear()
    work = tasks.bench()
    work.__dict__.update(ocr=CountingEngine(), fields=NoFields())
    [ident] = ingest(work, "invoice_english.pdf")
    intake()
    assert work.store.outcome(ident).document_class == "invoice"
    assert work.store.outcome(ident).versions["tier"] == "premium"


@pytest.mark.parametrize(
    ("error", "raised"),
    [(OSError("SECRET of /private/name"), EngineUnavailable), (KeyError("SECRET of /private/name"), Defect)],
)
def test_no_text_of_an_exception_reaches_prefect(bench, monkeypatch, error, raised):
    def broken(ids):
        raise error

    ingest(bench, TEXT_PDFS[0])
    if raised is EngineUnavailable:
        monkeypatch.setattr(bench.store, "original", broken)  # inside of a stage
    else:
        monkeypatch.setattr(bench.store, "failures", broken)  # where nothing catches it
    with pytest.raises(raised) as caught:
        intake()
    assert "SECRET" not in "".join(traceback.format_exception(caught.value))
    with get_client(sync_client=True) as client:
        told = [client.request("POST", f"/{kind}/filter", json={}).json() for kind in KINDS]
    assert all(told[:3])
    assert "SECRET" not in json.dumps(told)
    assert "/private" not in json.dumps(told)


def runs_of(deployment_id):
    with get_client(sync_client=True) as client:
        return [run for run in client.read_flow_runs() if run.deployment_id == deployment_id]


def test_what_arrives_creates_one_run_until_that_begins(server, caplog):
    with RunTrigger(soon_s=0.01) as trigger:
        trigger.wake()
    assert trigger.state == "failed"
    assert "prefect deploy --all" in caplog.text
    with get_client(sync_client=True) as client:
        deployment_id = client.create_deployment(client.create_flow_from_name("intake"), "arrivals")
    for _ in range(3):
        with RunTrigger(soon_s=0.01) as trigger:
            trigger.wake()
            trigger.wake()
        assert trigger.state == "ready"
    (first,) = runs_of(deployment_id)
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(first.id, Running(), force=True)
    with RunTrigger(soon_s=0.01) as trigger:
        trigger.wake()
    assert len(runs_of(deployment_id)) == 2


def test_a_run_that_leaves_documents_waiting_starts_another_for_the_next_worker(bench, monkeypatch):
    monkeypatch.setenv("FIELDWRIGHT_BATCH_SIZE", "1")
    tasks.bench.cache_clear()
    with get_client(sync_client=True) as client:
        deployment_id = client.create_deployment(client.create_flow_from_name("intake"), "many")
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__NAME", "many")
    work = tasks.bench()
    work.__dict__.update(ocr=CountingEngine(), fields=NoFields())
    ingest(work, TEXT_PDFS[0])
    intake()
    assert runs_of(deployment_id) == []  # one batch is enough
    ingest(work, *TEXT_PDFS[1:])
    intake()
    assert len(runs_of(deployment_id)) == 1
    work.close()
