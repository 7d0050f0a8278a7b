"""Tiers: which one a document is read at, what raising it keeps, and what a recognized class changes."""

from __future__ import annotations

import pytest

from extractors.ocr.null import NullEngine
from extractors.read import version_of
from schemas.tiers import TIERS
from services import intake, review, stages
from services.reprocess import chosen, raise_tier
from services.stage_results import READ, tier_read
from telemetry import catalog
from tests.reviewing import RIGHT_TOTAL, WRONG_TOTAL, process, reviewing
from tests.workbenches import SAMPLES, TEXT_PDFS, CountingEngine, workbench


def take(bench, name=TEXT_PDFS[1], **more):
    [taken] = intake.take_in(bench, [str(SAMPLES / name)], **more)
    return taken.document_id


def read_at(bench, ident):
    return tier_read(bench.store.stages(ident))


def test_without_a_tier_everything_is_made_and_named_as_before(tmp_path):
    with workbench(tmp_path) as bench:
        ident = take(bench)
        stages.extract(bench, [ident])
        outcome = bench.store.outcome(ident)
        assert outcome.versions[READ] == version_of(NullEngine(), bench.layout)
        assert "tier" not in outcome.versions
        assert bench.store.get(ident).tier is None


@pytest.mark.parametrize(
    ("command", "document_class", "settings", "expected"),
    [
        (None, None, {}, "standard"),
        (None, None, {"tier": "draft"}, "draft"),
        (None, "invoice", {"tier": "draft", "tiers": {"invoice": "premium"}}, "premium"),
        (None, "claim", {"tier": "draft", "tiers": {"invoice": "premium"}}, "draft"),
        ("draft", "invoice", {"tiers": {"invoice": "premium"}}, "draft"),
        ("standard", None, {"tier": "premium"}, "standard"),
    ],
)
def test_the_command_goes_before_the_class_and_the_class_before_the_settings(
    tmp_path, command, document_class, settings, expected
):
    with workbench(tmp_path, **settings) as bench:
        ident = take(bench, document_class=document_class, tier=command)
        stages.extract(bench, [ident])
        assert read_at(bench, ident) == expected
        assert bench.store.outcome(ident).versions.get("tier", "standard") == expected


def test_a_stated_tier_stays_with_the_document_whatever_settings_say_later(tmp_path):
    with workbench(tmp_path) as bench:
        ident = take(bench, tier="premium")
    with workbench(tmp_path, tier="draft") as bench:
        stages.extract(bench, bench.store.waiting(10))
        assert read_at(bench, ident) == "premium"


def test_words_of_a_higher_tier_are_not_read_again_for_a_lower_one(tmp_path):
    engine = CountingEngine()
    with workbench(tmp_path, ocr=engine) as bench:
        ident = take(bench, tier="premium")
        stages.extract(bench, [ident])
        made = engine.images
        for tier in ("standard", "draft"):
            bench.store.state_tier([ident], tier, actor="test")
            bench.store.reopen(ident, "again")
            stages.extract(bench, [ident])
        assert (engine.images, read_at(bench, ident)) == (made, "premium")


def test_documents_of_one_batch_have_tiers_of_their_own(tmp_path):
    with workbench(tmp_path) as bench:
        ids = [take(bench, name, tier=tier) for name, tier in zip(TEXT_PDFS, TIERS, strict=True)]
        stages.extract(bench, ids)
        assert [read_at(bench, i) for i in ids] == list(TIERS)


def test_a_class_that_is_recognized_has_the_document_read_again_at_its_tier(tmp_path):
    engine = CountingEngine()
    with workbench(tmp_path, ocr=engine, tier="draft", tiers={"invoice": "premium"}) as bench:
        invoice, letter = take(bench, TEXT_PDFS[1]), take(bench, TEXT_PDFS[0])
        stages.extract(bench, [invoice, letter])
        assert bench.store.outcome(invoice).document_class == "invoice"
        assert (read_at(bench, invoice), read_at(bench, letter)) == ("premium", "draft")
        assert bench.store.outcome(invoice).versions["tier"] == "premium"
        made = engine.images
        bench.store.reopen(invoice, "again")
        stages.extract(bench, [invoice])
        assert engine.images == made


def test_a_recognized_class_with_a_lower_tier_changes_nothing(tmp_path):
    with workbench(tmp_path, tiers={"invoice": "draft"}) as bench:
        ident = take(bench)
        stages.extract(bench, [ident])
        assert bench.store.outcome(ident).document_class == "invoice"
        assert read_at(bench, ident) == "standard"


