"""What admins promise, and checked documents, in the database."""

from __future__ import annotations

import hashlib

from schemas.standards import Check, StatedStandard
from store.store import DocumentStore


def test_a_statement_replaces_the_one_before_and_is_in_the_log(store: DocumentStore) -> None:
    first = StatedStandard(document_class="invoice", promise=0.98, importance={"iban": "supporting"})
    store.standards.state(first, actor="ada")
    second = StatedStandard(document_class="invoice", promise=0.95)
    store.standards.state(second, actor="eve")
    assert store.standards.stated() == {"invoice": second}
    assert store.standards.withdraw("invoice", actor="ada")
    assert not store.standards.withdraw("invoice", actor="ada")
    assert store.standards.stated() == {}
    told = [(event.kind, event.actor, event.data.get("promise")) for event in store.events()]
    assert told == [
        ("promise_stated", "ada", 0.98),
        ("promise_stated", "eve", 0.95),
        ("promise_withdrawn", "ada", None),
    ]


def test_a_check_is_kept_once_for_a_document(store: DocumentStore) -> None:
    ids = [store.add(text, name="a", media_type="text/plain", source="test").document.id for text in (b"a", b"b")]
    made = [
        Check(document_id=i, document_class="invoice", confidence=0.9, right=True, audited=False, standard="1")
        for i in ids
    ]
    store.standards.record(made)
    changed = made[0].model_copy(update={"right": False, "standard": "2"})
    store.standards.record([changed])
    assert {c.document_id: c for c in store.standards.checks("invoice", 9)} == {ids[0]: changed, ids[1]: made[1]}
    assert store.standards.checks("receipt", 9) == []
    assert not store.standards.was_audited(hashlib.sha256(b"a").hexdigest())
