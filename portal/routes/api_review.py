"""Review over JSON: what the review screen calls, and other programs too. All of it needs the scope ``review``."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException, Query, Request
from pydantic import BaseModel, BeforeValidator, Field

from portal.context import Bench, portal
from portal.review_views import JudgementView, blind_view, judgement_view, screen, words_view
from portal.routes.documents import note_look
from portal.security import require
from schemas.document import DocumentId
from schemas.errors import UnknownDocument
from schemas.review import (
    FIRST,
    SECOND,
    Answers,
    Comparison,
    CorrectionRecord,
    QueueRow,
    Reasoned,
    ReviewState,
    Round,
)
from services import dividing
from services import review as review
from services.workbench import Workbench
from store.accounts import User
from store.review_queue import QueueFilter, QueueOrder

router = APIRouter(prefix="/api/v1", tags=["review"])

Reviewer = Annotated[User, Depends(require("reviewer", scope="review"))]
Reader = Annotated[User, Depends(require("reviewer", "auditor", scope="review"))]
RoundQuery = Annotated[Round, BeforeValidator(int), Query(description="1: first review; 2: blind second look.")]


class QueuePage(BaseModel):
    """A page of the queue."""

    total: int
    items: list[QueueRow]


class NextWanted(BaseModel):
    """Which document to take next."""

    round: Round = FIRST
    state: Literal["open", "escalated"] = "open"
    document_class: str | None = Field(default=None, max_length=64)
    without: list[DocumentId] = Field(default_factory=list, max_length=20)


class NextTaken(BaseModel):
    """The document that is now the caller's, or nothing."""

    document_id: DocumentId | None = None
    round: Round = FIRST
    url: str | None = None


class Sheet(BaseModel):
    """A person's answers to the state ``version`` of a document, and the seconds that they took so far."""

    version: str = Field(max_length=64)
    answers: Answers
    seconds: float = Field(default=0.0, ge=0, le=86_400)


class Submission(Sheet):
    """Finished answers. ``key`` is made up by the sender: sent twice, they are stored once."""

    key: str = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9-]+$")


class Submitted(BaseModel):
    """What became of a submission: stored, or not because something is left to look at."""

    stored: bool
    status: str
    judgement: JudgementView | None = None
    agreeing: int | None = None


class Why(BaseModel):
    """A reason, for colleagues."""

    why: Reasoned


class TurnAway(Why):
    """Why a document is rejected."""

    version: str = Field(max_length=64)
    key: str = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9-]+$")


class NewClass(BaseModel):
    """Which class a document is of."""

    version: str = Field(max_length=64)
    document_class: str = Field(max_length=64)


class FirstPages(BaseModel):
    """Where the documents of a file begin, numbered as in the file; its first page always begins one."""

    version: str = Field(max_length=64)
    first_pages: list[Annotated[int, Field(ge=1)]] = Field(max_length=5000)


class Held(BaseModel):
    """Whether the document is still the caller's, and who holds it."""

    held: bool
    assignee: str | None = None


