"""A user's own page: password, sessions, API tokens."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, Response

from portal.context import Bench, visitor
from portal.pages import render
from portal.security import require
from store.accounts import User

router = APIRouter(include_in_schema=False)


@router.get("/account")
def account(request: Request, bench: Bench, user: Annotated[User, Depends(require("viewer"))]) -> Response:
    """The user's own page."""
    accounts = bench.store.accounts
    return render(
        request,
        "account.html",
        sessions=accounts.sessions(user),
        tokens=accounts.tokens(user),
        current=visitor(request).session,
    )


@router.get("/health")
def health() -> Response:
    """Says that the portal runs, for a load balancer."""
    return JSONResponse({"status": "ok"})
