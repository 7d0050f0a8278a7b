"""The review queue, who holds what, and finished reviews, on both databases."""

import dataclasses
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from schemas.errors import ReviewConflict, UnknownDocument
from schemas.outcome import Outcome
from schemas.review import Answer, Comparison, Correction, QueueItem, Reviewed
from schemas.validation import ValidationReport
from store.review_queue import QueueFilter
from store.reviews import Conclusion, Sample, SecondLook
from store.store import DocumentStore
from tests.builders import box, document_id, field
from tests.unit.store.test_documents import add

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FAR = datetime(2099, 1, 1, tzinfo=UTC)


def item(ident: str, priority: float = 1.0, **more) -> QueueItem:
    known = {"document_class": "invoice", "chance": 0.5, "amount": 100.0, "doubtful": 2, "expected_s": 30.0}
    return QueueItem(document_id=ident, priority=priority, **{"due_at": FAR, **known, **more})


def doubtful(store: DocumentStore, *contents: bytes) -> list[str]:
    """Documents with an outcome that needs a person, in the queue with falling priority."""
    ids = [add(store, content) for content in contents]
    for ident in ids:
        store.finish(Outcome(document_id=ident, document_class="invoice", status="needs_review"))
    store.reviews.enqueue([item(ident, priority=100.0 - n) for n, ident in enumerate(ids)])
    return ids


def conclusion(store: DocumentStore, ident: str, user: str = "anna", key: str = "k1", **more) -> Conclusion:
    made = Correction(
        field="total_amount", action="correct", before="9.00", after="99.00", raw="99,00", word_ids=(3, 4),
        page_number=1, boxes=(box(),), confidence=0.4, model="layoutlm 1",
    )  # fmt: skip
    done = {
        "outcome": Outcome(document_id=ident, document_class="invoice", status="accepted"),
        "reviewed": Reviewed(
            document_id=ident, document_class="invoice", fields=(field("total_amount", "99.00", kind="money"),)
        ),
        "report": ValidationReport(document_id=ident, suite="invoice", version="1", evaluated=3),
        "report_version": "1",
        "corrections": [made],
        "seconds": 12.5,
    }
    version = store.reviews.version(ident)
    assert version is not None
    return Conclusion(user=user, key=key, version=version, **{**done, **more})


def kinds(store: DocumentStore, ident: str) -> list[str]:
    return [event.kind for event in store.events(ident)]


def ids_of(store: DocumentStore, wanted: QueueFilter) -> list[str]:
    return [row.document_id for row in store.reviews.queue(wanted)]


# ----------------------------------------------------------------------------------------------------------------------
# The queue


def test_the_queue_is_ordered_by_what_a_look_is_worth(store: DocumentStore) -> None:
    low, high, middle = (add(store, c) for c in (b"low", b"high", b"middle"))
    store.reviews.enqueue([item(low, 1.0), item(high, 9.0), item(middle, 5.0)])
    assert ids_of(store, QueueFilter()) == [high, middle, low]
    assert [r.document_id for r in store.reviews.queue(QueueFilter(), limit=1, offset=1)] == [middle]


def test_filters_leave_what_they_say(store: DocumentStore) -> None:
    a, b, c = (add(store, x) for x in (b"a", b"b", b"c"))
    store.reviews.enqueue(
        [
            item(a, 3.0, document_class="claim", due_at=NOW),
            item(b, 2.0, due_at=NOW + timedelta(hours=1)),
            item(c, 1.0, due_at=NOW + timedelta(days=9)),
        ]
    )
    store.reviews.take(c, "anna", 60)
    assert ids_of(store, QueueFilter(document_class="claim")) == [a]
    assert ids_of(store, QueueFilter(due_before=NOW + timedelta(hours=2), order="due")) == [a, b]
    assert ids_of(store, QueueFilter(assignee="anna")) == [c]
    assert ids_of(store, QueueFilter(assignee="nobody")) == [a, b]
    assert ids_of(store, QueueFilter(document_class="receipt")) == []
    assert store.reviews.count(QueueFilter(assignee="nobody")) == 2


