"""``fieldwright reprocess``: documents are read again at a higher tier."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import asdict
from typing import cast

from fieldwright.console import console, print_json
from fieldwright.list import STATUSES
from schemas.errors import ConfigurationError
from schemas.settings import load_settings
from schemas.tiers import raised_tier
from services.dead_letter import document_of
from services.reprocess import Raised, chosen, raise_tier
from services.workbench import Workbench, check_class
from store.types import DocumentFilter
from values.wording import quantity

TOLD = {
    "taken": "wait to be read again: fieldwright run processes them",
    "waiting": "waited already",
    "current": "were read at this tier or a higher one",
    "decided": "a person decided: --reviewed reads reviewed ones too, and keeps the answers",
    "held": "a person reviews now: try again later",
    "unread": "were rejected before any word was read: fieldwright failed",
}


def run(
    documents: Sequence[str],
    *,
    tier: str,
    status: str | None,
    document_class: str | None,
    with_reviewed: bool,
    as_json: bool,
) -> None:
    """States a tier for documents, named or chosen by status and class, and has them read again where it is higher."""
    stated = raised_tier(tier)
    if status is not None and status not in STATUSES:
        raise ConfigurationError(f"--status takes one of {', '.join(STATUSES)}")
    if bool(documents) == (status is not None or document_class is not None):
        raise ConfigurationError("name documents, or choose them by --status and --document-class")
    settings = load_settings()
    check_class(settings, document_class)
    with Workbench(settings) as bench:
        if documents:
            ids = [document_of(bench, named) for named in documents]
        else:
            ids = chosen(bench, cast("DocumentFilter | None", status), document_class)
        raised = raise_tier(bench, ids, stated, with_reviewed=with_reviewed, actor=getpass.getuser())
    if as_json:
        print_json(asdict(raised))
    else:
        print_raised(raised)


def print_raised(raised: Raised) -> None:
    """Prints how many documents are read again, and what became of the others."""
    for name, ids in asdict(raised).items():
        if ids or name == "taken":
            console.print(f"{quantity(len(ids), 'document')} {TOLD[name]}")
