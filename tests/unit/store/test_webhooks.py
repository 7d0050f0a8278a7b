from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from schemas.errors import WebhookError
from schemas.outcome import Outcome, Reason, Status
from store.store import DocumentStore
from store.webhooks import KEPT, PAUSES_S, Webhooks

MINUTE = timedelta(minutes=1)


def finished(
    store: DocumentStore, text: str = "paper", status: Status = "accepted", document_class: str = "invoice"
) -> str:
    document = store.add(text.encode(), name="secret name.pdf", media_type="application/pdf", source="x").document
    reasons = (Reason(code="low_confidence", message="a sentence"), Reason(code="low_confidence", message="another"))
    store.finish(
        Outcome(
            document_id=document.id, document_class=document_class, status=status, reasons=reasons, versions={"a": "1"}
        )
    )
    return document.id


def test_an_outcome_is_in_the_outbox_as_soon_as_it_is_stored(store: DocumentStore) -> None:
    webhook, secret = store.webhooks.add("erp", "https://erp.example/hook", actor="ada")
    document_id = finished(store)
    (due,) = store.webhooks.due(10, within=MINUTE)
    assert (due.url, due.secret) == ("https://erp.example/hook", secret)
    message = json.loads(due.delivery.payload)
    assert message["type"] == "document.accepted"
    assert message["data"] == {
        "document_id": document_id,
        "document_class": "invoice",
        "status": "accepted",
        "reasons": ["low_confidence"],
    }
    assert "secret name" not in due.delivery.payload
    assert store.finish(Outcome(document_id=document_id, status="rejected")) is False
    assert len(store.webhooks.deliveries(webhook.id)) == 1


@pytest.mark.parametrize(
    ("statuses", "document_class", "told"),
    [
        (("accepted", "needs_review", "rejected"), None, {"accepted", "needs_review", "rejected"}),
        (("rejected",), None, {"rejected"}),
        (("accepted", "rejected"), "invoice", {"accepted"}),
        (("accepted",), "claim", set()),
    ],
)
def test_only_what_was_asked_for_is_told(
    store: DocumentStore, statuses: tuple[Status, ...], document_class: str | None, told: set[str]
) -> None:
    store.webhooks.add("x", "https://x.example", statuses=statuses, document_class=document_class, actor="ada")
    for status, kind in (("accepted", "invoice"), ("needs_review", "invoice"), ("rejected", "receipt")):
        finished(store, status, status, kind)  # type: ignore[arg-type]
    messages = [json.loads(due.delivery.payload) for due in store.webhooks.due(10, within=MINUTE)]
    assert {message["data"]["status"] for message in messages} == told


def test_a_message_is_taken_once_and_again_when_its_sender_died(store: DocumentStore) -> None:
    store.webhooks.add("x", "https://x.example", actor="ada")
    finished(store)
    clock = Clock(store.webhooks)
    (first,) = store.webhooks.due(10, within=MINUTE)
    assert store.webhooks.due(10, within=MINUTE) == []
    clock.forward(MINUTE)
    (again,) = store.webhooks.due(10, within=MINUTE)
    assert again.delivery.id == first.delivery.id


def test_what_does_not_arrive_is_tried_later_and_later_and_then_given_up(store: DocumentStore) -> None:
    webhook, _ = store.webhooks.add("x", "https://x.example", actor="ada")
    finished(store)
    clock, pauses = Clock(store.webhooks), []
    for attempt in range(1, len(PAUSES_S) + 2):
        (due,) = store.webhooks.due(10, within=MINUTE)
        store.webhooks.note(due.delivery.id, "503", arrived=False)
        (delivery,) = store.webhooks.deliveries(webhook.id)
        assert (delivery.attempts, delivery.answer) == (attempt, "503")
        if delivery.next_at is not None:
            pauses.append((delivery.next_at - clock.now).total_seconds())
            assert store.webhooks.due(10, within=MINUTE) == []
            clock.forward(delivery.next_at - clock.now)
    assert tuple(pauses) == PAUSES_S
    assert delivery.next_at is None
    assert delivery.delivered_at is None
    store.webhooks.send_again(delivery.webhook_id, delivery.id)
    (due,) = store.webhooks.due(10, within=MINUTE)
    store.webhooks.note(due.delivery.id, "204", arrived=True)
    (delivery,) = store.webhooks.deliveries(webhook.id)
    assert delivery.delivered_at == clock.now
    assert store.webhooks.due(10, within=MINUTE) == []


