"""Object-store notifications against moto's server: posted to the portal, and from a queue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import ConfigurationError, NotificationError, StoreUnavailable
from schemas.settings import Settings
from services.arrivals.listener import Listener
from services.arrivals.objects import ObjectNotice, notices, take_in_object
from services.workbench import Workbench
from tests.object_stores import ObjectStore, inside_sns, notification
from tests.portals import program, stranger
from tests.workbenches import SAMPLES, workbench

pytestmark = pytest.mark.service

LETTER = (SAMPLES / "letter.pdf").read_bytes()
ORDER = (SAMPLES / "order_english.pdf").read_bytes()
PLACES = {"scans": None, "scans/invoices": "invoice"}


@pytest.fixture
def bench(tmp_path: Path, object_store: ObjectStore) -> Iterator[Workbench]:
    object_store.bucket("scans")
    with workbench(tmp_path, objects={"places": PLACES}) as made:
        yield made


def posted(bench: Workbench, message: Any, status: int = 200) -> Any:
    answer = program(bench, "reviewer", "documents:write").post("/api/v1/events/objects", json=message)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_new_object_becomes_a_document_of_its_places_class(bench: Workbench, object_store: ObjectStore) -> None:
    object_store.put("scans", "invoices/März 1+2.pdf", LETTER)
    object_store.put("scans", "letters/a.pdf", ORDER)
    found = posted(bench, notification("scans", "invoices/März 1+2.pdf", "letters/a.pdf"))["objects"]
    assert [one["status"] for one in found] == ["stored", "stored"]
    invoice, letter = (bench.store.get(one["document_id"]) for one in found)
    assert (invoice.name, invoice.document_class) == ("März 1+2.pdf", "invoice")
    assert (letter.source, letter.document_class) == ("s3://scans/letters/a.pdf", None)


def test_an_event_twice_stores_and_fetches_once(bench: Workbench, object_store: ObjectStore) -> None:
    object_store.put("scans", "a.pdf", LETTER)
    message = notification("scans", "a.pdf")
    assert [posted(bench, message)["objects"][0]["status"] for _ in range(3)] == ["stored", "known", "known"]
    assert bench.store.event_page(10, kind="received_again") == []
    object_store.put("scans", "a.pdf", ORDER)
    assert posted(bench, message)["objects"][0]["status"] == "stored"


def test_an_object_that_is_gone_is_no_failure(bench: Workbench, object_store: ObjectStore) -> None:
    object_store.put("scans", "b.pdf", LETTER)
    found = posted(bench, notification("scans", "gone.pdf", "b.pdf"))["objects"]
    assert [one["status"] for one in found] == ["gone", "stored"]
    assert posted(bench, notification("scans", "b.pdf", event="ObjectRemoved:Delete")) == {"objects": []}


def test_a_key_names_one_file_and_nothing_else(bench: Workbench, object_store: ObjectStore) -> None:
    for name in ("a1.pdf", "folder/b.pdf", ".hidden.pdf", "x.pdf.part"):
        object_store.put("scans", name, LETTER)
    keys = ["*.pdf", "a?.pdf", "folder/", "folder", ".hidden.pdf", "x.pdf.part", "[a-z]1.pdf"]
    found = posted(bench, notification("scans", *keys))["objects"]
    assert [one["status"] for one in found] == ["gone"] * len(keys)
    posted(bench, notification("scans", ""), 422)
    assert bench.store.count_documents() == 0


def test_what_lies_elsewhere_is_not_read(bench: Workbench, object_store: ObjectStore, tmp_path: Path) -> None:
    object_store.bucket("secrets")
    object_store.bucket("scans-old")
    for bucket in ("secrets", "scans-old"):
        object_store.put(bucket, "a.pdf", LETTER)
    (tmp_path / "local.pdf").write_bytes(LETTER)
    notes = [
        *notices(notification("secrets", "a.pdf")),
        *notices(notification("scans-old", "a.pdf")),
        ObjectNotice(bucket="scans", key=f"x::file://{tmp_path}/local.pdf"),
    ]
    assert [take_in_object(bench, one).status for one in notes] == ["ignored", "ignored", "gone"]
    assert bench.store.count_documents() == 0


def test_what_is_no_document_is_rejected_with_its_reason(bench: Workbench, object_store: ObjectStore) -> None:
    object_store.put("scans", "a.docx", b"PK\x03\x04 no archive")
    (found,) = posted(bench, notification("scans", "a.docx"))["objects"]
    assert found["status"] == "rejected"
    outcome = bench.store.outcome(found["document_id"])
    assert outcome is not None
    assert outcome.reasons[0].code == "unsupported_document"


def test_the_endpoint_is_for_senders_with_a_token(bench: Workbench) -> None:
    message = notification("scans", "a.pdf")
    assert stranger(bench).post("/api/v1/events/objects", json=message).status_code in (401, 403)
    viewer = program(bench, "viewer", "documents:read")
    assert viewer.post("/api/v1/events/objects", json=message).status_code == 403


@pytest.mark.parametrize(
    "message",
    [
        [], "text", {}, {"Records": {}}, {"Records": [1]}, {"Records": [{"eventName": "ObjectCreated:Put"}]},
        {"Records": [{"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "a/b"}, "object": {"key": "c"}}}]},
        {"Records": [{"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": 1}, "object": {"key": "c"}}}]},
        {"Records": [{"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "a"}, "object": {"key": "%00"}}}]},
        {"Type": "Notification", "Message": "no JSON"},
        {"Type": "Notification", "Message": "[" * 100_000},
        inside_sns(inside_sns(inside_sns(notification("scans", "a.pdf")))),
        {"Records": notification("scans", *["a.pdf"] * 1001)["Records"]},
        "{",
    ],
)  # fmt: skip
def test_what_is_no_notification_is_refused(message: Any) -> None:
    with pytest.raises(NotificationError, match="Records"):
        notices(message if isinstance(message, str | dict) else json.dumps(message))


def test_the_endpoint_refuses_what_is_no_notification(bench: Workbench) -> None:
    for message in ([], "{}", {"Records": {}}):
        assert posted(bench, message, 422)["code"] == "notification_error"


def test_all_known_shapes_name_the_object() -> None:
    named = [ObjectNotice(bucket="scans", key="a b.pdf")]
    plain = notification("scans", "a b.pdf")
    assert notices(json.dumps(plain)) == named
    assert notices(inside_sns(plain)) == named
    minio = notification("scans", "a b.pdf", event="s3:ObjectCreated:CompleteMultipartUpload")
    assert notices(minio | {"EventName": "s3:ObjectCreated:CompleteMultipartUpload", "Key": "scans/a b.pdf"}) == named
    bridge = {"detail-type": "Object Created", "detail": {"bucket": {"name": "scans"}, "object": {"key": "a b.pdf"}}}
    assert notices(bridge) == named
    assert notices(bridge | {"detail-type": "Object Deleted"}) == []
    assert notices({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "scans"}) == []


def test_a_store_that_does_not_answer_has_the_event_sent_again(
    bench: Workbench, object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fsspec

    object_store.put("scans", "a.pdf", LETTER)
    with monkeypatch.context() as down:
        down.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        down.setenv("AWS_MAX_ATTEMPTS", "1")
        fsspec.get_filesystem_class("s3").clear_instance_cache()
        assert posted(bench, notification("scans", "a.pdf"), 503)["code"] == "store_unavailable"
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    assert posted(bench, notification("scans", "a.pdf"))["objects"][0]["status"] == "stored"


def test_a_queue_is_emptied_after_its_documents_are_stored(tmp_path: Path, object_store: ObjectStore) -> None:
    object_store.bucket("scans")
    object_store.put("scans", "a.pdf", LETTER)
    object_store.put("scans", "b.pdf", ORDER)
    url = object_store.queue("arrivals")
    sqs = object_store.client("sqs")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "0"})
    bodies = [
        notification("scans", "a.pdf"),
        inside_sns(notification("scans", "b.pdf")),
        notification("scans", "a.pdf"),
    ]
    for body in (*bodies, {"no": "notification"}):
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body))
    woken = []
    with workbench(tmp_path, objects={"places": PLACES, "queue_url": url}) as bench:
        listener = Listener(bench, lambda: woken.append(1))
        assert listener.look() == 2
        assert woken == [1]
        assert listener.look() == 0
        assert bench.store.count_documents() == 2
    left = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert [json.loads(message["Body"]) for message in left] == [{"no": "notification"}]


def test_a_message_whose_object_cannot_be_read_stays_in_the_queue(
    tmp_path: Path, object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    object_store.bucket("scans")
    url = object_store.queue("arrivals")
    sqs = object_store.client("sqs")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "0"})
    object_store.put("scans", "a.pdf", LETTER)
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps(notification("scans", "a.pdf")))
    with workbench(tmp_path, objects={"places": PLACES, "queue_url": url}) as bench:
        listener = Listener(bench, lambda: None)
        with monkeypatch.context() as down:
            down.setattr("services.arrivals.objects.object_at", refused)
            assert listener.look() == 0
        assert listener.look() == 1


def refused(*_: object) -> object:
    raise StoreUnavailable("s3://scans does not answer")


def test_a_queue_that_is_not_there_is_named(tmp_path: Path, object_store: ObjectStore) -> None:
    missing = f"{object_store.url}/123456789012/missing"
    with (
        workbench(tmp_path, objects={"places": PLACES, "queue_url": missing}) as bench,
        pytest.raises(StoreUnavailable, match="FIELDWRIGHT_OBJECTS__QUEUE_URL"),
    ):
        Listener(bench, lambda: None).look()


@pytest.mark.parametrize("place", ["s3://scans", "scans/", "/scans", "", " scans"])
def test_a_place_is_a_bucket_or_a_folder(place: str) -> None:
    with pytest.raises(ValueError, match="bucket/folder"):
        Settings(objects={"places": {place: None}})  # type: ignore[arg-type]


def test_a_class_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="did you mean 'invoice'"):
        workbench(tmp_path, objects={"places": {"scans": "invoise"}})
