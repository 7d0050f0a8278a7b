"""The directory of who is who: a page for admins, and the same as HTTP API."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, HTTPException, Path, Query, Request, UploadFile
from pydantic import Field
from starlette.responses import RedirectResponse, Response, StreamingResponse

from directory.csv_file import DirectoryFile, parse
from portal.context import Bench
from portal.pages import render
from portal.security import require
from portal.wording import sentence
from schemas.errors import ConfigurationError, LimitExceeded
from schemas.geometry import Frozen
from schemas.parties import PartyEntry
from services.directory import Imported, export, import_rows
from services.workbench import Workbench
from store.accounts import User

router = APIRouter()

SHOWN = 50
MOST_SHOWN = 200
MOST_ERRORS = 20
MOST_TEXT = 200

Admin = Annotated[User, Depends(require("admin"))]
AdminProgram = Annotated[User, Depends(require("admin", scope="admin"))]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Text = Annotated[str, Query(max_length=MOST_TEXT, description="Part of a name, an address or an identifier.")]
DONE = {"removed": "It is removed. Documents that are processed from now on do not use it."}


class LineProblem(Frozen):
    """What of a file's line was left out."""

    line: int
    message: str


class ImportView(Frozen):
    """What a file did to the directory, or would do."""

    rows: int
    added: int
    changed: int
    same: int
    dry_run: bool
    errors: tuple[LineProblem, ...] = Field(default=())


# ----------------------------------------------------------------------------------------------------------------------
# The page


@router.get("/admin/directory", include_in_schema=False)
def page(
    request: Request,
    bench: Bench,
    user: Admin,
    q: Text = "",
    after: Annotated[str, Query(max_length=400)] = "",
    after_id: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    done: str = "",
) -> Response:
    """The entries by name, those that were looked for first, and forms to import and export."""
    return _page(request, bench, q=q, after=after, after_id=after_id, done=DONE.get(done, ""))


@router.post("/admin/directory", include_in_schema=False)
def import_by_form(
    request: Request,
    bench: Bench,
    user: Admin,
    file: Annotated[UploadFile, File()],
    dry_run: Annotated[bool, Form()] = False,
) -> Response:
    """Imports a file, or reports what that would do."""
    try:
        done = _imported(bench, file, user, dry_run=dry_run)
    except (ConfigurationError, LimitExceeded) as error:
        return _page(request, bench, status=422, wrong=sentence(error.message))
    return _page(request, bench, imported=_view(done, dry_run=dry_run))


@router.get("/admin/directory/export", include_in_schema=False)
def export_by_link(bench: Bench, user: Admin) -> Response:
    """The whole directory as CSV."""
    return _file(bench)


@router.post("/admin/directory/{number}/remove", include_in_schema=False)
def remove_by_form(
    bench: Bench,
    user: Admin,
    number: Number,
    kind: Annotated[str, Form(max_length=32)] = "",
    value: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Removes an entry, or one value of it."""
    if kind:
        bench.store.parties.remove_value(number, kind, value, actor=user.name)
    else:
        bench.store.parties.remove(number, actor=user.name)
    return RedirectResponse("/admin/directory?done=removed", 303)


# ----------------------------------------------------------------------------------------------------------------------
# The API

api = APIRouter(prefix="/api/v1/directory", tags=["directory"])


@api.get("")
def entries(
    bench: Bench,
    user: AdminProgram,
    q: Text = "",
    after: Annotated[str, Query(max_length=400, description="The name of the last entry of the page before.")] = "",
    after_id: Annotated[int, Query(ge=0, le=2**31 - 1, description="Its number.")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_SHOWN)] = SHOWN,
) -> list[PartyEntry]:
    """Lists organizations by name, page by page."""
    return bench.store.parties.page(q, after=after, after_id=after_id, limit=limit)


@api.get("/export", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def export_all(bench: Bench, user: AdminProgram) -> Response:
    """Returns the whole directory as a file that the import takes."""
    return _file(bench)


@api.post("/import")
def import_file(
    bench: Bench,
    user: AdminProgram,
    file: Annotated[UploadFile, File(description="CSV with name and any of the directory's columns.")],
    dry_run: Annotated[bool, Form(description="Show what would change, and change nothing.")] = False,
) -> ImportView:
    """Adds a file's organizations; what is known stays. Lines with errors are named, and the others are taken."""
    try:
        return _view(_imported(bench, file, user, dry_run=dry_run), dry_run=dry_run)
    except ConfigurationError as error:
        raise HTTPException(422, sentence(error.message)) from None


@api.get("/{number}")
def entry(bench: Bench, user: AdminProgram, number: Number) -> PartyEntry:
    """Returns an organization."""
    return bench.store.parties.entry(number)


@api.delete("/{number}", status_code=204)
def remove(bench: Bench, user: AdminProgram, number: Number) -> None:
    """Removes an organization with all that it is known by."""
    bench.store.parties.remove(number, actor=user.name)


router.include_router(api)


def _imported(bench: Workbench, file: UploadFile, user: User, *, dry_run: bool) -> Imported:
    return import_rows(bench.store.parties, _read(bench, file), actor=user.name, dry_run=dry_run)


def _read(bench: Workbench, file: UploadFile) -> DirectoryFile:
    limit = bench.settings.limits.bytes
    if (file.size or 0) > limit:
        raise LimitExceeded(f"the file has more than {limit} bytes: import it in parts")
    try:
        return parse(file.file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ConfigurationError("the file is no UTF-8 text: save it as CSV UTF-8") from None


def _view(done: Imported, *, dry_run: bool) -> ImportView:
    errors = tuple(LineProblem(line=e.line, message=e.message) for e in done.file.errors[:MOST_SHOWN])
    counts = vars(done.written)
    return ImportView(rows=len(done.file.rows), **counts, dry_run=dry_run, errors=errors)


def _file(bench: Workbench) -> Response:
    headers = {"Content-Disposition": 'attachment; filename="directory.csv"'}
    return StreamingResponse(export(bench.store.parties), media_type="text/csv; charset=utf-8", headers=headers)


def _page(
    request: Request,
    bench: Workbench,
    *,
    status: int = 200,
    q: str = "",
    after: str = "",
    after_id: int = 0,
    done: str = "",
    wrong: str = "",
    imported: ImportView | None = None,
) -> Response:
    found = bench.store.parties.page(q, after=after, after_id=after_id, limit=SHOWN + 1)
    return render(
        request,
        "admin_directory.html",
        status=status,
        entries=found[:SHOWN],
        last=found[SHOWN - 1] if len(found) > SHOWN else None,
        total=bench.store.parties.count(q),
        q=q,
        done=done,
        wrong=wrong,
        imported=imported,
        most_errors=MOST_ERRORS,
    )
