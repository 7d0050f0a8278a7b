"""What a load balancer asks."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from portal.context import Bench

router = APIRouter(include_in_schema=False)


@router.get("/health")
def health(bench: Bench) -> Response:
    """Answers 200 if the portal runs and its database answers, else 503."""
    bench.store.counts()
    return JSONResponse({"status": "ok"})