def test_the_figures_above_the_queue(store: DocumentStore) -> None:
    a, b, c = (add(store, x) for x in (b"a", b"b", b"c"))
    past = datetime.now(UTC) - timedelta(hours=1)
    store.reviews.enqueue([item(a, due_at=past), item(b, document_class="claim"), item(c, round=2, kind="accepted")])
    store.reviews.escalate(b, "anna", "unsure")
    store.reviews.take(a, "anna", 60)
    counts = store.reviews.counts()
    assert (counts.open, counts.escalated, counts.second, counts.overdue, counts.held) == (1, 1, 1, 1, 1)
    assert counts.by_class == {"invoice": 1}


def test_the_neighbors_of_a_document_are_the_free_ones_beside_it(store: DocumentStore) -> None:
    a, b, held, c = (add(store, x) for x in (b"a", b"b", b"held", b"c"))
    store.reviews.enqueue([item(ident, 9.0 - n) for n, ident in enumerate((a, b, held, c))])
    store.reviews.take(held, "anna", 60)

    def beside(ident: str) -> list[str | None]:
        row = store.reviews.row(ident)
        assert row is not None
        return [found and found.document_id for found in store.reviews.neighbors(row, QueueFilter())]

    assert [beside(ident) for ident in (a, b, c)] == [[None, b], [a, c], [b, None]]


def test_a_finished_document_is_reopened_once(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"a")
    store.reviews.take(ident, "anna", 60)
    store.reviews.conclude(conclusion(store, ident))
    seen = store.reviews.version(ident)
    assert seen is not None
    again = Outcome(document_id=ident, document_class="invoice", status="needs_review")
    store.reviews.reopen(again, item(ident), version=seen, user="ben", why="wrong seller")
    row = store.reviews.row(ident)
    assert row is not None
    assert (row.state, row.note, row.note_by, row.assignee) == ("open", "wrong seller", "ben", None)
    assert store.documents("needs_review")[0].id == ident
    assert kinds(store, ident)[-1] == "reopened"
    assert "wrong seller" not in str(store.events(ident)[-1].data)
    assert store.load(ident, "reviewed", Reviewed) is not None
    with pytest.raises(ReviewConflict, match="changed since"):
        store.reviews.reopen(again, item(ident), version=seen, user="ben", why="again")


def test_what_was_cut_off_before_the_queue_is_found(store: DocumentStore) -> None:
    ident, accepted = add(store, b"a"), add(store, b"b")
    store.finish(Outcome(document_id=ident, status="needs_review"))
    store.finish(Outcome(document_id=accepted, status="accepted"))
    assert store.reviews.unqueued(10) == [ident]
    store.reviews.enqueue([item(ident)])
    assert store.reviews.unqueued(10) == []


def test_an_unknown_document_is_not_queued(store: DocumentStore) -> None:
    with pytest.raises(UnknownDocument):
        store.reviews.enqueue([item(document_id("never added"))])
    with pytest.raises(UnknownDocument):
        store.reviews.take(document_id("never added"), "anna", 60)


# ----------------------------------------------------------------------------------------------------------------------
# Who holds what


def test_two_people_never_hold_one_document(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"one")
    assert store.reviews.take(ident, "anna", 60).assignee == "anna"
    with pytest.raises(ReviewConflict, match="anna"):
        store.reviews.take(ident, "ben", 60)
    assert store.reviews.take(ident, "anna", 60).assignee == "anna"
    store.reviews.give_back(ident, "ben")
    assert store.reviews.row(ident).assignee == "anna"
    store.reviews.give_back(ident, "anna")
    assert store.reviews.take(ident, "ben", 60).assignee == "ben"


def test_a_lease_that_ran_out_may_be_taken_over(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"one")
    store.reviews.take(ident, "anna", -1)
    assert store.reviews.row(ident).assignee is None
    store.reviews.take(ident, "ben", 60)
    assert not store.reviews.renew(ident, "anna", 60)
    assert store.reviews.renew(ident, "ben", 60)
    assert kinds(store, ident)[-1] == "review_taken_over"


