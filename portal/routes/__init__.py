"""One module a page family, each with its ``router``. A new one is added to `ROUTERS`, and nothing else.

The first router that knows a path answers it.
"""

from __future__ import annotations

from fastapi import APIRouter

from portal.routes import (
    account,
    admin,
    api_arrivals,
    api_documents,
    api_pages,
    api_review,
    audit,
    directory,
    document_list,
    documents,
    health,
    metrics,
    oidc,
    operations,
    promise,
    reference,
    review,
    search,
    sign_in,
    upload,
    webhooks,
)

ROUTERS: tuple[APIRouter, ...] = (
    sign_in.router,
    oidc.router,
    account.router,
    admin.router,
    audit.router,
    audit.api,
    reference.router,
    health.router,
    metrics.router,
    operations.router,
    api_documents.router,
    api_arrivals.router,
    api_pages.router,
    document_list.router,
    documents.router,
    search.router,
    upload.router,
    review.router,
    api_review.router,
    webhooks.router,
    directory.router,
    promise.router,
)
