"""Workers of an archive on one store: shares, resumption, figures, second looks, and drafts that are raised by value."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from pathlib import Path

import pytest

from flows.archive import Effort, share_of
from flows.draining import draining, still_draining
from schemas.errors import ConfigurationError, EngineUnavailable, StoreUnavailable
from schemas.standards import Check
from search.query import SearchQuery
from services.archive.raising import condition, picks, raise_archive
from services.archive.shards import Choice
from services.archive.status import failures, status
from services.stage_results import tier_read
from tests.archives import ended_once, folder, planned, process, work
from tests.reviewing import TrueFields
from tests.workbenches import TEXT_PDFS, workbench
from values.rates import counted_rate


@pytest.fixture
def manifest(tmp_path):
    """Three shards of one document each."""
    return planned(tmp_path / "m.jsonl", folder(tmp_path / "nas"))


def states(bench, manifest):
    return Counter(shard.state for shard in bench.store.archives.shards(manifest.id))


def test_one_worker_takes_every_shard_to_search_hits(tmp_path, manifest):
    with workbench(tmp_path / "home") as bench:
        done = work(bench, manifest)
        assert (done.shards, done.documents, done.pages) == (3, 3, 3)
        assert set(ended_once(bench).values()) == {1}
        assert bench.store.unindexed(bench.index_name, 10) == []
        assert {bench.store.get(i).tier for i in ended_once(bench)} == {"draft"}
        assert work(bench, manifest).shards == 0


def test_documents_are_searchable_while_other_shards_wait(tmp_path, manifest):
    with workbench(tmp_path / "home") as bench:
        work(bench, manifest, Effort(most_pages=1))
        assert states(bench, manifest) == {"done": 1, "waiting": 2}
        assert len(ended_once(bench)) == bench.index.search(SearchQuery()).total == 1


def as_process(home: Path, manifest_path: Path, name: str, barrier) -> tuple[str, int]:
    from services.archive.manifest import open_manifest

    first = True

    def meeting(bench, ids):
        nonlocal first
        if first:  # both hold a shard at the same time
            barrier.wait(120)
            first = False
        process(bench, ids)

    with workbench(home) as bench:
        done = work(bench, open_manifest(manifest_path), Effort(worker=name), process=meeting)
        return name, done.shards


@pytest.mark.slow
def test_two_workers_share_the_shards_of_one_store(tmp_path, manifest):
    with workbench(tmp_path / "home"):
        pass  # the schema is there before both open it
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, context.Pool(2) as pool:
        barrier = manager.Barrier(2)
        jobs = [(tmp_path / "home", manifest.path, name, barrier) for name in ("a", "b")]
        shares = dict(pool.starmap(as_process, jobs))
    assert sum(shares.values()) == 3
    assert min(shares.values()) >= 1
    with workbench(tmp_path / "home") as bench:
        assert states(bench, manifest) == {"done": 3}
        assert list(ended_once(bench).values()) == [1, 1, 1]
        assert {shard.worker for shard in bench.store.archives.shards(manifest.id)} == {"a", "b"}


def test_an_error_fails_the_shard_and_the_next_worker_finishes_it(tmp_path, manifest):
    def broken(bench, ids):
        raise EngineUnavailable("the engine is away")

    with workbench(tmp_path / "home") as bench:
        with pytest.raises(EngineUnavailable):
            work(bench, manifest, process=broken)
        found = status(bench, manifest)
        assert found.failed_shards == {1: "engine_unavailable"}
        assert (found.shards["failed"], found.shards["waiting"]) == (1, 2)
        assert work(bench, manifest).shards == 3
        assert list(ended_once(bench).values()) == [1, 1, 1]


def test_files_that_change_or_go_are_named_and_a_share_that_is_away_fails_no_file(tmp_path):
    nas = folder(tmp_path / "nas")
    manifest = planned(tmp_path / "m.jsonl", nas, shard_pages=100)
    away = nas.rename(tmp_path / "away")
    with workbench(tmp_path / "home") as bench:
        with pytest.raises(StoreUnavailable, match="mount"):
            work(bench, manifest)
        assert bench.store.archives.files(manifest.id, 1) == []
        away.rename(nas)
        (nas / TEXT_PDFS[0]).unlink()
        (nas / TEXT_PDFS[1]).write_bytes(b"")
        work(bench, manifest)
        found = status(bench, manifest)
        assert found.shards["done"] == 1
        assert (found.files_failed, found.documents) == (1, {"needs_review": 1, "rejected": 1})
        assert found.reasons == {"empty_document": 1}
        told = {Path(one.path).name: one.reason for one in failures(bench, manifest)}
        assert sorted(told) == sorted(TEXT_PDFS[:2])
        assert "gone" in told[TEXT_PDFS[0]]


def test_every_file_may_be_given_up(tmp_path):
    nas = folder(tmp_path / "nas")
    manifest = planned(tmp_path / "m.jsonl", nas, shard_pages=100)
    nas.rename(tmp_path / "away")
    with workbench(tmp_path / "home") as bench:
        work(bench, manifest, choice=Choice("draft", accept_missing=True))
        assert status(bench, manifest).files_failed == 3


def test_status_figures(tmp_path):
    nas = folder(tmp_path / "nas", *TEXT_PDFS, "invoice_french_two_pages.pdf", "damaged_on_purpose.pdf")
    folder(nas / "again", TEXT_PDFS[0])
    manifest = planned(tmp_path / "m.jsonl", nas, shard_pages=2)
    with workbench(tmp_path / "home") as bench:
        before = status(bench, manifest)
        assert (before.shards["waiting"], before.pages_left, before.hours_left) == (4, 6, None)
        work(bench, manifest, Effort(share=(1, 4)))
        assert status(bench, manifest).hours_left is None
        work(bench, manifest, Effort(share=(2, 4)))
        between = status(bench, manifest)
        assert between.pages + between.pages_left == 6
        assert between.hours_left.low <= between.hours_left.middle <= between.hours_left.high
        assert between.cost_forecast.middle > between.cost_so_far > 0
        assert between.pages_per_hour > 0
        work(bench, manifest)
        after = status(bench, manifest)
        assert (after.files, after.files_taken_in, after.files_unusable, after.files_failed) == (5, 5, 1, 0)
        assert sum(after.documents.values()) == 4  # two files have the same bytes
        assert (after.pages, after.pages_left, after.shards["done"]) == (6, 0, 4)
        assert after.machine_hours * 0.1 == pytest.approx(after.cost_so_far)
        [unusable] = failures(bench, manifest)
        assert unusable.path.endswith("damaged_on_purpose.pdf")


def test_a_file_of_several_documents_is_done_when_all_of_them_are(tmp_path):
    import pikepdf

    nas = tmp_path / "nas"
    nas.mkdir()
    with pikepdf.new() as stack:
        for name in TEXT_PDFS[:2]:
            with pikepdf.open(folder(tmp_path / "parts", name) / name) as one:
                stack.pages.extend(one.pages)
        stack.save(nas / "stack.pdf")
    manifest = planned(tmp_path / "m.jsonl", nas)
    with workbench(tmp_path / "home") as bench:
        work(bench, manifest)
        rows = bench.store.archives.files(manifest.id, 1)
        ends = ended_once(bench)
        assert {row.document_id for row in rows} == set(ends)
        assert set(ends.values()) == {1}
        assert [row.part for row in rows] == list(range(1, len(ends) + 1))
        assert status(bench, manifest).pages == 2


@pytest.fixture
def valued(tmp_path):
    """Two invoices that a draft accepted: the German one is about 2577, the English one about 8835."""
    nas = folder(tmp_path / "nas", "invoice_english.pdf", "invoice_german.pdf")
    manifest = planned(tmp_path / "m.jsonl", nas, shard_pages=100)
    with workbench(tmp_path / "home", fields=TrueFields()) as bench:
        work(bench, manifest, choice=Choice("draft", document_class="invoice"))
        names = {bench.store.get(i).name.removesuffix(".pdf"): i for i in ended_once(bench)}
        yield bench, manifest, names["invoice_english"], names["invoice_german"]


def test_raise_picks_the_most_valuable_first(valued):
    bench, manifest, english, german = valued
    accepted = [condition("accepted"), condition("needs_review")]
    assert [one.document_id for one in picks(bench, manifest.id, "premium", accepted)] == [english, german]
    assert [o.document_id for o in picks(bench, manifest.id, "premium", [condition("amount>5000")])] == [english]
    assert picks(bench, manifest.id, "premium", [condition("class=receipt")]) == []
    assert picks(bench, manifest.id, "draft", accepted) == []
    made = raise_archive(bench, manifest.id, "premium", accepted, most_pages=1, actor="ann")
    assert (made.picked, made.pages, made.left, made.raised.taken) == (2, 1, 1, [english])
    assert bench.store.waiting(9) == [english]
    process(bench, [english])
    assert tier_read(bench.store.stages(english)) == "premium"
    again = raise_archive(bench, manifest.id, "premium", accepted, actor="ann")
    assert again.raised.taken == [german]
    assert raise_archive(bench, manifest.id, "premium", accepted, actor="ann").picked == 0


def test_second_looks_have_the_share_of_their_archive_and_give_its_error_rate(tmp_path):
    nas = folder(tmp_path / "nas", "invoice_english.pdf", "invoice_german.pdf")
    manifest = planned(tmp_path / "m.jsonl", nas, shard_pages=100)
    settings = {"review": {"accepted_look_rate": 0.0}}
    with workbench(tmp_path / "home", fields=TrueFields(), **settings) as bench:
        bench.store.archives.register(manifest.id, [1], look_rate=1.0)
        work(bench, manifest, choice=Choice("draft", document_class="invoice"))
        found = status(bench, manifest)
        accepted = found.documents["accepted"]
        assert accepted
        assert (found.second_looks_waiting, found.second_looks, found.error_rate) == (accepted, 0, None)
        assert found.look_rate == 1.0
        ids = [i for i in ended_once(bench) if bench.store.outcome(i).status == "accepted"]
        made = Check(
            document_id=ids[0], document_class="invoice", confidence=0.99, right=False, audited=True, standard="1"
        )
        bench.store.standards.record([made])
        checked = status(bench, manifest)
        assert (checked.second_looks, checked.error_rate) == (1, counted_rate(1, 1))


def test_the_shares_of_workers():
    assert share_of(None) == (1, 1)
    assert share_of("2/4") == (2, 4)
    for wrong in ("0/4", "5/4", "x", "1/0", "1/2/3"):
        with pytest.raises(ConfigurationError, match="K/N"):
            share_of(wrong)


def test_a_flow_within_a_flow_leaves_sigterm_to_the_drain():
    def prefects(number, frame):
        raise AssertionError("the batch would be given up")

    with draining(30) as drain:
        outer = signal.signal(signal.SIGTERM, prefects)  # as Prefect does where an inner flow begins
        try:
            with still_draining():
                handler = signal.getsignal(signal.SIGTERM)
                assert callable(handler)
                handler(signal.SIGTERM, None)
            assert drain.wanted
        finally:
            signal.signal(signal.SIGTERM, outer)