def test_an_admin_takes_a_document_over(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"one")
    store.reviews.take(ident, "anna", 60)
    assert store.reviews.take(ident, "root", 60, force=True).assignee == "root"
    event = store.events(ident)[-1]
    assert (event.kind, event.actor, event.data) == (
        "review_taken_over", "root", {"from": "anna", "round": 1, "forced": True},
    )  # fmt: skip
    with pytest.raises(ReviewConflict, match="root"):
        store.reviews.save_draft(ident, "anna", "{}")


def test_everyone_is_handed_another_document(store: DocumentStore) -> None:
    first, second, third = doubtful(store, b"1", b"2", b"3")
    assert store.reviews.take_next("anna", 60).document_id == first
    assert store.reviews.take_next("ben", 60).document_id == second
    assert store.reviews.take_next("anna", 60, without=[first]).document_id == third
    assert store.reviews.take_next("cleo", 60) is None


def test_a_skipped_document_is_for_others(store: DocumentStore) -> None:
    first, second = doubtful(store, b"1", b"2")
    store.reviews.take(first, "anna", 60)
    store.reviews.skip(first, "anna", "not my language")
    assert store.reviews.row(first).skips == 1
    assert store.reviews.take_next("anna", 60).document_id == second
    assert store.reviews.take_next("ben", 60).document_id == first


def test_an_escalated_document_leaves_the_open_queue_with_its_reason(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"one")
    store.reviews.escalate(ident, "anna", "two totals")
    assert ids_of(store, QueueFilter()) == []
    [row] = store.reviews.queue(QueueFilter(state="escalated"))
    assert (row.note, row.note_by, row.assignee) == ("two totals", "anna", None)
    assert "two totals" not in str([event.data for event in store.events(ident)])
    assert store.reviews.take_next("root", 60, QueueFilter(state="escalated")).document_id == ident


def test_skipping_what_somebody_else_holds_is_refused(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"one")
    store.reviews.take(ident, "anna", 60)
    for act in (store.reviews.skip, store.reviews.escalate):
        with pytest.raises(ReviewConflict, match="anna"):
            act(ident, "ben", "mine")


def test_a_draft_is_there_after_closing_the_browser(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"one")
    store.reviews.save_draft(ident, "anna", '{"a": 1}', seconds=3)
    store.reviews.save_draft(ident, "anna", '{"a": 2}', seconds=5)
    kept = store.reviews.draft(ident, "anna")
    assert kept is not None
    assert (kept.payload, kept.seconds) == ('{"a": 2}', 5)
    assert store.reviews.draft(ident, "ben") is None


# ----------------------------------------------------------------------------------------------------------------------
# Finished reviews


def test_a_finished_review_changes_everything_at_once(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"one")
    store.mark_indexed([ident], "papers", "1")
    before = store.reviews.version(ident)
    assert store.reviews.conclude(conclusion(store, ident, identity=("Acme", "7", Decimal(99))))
    assert store.outcome(ident).status == "accepted"
    assert store.get(ident) in store.documents(status="accepted")
    assert store.load(ident, "reviewed", Reviewed).fields[0].value == "99.00"
    assert store.load(ident, "report", ValidationReport).evaluated == 3
    assert store.unindexed("papers", 10) == [ident]
    assert store.reviews.row(ident).state == "done"
    assert store.reviews.queue(QueueFilter()) == []
    assert store.reviews.version(ident) != before
    assert store.reviews.reviewed_ids() == [ident]
    other = add(store, b"other")
    assert store.duplicates(other, "ACME", "7", Decimal("99.0")) == [ident]


def test_of_two_reviews_that_make_copies_only_the_first_accepts(store: DocumentStore) -> None:
    [one] = doubtful(store, b"one")
    [two] = doubtful(store, b"two")
    same = {"identity": ("Acme", "7", Decimal(99))}
    first, second = conclusion(store, one, **same), conclusion(store, two, **same)
    assert store.reviews.conclude(first)
    with pytest.raises(ReviewConflict, match="copy"):
        store.reviews.conclude(second)
    assert store.outcome(two).status == "needs_review"
    # Who was told of the copy may accept it.
    assert store.reviews.conclude(dataclasses.replace(second, duplicates=(one,)))
    assert store.outcome(two).status == "accepted"


