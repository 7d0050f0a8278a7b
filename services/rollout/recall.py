"""Every document that a release touched: read again by the current model, or looked at by a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from registry.releases import ON_TRIAL, find_release
from schemas.errors import ConfigurationError, ReviewConflict, UnknownDocument
from schemas.outcome import Outcome
from schemas.review import REVIEWED
from services import review
from services.stage_results import FIELDS
from services.workbench import Workbench
from values.groups import groups

How = Literal["count", "reprocess", "review"]
PAGE = 200


@dataclass
class Recalled:
    """What a recall found, by document id.

    ``taken`` are now read again or reviewed; ``waiting`` were so already; ``decided`` a person decided, and they are
    left as they are; ``held`` a person works on now.
    """

    version: str
    taken: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    decided: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)

    @property
    def touched(self) -> int:
        """How many documents the release read that no other version has read since."""
        return len(self.taken) + len(self.waiting) + len(self.decided) + len(self.held)


def recall(bench: Workbench, version: str, how: How, *, actor: str) -> Recalled:
    """Finds what a release read, by the versions of stage results, and takes it back; run twice, it does nothing more.

    Args:
        bench: The store.
        version: The release.
        how: ``count`` changes nothing.
        actor: Who wants it.

    Raises:
        ConfigurationError: There is no such release, or it still reads documents.
    """
    release = find_release(bench.settings.models, version)
    if how != "count" and (release.status == "current" or release.status in ON_TRIAL):
        raise ConfigurationError(f"release {version} is {release.status}: first fieldwright models rollback {version}")
    result = Recalled(version)
    for some in groups(bench.store.made_by(FIELDS, containing=release.mark), PAGE):
        outcomes = bench.store.outcomes(some)
        people = bench.store.stages_of(some)
        for document_id in some:
            group = _group(
                bench, document_id, outcomes.get(document_id), how, is_reviewed=REVIEWED in people[document_id]
            )
            if group == "taken" and how != "count":
                group = _take(bench, version, document_id, how, actor)
            getattr(result, group).append(document_id)
    if how != "count":
        told = {name: len(getattr(result, name)) for name in ("taken", "waiting", "decided", "held")}
        bench.store.append_event(None, "model_recalled", {"version": version, "how": how, **told}, actor=actor)
    return result


def _group(bench: Workbench, document_id: str, outcome: Outcome | None, how: How, *, is_reviewed: bool) -> str:
    if outcome is None:
        return "waiting"
    if is_reviewed:
        return "decided"
    row = bench.store.reviews.row(document_id)
    if row is not None and row.assignee is not None:
        return "held"
    return "waiting" if how == "review" and outcome.status == "needs_review" else "taken"


def _take(bench: Workbench, version: str, document_id: str, how: How, actor: str) -> str:
    why = f"release {version} is recalled"
    try:
        if how == "review":
            review.reopen(bench, document_id, why, user=actor)
            return "taken"
        return "taken" if bench.store.reopen(document_id, why, actor=actor) else "waiting"
    except (ReviewConflict, UnknownDocument):
        return "held"
