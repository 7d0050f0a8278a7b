"""A leak attempt: a token requests from the portal for what its role may not see."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import uvicorn

from gameday.documents import Drawn, receipts
from gameday.drill import Usual
from gameday.system import System
from portal.app import create_app
from schemas.roles import Role, Scope
from telemetry.exposition import samples

START_S = 60.0
TRIES = 40


class LeakAttempt(Usual):
    """Somebody has the token of a viewer, and requests whole documents."""

    name, fault, alert = "F7", "leak attempt: a stolen token requests whole documents", "FieldwrightDeniedRequests"
    viewer, reviewer = "viewer-of-gameday", "reviewer-of-gameday"

    def __init__(self) -> None:
        self._documents: list[Drawn] = []
        self._tokens: dict[str, str] = {}
        self._leaked = 0

    def prepare(self, system: System) -> None:
        """Processes documents, and gives two people a token."""
        self._documents = list(receipts(121, 2))
        system.process(system.arrive(self._documents))
        accounts = system.bench.store.accounts
        people: tuple[tuple[str, Role, list[Scope]], ...] = (
            (self.viewer, "viewer", ["documents:read"]),
            (self.reviewer, "reviewer", ["documents:read", "review"]),
        )
        for name, role, scopes in people:
            user = accounts.add_user(name, role, actor="gameday")
            self._tokens[name] = accounts.add_token(user, "gameday", scopes)[1]

    def break_it(self, system: System) -> None:
        """Requests whole documents, and counts answers that hold one."""
        with running_portal(system) as url:
            self._ask(url, self.viewer)
            self._scrape(system, url)
            for _ in range(TRIES):
                self._ask(url, self.viewer)
            system.wait(minutes=1)
        with running_portal(system) as url:  # another portal has new figures at once
            self._scrape(system, url)

    def detected(self, system: System) -> str | None:
        """Expects that every try was counted as denied."""
        denied = system.value("fieldwright_denied_requests_total", why="right")
        if denied is None or denied < TRIES:
            return None
        return f"denied_requests right = {denied:g}; {self._leaked} answers held a document"

    def mitigate(self, system: System) -> str | None:
        """Locks the user out; the token ends at once."""
        system.command("user", "disable", self.viewer)
        with running_portal(system) as url:
            status = self._ask(url, self.viewer)
        return "the token gets 401, nothing leaked" if status == 401 and not self._leaked else None

    def recover(self, system: System) -> str | None:
        """Checks that others work as before."""
        system.wait(minutes=20)
        system.command("user", "enable", self.viewer)
        with running_portal(system) as url:
            allowed = self._ask(url, self.reviewer)
            self._scrape(system, url)
        return "a reviewer reads whole documents as before" if allowed == 200 else None

    def _ask(self, url: str, who: str) -> int:
        """Requests the history of a document, which viewers may not see, and returns the status of the answer."""
        status, body = fetched(f"{url}/api/v1/documents/{self._documents[0].id}/history", self._tokens[who])
        seller = self._documents[0].truth["seller_name"].encode()
        self._leaked += who == self.viewer and (status == 200 or seller in body)
        return status

    def _scrape(self, system: System, url: str) -> None:
        system.note(samples(fetched(f"{url}/metrics", None)[1].decode()))


@contextmanager
def running_portal(system: System) -> Iterator[str]:
    """Answers requests with the portal of a system, and returns its address."""
    server = uvicorn.Server(uvicorn.Config(create_app(system.bench), host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, name="portal", daemon=True)
    thread.start()
    until = time.monotonic() + START_S
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.05)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def fetched(url: str, token: str | None) -> tuple[int, bytes]:
    """Returns status and body of an answer; 0 where nobody answers."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with urlopen(Request(url, headers=headers), timeout=30) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()
    except URLError:
        return 0, b""


def drills() -> list[LeakAttempt]:
    """Returns the drills of this file."""
    return [LeakAttempt()]
