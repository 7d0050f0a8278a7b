"""From a template to an answer: what every page has, and how values are written."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from portal.context import visitor
from portal.navigation import ADMIN_TABS, sections
from portal.wording import event_title, plain, standing_title, standing_tone

HERE = Path(__file__).parent
STATIC = HERE / "static"
THEMES = ("auto", "light", "dark")


def render(
    request: Request, template: str, *, status: int = 200, headers: dict[str, str] | None = None, **values: Any
) -> Response:
    """Returns a page.

    Every template knows ``user`` (or None), ``csrf_token``, ``theme``, ``sections`` (the navigation), ``path`` and
    ``query`` beside the given values. A name that is missing is an error, not an empty place.
    """
    found = visitor(request)
    theme = request.cookies.get("theme", "auto")
    context = {
        "user": found.user,
        "csrf_token": found.csrf_token,
        "theme": theme if theme in THEMES else "auto",
        "sections": sections(found.user, request.url.path),
        "path": request.url.path,
        "query": request.query_params,
    }
    return HTMLResponse(_environment().get_template(template).render(context | values), status, headers=headers)


def static_url(name: str) -> str:
    """Returns the address of a file in ``static``. It changes with any of the files, so browsers may cache it for long.

    The version is a folder and no parameter. So a script that imports ``./app.js`` gets the copy that the page loaded,
    not a second one.
    """
    return f"/static/{static_version()}/{name}"


@cache
def static_version() -> str:
    """Returns a digest of all static files, as they are when the process first asks."""
    digest = hashlib.sha256()
    for path in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return f"v{digest.hexdigest()[:12]}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(["html", "svg"], default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"static_url": static_url, "ADMIN_TABS": ADMIN_TABS}
    environment.globals |= {"standing_title": standing_title, "standing_tone": standing_tone}
    environment.filters |= {
        "moment": moment, "ago": ago, "size": size, "percent": percent, "count": count, "browser": browser,
        "plain": plain, "pair": pair, "event_title": event_title,
    }  # fmt: skip
    return environment


def moment(value: datetime | None) -> str:
    """Writes a moment in UTC: 2024-05-01 12:00."""
    return "" if value is None else f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"


def ago(value: datetime | None, now: datetime | None = None) -> str:
    """Writes how long ago something was: just now, 5 min ago, 3 h ago, 2 days ago, then the day."""
    if value is None:
        return "never"
    seconds = ((now or datetime.now(UTC)) - value).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{seconds // 60:.0f} min ago"
    if seconds < 86_400:
        return f"{seconds // 3600:.0f} h ago"
    if seconds < 7 * 86_400:
        days = int(seconds // 86_400)
        return f"{days} day{'s' if days > 1 else ''} ago"
    return f"{value.astimezone(UTC):%Y-%m-%d}"


def size(value: int) -> str:
    """Writes a number of bytes: 12 kB, 3.4 MB."""
    if value < 1000:
        return f"{value} B"
    if value < 1_000_000:
        return f"{value / 1000:.0f} kB"
    return f"{value / 1_000_000:.1f} MB"


def percent(value: float) -> str:
    """Writes a share: 0.987 is 98 %. Rounded down: nothing looks surer than it is."""
    return f"{int(value * 100 + 1e-9)} %"


def count(number: int, one: str, many: str | None = None) -> str:
    """Writes a number with its noun: 1 document, 2,000 documents."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def browser(agent: str) -> str:
    """Writes a User-Agent header as a person would say it: Firefox on Windows."""
    names = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )  # fmt: skip
    name = next((name for sign, name in names if f"{sign}/" in agent), "")
    system = next((system for sign, system in systems if sign in agent), "")
    return " on ".join(filter(None, (name, system))) or agent.partition("/")[0][:40] or "Unknown browser"


def pair(name: str) -> tuple[str, str]:
    """Returns a code as a choice of a form: the code, and how it is written."""
    return name, name.replace("_", " ")