def test_a_draft_that_is_raised_keeps_its_history_and_what_a_person_answered(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL, tier="draft") as bench:
        [ident] = process(bench, "invoice_english.pdf")
        case = review.open_case(bench, ident)
        review.submit(bench, case, RIGHT_TOTAL, user="anna", key="k", version=case.version)
        assert bench.store.outcome(ident).status == "accepted"
        before = list(bench.store.events(ident))
        assert raise_tier(bench, [ident], "premium", actor="ben").decided == [ident]
        assert bench.store.waiting(10) == []
        assert raise_tier(bench, [ident], "premium", with_reviewed=True, actor="ben").taken == [ident]
        assert process(bench, "invoice_english.pdf") == [ident]
        outcome = bench.store.outcome(ident)
        assert (outcome.status, outcome.versions["tier"]) == ("accepted", "premium")
        assert stages.extraction_of(bench, ident).field("total_amount").value == "8835.21"
        events = list(bench.store.events(ident))
        assert events[: len(before)] == before
        kinds = [event.kind for event in events[len(before) :]]
        assert (kinds.count("tier_stated"), kinds.count("reopened"), kinds.count("finished")) == (1, 1, 1)
        tiers = [e.data["versions"]["tier"] for e in events if e.kind == "finished"]
        assert tiers == ["draft", "premium"]
        assert bench.store.verify_events().intact
        assert len(list(bench.store.reviews.corrections(ident))) == 1


def test_what_a_person_rejected_stays_rejected(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL, tier="draft") as bench:
        [ident] = process(bench, "invoice_english.pdf")
        case = review.open_case(bench, ident)
        review.turn_away(bench, case, "an advertisement", user="anna", key="k", version=case.version)
        assert raise_tier(bench, [ident], "standard", with_reviewed=True, actor="ben").decided == [ident]
        assert bench.store.outcome(ident).status == "rejected"


def test_what_a_person_reviews_now_is_left_alone(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL, tier="draft") as bench:
        [ident] = process(bench, "invoice_english.pdf")
        bench.store.reviews.take(ident, "anna", 60)
        assert raise_tier(bench, [ident], "standard", actor="ben").held == [ident]


def test_only_documents_below_the_tier_are_raised_and_waiting_ones_get_it(tmp_path):
    with workbench(tmp_path) as bench:
        draft, standard, waiting = (
            take(bench, name, tier=tier) for name, tier in zip(TEXT_PDFS, ("draft", None, "draft"), strict=True)
        )
        stages.extract(bench, [draft, standard])
        raised = raise_tier(bench, chosen(bench, None, None), "standard", actor="test")
        assert (raised.taken, raised.current, raised.waiting) == ([draft], [standard], [waiting])
        assert set(bench.store.waiting(10)) == {draft, waiting}
        assert [bench.store.get(i).tier for i in (draft, standard, waiting)] == ["standard", None, "standard"]
        again = raise_tier(bench, [draft, standard, waiting], "standard", actor="test")
        assert (again.taken, again.waiting) == ([], [draft, waiting])


def test_no_waiting_document_is_lowered(tmp_path):
    with workbench(tmp_path, tiers={"claim": "premium"}) as bench:
        stated, of_class = take(bench, TEXT_PDFS[0], tier="premium"), take(bench, TEXT_PDFS[1], document_class="claim")
        raised = raise_tier(bench, [stated, of_class], "standard", actor="test")
        assert raised.waiting == [stated, of_class]
        assert [bench.store.get(i).tier for i in (stated, of_class)] == ["premium", None]


def test_what_was_never_read_is_not_tried_again(tmp_path):
    with workbench(tmp_path) as bench:
        ident = take(bench, "damaged_on_purpose.pdf")
        assert bench.store.outcome(ident).status == "rejected"
        assert raise_tier(bench, [ident], "premium", actor="test").unread == [ident]
        assert (bench.store.waiting(10), bench.store.get(ident).tier) == ([], None)


def test_a_tier_for_waiting_documents_keeps_those_of_their_own_where_it_should(tmp_path):
    with workbench(tmp_path) as bench:
        own, unset = take(bench, TEXT_PDFS[0], tier="premium"), take(bench, TEXT_PDFS[1])
        assert intake.state_tier(bench, "draft", document_class=None, only_unset=True, actor="test") == 1
        assert [bench.store.get(i).tier for i in (own, unset)] == ["premium", "draft"]
        assert intake.state_tier(bench, "standard", document_class=None, actor="test") == 2
        assert [bench.store.get(i).tier for i in (own, unset)] == ["standard", "standard"]


def test_counts_of_operations_name_the_tier(tmp_path):
    with workbench(tmp_path) as bench:
        ids = [take(bench, TEXT_PDFS[0], tier="draft"), take(bench, TEXT_PDFS[1])]
        stages.extract(bench, ids)
        counted = [(name, dict(labels)) for name, labels in bench.telemetry.recorder.take()]
        for metric in (catalog.DOCUMENTS, catalog.PAGES, catalog.STAGE_SECONDS):
            assert {labels["tier"] for name, labels in counted if name == metric.name} == {"draft", "standard"}
