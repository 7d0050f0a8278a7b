"""Notifications of an object store: each new object becomes a stored document, once.

Source: docs.aws.amazon.com, "Event message structure" of Amazon S3 (2.x), and "EventBridge event message structure";
MinIO posts the first of them.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any, Literal
from urllib.parse import unquote_plus

from schemas.errors import NotificationError, StoreUnavailable, UnreadableDocument
from schemas.geometry import Frozen
from services.intake import Taken, is_report, take_in_file
from services.source_limits import SourceLimits
from services.workbench import Workbench
from store.object_store import object_at

logger = logging.getLogger(__name__)

MOST_RECORDS = 1000
MOST_DEPTH = 3
"""A notification may come inside of an SNS message that lies in an SQS message; deeper is none of theirs."""

Status = Literal["stored", "known", "rejected", "gone", "ignored"]


class ObjectNotice(Frozen):
    """A new object, named by bucket and key (not URL-encoded)."""

    bucket: str
    key: str


class ObjectTaken(Frozen):
    """What became of an object.

    ``known`` came before; ``gone`` was deleted or is no file; ``ignored`` lies at no place that may be read.
    """

    bucket: str
    key: str
    status: Status
    document_id: str | None = None
    problem: str | None = None


def notices(body: str | bytes | Mapping[str, Any]) -> list[ObjectNotice]:
    """Returns the new objects that a notification names; other events (deletions, the test event) name none.

    Args:
        body: A notification of S3 or EventBridge, or one inside of an SNS message; JSON text or the object.

    Raises:
        NotificationError: It is none of them.
    """
    return list(_notices(body, 0))


def take_in_object(bench: Workbench, notice: ObjectNotice) -> ObjectTaken:
    """Stores the object of a notice. One that came before in the same state is not fetched again.

    Raises:
        StoreUnavailable: Object store or database do not answer, or the object may not be read: send it again later.
        SourcePaused: The bucket is held or too fast: send it again later.
        ConfigurationError: The driver of the object store is not installed.
    """

    def became(status: Status, taken: Taken | None = None) -> ObjectTaken:
        told = {"document_id": taken.document_id, "problem": taken.problem} if taken else {}
        return ObjectTaken(bucket=notice.bucket, key=notice.key, status=status, **told)

    place = place_of(notice, bench.settings.objects.places)
    if place is None:
        return became("ignored")
    try:
        found = object_at(notice.bucket, notice.key)
        if found is None:
            return became("gone")
        if not list(bench.store.unseen([found])):
            return became("known")
        if is_report(found):
            return became("ignored")
        SourceLimits(bench).check(found.url)
        taken = take_in_file(bench, found, document_class=bench.settings.objects.places[place])
    except UnreadableDocument:
        # Rights may be given later: who sent the notification keeps it until then.
        raise StoreUnavailable("an object may not be read: give s3:GetObject on the places in settings") from None
    if taken.document_id is None:
        raise StoreUnavailable("an object could not be read to its end: it is tried again")
    bench.store.mark_seen(found, taken.document_id)
    if not taken.is_new:
        return became("known", taken)
    return became("rejected" if taken.outcome is not None else "stored", taken)


def place_of(notice: ObjectNotice, places: Mapping[str, str | None]) -> str | None:
    """Returns the longest of the places that an object lies at, or None."""
    path = f"{notice.bucket}/{notice.key}"
    return max((place for place in places if path.startswith(f"{place}/")), key=len, default=None)


def _notices(body: str | bytes | Mapping[str, Any], depth: int) -> Iterator[ObjectNotice]:
    if depth >= MOST_DEPTH:
        raise _no_notification()
    if isinstance(body, str | bytes):
        try:
            body = json.loads(body)
        except (ValueError, RecursionError):
            raise _no_notification() from None
    match body:
        case {"Records": list(records)} if len(records) <= MOST_RECORDS:
            for record in records:
                yield from _record(record)
        case {"detail-type": str(kind), "detail": Mapping() as detail}:
            if kind == "Object Created":
                yield _notice(detail, decode=lambda key: key)
        case {"Type": "Notification", "Message": str(inner)}:
            yield from _notices(inner, depth + 1)
        case {"Event": "s3:TestEvent"}:
            return
        case _:
            raise _no_notification()


def _record(record: object) -> Iterator[ObjectNotice]:
    match record:
        case {"eventName": str(name), "s3": Mapping() as s3}:
            # S3 writes ObjectCreated:Put, MinIO s3:ObjectCreated:Put.
            if name.removeprefix("s3:").startswith("ObjectCreated:"):
                yield _notice(s3, decode=unquote_plus)
        case _:
            raise _no_notification()


def _notice(facts: Mapping[str, Any], *, decode: Any) -> ObjectNotice:
    match facts:
        case {"bucket": {"name": str(bucket)}, "object": {"key": str(key)}} if bucket and key and "/" not in bucket:
            decoded = decode(key)
            if decoded.isprintable():
                return ObjectNotice(bucket=bucket, key=decoded)
    raise _no_notification()


def _no_notification() -> NotificationError:
    return NotificationError(
        'this is no notification of an object store: {"Records": [{"eventName": ..., "s3": {...}}]} is one'
    )
