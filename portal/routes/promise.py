"""The promise of a class for admins: error against automation, and what another promise would have meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from portal.context import Bench
from portal.curve_chart import curve_chart
from portal.pages import render
from portal.security import require
from schemas.standards import StatedStandard
from schemas.vocabulary import DocumentClass, Importance
from services.promise_curve import Evidence, Point, labeled, own_history
from services.stages.promises import Promises
from services.workbench import Workbench
from store.accounts import User

if TYPE_CHECKING:
    from review.promise import Choice

router = APIRouter(prefix="/admin/promise", include_in_schema=False)

Admin = Annotated[User, Depends(require("admin"))]
Percent = Annotated[float, Query(ge=50, lt=100)]
TABLE = "line"
"""How settings call all columns of a class's table."""

DONE = {
    "stated": "It holds for documents that are processed from now on.",
    "withdrawn": "The settings hold again for documents that are processed from now on.",
}


@dataclass(frozen=True)
class Meaning:
    """What a promise and critical fields mean: the threshold, and its figures on both kinds of evidence."""

    choice: Choice
    labeled: Point
    own: Point


@dataclass(frozen=True)
class Curve:
    """A chart of one kind of evidence, and its values."""

    title: str
    svg: Markup
    points: list[Point]
    documents: int


@router.get("")
def page(
    request: Request,
    bench: Bench,
    user: Admin,
    kind: Annotated[str, Query(max_length=64)] = "",
    promise: Percent | None = None,
    critical: Annotated[list[str] | None, Query(max_length=100)] = None,
    done: str = "",
) -> Response:
    """A class with its curves; with a promise, also what that and the critical fields would have meant."""
    used = _class_of(bench, kind or bench.catalog.with_fields[0].name)
    now, curves = _meaning(bench, used, Promises(bench).promise(used.name))
    tried = meant = None
    if promise is not None:
        stated = _stated(bench, used, promise, critical or [])
        meant = bench.standards.with_importance(stated) or used
        tried, curves = _meaning(bench, meant, promise / 100)
    shown = meant or used
    return render(
        request,
        "admin_promise.html",
        kind=shown,
        classes=[(one.name, one.title) for one in bench.catalog.with_fields],
        chosen=_critical(shown),
        promise=f"{100 * (tried or now).choice.promise:g}",
        now=now,
        tried=tried,
        curves=curves,
        has_own=used.name in bench.standards.stated(),
        looks=any(check.audited for check in Promises(bench).checks(used)),
        done=DONE.get(done, ""),
    )


@router.post("")
def state(
    bench: Bench,
    user: Admin,
    kind: Annotated[str, Form(max_length=64)],
    promise: Annotated[float, Form(ge=50, lt=100)],
    critical: Annotated[list[str] | None, Form(max_length=100)] = None,
) -> Response:
    """Keeps promise and critical fields of a class."""
    used = _class_of(bench, kind)
    bench.store.standards.state(_stated(bench, used, promise, critical or []), actor=user.name)
    bench.standards.changed()
    return RedirectResponse(f"/admin/promise?kind={used.name}&done=stated", 303)


@router.post("/withdraw")
def withdraw(bench: Bench, user: Admin, kind: Annotated[str, Form(max_length=64)]) -> Response:
    """Removes what was stated for a class: the settings hold again."""
    used = _class_of(bench, kind)
    bench.store.standards.withdraw(used.name, actor=user.name)
    bench.standards.changed()
    return RedirectResponse(f"/admin/promise?kind={used.name}&done=withdrawn", 303)


def _class_of(bench: Workbench, name: str) -> DocumentClass:
    found = next((kind for kind in bench.catalog.with_fields if kind.name == name), None)
    if found is None:
        raise HTTPException(404, "There is no such class: choose one of the list.")
    return found


def _stated(bench: Workbench, kind: DocumentClass, percent: float, critical: list[str]) -> StatedStandard:
    """Returns what the form states, as differences from the settings."""
    base = bench.standards.base.find(kind.name) or kind
    names = [spec.name for spec in base.fields] + ([TABLE] if base.columns else [])
    if unknown := set(critical) - set(names):
        raise HTTPException(422, f"The class {kind.title} has no field {sorted(unknown)[0]}: load the page again.")
    if not set(critical) & {spec.name for spec in base.fields}:
        raise HTTPException(422, "Choose at least one critical field: without one, every document is accepted.")
    before, wanted = set(_critical(base)), set(critical)
    importance: dict[str, Importance] = {
        name: "critical" if name in wanted else "supporting" for name in names if (name in before) != (name in wanted)
    }
    return StatedStandard(document_class=kind.name, promise=round(percent / 100, 6), importance=importance)


def _critical(kind: DocumentClass) -> list[str]:
    table = any(column.importance == "critical" for column in kind.columns)
    return [*kind.critical_fields, *([TABLE] if table else [])]


def _meaning(bench: Workbench, kind: DocumentClass, promise: float) -> tuple[Meaning, list[Curve]]:
    checks = Promises(bench).checks(kind)
    choice = Promises(bench).choose(kind.name, promise, checks)
    own = own_history(checks, bench.store.standards.accepted(kind.name))
    shipped = labeled(bench.decision.known, kind.name)
    at = choice.measured.threshold
    curves = [
        _curve("Your documents", own, promise, at),
        _curve("Labeled documents of the models", shipped, promise, at),
    ]
    return Meaning(choice, shipped.at(at), own.at(at)), curves


def _curve(title: str, evidence: Evidence, promise: float, threshold: float) -> Curve:
    points, here = evidence.curve(), evidence.at(threshold)
    shown: dict[str, Any] = {"title": title, "points": points, "documents": round(evidence.documents)}
    return Curve(svg=curve_chart(title, points, promise, here), **shown)
