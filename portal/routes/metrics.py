"""What Prometheus scrapes: figures only, for this machine or for whoever has the token."""

from __future__ import annotations

import hmac
import ipaddress

from fastapi import APIRouter, Request
from pydantic import SecretStr
from starlette.responses import PlainTextResponse, Response

from portal.context import Bench, portal
from telemetry.exposition import exposition

router = APIRouter(include_in_schema=False)

FORWARDED = ("x-forwarded-for", "x-forwarded-host", "forwarded")


@router.get("/metrics")
def metrics(request: Request, bench: Bench) -> Response:
    """Returns the figures as Prometheus reads them; refusals are plain text, a scraper does not sign in."""
    status, refusal = _refusal(request, bench.settings.telemetry.token)
    if status is not None:
        return PlainTextResponse(refusal + "\n", status)
    text, media_type = exposition(portal(request).exporter.figures, request.headers.get("accept", ""))
    return Response(text, media_type=media_type)


def _refusal(request: Request, token: SecretStr | None) -> tuple[int | None, str]:
    if token is not None:
        scheme, _, sent = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and hmac.compare_digest(sent.strip().encode(), token.get_secret_value().encode()):
            return None, ""
        return 401, "Send the token of FIELDWRIGHT_TELEMETRY__TOKEN in the Authorization header."
    # Through a proxy on this machine everybody comes from this machine.
    if not _is_loopback(request) or any(name in request.headers for name in FORWARDED):
        return 403, "Metrics are for this machine; set FIELDWRIGHT_TELEMETRY__TOKEN for others."
    return None, ""


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
