"""The description of the HTTP API: what FastAPI finds, and how programs sign in and what refusals look like."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong (RFC 9457). `detail` describes what to do; `code` is stable.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
    },
}
REFUSED = {
    "description": "It was refused, or went wrong.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def describe(app: FastAPI) -> None:
    """Has the application describe its API completely. Call it when every router is in."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _schema(app)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _schema(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title=app.title, version=app.version, summary=app.summary, description=app.description, routes=app.routes
    )
    components = schema.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    schema["security"] = [{"token": []}]
    for path in schema["paths"].values():
        for operation in path.values():
            # FastAPI's description of rejected parameters differs from our handlers' answer.
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = REFUSED
    for name in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(name, None)
    return schema
