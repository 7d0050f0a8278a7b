from decimal import Decimal

import pytest

from schemas.errors import UnknownDocument
from schemas.outcome import Outcome, Reason, Status
from store.store import DocumentStore, this_process
from tests.builders import document_id
from tests.unit.store.test_documents import add


def outcome(ident: str, status: Status = "accepted") -> Outcome:
    reason = Reason(code="low_confidence", message="The total is unsure.", field="total_amount")
    return Outcome(
        document_id=ident, document_class="invoice", status=status, reasons=(reason,), versions={"recognize": "rapid 1"}
    )


def test_an_outcome_comes_back_as_it_was_and_ends_the_wait(store: DocumentStore) -> None:
    ident = add(store, b"one")
    assert store.outcome(ident) is None
    assert store.claim(1, owner=this_process(), lease_s=60) == [ident]
    assert store.finish(outcome(ident, "needs_review"))
    assert store.outcome(ident) == outcome(ident, "needs_review")
    assert store.waiting(10) == []
    assert store.renew([ident], this_process(), 60) == []
    last = store.events(ident)[-1]
    assert (last.kind, last.data["status"], last.data["reasons"]) == ("finished", "needs_review", ["low_confidence"])


def test_the_first_outcome_stands(store: DocumentStore) -> None:
    ident = add(store, b"one")
    assert store.finish(outcome(ident, "accepted"))
    assert not store.finish(outcome(ident, "rejected"))
    assert store.outcome(ident) == outcome(ident, "accepted")
    assert [event.kind for event in store.events(ident)] == ["received", "finished"]


def test_a_reopened_document_waits_for_another_outcome(store: DocumentStore) -> None:
    ident = add(store, b"one")
    store.finish(outcome(ident, "rejected"))
    assert store.reopen(ident, "a better model", actor="ops")
    assert not store.reopen(ident, "again")
    assert store.outcome(ident) is None
    assert store.waiting(10) == [ident]
    assert store.finish(outcome(ident, "accepted"))
    assert store.outcome(ident) == outcome(ident, "accepted")
    reopened = store.events(ident)[2]
    assert (reopened.kind, reopened.actor, reopened.data) == (
        "reopened", "ops", {"was": "rejected", "why": "a better model"},
    )  # fmt: skip


def test_outcomes_come_in_the_order_asked_for_without_those_that_wait(store: DocumentStore) -> None:
    ids = [add(store, bytes([i])) for i in range(4)]
    for ident in ids[:3]:
        store.finish(outcome(ident))
    assert list(store.outcomes([ids[2], ids[3], ids[0]])) == [ids[2], ids[0]]
    assert store.outcomes([]) == {}


def test_many_outcomes_are_asked_for_at_once(store: DocumentStore) -> None:
    ident = add(store, b"one")
    store.finish(outcome(ident))
    assert list(store.outcomes([document_id(str(i)) for i in range(1200)] + [ident])) == [ident]


def test_what_the_store_does_not_have_cannot_end(store: DocumentStore) -> None:
    unknown = document_id("never added")
    with pytest.raises(UnknownDocument):
        store.finish(outcome(unknown))
    with pytest.raises(UnknownDocument):
        store.reopen(unknown, "why")
    with pytest.raises(UnknownDocument):
        store.record_identity(unknown, "Acme", "1", Decimal(1))
    with pytest.raises(UnknownDocument):
        store.mark_indexed([unknown], "papers", "1")
    assert store.outcome(unknown) is None


PAPER = ("Müller & Co. KG", "RE-2024/017", Decimal("1190.00"))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (PAPER, True),
        (("MULLER & CO KG", "re 2024 017", Decimal("1190")), True),
        (("Mu\u0308ller&Co.KG", "RE2024017", Decimal("1.19E+3")), True),
        (("Müller & Co. GmbH", *PAPER[1:]), False),
        ((PAPER[0], "RE-2024/018", PAPER[2]), False),
        ((PAPER[0], "RE-2024/0017", PAPER[2]), False),
        ((*PAPER[:2], Decimal("1190.01")), False),
        ((*PAPER[:2], Decimal("-1190.00")), False),
        ((None, *PAPER[1:]), False),
        ((PAPER[0], "---", PAPER[2]), False),
        ((*PAPER[:2], None), False),
        (("Müller & Co. KG RE-2024", "/017", PAPER[2]), False),
    ],
)
def test_duplicates_have_the_same_seller_number_and_amount(store: DocumentStore, other: tuple, same: bool) -> None:
    first, second = add(store, b"one"), add(store, b"two")
    assert store.record_identity(first, *PAPER) == []
    assert store.record_identity(second, *other) == ([first] if same else [])


