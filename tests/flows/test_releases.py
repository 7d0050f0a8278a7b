"""Releases on trial: what they read, that nobody sees a shadow, and that a broken one costs no document anything."""

from __future__ import annotations

import pytest

from registry import releases
from schemas.extraction import Extraction
from services import stages
from services.stages import FIELDS
from tests.models import linked_models
from tests.releases import small_release, stand_in
from tests.reviewing import TrueFields, process, reviewing
from tests.workbenches import run

NAMES = ("invoice_english.pdf", "invoice_german.pdf", "invoice_french_two_pages.pdf")
WRONG = {"invoice_number": None}


@pytest.fixture
def bench(tmp_path):
    with reviewing(tmp_path / "home", models=linked_models(tmp_path)) as made:
        yield made


def candidate(bench, **how):
    version = small_release(bench.settings.models, "better")
    stand_in(bench, version, TrueFields(**how))
    return version


def maker(bench, document_id, stage=FIELDS):
    record = bench.store.stages(document_id).get(stage)
    return record and record.version


def test_a_canary_reads_its_share_and_every_output_names_it(bench):
    version = candidate(bench)
    release = releases.deploy(bench.settings.models, version, "canary", 1.0)
    [read] = process(bench, NAMES[0])
    releases.deploy(bench.settings.models, version, "canary", 0.0)
    [other] = process(bench, NAMES[1])
    assert release.mark in maker(bench, read)
    assert release.mark not in maker(bench, other)
    assert release.mark in bench.store.outcome(read).versions[FIELDS]
    assert release.mark in bench.store.load(read, FIELDS, Extraction).model


def test_a_shadow_reads_beside_and_is_never_shown_or_decided_by(bench):
    version = candidate(bench, wrong=WRONG)
    releases.deploy(bench.settings.models, version, "shadow")
    [read] = process(bench, NAMES[0])
    shadow = bench.store.load(read, "shadow", Extraction)
    assert releases.mark_of(version) in maker(bench, read, "shadow")
    assert shadow.field("invoice_number") is None
    assert stages.extraction_of(bench, read).field("invoice_number") is not None
    outcome = bench.store.outcome(read)
    assert version not in outcome.model_dump_json()
    assert "shadow" not in outcome.timings_s
    # A second run finds everything in place.
    before = bench.store.stages(read)
    run(bench, [read], *stages.READING)
    assert bench.store.stages(read) == before


def test_a_canary_that_breaks_costs_no_document_anything_and_is_rolled_back(bench):
    version = candidate(bench)

    class Broken(TrueFields):
        def extract(self, batch):
            raise ValueError("weights of another shape")

    stand_in(bench, version, Broken())
    releases.deploy(bench.settings.models, version, "canary", 1.0)
    for name in NAMES:
        [read] = process(bench, name)
        assert version not in maker(bench, read)
        assert bench.store.outcome(read).status != "rejected"
    assert releases.find_release(bench.settings.models, version).status == "rolled_back"


def test_a_promoted_release_reads_from_the_next_batch_on_and_a_rollback_ends_that(bench):
    version = candidate(bench)
    [first] = process(bench, NAMES[0])
    releases.promote(bench.settings.models, version)
    [second] = process(bench, NAMES[1])
    releases.roll_back_release(bench.settings.models, version, "worse")
    [third] = process(bench, NAMES[2])
    assert [version in maker(bench, i) for i in (first, second, third)] == [False, True, False]
