"""What every handler can reach: the workbench, the visitor, and who processes uploads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Protocol

from fastapi import Depends
from starlette.requests import HTTPConnection

from portal.authentication import NOBODY, Visitor
from portal.limits import Throttle
from portal.oidc import OidcClient
from portal.page_images import ImageMemory
from services.admission import Admission
from services.operations.exporter import Exporter
from services.rollout.watch import Watch
from services.source_limits import SourceLimits
from services.workbench import Workbench
from store.types import Chain


@dataclass(frozen=True)
class CheckedChain:
    """The state of the audit log's chain of hashes at a moment."""

    chain: Chain
    at: datetime


class DocumentProcessor(Protocol):
    """Processes waiting documents beside the portal; the command line supplies it."""

    @property
    def state(self) -> str:
        """What the processor does now."""
        ...

    def wake(self) -> None:
        """Starts processing of what waits; returns at once."""
        ...


@dataclass
class Portal:
    """One running portal. It hangs on ``app.state.portal``."""

    bench: Workbench
    background: DocumentProcessor | None = None
    """Processes waiting documents; None where the workers of a Prefect server look by themselves."""

    images: ImageMemory = field(default_factory=ImageMemory)
    """The most recently requested page images."""

    oidc: OidcClient | None = None
    """Who signs people in by OpenID Connect, where that is set."""
    chain: CheckedChain | None = None
    """What the last check of the audit log found."""
    exporter: Exporter = field(init=False)
    """Makes the figures of ``/metrics`` and of the operations pages."""

    sources: SourceLimits = field(init=False)
    """Which sources may send documents."""
    admission: Admission = field(init=False)
    """Whether more documents are let in."""
    watch: Watch = field(default_factory=Watch)
    """Checks the release on trial or on watch after labels."""
    uploads: Throttle = field(init=False)
    """How fast each sender may be."""

    def __post_init__(self) -> None:
        self.exporter = Exporter(self.bench)
        self.admission = Admission(self.bench)
        self.sources = SourceLimits(self.bench)
        self.uploads = Throttle(self.bench.settings.flow.uploads_per_minute)

    def check_chain(self) -> CheckedChain:
        """Checks the audit log and remembers what was found."""
        self.chain = CheckedChain(self.bench.store.verify_events(), datetime.now(UTC))
        return self.chain

    def wake(self) -> None:
        """Tells that documents wait."""
        if self.background is not None:
            self.background.wake()


def portal(connection: HTTPConnection) -> Portal:
    """Returns the running portal."""
    found: Portal = connection.app.state.portal
    return found


def bench(connection: HTTPConnection) -> Workbench:
    """Returns the store and the engines."""
    return portal(connection).bench


def visitor(connection: HTTPConnection) -> Visitor:
    """Returns who asks, as the middleware found."""
    found: Visitor = connection.scope.get("fieldwright.visitor", NOBODY)
    return found


Bench = Annotated[Workbench, Depends(bench)]
"""For handlers: ``def page(bench: Bench) -> ...``"""
