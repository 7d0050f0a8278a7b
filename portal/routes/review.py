"""The review queue, the review screen, and what second looks say about quality. The JSON is in ``api_review``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.background import BackgroundTask
from starlette.responses import RedirectResponse, Response

from portal.context import Bench
from portal.pages import render
from portal.review_views import screen
from portal.routes.api_review import RoundQuery, address
from portal.security import require
from schemas.classes import ClassCatalog
from schemas.document import DocumentId
from schemas.errors import ReviewConflict, UnknownDocument
from schemas.review import FIRST, SECOND, QueueRow, Round
from services import review as review
from services.dividing import division_of
from services.warm_up import load_rules
from services.workbench import Workbench
from store.accounts import User
from store.review_queue import QueueFilter, QueueOrder
from store.reviews import Agreement, Quality, Sample
from values.rates import wilson

router = APIRouter(prefix="/review", include_in_schema=False)

Reviewer = Annotated[User, Depends(require("reviewer"))]
Reader = Annotated[User, Depends(require("reviewer", "auditor"))]
Auditor = Annotated[User, Depends(require("auditor"))]

PAGE_SIZE = 50
Part = Literal["open", "escalated", "second"]
Due = Literal["", "late", "today", "week"]
DUE_TITLES = (("", "Any time"), ("late", "Overdue"), ("today", "Next 24 hours"), ("week", "Next 7 days"))
ORDER_TITLES = (("priority", "Most at stake first"), ("due", "Due first"), ("age", "Oldest first"))


@router.get("")
def queue(
    request: Request,
    bench: Bench,
    user: Reader,
    part: Part = "open",
    document_class: Annotated[str, Query(max_length=64)] = "",
    assignee: Annotated[str, Query(max_length=64)] = "",
    due: Due = "",
    order: QueueOrder = "priority",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The queue: figures, filters, and the documents in their order."""
    reviews, wanted = bench.store.reviews, _filter(part, document_class, assignee, due, order, user)
    rows = reviews.queue(wanted, PAGE_SIZE + 1, (page - 1) * PAGE_SIZE)
    chosen = {"part": part, "document_class": document_class, "assignee": assignee, "due": due, "order": order}
    counts = reviews.counts()
    answer = render(
        request,
        "review_queue.html",
        rows=rows[:PAGE_SIZE],
        counts=counts,
        chosen=chosen,
        number=page,
        last=page + 1 if len(rows) > PAGE_SIZE else page,
        page_url=lambda number: _url(chosen, page=number),
        part_url=lambda name: _url({"part": name}),
        classes=[("", "All classes"), *((name, bench.catalog.title(name)) for name in counts.by_class)],
        assignees=[("", "Anyone"), ("nobody", "Free"), (user.name, "Me"), *_others(reviews.assignees(), user)],
        due_titles=DUE_TITLES,
        order_titles=ORDER_TITLES,
        address=address,
        class_title=bench.catalog.title,
        due_in=due_in,
        may_review=user.is_one_of("reviewer"),
        may_audit=user.is_one_of("auditor"),
    )
    answer.background = BackgroundTask(_prepare, bench)
    return answer