def test_a_correction_comes_back_with_who_when_before_after_and_words(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"one")
    store.reviews.conclude(conclusion(store, ident))
    [made] = list(store.reviews.corrections(ident))
    assert (made.actor, made.before, made.after, made.raw) == ("anna", "9.00", "99.00", "99,00")
    assert (made.word_ids, made.page_number, made.boxes, made.confidence) == ((3, 4), 1, (box(),), 0.4)
    assert datetime.now(UTC) - made.at < timedelta(minutes=5)
    assert list(store.reviews.corrections(since=datetime.now(UTC))) == []


def test_the_event_of_a_review_tells_fields_and_counts_and_no_value(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"one")
    store.reviews.conclude(conclusion(store, ident))
    event = store.events(ident)[-1]
    assert (event.kind, event.actor) == ("reviewed", "anna")
    assert (event.data["status"], event.data["correct"], event.data["changed"]) == ("accepted", 1, ["total_amount"])
    assert "99" not in str(event.data)


def test_a_submission_sent_twice_is_stored_once(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"one")
    done = conclusion(store, ident)
    assert store.reviews.conclude(done)
    assert not store.reviews.conclude(done)
    assert len(list(store.reviews.corrections(ident))) == 1
    with pytest.raises(ReviewConflict, match="anna has finished"):
        store.reviews.conclude(conclusion(store, ident, user="ben", key="k2"))


@pytest.mark.parametrize("meanwhile", ["reopened", "reopened and finished"])
def test_a_document_processed_anew_refuses_answers_to_its_past(store: DocumentStore, meanwhile: str) -> None:
    [ident] = doubtful(store, b"one")
    done = conclusion(store, ident)
    store.reopen(ident, "a better model")
    if meanwhile == "reopened":
        with pytest.raises(UnknownDocument, match="does not wait"):
            store.reviews.conclude(done)
    else:
        store.finish(Outcome(document_id=ident, document_class="invoice", status="needs_review"))
        store.reviews.enqueue([item(ident)])
        with pytest.raises(ReviewConflict, match="processed again"):
            store.reviews.conclude(done)
    assert list(store.reviews.corrections(ident)) == []
    assert store.load(ident, "reviewed", Reviewed) is None


def test_who_lost_the_document_cannot_finish_it(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"one")
    done = conclusion(store, ident)
    store.reviews.take(ident, "ben", 60)
    with pytest.raises(ReviewConflict, match="ben"):
        store.reviews.conclude(done)
    assert store.outcome(ident).status == "needs_review"


def test_corrections_outlive_a_reopening(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"one")
    store.reviews.conclude(conclusion(store, ident))
    store.reopen(ident, "again")
    assert len(list(store.reviews.corrections(ident))) == 1
    assert store.load(ident, "reviewed", Reviewed) is not None
    assert store.reviews.row(ident) is None


def test_pace_is_the_median_of_what_was_measured(store: DocumentStore) -> None:
    for n, ident in enumerate(doubtful(store, b"1", b"2", b"3")):
        store.reviews.conclude(conclusion(store, ident, seconds=(10.0, 90.0, 20.0)[n]))
    pace = store.reviews.pace()
    assert (pace["invoice"].reviews, pace["invoice"].median_s, pace["invoice"].doubtful) == (3, 20.0, 2.0)
    assert store.reviews.pace(least=4) == {}


# ----------------------------------------------------------------------------------------------------------------------
# Second looks


def second(ident: str, user: str, *agrees: bool, kind: str = "reviewed", **more) -> SecondLook:
    names = ("total_amount", "issue_date", "iban")
    compared = [
        Comparison(field=n, first="1", second="1" if same else "2", agrees=same)
        for n, same in zip(names, agrees, strict=False)
    ]
    known = {"document_class": "invoice", "first_by": "anna", "key": "s1"}
    return SecondLook(document_id=ident, user=user, kind=kind, comparisons=compared, **{**known, **more})


