"""Finished documents are read again at a higher tier: history and answers of people stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.document import DocumentId
from schemas.outcome import Outcome
from schemas.review import REVIEWED
from schemas.tiers import Tier, at_least
from services.stage_results import tier_read
from services.workbench import Workbench
from store.types import DocumentFilter
from values.groups import groups

PAGE = 200


@dataclass
class Raised:
    """What became of documents, by id.

    ``taken`` are read again by the next run. ``waiting`` had no outcome yet and are read at the tier now. ``current``
    were read at this tier or a higher one. ``decided`` a person reviewed or rejected; they are left as they are.
    ``held`` a person works on now. ``unread`` were rejected before any word was read.
    """

    taken: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    decided: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def chosen(bench: Workbench, status: DocumentFilter | None, document_class: str | None) -> list[DocumentId]:
    """Returns the documents of a status and a class, as lists show them; None is any."""
    found: list[DocumentId] = []
    while page := bench.store.documents(status, document_class, limit=PAGE, offset=len(found)):
        found += [document.id for document in page]
    return found


def raise_tier(
    bench: Workbench, ids: Sequence[DocumentId], tier: Tier, *, with_reviewed: bool = False, actor: str
) -> Raised:
    """Has documents read again that were read at a lower tier; run twice, it does nothing more.

    Args:
        bench: The store.
        ids: The documents.
        tier: What they are read at from now on.
        with_reviewed: Whether those that a person reviewed are read again too. Their answers stay; findings that the
            person let pass are shown again.
        actor: Who wants it.
    """
    result = Raised()
    for some in groups(ids, PAGE):
        outcomes, stages = bench.store.outcomes(some), bench.store.stages_of(some)
        sources = bench.store.sources(some)
        for document_id in some:
            read_at, outcome = tier_read(stages[document_id]), outcomes.get(document_id)
            is_reviewed = REVIEWED in stages[document_id] and not with_reviewed
            if read_at in at_least(tier):
                group = "current"
            elif read_at is None and outcome is not None:
                group = "unread"
            else:
                group = _group(bench, document_id, outcome, is_reviewed=is_reviewed)
            source = sources[document_id]
            meant = source.tier or bench.settings.tier_of(source.document_class)
            if group in ("taken", "waiting") and meant not in at_least(tier):
                bench.store.state_tier([document_id], tier, actor=actor)
            if group == "taken" and not bench.store.reopen(document_id, f"it is read at tier {tier}", actor=actor):
                group = "waiting"
            getattr(result, group).append(document_id)
    return result


def _group(bench: Workbench, document_id: str, outcome: Outcome | None, *, is_reviewed: bool) -> str:
    from review.corrections import REJECTED

    if outcome is None:
        return "waiting"
    if is_reviewed or any(reason.code == REJECTED for reason in outcome.reasons):
        return "decided"
    row = bench.store.reviews.row(document_id)
    return "held" if row is not None and row.assignee is not None else "taken"
