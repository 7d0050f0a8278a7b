"""Webhooks: who receives outcomes. A page for admins, and the same as HTTP API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from pydantic import Field
from starlette.responses import RedirectResponse, Response

from portal.context import Bench
from portal.pages import render
from portal.routes.api_documents import checked_class
from portal.security import require
from portal.wording import sentence
from schemas.errors import WebhookError
from schemas.geometry import Frozen
from schemas.outcome import Status
from services.webhooks import checked_url
from services.workbench import Workbench
from store.accounts import User
from store.webhooks import STATUSES, Delivery, Webhook

router = APIRouter()

SHOWN = 50
MOST_SHOWN = 200
MOST_URL = 2000
DONE = {
    "removed": "The webhook is removed, with its messages.",
    "on": "The webhook is on again.",
    "off": "The webhook is off: no further outcomes are sent to it.",
    "test": "A test message is on its way.",
    "again": "The message is sent again.",
}

Admin = Annotated[User, Depends(require("admin"))]
AdminProgram = Annotated[User, Depends(require("admin", scope="admin"))]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
MessageId = Annotated[str, Path(pattern="^msg_[0-9a-f]{32}$")]


class NewWebhook(Frozen):
    """What a webhook is to be."""

    name: str = Field(min_length=1, max_length=100)
    url: str = Field(min_length=1, max_length=MOST_URL)
    statuses: tuple[Status, ...] = Field(default=STATUSES, min_length=1, max_length=len(STATUSES))
    document_class: str | None = Field(default=None, max_length=64)


class WebhookView(Frozen):
    """A webhook. ``stopped`` is the reason if its receiver had it switched off."""

    id: int
    name: str
    url: str
    statuses: tuple[Status, ...]
    document_class: str | None
    active: bool
    created_at: datetime
    created_by: str
    stopped: str | None


class MadeWebhook(WebhookView):
    """A new webhook with the secret that its messages are signed with: it is never shown again."""

    secret: str


class Secret(Frozen):
    """A webhook's new secret."""

    secret: str


class Switch(Frozen):
    """Whether a webhook is on."""

    active: bool


class DeliveryView(Frozen):
    """A message: what was sent, how often, what the receiver answered, and when it is tried next."""

    id: str
    document_id: str | None
    payload: str
    created_at: datetime
    attempts: int
    next_at: datetime | None
    delivered_at: datetime | None
    answer: str | None
    answered_at: datetime | None


# ----------------------------------------------------------------------------------------------------------------------
# The page


@router.get("/admin/webhooks", include_in_schema=False)
def page(request: Request, bench: Bench, user: Admin, done: str = "") -> Response:
    """All webhooks, and a form for another."""
    return _page(request, bench, done=DONE.get(done, ""))