def test_a_receiver_can_say_that_it_is_gone(store: DocumentStore) -> None:
    webhook, _ = store.webhooks.add("x", "https://x.example", actor="ada")
    finished(store, "one")
    (due,) = store.webhooks.due(10, within=MINUTE)
    store.webhooks.note(due.delivery.id, "410", arrived=False, stop=True)
    stopped = store.webhooks.get(webhook.id)
    assert (stopped.active, stopped.stopped) == (False, "410")
    finished(store, "two")
    assert len(store.webhooks.deliveries(webhook.id)) == 1
    assert store.webhooks.switch(webhook.id, active=True, actor="ada").stopped is None
    finished(store, "three")
    assert len(store.webhooks.due(10, within=MINUTE)) == 1


def test_a_removed_webhook_is_told_nothing_more(store: DocumentStore) -> None:
    webhook, _ = store.webhooks.add("x", "https://x.example", actor="ada")
    finished(store, "one")
    (due,) = store.webhooks.due(10, within=MINUTE)
    store.webhooks.remove(webhook.id, actor="ada")
    store.webhooks.note(due.delivery.id, "200", arrived=True)
    finished(store, "two")
    assert store.webhooks.all() == []
    assert store.webhooks.due(10, within=timedelta(0)) == []
    for call in (
        lambda: store.webhooks.get(webhook.id),
        lambda: store.webhooks.test(webhook.id),
        lambda: store.webhooks.switch(webhook.id, active=True, actor="ada"),
        lambda: store.webhooks.renew_secret(webhook.id, actor="ada"),
        lambda: store.webhooks.remove(webhook.id, actor="ada"),
        lambda: store.webhooks.send_again(due.delivery.webhook_id, due.delivery.id),
    ):
        with pytest.raises(WebhookError):
            call()


def test_secrets_are_renewed_names_and_statuses_needed_and_all_of_it_noted(store: DocumentStore) -> None:
    webhook, secret = store.webhooks.add(" erp ", "https://x.example", actor="ada")
    assert webhook.name == "erp"
    assert store.webhooks.renew_secret(webhook.id, actor="ada") != secret
    for name, statuses in ((" ", ("accepted",)), ("x", ())):
        with pytest.raises(WebhookError, match="needs a name"):
            store.webhooks.add(name, "https://x.example", statuses=statuses, actor="ada")  # type: ignore[arg-type]
    kinds = [event.kind for event in store.events()]
    assert kinds == ["webhook_added", "webhook_secret_renewed"]
    assert secret not in str(store.events())


def test_a_test_message_tells_of_no_document_and_old_messages_are_forgotten(store: DocumentStore) -> None:
    webhook, _ = store.webhooks.add("x", "https://x.example", actor="ada")
    sent = store.webhooks.test(webhook.id)
    assert json.loads(sent.payload) == {"type": "webhook.test", "timestamp": _seconds(sent.created_at), "data": {}}
    clock = Clock(store.webhooks)
    clock.forward(KEPT + MINUTE)
    assert store.webhooks.forget_old() == 0  # it still waits
    store.webhooks.note(sent.id, "200", arrived=True)
    assert store.webhooks.forget_old() == 1


class Clock:
    """Stands still until a test turns it."""

    def __init__(self, webhooks: Webhooks) -> None:
        self.now = datetime.now(UTC) + MINUTE
        webhooks.now = lambda: self.now

    def forward(self, by: timedelta) -> None:
        self.now += by


def _seconds(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