@router.get("/review/queue")
def queue(
    bench: Bench,
    user: Reader,
    state: ReviewState = "open",
    round: RoundQuery = FIRST,
    document_class: Annotated[str | None, Query(max_length=64)] = None,
    assignee: Annotated[str | None, Query(max_length=64)] = None,
    due_before: datetime | None = None,
    order: QueueOrder = "priority",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> QueuePage:
    """Returns documents that wait for a person, the most urgent first."""
    wanted = QueueFilter(state, round, document_class, assignee, due_before, user.name, order)
    return QueuePage(total=bench.store.reviews.count(wanted), items=bench.store.reviews.queue(wanted, limit, offset))


@router.post("/review/next")
def take_next(bench: Bench, user: Reviewer, wanted: NextWanted) -> NextTaken:
    """Takes the first document of the queue that is free; nobody else gets it meanwhile."""
    part = QueueFilter(state=wanted.state, round=wanted.round, document_class=wanted.document_class)
    lease_s = bench.settings.review.lease_s
    row = bench.store.reviews.take_next(user.name, lease_s, part, without=wanted.without)
    if row is None:
        return NextTaken()
    return NextTaken(document_id=row.document_id, round=row.round, url=address(row.document_id, row.round))


@router.get("/review/{document_id}")
def case(bench: Bench, user: Reader, document_id: DocumentId, round: RoundQuery = FIRST) -> dict[str, Any]:
    """Returns a document with its fields, doubts, findings and words, as the review screen shows it."""
    opened = review.open_case(bench, document_id)
    row = known_row(bench, document_id, round)
    note_look(bench, user, document_id, "review")
    return screen(opened, row)


@router.post("/review/{document_id}/take")
def take(bench: Bench, user: Reviewer, document_id: DocumentId, round: RoundQuery = FIRST, force: bool = False) -> Held:
    """Takes a document; an admin may take it from whoever holds it."""
    forced = force and user.is_one_of("admin")
    lease_s = bench.settings.review.lease_s
    row = bench.store.reviews.take(document_id, user.name, lease_s, round=round, force=forced)
    return Held(held=True, assignee=row.assignee)


@router.post("/review/{document_id}/renew")
def renew(bench: Bench, user: Reviewer, document_id: DocumentId, round: RoundQuery = FIRST) -> Held:
    """Keeps a document that one holds; names who has it otherwise."""
    reviews = bench.store.reviews
    if reviews.renew(document_id, user.name, bench.settings.review.lease_s, round=round):
        return Held(held=True, assignee=user.name)
    row = reviews.row(document_id, round)
    return Held(held=False, assignee=row.assignee if row else None)


@router.post("/review/{document_id}/release", status_code=204)
def release(bench: Bench, user: Reviewer, document_id: DocumentId, round: RoundQuery = FIRST) -> None:
    """Gives a document back."""
    bench.store.reviews.give_back(document_id, user.name, round=round)


@router.post("/review/{document_id}/check")
def check(
    bench: Bench, user: Reviewer, document_id: DocumentId, sheet: Sheet, round: RoundQuery = FIRST
) -> JudgementView:
    """Judges unfinished answers and keeps them as a draft; nothing of the document changes."""
    opened = review.open_case(bench, document_id)
    _keep(bench, user, document_id, sheet, round)
    if round == SECOND:
        return blind_view(opened, review.blind(opened, sheet.answers))
    return judgement_view(opened, review.judge(bench, opened, sheet.answers))


@router.post("/review/{document_id}/corrections")
def submit(
    request: Request,
    bench: Bench,
    user: Reviewer,
    document_id: DocumentId,
    sent: Submission,
    later: BackgroundTasks,
    round: RoundQuery = FIRST,
) -> Submitted:
    """Ends a review: stores the corrections, the new outcome and the event, if nothing is left to look at.

    Index and redaction follow within seconds, and so does the rollback of a release that the label shows to be worse. A
    second look only compares.
    """
    opened = review.open_case(bench, document_id)
    if round == SECOND:
        row = known_row(bench, document_id, SECOND)
        found = review.submit_second(
            bench, opened, row, sent.answers, user=user.name, key=sent.key, seconds=sent.seconds
        )
        later.add_task(portal(request).watch.labeled, bench)
        return Submitted(stored=True, status=opened.outcome.status, agreeing=sum(c.agrees for c in found))
    made = review.submit(
        bench, opened, sent.answers, user=user.name, key=sent.key, version=sent.version, seconds=sent.seconds
    )
    if made.is_complete:
        later.add_task(review.after_review, bench, document_id)
        later.add_task(portal(request).watch.labeled, bench)
        return Submitted(stored=True, status=made.outcome.status)
    _keep(bench, user, document_id, sent, round)
    return Submitted(stored=False, status=made.outcome.status, judgement=judgement_view(opened, made))


@router.post("/review/{document_id}/skip", status_code=204)
def skip(bench: Bench, user: Reviewer, document_id: DocumentId, said: Why, round: RoundQuery = FIRST) -> None:
    """Leaves a document to others."""
    bench.store.reviews.skip(document_id, user.name, said.why, round=round)


@router.post("/review/{document_id}/escalate", status_code=204)
def escalate(bench: Bench, user: Reviewer, document_id: DocumentId, said: Why, round: RoundQuery = FIRST) -> None:
    """Hands a hard case on."""
    bench.store.reviews.escalate(document_id, user.name, said.why, round=round)


@router.post("/review/{document_id}/reject")
def reject(bench: Bench, user: Reviewer, document_id: DocumentId, said: TurnAway) -> Submitted:
    """Rejects a document that is none of ours, or that nobody can read."""
    opened = review.open_case(bench, document_id)
    outcome = review.turn_away(bench, opened, said.why, user=user.name, key=said.key, version=said.version)
    return Submitted(stored=True, status=outcome.status)


@router.post("/review/{document_id}/class", status_code=204)
def reclassify(bench: Bench, user: Reviewer, document_id: DocumentId, said: NewClass) -> None:
    """Sets the class of a document; it waits to be read again as one of that class."""
    if said.document_class not in bench.catalog:
        raise HTTPException(422, f"There is no such class; choose one of {', '.join(bench.catalog.names)}.")
    opened = review.open_case(bench, document_id)
    review.reclassify(bench, opened, said.document_class, user=user.name, version=said.version)


@router.post("/review/{document_id}/parts", status_code=204)
def divide(bench: Bench, user: Reviewer, document_id: DocumentId, said: FirstPages) -> None:
    """Divides a file into documents: each waits to be processed by itself."""
    try:
        dividing.divide(bench, document_id, said.first_pages, user=user.name, version=said.version)
    except dividing.WrongDivision as error:
        raise HTTPException(422, f"{str(error)[0].upper()}{str(error)[1:]}.") from None


@router.get("/review/{document_id}/words/{page}")
def words(bench: Bench, user: Reader, document_id: DocumentId, page: int) -> list[list[Any]]:
    """Returns the words of a page: id, text, line, left, top, right, bottom (shares of the page)."""
    opened = review.open_case(bench, document_id)
    note_look(bench, user, document_id, "review")
    return words_view(opened.read, page)


@router.get("/documents/{document_id}/corrections")
def corrections(bench: Bench, user: Reader, document_id: DocumentId) -> list[CorrectionRecord]:
    """Returns what people corrected and confirmed on a document: who, when, before, after, and the words."""
    bench.store.get(document_id)
    note_look(bench, user, document_id, "corrections")
    return list(bench.store.reviews.corrections(document_id))


@router.get("/documents/{document_id}/disputes")
def disputes(bench: Bench, user: Reader, document_id: DocumentId) -> list[Comparison]:
    """Returns the fields on which two people differ and nobody decided yet."""
    bench.store.get(document_id)
    note_look(bench, user, document_id, "corrections")
    return bench.store.reviews.disputes(document_id)


def address(document_id: str, round: int) -> str:
    """Returns the address of a document's review screen."""
    return f"/review/{document_id}" + ("?round=2" if round == SECOND else "")


def known_row(bench: Workbench, document_id: str, round: Round) -> QueueRow:
    """Returns a document's place in the queue.

    Raises:
        UnknownDocument: It has none.
    """
    row = bench.store.reviews.row(document_id, round)
    if row is None:
        raise UnknownDocument("this document does not wait for a review", document_id=document_id)
    return row


def _keep(bench: Workbench, user: User, document_id: str, sheet: Sheet, round: Round) -> None:
    draft = sheet.model_dump_json(include={"version", "answers"})
    bench.store.reviews.save_draft(document_id, user.name, draft, seconds=sheet.seconds, round=round)
