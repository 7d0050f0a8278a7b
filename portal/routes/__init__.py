"""One module a page family, each with its ``router``. A new one is added to `ROUTERS`, and nothing else.

The first router that knows a path answers it.
"""

from __future__ import annotations

from fastapi import APIRouter

from portal.routes import account, admin, api_documents, audit, health, search, sign_in, upload

ROUTERS: tuple[APIRouter, ...] = (
    sign_in.router,
    account.router,
    admin.router,
    audit.router,
    health.router,
    api_documents.router,
    search.router,
    upload.router,
)