@router.post("/admin/webhooks", include_in_schema=False)
def add_by_form(
    request: Request,
    bench: Bench,
    user: Admin,
    name: Annotated[str, Form(max_length=100)] = "",
    url: Annotated[str, Form(max_length=MOST_URL)] = "",
    statuses: Annotated[list[Status] | None, Form()] = None,
    document_class: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Adds a webhook and shows its secret once."""
    known = checked_class(bench.catalog, document_class)
    try:
        checked_url(url, bench.settings.webhooks)
        made, secret = bench.store.webhooks.add(
            name, url, statuses=statuses or (), document_class=known, actor=user.name
        )
    except WebhookError as error:
        values = {"name": name, "url": url}
        return _page(request, bench, status=422, wrong=sentence(error.message), values=values)
    return _page(request, bench, made=made, secret=secret)


@router.get("/admin/webhooks/{number}", include_in_schema=False)
def one(request: Request, bench: Bench, user: Admin, number: Number, done: str = "") -> Response:
    """One webhook with its newest messages."""
    return _one(request, bench, number, done=DONE.get(done, ""))


@router.post("/admin/webhooks/{number}/secret", include_in_schema=False)
def renew_by_form(request: Request, bench: Bench, user: Admin, number: Number) -> Response:
    """Gives a webhook another secret and shows it once."""
    secret = bench.store.webhooks.renew_secret(number, actor=user.name)
    return _one(request, bench, number, secret=secret)


@router.post("/admin/webhooks/{number}/test", include_in_schema=False)
def test_by_form(bench: Bench, user: Admin, number: Number) -> Response:
    """Sends a message without a document."""
    bench.store.webhooks.test(number)
    return RedirectResponse(f"/admin/webhooks/{number}?done=test", 303)


@router.post("/admin/webhooks/{number}/switch", include_in_schema=False)
def switch_by_form(bench: Bench, user: Admin, number: Number, active: Annotated[bool, Form()]) -> Response:
    """Switches a webhook on or off."""
    bench.store.webhooks.switch(number, active=active, actor=user.name)
    return RedirectResponse(f"/admin/webhooks/{number}?done={'on' if active else 'off'}", 303)


@router.post("/admin/webhooks/{number}/remove", include_in_schema=False)
def remove_by_form(bench: Bench, user: Admin, number: Number) -> Response:
    """Removes a webhook."""
    bench.store.webhooks.remove(number, actor=user.name)
    return RedirectResponse("/admin/webhooks?done=removed", 303)


@router.post("/admin/webhooks/{number}/deliveries/{message_id}/again", include_in_schema=False)
def again_by_form(bench: Bench, user: Admin, number: Number, message_id: MessageId) -> Response:
    """Sends a message again."""
    bench.store.webhooks.send_again(number, message_id)
    return RedirectResponse(f"/admin/webhooks/{number}?done=again", 303)


# ----------------------------------------------------------------------------------------------------------------------
# The API

api = APIRouter(prefix="/api/v1/webhooks", tags=["webhooks"])


@api.get("")
def webhooks(bench: Bench, user: AdminProgram) -> list[WebhookView]:
    """Lists the webhooks."""
    return [_view(webhook) for webhook in bench.store.webhooks.all()]


@api.post("", status_code=201)
def add(bench: Bench, user: AdminProgram, wanted: NewWebhook) -> MadeWebhook:
    """Adds a webhook: each outcome of these statuses is sent to its address, signed as in standard-webhooks.

    The message has the document's id, class and status and the codes of the reasons, never text of the document. What
    does not arrive is sent again for three days; one message may arrive twice, with the same `webhook-id`.
    """
    checked_url(wanted.url, bench.settings.webhooks)
    made, secret = bench.store.webhooks.add(
        wanted.name,
        wanted.url,
        statuses=wanted.statuses,
        document_class=checked_class(bench.catalog, wanted.document_class),
        actor=user.name,
    )
    return MadeWebhook(**dict(_view(made)), secret=secret)


@api.get("/{number}")
def webhook(bench: Bench, user: AdminProgram, number: Number) -> WebhookView:
    """Returns a webhook."""
    return _view(bench.store.webhooks.get(number))


@api.patch("/{number}")
def switch(bench: Bench, user: AdminProgram, number: Number, wanted: Switch) -> WebhookView:
    """Switches a webhook on or off."""
    return _view(bench.store.webhooks.switch(number, active=wanted.active, actor=user.name))


@api.delete("/{number}", status_code=204)
def remove(bench: Bench, user: AdminProgram, number: Number) -> None:
    """Removes a webhook with its messages."""
    bench.store.webhooks.remove(number, actor=user.name)


@api.post("/{number}/secret")
def renew_secret(bench: Bench, user: AdminProgram, number: Number) -> Secret:
    """Gives a webhook another secret; the old one signs nothing any more."""
    return Secret(secret=bench.store.webhooks.renew_secret(number, actor=user.name))


@api.post("/{number}/test", status_code=202)
def test(bench: Bench, user: AdminProgram, number: Number) -> DeliveryView:
    """Sends a message without a document."""
    return _message(bench.store.webhooks.test(number))


@api.get("/{number}/deliveries")
def deliveries(
    bench: Bench, user: AdminProgram, number: Number, limit: Annotated[int, Query(ge=1, le=MOST_SHOWN)] = SHOWN
) -> list[DeliveryView]:
    """Lists the newest messages to a webhook."""
    return [_message(sent) for sent in bench.store.webhooks.deliveries(bench.store.webhooks.get(number).id, limit)]


@api.post("/{number}/deliveries/{message_id}/again", status_code=202)
def again(bench: Bench, user: AdminProgram, number: Number, message_id: MessageId) -> None:
    """Sends a message again."""
    bench.store.webhooks.send_again(number, message_id)


router.include_router(api)


def _view(webhook: Webhook) -> WebhookView:
    return WebhookView(**vars(webhook))


def _message(sent: Delivery) -> DeliveryView:
    return DeliveryView(**{name: value for name, value in vars(sent).items() if name != "webhook_id"})


def _page(
    request: Request,
    bench: Workbench,
    *,
    status: int = 200,
    done: str = "",
    wrong: str = "",
    values: dict[str, str] | None = None,
    made: Webhook | None = None,
    secret: str = "",
) -> Response:
    return render(
        request,
        "admin_webhooks.html",
        status=status,
        webhooks=bench.store.webhooks.all(),
        classes=[("", "All classes"), *((c.name, c.title) for c in bench.catalog.classes)],
        statuses=STATUSES,
        done=done,
        wrong=wrong,
        values=values or {"name": "", "url": ""},
        made=made,
        secret=secret,
    )


def _one(request: Request, bench: Workbench, number: int, *, done: str = "", secret: str = "") -> Response:
    webhook = bench.store.webhooks.get(number)
    sent = bench.store.webhooks.deliveries(number, SHOWN)
    return render(request, "admin_webhook.html", webhook=webhook, deliveries=sent, done=done, secret=secret)