@pytest.mark.parametrize("nothing", [(None, None, None), ("", "", Decimal(0)), ("Acme", None, Decimal("NaN"))])
def test_documents_without_an_identity_are_no_duplicates(store: DocumentStore, nothing: tuple) -> None:
    first, second = add(store, b"one"), add(store, b"two")
    store.record_identity(first, *nothing)
    assert store.record_identity(second, *nothing) == []


def test_whoever_is_recorded_later_is_the_duplicate_whichever_came_first(store: DocumentStore) -> None:
    ids = [add(store, bytes([i])) for i in range(3)]
    for count, ident in enumerate(reversed(ids)):
        assert store.record_identity(ident, *PAPER) == [*reversed(ids)][:count]
    # A document that is processed again keeps its place.
    assert store.record_identity(ids[1], *PAPER) == [ids[2]]
    assert store.record_identity(ids[2], *PAPER) == []
    assert store.duplicates(ids[1], *PAPER) == [ids[2]]
    assert store.duplicates(add(store, b"new"), *PAPER) == [ids[2], ids[1], ids[0]]


def test_a_corrected_identity_replaces_the_first_and_comes_last(store: DocumentStore) -> None:
    first, second = add(store, b"one"), add(store, b"two")
    store.record_identity(first, *PAPER)
    store.record_identity(second, *PAPER)
    assert store.record_identity(first, "Acme", "1", Decimal(1)) == []
    assert store.record_identity(second, *PAPER) == []
    assert store.record_identity(first, *PAPER) == [second]
    assert store.record_identity(second, "Acme", None, Decimal(1)) == []
    assert store.record_identity(first, *PAPER) == []


def test_of_copies_that_are_recorded_at_one_time_exactly_one_is_no_duplicate(store: DocumentStore) -> None:
    from concurrent.futures import ThreadPoolExecutor

    ids = [add(store, bytes([i])) for i in range(8)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda ident: store.record_identity(ident, *PAPER), ids))
    assert sorted(map(len, found)) == list(range(8))


def test_an_index_lacks_what_ended_until_it_is_marked(store: DocumentStore) -> None:
    ids = [add(store, bytes([i])) for i in range(4)]
    for ident in ids[:3]:
        store.finish(outcome(ident, "rejected" if ident == ids[1] else "accepted"))
    assert store.unindexed("papers", 10) == ids[:3]
    assert store.unindexed("papers", 2) == ids[:2]
    assert store.unindexed("papers", 10, statuses=("accepted", "needs_review")) == [ids[0], ids[2]]
    store.mark_indexed(ids[:2], "papers", "1")
    store.mark_indexed(ids[:2], "papers", "1")
    assert store.unindexed("papers", 10) == [ids[2]]
    assert store.unindexed("papers", 10, version="2") == ids[:3]
    assert store.unindexed("other", 10) == ids[:3]
    store.mark_indexed([ids[0]], "papers", "2")
    assert store.unindexed("papers", 10, version="2") == ids[1:3]


def test_a_document_with_a_new_outcome_is_indexed_again(store: DocumentStore) -> None:
    ident = add(store, b"one")
    store.finish(outcome(ident, "rejected"))
    store.mark_indexed([ident], "papers", "1")
    store.reopen(ident, "a better model")
    assert store.unindexed("papers", 10) == []
    store.finish(outcome(ident, "accepted"))
    assert store.unindexed("papers", 10) == [ident]


def test_thousands_are_marked_at_once(store: DocumentStore) -> None:
    ids = [add(store, bytes([i])) for i in range(3)]
    for ident in ids:
        store.finish(outcome(ident))
    store.mark_indexed(ids * 500, "papers", "1")
    assert store.unindexed("papers", 10) == []
