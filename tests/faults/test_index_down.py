"""An index that does not answer fails no batch: outcomes are stored, and what is missing is indexed later."""

from __future__ import annotations

import json
import os

import pytest

from schemas.errors import IndexUnavailable
from search.index import EntriesRefused
from services import stages
from services.reindex import rebuild_index
from services.workbench import Workbench
from tests.commands import Ended, run_command
from tests.models import models_folder
from tests.searching import parse_query
from tests.workbenches import ROOT, SAMPLES, TEXT_PDFS, ingest, run, workbench

NOBODY = "http://127.0.0.1:1"


def process(bench: Workbench, ids: list[str]) -> None:
    run(bench, ids, *stages.READING, stages.redact, stages.conclude)


def unindexed(bench: Workbench) -> list[str]:
    return bench.store.unindexed(bench.index_name, 10, version=stages.INDEX_VERSION, statuses=stages.INDEXED)


@pytest.mark.slow
def test_outcomes_are_kept_and_the_index_is_caught_up_when_it_answers(tmp_path):
    with workbench(tmp_path, elasticsearch_url=NOBODY) as down:
        ids = ingest(down, *TEXT_PDFS[:2])
        process(down, ids)
        with pytest.raises(IndexUnavailable):
            stages.index(stages.Batch(down, ids))
        assert sorted(down.store.outcomes(ids)) == sorted(ids)
        assert sorted(unindexed(down)) == sorted(ids)
        with pytest.raises(IndexUnavailable):
            stages.catch_up(down)
        assert sorted(unindexed(down)) == sorted(ids)
    with workbench(tmp_path) as up:
        assert stages.catch_up(up) == 2
        assert up.index.count() == 2
        assert unindexed(up) == []
        assert stages.catch_up(up) == 0
        for outcome in up.store.outcomes(ids).values():
            assert up.index.search(parse_query(f"status:{outcome.status}")).total >= 1
        assert rebuild_index(up) == 2


@pytest.mark.slow
def test_a_document_without_text_to_index_does_not_hold_up_catching_up(tmp_path):
    with workbench(tmp_path) as bench:
        ids = ingest(bench, *TEXT_PDFS[:2])
        stages.extract(bench, ids)
        whole = bench.redactor

        class Breaking:
            engine = whole.engine

            def redact(self, batch):
                if any(read.document_id == ids[0] for read, _ in batch):
                    raise ValueError
                return whole.redact(batch)

        bench.__dict__["redactor"] = Breaking()
        assert stages.catch_up(bench) == 1
        assert unindexed(bench) == []
        assert [e.data["code"] for e in bench.store.events(ids[0]) if e.kind == "index_refused"] == ["nothing_to_index"]
        assert bench.store.outcome(ids[0]).status in stages.INDEXED


@pytest.mark.slow
def test_a_rebuild_remembers_what_the_index_took_and_names_what_it_refused(tmp_path, monkeypatch):
    with workbench(tmp_path) as bench:
        ids = ingest(bench, *TEXT_PDFS[:2])
        process(bench, ids)
        take = bench.index.rebuild

        def refusing(entries):
            take(entry for entry in entries if entry.document_id != ids[0])
            raise EntriesRefused("refused", document_ids=[ids[0]])

        monkeypatch.setattr(bench.index, "rebuild", refusing)
        with pytest.raises(EntriesRefused):
            rebuild_index(bench)
        assert unindexed(bench) == []
        assert [e.data["code"] for e in bench.store.events(ids[0]) if e.kind == "index_refused"] == ["entries_refused"]
        assert not [e for e in bench.store.events(ids[1]) if e.kind == "index_refused"]


@pytest.mark.slow
def test_run_tells_in_a_sentence_that_documents_are_not_searchable_yet(tmp_path):
    environment = {
        **os.environ,
        "FIELDWRIGHT_HOME": str(tmp_path / "home"),
        "FIELDWRIGHT_MODELS": str(models_folder()),
        "FIELDWRIGHT_OCR_ENGINE": "null",
        "FIELDWRIGHT_DPI": "72",
        "FIELDWRIGHT_RETRY_DELAY_S": "0.05",
        "PREFECT_HOME": str(tmp_path / "prefect"),
    }

    def call(*arguments: str, **more: str) -> Ended:
        return run_command(arguments, environment | more, ROOT)

    call("ingest", str(SAMPLES / "letter.pdf"))
    down = {"FIELDWRIGHT_ELASTICSEARCH_URL": NOBODY}
    done = call("run", "--quiet", **down)
    assert (done.code, done.output) == (4, "")
    told = " ".join(done.errors.split())
    assert told.startswith("1 document not searchable yet: Elasticsearch does not answer: check that it runs")
    assert "Traceback" not in told
    assert len(done.errors.splitlines()) <= 4
    assert [row["searchable"] for row in json.loads(call("list", "--json", **down).output)] == [False]
    shown = call("show", "letter.pdf", **down).output
    assert "Not searchable yet" in shown
    assert "{" not in shown.replace("\n", "").partition("Processed by")[2]
    caught_up = call("run")  # by the embedded index
    assert caught_up.code == 0
    assert "indexing 1 document of earlier runs" in " ".join(caught_up.errors.split())
    assert caught_up.output.startswith("1 document of earlier runs indexed: searches find them now")
    assert "Not searchable yet" not in call("show", "letter.pdf").output
    assert [row["searchable"] for row in json.loads(call("list", "--json").output)] == [True]