def test_a_second_look_is_not_for_who_looked_first(store: DocumentStore) -> None:
    [ident] = doubtful(store, b"one")
    drawn = item(ident, round=2, kind="reviewed", first="anna")
    store.reviews.conclude(conclusion(store, ident, second=drawn))
    looks = QueueFilter(round=2)
    assert store.reviews.take_next("anna", 60, looks) is None
    with pytest.raises(ReviewConflict, match="second person"):
        store.reviews.take(ident, "anna", 60, round=2)
    with pytest.raises(ReviewConflict, match="second person"):
        store.reviews.conclude_second(second(ident, "anna", True))
    assert store.reviews.queue(QueueFilter(round=2, visible_to="anna")) == []
    assert store.reviews.take_next("ben", 60, looks).document_id == ident


def test_second_looks_give_agreement_and_change_nothing(store: DocumentStore) -> None:
    a, b = doubtful(store, b"a", b"b")
    for ident in (a, b):
        store.reviews.conclude(conclusion(store, ident, second=item(ident, round=2, kind="reviewed", first="anna")))
    assert store.reviews.conclude_second(second(a, "ben", True, True))
    assert not store.reviews.conclude_second(second(a, "ben", True, True))
    store.reviews.conclude_second(second(b, "ben", True, False))
    quality = store.reviews.quality()
    assert quality.documents == {"reviewed": Sample(documents=2, differing=1, wrong=0, undecided=1)}
    assert [(x.name, x.looks, x.agreeing) for x in quality.by_field["reviewed"]] == [
        ("issue_date", 2, 1), ("total_amount", 2, 2),
    ]  # fmt: skip
    assert [(x.name, x.looks, x.agreeing) for x in quality.by_first["reviewed"]] == [("anna", 4, 3)]
    assert store.outcome(b).status == "accepted"


def test_two_answers_that_differ_come_before_a_third_person(store: DocumentStore) -> None:
    ident = add(store, b"one")
    store.finish(Outcome(document_id=ident, document_class="invoice", status="accepted"))
    store.reviews.enqueue([item(ident, round=2, kind="accepted")])
    look = second(ident, "ben", False, kind="accepted", first_by="layoutlm", dispute=item(ident), note="differ")
    store.reviews.conclude_second(look)
    [row] = store.reviews.queue(QueueFilter(state="escalated"))
    assert (row.document_id, row.round, row.note) == (ident, 1, "differ")
    assert store.events(ident)[-1].data == {"kind": "accepted", "fields": 1, "differing": ["total_amount"]}
    assert store.reviews.disputes(ident) == list(look.comparisons)


@pytest.mark.parametrize(("first_wrong", "wrong"), [(True, 1), (False, 0)])
def test_a_third_person_settles_what_was_wrong(store: DocumentStore, first_wrong: bool, wrong: int) -> None:
    ident = add(store, b"one")
    store.finish(Outcome(document_id=ident, document_class="invoice", status="accepted"))
    store.reviews.enqueue([item(ident, round=2, kind="accepted")])
    store.reviews.conclude_second(second(ident, "ben", False, True, kind="accepted", dispute=item(ident)))
    store.reviews.conclude(conclusion(store, ident, settled={"total_amount": first_wrong}))
    assert store.reviews.quality().documents["accepted"] == Sample(1, differing=1, wrong=wrong, undecided=0)
    assert store.reviews.disputes(ident) == []


@pytest.mark.parametrize(
    "answer",
    [
        {"field": "total_amount", "action": "correct", "text": "  "},
        {"field": "total_amount", "action": "pick"},
        {"field": "total_amount", "action": "correct", "text": "1", "page_number": 1},
        {"field": "", "action": "absent"},
        {"field": "total_amount", "action": "correct", "text": "1\x00"},
        {"field": "total_amount", "action": "guess"},
    ],
)
def test_an_answer_that_says_nothing_is_none(answer: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Answer.model_validate(answer)
