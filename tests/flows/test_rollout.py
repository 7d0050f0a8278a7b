"""A trial over a real store, from people's answers to rollback and recall; what the model read is written by the test."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from registry import releases
from schemas.errors import ConfigurationError
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.review import Correction, QueueItem, Reviewed
from schemas.settings import Settings
from schemas.traits import Traits
from schemas.validation import ValidationReport
from services.rollout.recall import recall
from services.rollout.watch import Watch, check, look, reopen_failures
from services.stage_results import FIELDS, SHADOW, TRAITS
from services.workbench import Workbench
from store.reviews import Conclusion
from tests.builders import field
from tests.models import linked_models
from tests.releases import small_release

TRUTH = "R-1"


@pytest.fixture
def bench(tmp_path):
    with Workbench(Settings(home=tmp_path / "home", models=linked_models(tmp_path))) as made:
        yield made


@pytest.fixture
def canary(bench):
    version = small_release(bench.settings.models, "better")
    return releases.deploy(bench.settings.models, version, "canary", 0.5)


def extraction(document_id: str, value: str, model: str, document_class: str = "invoice") -> Extraction:
    return Extraction(
        document_id=document_id, document_class=document_class, class_confidence=1.0, model=model,
        fields=(field("invoice_number", value, kind="id"),),
    )  # fmt: skip


def read(bench, number, release=None, *, document_class="invoice", language="en", value=TRUTH, shadow=None):
    """A document that a version read; it waits for a review."""
    store, maker = bench.store, "layoutlm 3" if release is None else f"layoutlm 4, {release.mark}"
    added = store.add(f"{number}".encode(), name=f"{number}.pdf", media_type="application/pdf", source="/in/x/a.pdf")
    i = added.document.id
    store.save(i, FIELDS, f"fields {maker}", extraction(i, value, maker, document_class), timing_s=0)
    if shadow is not None:
        store.save(i, SHADOW, "fields", extraction(i, shadow[0], f"layoutlm 4, {shadow[1].mark}"), timing_s=0)
    traits = Traits(
        document_id=i, source="x", page_count=1, words_per_page=9, language=language, vocabulary=(), layout=()
    )  # fmt: skip
    store.save(i, TRAITS, "1", traits, timing_s=0)
    store.finish(Outcome(document_id=i, document_class=document_class, status="needs_review"))
    store.reviews.enqueue(
        [
            QueueItem(
                document_id=i, document_class=document_class, chance=0.5, doubtful=1, expected_s=5, priority=1,
                due_at=datetime.now(UTC),
            )
        ]
    )  # fmt: skip
    return i


def label(bench, document_id):
    """A person says which number the document has."""
    store = bench.store
    machine = store.load(document_id, FIELDS, Extraction)
    found = machine.fields[0]
    store.reviews.take(document_id, "anna", 60)
    store.reviews.conclude(
        Conclusion(
            user="anna", key=document_id[:32], version=store.reviews.version(document_id),
            outcome=Outcome(document_id=document_id, document_class=machine.document_class, status="accepted"),
            reviewed=Reviewed(document_id=document_id, document_class=machine.document_class),
            report=ValidationReport(document_id=document_id, suite="invoice", version="1", evaluated=1),
            report_version="1",
            corrections=[
                Correction(
                    field="invoice_number", action="correct", before=found.value, after=TRUTH, model=machine.model
                )
            ],
        )
    )  # fmt: skip
    return document_id


def slice_of(found, name):
    return next(one for one in found.slices if one.name == name)


def test_a_canary_that_is_worse_on_one_class_and_better_on_average_is_rolled_back(bench, canary):
    for i in range(40):
        label(bench, read(bench, f"i{i}", canary if i % 2 else None, value=TRUTH if i % 2 or i % 3 else "no"))
    assert check(bench).release.status == "canary"
    bad = []
    for i in range(24):
        kind = "purchase_order"
        if i % 2:
            bad.append(label(bench, read(bench, f"p{i}", canary, document_class=kind, value="wrong")))
        else:
            label(bench, read(bench, f"p{i}", document_class=kind))
    found = look(bench)
    assert slice_of(found, "class invoice").difference > 0
    done = check(bench)
    assert done.worse.name == "class purchase_order"
    assert done.release.status == "rolled_back"
    assert releases.on_trial(bench.settings.models) is None
    kept = releases.failures_of(bench.settings.models, canary.version)
    assert set(kept.document_ids) == set(bad)
    assert "model_rolled_back" in bench.store.event_kinds()
    assert set(reopen_failures(bench, canary.version, user="anna")) == set(bad)
    assert check(bench) is None


def test_a_canary_that_is_as_good_stays(bench, canary):
    for i in range(40):
        label(bench, read(bench, f"i{i}", canary if i % 2 else None, value=TRUTH if i % 10 > 1 else "no"))
    found = check(bench)
    assert found.worse is None
    assert found.release.status == "canary"


def test_a_shadow_is_compared_on_the_same_documents_and_needs_few(bench):
    version = small_release(bench.settings.models, "better")
    shadow = releases.deploy(bench.settings.models, version, "shadow")
    for i in range(16):
        is_german = i % 2 == 1
        says = "wrong" if is_german else TRUTH
        label(bench, read(bench, i, language="de" if is_german else "en", shadow=(says, shadow)))
    found = check(bench)
    assert found.worse.name == "language de"
    assert slice_of(found, "language en").difference == 0
    assert len(found.worse.failed) == 8


def test_answers_from_before_the_trial_do_not_count(bench):
    label(bench, read(bench, "old"))
    version = small_release(bench.settings.models, "late")
    releases.deploy(bench.settings.models, version, "canary", 0.5)
    assert look(bench).slices == ()


def test_a_promoted_release_is_watched_against_the_labels_from_before(bench):
    for i in range(12):
        label(bench, read(bench, f"before{i}", language="de" if i % 2 else "en"))
    version = small_release(bench.settings.models, "promoted")
    releases.deploy(bench.settings.models, version, "canary", 0.5)
    current = releases.promote(bench.settings.models, version)
    bad = [label(bench, read(bench, f"bad{i}", current, language="de", value="wrong")) for i in range(12)]
    good = [label(bench, read(bench, f"good{i}", current, language="en")) for i in range(12)]
    assert look(bench).release.status == "current"
    begun = time.monotonic()
    found = Watch().labeled(bench)
    assert time.monotonic() - begun < 5
    assert found.release.status == "rolled_back"
    kept = releases.failures_of(bench.settings.models, version)
    assert set(kept.document_ids) == set(bad)
    assert not set(kept.document_ids) & set(good)
    assert releases.current_release(bench.settings.models) is None
    assert look(bench) is None


def test_the_watch_ends_and_can_be_switched_off(bench):
    version = small_release(bench.settings.models, "old")
    releases.promote(bench.settings.models, version)
    assert look(bench) is not None
    for hours, is_watched in ((72, True), (0, False)):
        rollout = bench.settings.rollout.model_copy(update={"watch_hours": hours})
        bench.settings = bench.settings.model_copy(update={"rollout": rollout})
        assert (look(bench) is not None) == is_watched


def test_labels_that_come_fast_share_a_check(bench):
    version = small_release(bench.settings.models, "fast")
    releases.promote(bench.settings.models, version)
    watch = Watch()
    assert watch.labeled(bench).release.version == version
    assert watch.labeled(bench) is None


def test_a_recall_finds_what_was_touched_once_and_names_what_people_decided(bench, canary):
    plain, untouched = [read(bench, f"r{i}", canary) for i in range(3)], read(bench, "u")
    decided, held = label(bench, read(bench, "d", canary)), read(bench, "h", canary)
    bench.store.reviews.take(held, "ben", 60)
    with pytest.raises(ConfigurationError, match="first fieldwright models rollback"):
        recall(bench, canary.version, "reprocess", actor="ops")
    counted = recall(bench, canary.version, "count", actor="ops")
    assert (counted.touched, set(counted.taken)) == (5, set(plain))
    releases.roll_back_release(bench.settings.models, canary.version, "worse")
    found = recall(bench, canary.version, "reprocess", actor="ops")
    assert (set(found.taken), found.decided, found.held) == (set(plain), [decided], [held])
    assert bench.store.outcome(decided).status == "accepted"
    assert bench.store.outcome(untouched).status == "needs_review"
    assert all(bench.store.outcome(i) is None for i in plain)
    again = recall(bench, canary.version, "reprocess", actor="ops")
    assert (again.taken, set(again.waiting)) == ([], set(plain))
    for i in plain:
        bench.store.save(i, FIELDS, "fields layoutlm 3", extraction(i, TRUTH, "layoutlm 3"), timing_s=0)
    assert recall(bench, canary.version, "reprocess", actor="ops").touched == 2


def test_a_recall_to_review_counts_what_waits_there_already(bench, canary):
    waiting = read(bench, "w", canary)
    releases.roll_back_release(bench.settings.models, canary.version, "worse")
    found = recall(bench, canary.version, "review", actor="ops")
    assert (found.taken, found.waiting) == ([], [waiting])
    assert bench.store.outcome(waiting).status == "needs_review"


def test_a_version_whose_name_begins_another_one_is_not_recalled_with_it(bench, canary):
    other = canary.model_copy(update={"version": canary.version + "0"})
    read(bench, "o", other)
    assert recall(bench, canary.version, "count", actor="ops").touched == 0
