"""The HTTP API as the reference page shows it: read from the routes and the description that programs get."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from portal.security import Requirement

TAGS = ("documents", "search", "review", "directory", "webhooks", "audit")
"""The order of the page; other tags follow."""


@dataclass(frozen=True)
class Parameter:
    """A value in the address of an operation."""

    name: str
    kind: str
    required: bool
    text: str


@dataclass(frozen=True)
class Operation:
    """One operation of the HTTP interface, and what it needs."""

    method: str
    path: str
    text: str
    roles: tuple[str, ...]
    scope: str | None
    parameters: tuple[Parameter, ...]
    body: str | None


@cache
def operations(app: FastAPI) -> dict[str, list[Operation]]:
    """Returns the operations of the API by tag."""
    schema, found = app.openapi(), {tag: list[Operation]() for tag in TAGS}
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute) and route.include_in_schema:
            for method in sorted(route.methods or ()):
                described = schema["paths"][route.path_format][method.lower()]
                tag = (described.get("tags") or ["other"])[0]
                found.setdefault(tag, []).append(_operation(method, route, described))
    return {tag: listed for tag, listed in found.items() if listed}


def requirement(route: RouteContext) -> Requirement | None:
    """Returns what a handler asks of its caller, however deep among its dependencies; None where it asks nothing."""
    waiting = list(route.dependant.dependencies)
    while waiting:
        dependant = waiting.pop()
        if isinstance(dependant.call, Requirement):
            return dependant.call
        waiting += dependant.dependencies
    return None


def _operation(method: str, route: RouteContext, described: dict[str, Any]) -> Operation:
    needed = requirement(route)
    return Operation(
        method=method,
        path=str(route.path_format),
        text=str(described.get("description") or described.get("summary") or "").partition("\n\n")[0],
        roles=tuple(needed.roles) if needed else (),
        scope=needed.scope if needed else None,
        parameters=tuple(_parameter(parameter) for parameter in described.get("parameters", ())),
        body=next(iter(described.get("requestBody", {}).get("content", ())), None),
    )


def _parameter(described: dict[str, Any]) -> Parameter:
    return Parameter(
        name=described["name"],
        kind=_kind(described.get("schema", {})),
        required=bool(described.get("required")),
        text=str(described.get("description") or ""),
    )


def _kind(schema: dict[str, Any]) -> str:
    """Returns what may be given, in words: integer 1 to 200; accepted, needs_review or rejected; text."""
    if "anyOf" in schema:
        kinds = [_kind(option) for option in schema["anyOf"] if option.get("type") != "null"]
        return " or ".join(kinds)
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"several: {_kind(schema.get('items', {}))}"
    low, high = schema.get("minimum"), schema.get("maximum")
    reach = f" {low} to {high}" if low is not None and high is not None else f" from {low}" if low is not None else ""
    return f"{schema.get('type', 'text').replace('string', 'text')}{reach}"
