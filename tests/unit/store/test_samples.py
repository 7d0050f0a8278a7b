"""Checked values and queues are found as they are, bounded, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from schemas.outcome import Outcome, Reason
from schemas.review import Comparison
from store.reviews import SecondLook
from tests.unit.store.test_documents import add
from tests.unit.store.test_reviews import conclusion, doubtful, item

AGES_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def checked(store, *ids, since=AGES_AGO, limit=100):
    found = store.samples.checked_values(since, limit)
    return [(v.sample, v.field, v.machine, v.truth, v.right, v.page) for v in found if v.document_id in ids]


def test_corrections_are_checked_values_of_reviewed_documents(store):
    [one] = doubtful(store, b"checked one")
    store.reviews.conclude(conclusion(store, one))
    assert checked(store, one) == [("reviewed", "total_amount", "9.00", "99.00", False, 1)]
    assert checked(store, one, limit=0) == []
    assert checked(store, one, since=datetime.now(UTC) + timedelta(hours=1)) == []


def test_second_looks_count_once_they_are_decided_and_those_at_people_do_not(store):
    one, other = doubtful(store, b"looked at one", b"looked at two")
    compared = [
        Comparison(field="seller_name", first="ACME", second="ACME", agrees=True),
        Comparison(field="total_amount", first="9.00", second="99.00", agrees=False),
        Comparison(field="iban", first=None, second=None, agrees=True),
    ]
    for ident, kind in ((one, "accepted"), (other, "reviewed")):
        store.reviews.enqueue([item(ident, round=2, kind=kind, first=None)])
        look = {"document_class": "invoice", "user": "ben", "key": "k", "first_by": "layoutlm 1"}
        store.reviews.conclude_second(SecondLook(document_id=ident, kind=kind, comparisons=compared, **look))
    assert checked(store, one, other) == [("accepted", "seller_name", "ACME", "ACME", True, 1)]
    store.reviews.conclude(conclusion(store, one, settled={"total_amount": True}))
    assert ("accepted", "total_amount", "9.00", "99.00", False, 1) in checked(store, one, other)


def test_queues_say_how_many_wait_and_since_when(store):
    before = store.samples.backlog()[0]
    add(store, b"waits one")
    add(store, b"waits two")
    doubtful(store, b"waits for a person")
    count, oldest = store.samples.backlog()
    assert count == before + 2
    assert datetime.now(UTC) - oldest < timedelta(hours=1)
    queues = {(queue.name, queue.document_class): queue for queue in store.samples.queues()}
    assert queues["processing", ""].documents >= 2
    assert queues["review", "invoice"].documents >= 1


def test_outcomes_that_people_wait_for_and_rejected_ones_are_listed(store):
    [one] = doubtful(store, b"open one")
    other = add(store, b"rejected one")
    reason = Reason(code="unreadable_document", message="damaged; scan it again")
    store.finish(Outcome(document_id=other, status="rejected", reasons=(reason,)))
    assert one in [outcome.document_id for outcome in store.samples.open_outcomes(1000)]
    assert store.samples.rejected_outcomes(1)[0] == store.outcome(other)
