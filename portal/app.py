"""The web application: every router, the middleware in front, error pages, static files."""

from __future__ import annotations

import re

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from portal import problems
from portal.context import DocumentProcessor, Portal
from portal.middleware import AccessControl, Measured, SecurityHeaders
from portal.oidc import OidcClient
from portal.openapi import describe
from portal.pages import STATIC, static_version
from portal.routes import ROUTERS
from portal.security import forgery_checked
from schemas.errors import ConfigurationError, DocumentError
from schemas.settings import Settings
from services.workbench import Workbench

_VERSION = re.compile(r"v[0-9a-f]{12}")


def create_app(bench: Workbench, *, background: DocumentProcessor | None = None) -> FastAPI:
    """Returns the portal over a workbench, which stays the caller's to close.

    Args:
        bench: Store, index and redactor.
        background: Is woken when documents were uploaded; None where somebody else processes them.
    """
    app = FastAPI(
        title="Fieldwright",
        version="1",
        summary="Documents, their fields, search and review.",
        # FastAPI's own documentation pages load scripts from another host.
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        dependencies=[Depends(forgery_checked)],
    )
    app.state.portal = Portal(bench, background, oidc=_oidc(bench.settings))
    app.mount("/static", Files(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router)
    _make_routes(app)
    describe(app)
    app.add_exception_handler(HTTPException, problems.answer)
    app.add_exception_handler(DocumentError, problems.answer_error)
    app.add_exception_handler(RequestValidationError, problems.answer_invalid)
    app.add_exception_handler(Exception, problems.answer_defect)
    app.add_middleware(AccessControl, settings=bench.settings)
    app.add_middleware(SecurityHeaders, settings=bench.settings.portal)
    app.add_middleware(Measured)
    return app


def _make_routes(app: FastAPI) -> None:
    """Makes the routes of every router now.

    FastAPI makes a router's routes when a request first looks through it, and hides warnings meanwhile. Threads have
    one list of what is hidden: two first requests at once undo each other's, and pydantic's warning gets out.
    """
    for _ in iter_route_contexts(app.routes):
        pass


def _oidc(settings: Settings) -> OidcClient | None:
    oidc, url = settings.portal.oidc, settings.portal.url
    if oidc is None:
        return None
    if url is None:
        raise ConfigurationError("OpenID Connect needs FIELDWRIGHT_PORTAL__URL: the address people are sent back to")
    return OidcClient(oidc, f"{url.rstrip('/')}/sign-in/oidc/callback")


class Files(StaticFiles):
    """Static files: under the present version they may be kept for a year, else they are asked about each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Returns a file, or 304 where the browser has it; one of another version as it is now."""
        version, _, name = path.partition("/")
        is_versioned = _VERSION.fullmatch(version) is not None
        response = await super().get_response(name if is_versioned else path, scope)
        is_present = version == static_version()
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_present else "no-cache"
        return response