@router.post("/next")
def take_next(
    bench: Bench,
    user: Reviewer,
    part: Annotated[Part, Form()] = "open",
    document_class: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Takes the first free document and opens it."""
    wanted = _filter(part, document_class, "", "", "priority", user)
    row = bench.store.reviews.take_next(user.name, bench.settings.review.lease_s, wanted)
    return RedirectResponse(address(row.document_id, row.round) if row else _url({"part": part}), 303)


@router.get("/quality")
def quality(request: Request, bench: Bench, user: Auditor) -> Response:
    """What blind second looks found: agreement of reviewers, and the error rate of accepted documents."""
    found = bench.store.reviews.quality()
    settings = bench.settings.review
    return render(
        request,
        "review_quality.html",
        samples=[(kind, _sample(found, kind)) for kind in ("accepted", "reviewed")],
        by_field={kind: _shares(rows) for kind, rows in found.by_field.items()},
        by_first={kind: _shares(rows) for kind, rows in found.by_first.items()},
        rates={"accepted": settings.accepted_look_rate, "reviewed": settings.second_look_rate},
        pace=bench.store.reviews.pace(),
        class_title=bench.catalog.title,
        field_title=partial(field_title, bench.catalog),
        as_is=str,
    )


@router.get("/{document_id}")
def review_page(
    request: Request, bench: Bench, user: Reader, document_id: DocumentId, round: RoundQuery = FIRST
) -> Response:
    """The review screen. For reviewers it takes the document; for auditors it only shows it."""
    row, held_by = _opened(bench, user, document_id, round)
    case = review.open_case(bench, document_id)
    bench.store.append_event(document_id, "viewed", {"what": "review", "round": round}, actor=user.name)
    draft = bench.store.reviews.draft(document_id, user.name, round=round)
    before, behind = _neighbors(bench, user, row)
    return render(
        request,
        "review.html",
        case=case,
        row=row,
        before=before and address(before.document_id, before.round),
        behind=behind and address(behind.document_id, behind.round),
        held_by=held_by,
        read_only=held_by is not None or not user.is_one_of("reviewer"),
        blind=round == SECOND,
        data=screen(case, row),
        draft=draft if row.state != "done" else None,
        lease_s=bench.settings.review.lease_s,
        kind=case.document_class,
        absence=bench.catalog.absence(case.machine.document_class),
        classes=[(known.name, known.title) for known in bench.catalog.classes],
        division=division_of(bench, document_id),
        may_take_over=held_by is not None and row.state != "done" and user.is_one_of("admin"),
        class_title=bench.catalog.title,
        due_in=due_in,
    )


@router.post("/{document_id}/take")
def take_over(
    bench: Bench, user: Annotated[User, Depends(require("admin"))], document_id: DocumentId, round: RoundQuery = FIRST
) -> Response:
    """Takes a document from whoever holds it."""
    bench.store.reviews.take(document_id, user.name, bench.settings.review.lease_s, round=round, force=True)
    return RedirectResponse(address(document_id, round), 303)


def field_title(catalog: ClassCatalog, name: str) -> str:
    """Returns how a field is called, in the first class that has it."""
    return next((spec.title for known in catalog.classes for spec in known.fields if spec.name == name), name)


def due_in(due_at: datetime, now: datetime | None = None) -> tuple[str, str]:
    """Returns how long there is until a document is due, and the tone to say it in."""
    left = due_at - (now or datetime.now(UTC))
    late, seconds = left < timedelta(0), abs(left.total_seconds())
    if seconds < 3600:
        amount = f"{max(seconds // 60, 1):.0f} min"
    elif seconds < 48 * 3600:
        amount = f"{seconds // 3600:.0f} h"
    else:
        amount = f"{seconds // 86_400:.0f} days"
    if late:
        return f"{amount} late", "bad"
    return f"in {amount}", "warn" if seconds < 4 * 3600 else "neutral"


def _prepare(bench: Workbench) -> None:
    """Does what the next click needs: who looks at the queue opens a document next."""
    review.catch_up(bench)
    load_rules()


def _filter(part: Part, document_class: str, assignee: str, due: Due, order: QueueOrder, user: User) -> QueueFilter:
    now = datetime.now(UTC)
    until = {"late": now, "today": now + timedelta(days=1), "week": now + timedelta(days=7)}
    return QueueFilter(
        state="escalated" if part == "escalated" else "open",
        round=SECOND if part == "second" else FIRST,
        document_class=document_class or None,
        assignee=assignee or None,
        due_before=until.get(due),
        visible_to=user.name,
        order=order,
    )


def _opened(bench: Workbench, user: User, document_id: str, round: Round) -> tuple[QueueRow, str | None]:
    """Returns the queue row, and whose the document is where it is not the user's to edit."""
    reviews = bench.store.reviews
    row = reviews.row(document_id, round)
    if row is None:
        raise UnknownDocument("this document does not wait for a review", document_id=document_id)
    if not user.is_one_of("reviewer"):
        return row, row.assignee
    try:
        return reviews.take(document_id, user.name, bench.settings.review.lease_s, round=round), None
    except ReviewConflict as conflict:
        if round == SECOND:
            raise
        return row, row.assignee or conflict.message


def _neighbors(bench: Workbench, user: User, row: QueueRow) -> tuple[QueueRow | None, QueueRow | None]:
    """Returns the documents before and behind one in its part of the queue; a finished one has no place there."""
    if row.state == "done":
        return None, None
    wanted = QueueFilter(state=row.state, round=row.round, visible_to=user.name)
    return bench.store.reviews.neighbors(row, wanted)


def _url(chosen: dict[str, str], **more: int) -> str:
    named = {name: value for name, value in chosen.items() if value and (name, value) not in _DEFAULTS}
    return "/review" + (f"?{urlencode(named | more)}" if named or more else "")


_DEFAULTS = {("part", "open"), ("order", "priority")}


def _others(names: Sequence[str], user: User) -> list[tuple[str, str]]:
    return [(name, name) for name in names if name != user.name]


def _sample(found: Quality, kind: Literal["accepted", "reviewed"]) -> dict[str, float | int]:
    sample = found.documents.get(kind, Sample())
    decided = sample.documents - sample.undecided
    low, high = wilson(sample.wrong, decided)
    return {**vars(sample), "rate": sample.wrong / decided if decided else 0.0, "low": low, "high": high}


def _shares(rows: Sequence[Agreement]) -> list[tuple[Agreement, float, float, float]]:
    return [(row, row.agreeing / row.looks, *wilson(row.agreeing, row.looks)) for row in rows]
