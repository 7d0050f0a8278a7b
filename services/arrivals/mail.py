"""The inbox by e-mail: attachments of unread messages become documents.

A message is marked as seen when all of its attachments are stored. Where that is cut off, it is read again, and what
was stored is recognized.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Callable, Iterator
from email.message import Message

from schemas.arrival_settings import MailSettings
from schemas.errors import SourcePaused
from services.admission import Admission
from services.arrivals.attachments import Attachment, TooDeep, attachments, parsed, sender
from services.intake import Taken, base_name, take_in_file
from services.source_limits import SourceLimits, mail_source
from services.workbench import Workbench
from store.mailbox import Mailbox
from store.sources import Found

logger = logging.getLogger(__name__)

ACTOR = "mail"


def collect(
    bench: Workbench, settings: MailSettings, *, mailbox: Callable[[MailSettings], Mailbox] = Mailbox
) -> Iterator[Taken]:
    """Stores the attachments of unread messages, and yields what became of each.

    Where too much waits for processing, the other messages stay unread until the next look.

    Raises:
        ConfigurationError: The mailbox does not take user, password or folder.
        StoreUnavailable: The mailbox or the store does not answer; the next look goes on where this one ended.
    """
    admission, limits = Admission(bench), SourceLimits(bench)
    with mailbox(settings) as box:
        for uid in box.unread():
            if admission.full() is not None:
                logger.warning("the mailbox pauses: too many documents wait for processing")
                return
            yield from _message(bench, settings, box, uid, limits)


def _message(bench: Workbench, settings: MailSettings, box: Mailbox, uid: int, limits: SourceLimits) -> Iterator[Taken]:
    size = box.size(uid)
    if size is None:
        return
    if size > settings.message_bytes:
        _refuse(bench, box, uid, "message_too_large", bytes=size)
        return
    raw = io.BytesIO()
    if not box.fetch(uid, raw):
        return
    message = parsed(raw.getvalue())
    if not _is_welcome(message, settings.senders):
        _refuse(bench, box, uid, "sender_not_listed")
        return
    source = mail_source(settings.folder, sender(message))
    try:
        limits.check(source)
    except SourcePaused as paused:
        # It stays unread: the next look takes it.
        logger.warning("message %d of the mailbox waits: %s", uid, paused.message)
        return
    try:
        files = list(attachments(message))
    except (TooDeep, RecursionError):
        _refuse(bench, box, uid, "nested_too_deep")
        return
    if len(files) > settings.attachments:
        _refuse(bench, box, uid, "too_many_attachments", attachments=len(files))
        return
    problems = False
    for number, file in enumerate(files, start=1):
        found = _found(source, box.identity, uid, number, file)
        if not list(bench.store.unseen([found])):
            continue  # stored by a look that was cut off
        taken = take_in_file(bench, found, document_class=settings.document_class)
        problems = problems or taken.document_id is None
        if taken.document_id is not None:
            bench.store.mark_seen(found, taken.document_id)
        yield taken
    if not problems:
        box.mark_seen(uid)


def _found(source: str, identity: str, uid: int, number: int, file: Attachment) -> Found:
    key = hashlib.sha256(f"mail\0{identity}\0{uid}\0{number}".encode(errors="surrogateescape")).hexdigest()

    def again() -> Found:
        return Found(
            name=base_name(file.name),
            url=source,
            size=len(file.content),
            stamp=str(uid),
            opener=lambda: io.BytesIO(file.content),
            look_again=again,
            key=key,
        )

    return again()


def _refuse(bench: Workbench, box: Mailbox, uid: int, code: str, **facts: int) -> None:
    """Leaves a message to a person: it is flagged in the mailbox and named in the audit log."""
    logger.warning("message %d of the mailbox is refused: %s", uid, code)
    bench.store.append_event(None, "refused", {"code": code, "message": uid, **facts}, actor=ACTOR)
    box.mark_seen(uid, flagged=True)


def _is_welcome(message: Message, senders: tuple[str, ...]) -> bool:
    address = sender(message)
    domain = address.rpartition("@")[2]
    return not senders or any(listed.lower() in (address, domain) for listed in senders)
