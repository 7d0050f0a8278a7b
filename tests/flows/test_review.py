"""Review from the queue to the new outcome, over the real store, stages and suites."""

from __future__ import annotations

import json

import pytest

from schemas.errors import ReviewConflict, UnknownDocument
from schemas.extraction import Extraction
from schemas.review import Answer, Answers, Reviewed
from services import review as review
from services import stages
from services.stages import review_queue
from store.review_queue import QueueFilter
from tests.reviewing import RIGHT_TOTAL, WRONG_TOTAL, TrueFields, process, reviewing
from tests.searching import parse_query
from tests.workbenches import run


def correct(name: str, text: str) -> Answer:
    return Answer(field=name, action="correct", text=text)


def open_queue(bench):
    return bench.store.reviews.queue(QueueFilter())


def submit(bench, ident, answers=RIGHT_TOTAL, user="anna", key="k1", **more):
    case = review.open_case(bench, ident)
    return review.submit(bench, case, answers, user=user, key=key, version=more.pop("version", case.version), **more)


def test_what_is_doubtful_is_queued_with_what_is_at_stake(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        [row] = open_queue(bench)
        assert (row.document_id, row.document_class, row.amount) == (ident, "invoice", 8115.0)
        assert row.doubtful >= 1
        assert 0.6 <= row.chance <= 1
        case = review.open_case(bench, ident)
        assert "total_amount" in [d.field for d in case.doubts]


def test_one_document_that_cannot_be_assessed_holds_up_no_other(tmp_path, caplog, monkeypatch):
    with reviewing(tmp_path, TrueFields({"seller_name": 0.4})) as bench:
        english, german = process(bench, "invoice_english.pdf", "invoice_german.pdf")
        for ident in (english, german):
            bench.store.reopen(ident, "again")
        assess = review_queue._item

        def break_on_one(bench, outcome, pace, **more):
            if outcome.document_id == english:
                raise ArithmeticError("SECRET")
            return assess(bench, outcome, pace, **more)

        monkeypatch.setattr(review_queue, "_item", break_on_one)
        stages.conclude(stages.Batch(bench, [english, german]))
        assert [row.document_id for row in open_queue(bench)] == [german]
        assert "SECRET" not in caplog.text
        monkeypatch.undo()
        assert review.catch_up(bench) == 1
        assert {row.document_id for row in open_queue(bench)} == {english, german}


def test_a_document_without_doubt_is_not_queued(tmp_path):
    with reviewing(tmp_path) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        assert bench.store.outcome(ident).status == "accepted"
        assert open_queue(bench) == []


def test_what_was_judged_before_there_was_a_queue_is_caught_up(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        with bench.store._database.write() as connection:
            from store.review_queue import forget

            forget(connection, ident)
        assert review.catch_up(bench) == 1
        assert [row.document_id for row in open_queue(bench)] == [ident]


def test_an_answer_is_judged_like_any_extraction_and_stores_nothing(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        case = review.open_case(bench, ident)
        wrong = review.judge(bench, case, Answers(answers=(Answer(field="total_amount", action="accept"),)))
        assert not wrong.is_complete
        assert any("total_amount" in failure.fields for failure in wrong.report.failures)
        right = review.judge(bench, case, RIGHT_TOTAL)
        assert right.is_complete
        assert bench.store.outcome(ident).status == "needs_review"
        assert list(bench.store.reviews.corrections()) == []


def test_a_finished_review_updates_outcome_index_and_log_and_keeps_what_the_machine_read(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        assert submit(bench, ident, seconds=9.5).is_complete
        review.after_review(bench, ident)
        assert bench.store.outcome(ident).status == "accepted"
        assert stages.extraction_of(bench, ident).field("total_amount").value == "8835.21"
        assert bench.store.load(ident, "fields", Extraction).field("total_amount").value == "8115"
        [hit] = bench.index.search(parse_query("amount:8835.21 status:accepted")).hits
        assert hit.entry.document_id == ident
        assert not bench.index.search(parse_query("amount:8115")).hits
        event = next(event for event in bench.store.events(ident) if event.kind == "reviewed")
        assert (event.kind, event.actor, event.data["changed"]) == ("reviewed", "anna", ["total_amount"])
        assert bench.store.verify_events().intact
        assert open_queue(bench) == []
        [made] = bench.store.reviews.corrections(ident)
        assert (made.before, made.after, made.confidence) == ("8115", "8835.21", 0.4)


def counted(bench, name):
    """Returns the counts of a metric by class, tier and model; the sum of its seconds where it is a histogram."""
    bench.save_counts()
    found = (
        (dict(labels), value) for (metric, labels), value in bench.store.counters.totals().items() if metric == name
    )
    return {(x["document_class"], x["tier"], x["model"]): v for x, v in found if x.get("le", "sum") == "sum"}


def test_a_decision_counts_its_time_and_wait_by_class_tier_and_model(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL, tier="draft") as bench:
        reviewed, refused = process(bench, "invoice_english.pdf", "invoice_german.pdf")
        made = ("invoice", "draft", bench.store.load(reviewed, "fields", Extraction).model)
        [waiting] = [queue for queue in bench.store.samples.queues() if queue.name == "review"]
        assert ((waiting.document_class, waiting.tier, waiting.model), waiting.documents) == (made, 2)
        submit(bench, reviewed, seconds=9.5)
        assert counted(bench, "review_seconds") == {made: 9.5}
        waited = counted(bench, "review_turnaround_seconds")[made]
        case = review.open_case(bench, refused)
        review.turn_away(bench, case, "an advertisement", user="anna", key="k", version=case.version)
        assert counted(bench, "review_turnaround_seconds")[made] > waited
        assert counted(bench, "review_seconds") == {made: 9.5}


def test_what_is_left_to_do_is_told_and_nothing_is_stored(tmp_path):
    with reviewing(tmp_path, TrueFields({"total_amount": 0.4, "issue_date": 0.4})) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        left = submit(bench, ident, Answers(answers=(Answer(field="total_amount", action="accept"),)))
        assert not left.is_complete
        assert [reason.field for reason in left.outcome.reasons if reason.severity != "info"] == ["issue_date"]
        assert bench.store.outcome(ident).status == "needs_review"


def test_a_repeated_submission_is_stored_once_and_another_one_is_refused(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        version = review.open_case(bench, ident).version
        for _ in range(2):
            assert submit(bench, ident, version=version).is_complete
        assert len(list(bench.store.reviews.corrections(ident))) == 1
        with pytest.raises(ReviewConflict, match="anna has finished"):
            submit(bench, ident, user="ben", key="k2", version=version)


def test_answers_to_a_document_that_was_processed_anew_are_refused(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        version = review.open_case(bench, ident).version
        bench.store.reopen(ident, "a better model")
        with pytest.raises(ReviewConflict, match="waits to be processed"):
            review.open_case(bench, ident)
        stages.conclude(stages.Batch(bench, [ident]))
        with pytest.raises(ReviewConflict, match="processed again"):
            submit(bench, ident, version=version)


def test_what_a_person_said_stands_when_a_document_is_processed_anew(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        submit(bench, ident)
        bench.store.reopen(ident, "another model")
        run(bench, [ident], *stages.READING, stages.redact, stages.conclude)
        assert bench.store.outcome(ident).status == "accepted"
        assert stages.extraction_of(bench, ident).field("total_amount").value == "8835.21"


@pytest.mark.parametrize(("model", "status"), [("1", "accepted"), ("2", "needs_review")])
def test_what_a_person_let_pass_is_let_pass_again_unless_the_fields_were_read_anew(tmp_path, model, status):
    fields = TrueFields({"total_amount": 0.4}, {"total_amount": "$8,115"})
    with reviewing(tmp_path, fields) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        findings = tuple(f"{r.code}:{r.field}" for r in bench.store.outcome(ident).reasons)
        accept = Answers(answers=(Answer(field="total_amount", action="accept"),), acknowledged=findings)
        assert submit(bench, ident, accept).is_complete
        assert bench.store.load(ident, "reviewed", Reviewed).acknowledged
        bench.store.reopen(ident, "again")
        fields.version = model
        run(bench, [ident], *stages.READING, stages.conclude)
        assert bench.store.outcome(ident).status == status


def test_a_document_that_is_none_of_ours_is_turned_away(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        case = review.open_case(bench, ident)
        review.turn_away(bench, case, "an advertisement", user="anna", key="k", version=case.version)
        outcome = bench.store.outcome(ident)
        assert (outcome.status, outcome.reasons[0].code) == ("rejected", "rejected_by_person")


@pytest.mark.parametrize(("decision", "status"), [("submit", "accepted"), ("turn_away", "rejected")])
def test_what_a_person_decides_is_told_to_webhooks_once(tmp_path, decision, status):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        webhook, _ = bench.store.webhooks.add("erp", "https://erp.example.org", actor="test")
        [ident] = process(bench, "invoice_english.pdf")
        if decision == "submit":
            submit(bench, ident)
            submit(bench, ident)
        else:
            case = review.open_case(bench, ident)
            review.turn_away(bench, case, "an advertisement", user="anna", key="k", version=case.version)
        told = [json.loads(sent.payload) for sent in bench.store.webhooks.deliveries(webhook.id)]
        assert sorted(one["type"] for one in told) == sorted(["document.needs_review", f"document.{status}"])
        assert {one["data"]["document_id"] for one in told} == {ident}


def test_a_class_that_a_person_tells_has_the_document_read_anew(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        case = review.open_case(bench, ident)
        review.reclassify(bench, case, "purchase_order", user="anna", version=case.version)
        assert bench.store.get(ident).document_class == "purchase_order"
        assert bench.store.waiting(10) == [ident]
        assert open_queue(bench) == []
        with pytest.raises(UnknownDocument):
            bench.store.reviews.take(ident, "anna", 60)


def test_a_sample_of_accepted_documents_is_looked_at_blind_and_a_difference_is_settled(tmp_path):
    # The machine is sure and wrong: it took the day of delivery.
    with reviewing(
        tmp_path, TrueFields(wrong={"issue_date": "11-Jun-2025"}), review={"accepted_look_rate": 1.0}
    ) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        assert bench.store.outcome(ident).status == "accepted"
        row = bench.store.reviews.take_next("ben", 60, QueueFilter(round=2))
        assert (row.document_id, row.kind, row.first) == (ident, "accepted", None)
        case = review.open_case(bench, ident)
        truth = {f.name: f.raw for f in case.extraction.fields} | {"issue_date": "18-Jun-2025"}
        wanted = [spec.name for spec in review.second_look_fields(case)]
        blind = Answers(answers=tuple(correct(name, truth[name]) for name in wanted if name in truth))
        found = review.submit_second(bench, case, row, blind, user="ben", key="s1", seconds=40)
        assert [c.field for c in found if not c.agrees] == ["issue_date"]
        assert list(counted(bench, "review_seconds").values()) == [40]
        assert counted(bench, "review_turnaround_seconds") == {}
        assert bench.store.outcome(ident).status == "accepted"
        [dispute] = bench.store.reviews.queue(QueueFilter(state="escalated"))
        assert dispute.note == "Two answers differ: issue date"
        case = review.open_case(bench, ident)
        assert [(d.field, d.first, d.second) for d in case.disputes] == [("issue_date", "2025-06-11", "2025-06-18")]
        settled = Answers(answers=(correct("issue_date", "18-Jun-2025"),))
        assert review.submit(bench, case, settled, user="cleo", key="t1", version=case.version).is_complete
        sample = bench.store.reviews.quality().documents["accepted"]
        assert (sample.documents, sample.differing, sample.wrong, sample.undecided) == (1, 1, 1, 0)


def test_reviewed_documents_are_drawn_for_somebody_else(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL, review={"second_look_rate": 1.0}) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        submit(bench, ident)
        looks = QueueFilter(round=2)
        assert bench.store.reviews.take_next("anna", 60, looks) is None
        assert bench.store.reviews.take_next("ben", 60, looks).document_id == ident
