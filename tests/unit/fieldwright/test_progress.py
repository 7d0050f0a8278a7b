"""The progress bar names the stage that works."""

from __future__ import annotations

from fieldwright.console import STAGES, Bar, stages_named
from fieldwright.run import stage_of
from services import stages
from services.stages.sequence import READING
from tests.workbenches import TEXT_PDFS, ingest, workbench


class Named(Bar):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def name(self, label: str) -> None:
        self.names.append(label)


def test_stages_of_this_process_are_named_in_their_order(tmp_path):
    bar = Named()
    with workbench(tmp_path) as bench, stages_named(bar):
        stages.extract(bench, [])
    assert bar.names == [STAGES[stage.__name__] for stage in READING]
    assert bar.names == list(STAGES.values())[:-1]  # all but redaction, which `extract` does without


def test_stages_of_another_process_are_seen_by_their_results(tmp_path):
    with workbench(tmp_path) as bench:
        ids = ingest(bench, TEXT_PDFS[0])
        assert stage_of(bench, ids) == "starting"
        bench.store.claim(1, owner="another", lease_s=60)
        assert stage_of(bench, ids) == "rendering pages"
        stages.read_pages(stages.Batch(bench, ids))
        assert stage_of(bench, ids) == "recognizing words"
        assert stage_of(bench, []) == "indexing"
