"""The reference of the HTTP API, readable without a script of another host."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from portal.context import Bench
from portal.pages import render
from portal.reference import operations
from portal.security import require
from store.accounts import User

router = APIRouter(prefix="/api", include_in_schema=False)


@router.get("")
def reference(request: Request, bench: Bench, user: Annotated[User, Depends(require("viewer"))]) -> Response:
    """Every operation with what it takes and what it needs."""
    base = (bench.settings.portal.url or str(request.base_url)).rstrip("/")
    return render(request, "reference.html", operations=operations(request.app), base=base)
