"""Drafts of an archive that are worth more work are read again at a higher tier, the most valuable first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from schemas.errors import ConfigurationError
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.tiers import Tier, at_least
from services.reprocess import Raised, raise_tier
from services.stage_results import FIELDS
from services.workbench import Workbench
from store.archives import Candidate
from values.groups import groups

AT_ONCE = 200
STEP = 50
"""Documents that are raised together."""
OPEN = ("accepted", "needs_review")
_AMOUNT = re.compile(r"amount\s*(>=?)\s*(\d+(?:\.\d+)?)")
_CLASS = re.compile(r"class\s*=\s*([\w-]+)")


@dataclass(frozen=True)
class Condition:
    """Which documents are worth it: all that is stated must hold. ``above`` is an amount in the document's currency."""

    status: str | None = None
    document_class: str | None = None
    above: float | None = None
    or_equal: bool = False

    def fits(self, outcome: Outcome, amount: float | None) -> bool:
        """Whether a document fits."""
        if self.status is not None and outcome.status != self.status:
            return False
        if self.document_class is not None and outcome.document_class != self.document_class:
            return False
        if self.above is None:
            return True
        return amount is not None and (amount > self.above or (self.or_equal and amount == self.above))


@dataclass(frozen=True)
class Pick:
    """A document that is worth it, with its pages and its amount."""

    document_id: str
    pages: int
    amount: float | None
    confidence: float

    @property
    def order(self) -> tuple[float, float, str]:
        """The largest amount first, documents without one last; among equals the least sure first."""
        return -(self.amount if self.amount is not None else -1.0), self.confidence, self.document_id


@dataclass(frozen=True)
class Rise:
    """What became of picks: ``raised`` by group, ``pages`` of those that are read again, ``left`` for lack of pages."""

    picked: int
    raised: Raised
    pages: int
    left: int


def condition(text: str) -> Condition:
    """Returns a condition of its text: ``needs_review``, ``class=NAME``, ``amount>NUMBER``, joined by commas.

    Raises:
        ConfigurationError: It is none.
    """
    found: dict[str, str | float | bool | None] = {}
    for part in (one.strip() for one in text.split(",")):
        amount, kind = _AMOUNT.fullmatch(part), _CLASS.fullmatch(part)
        if part in OPEN:
            found["status"] = part
        elif amount:
            found["above"], found["or_equal"] = float(amount[2]), amount[1] == ">="
        elif kind:
            found["document_class"] = kind[1]
        else:
            raise ConfigurationError(
                f"--where does not know {part!r}: state needs_review, accepted, class=invoice or amount>1000,"
                " joined by commas where all must hold"
            )
    return Condition(**found)  # type: ignore[arg-type]


def picks(bench: Workbench, archive: str, tier: Tier, conditions: Sequence[Condition]) -> list[Pick]:
    """Returns the documents of an archive that fit a condition and were read at a lower tier, most valuable first."""
    found = [
        Pick(one.document_id, max(one.pages, 1), amount, one.outcome.confidence or 0.0)
        for one, amount in _with_amounts(bench, _candidates(bench, archive, tier, conditions))
        if any(wanted.fits(one.outcome, amount) for wanted in conditions)
    ]
    return sorted(found, key=lambda pick: pick.order)


def raise_archive(
    bench: Workbench,
    archive: str,
    tier: Tier,
    conditions: Sequence[Condition],
    *,
    most_pages: int | None = None,
    actor: str,
) -> Rise:
    """Has the drafts that are worth it read again; run twice, it does nothing more.

    Args:
        bench: The store.
        archive: The id of the archive.
        tier: The higher tier.
        conditions: A document is worth it if one of them holds.
        most_pages: Pages that are read again at most; the next document that does not fit ends it.
        actor: Who wants it.
    """
    chosen = picks(bench, archive, tier, conditions)
    raised, pages, begin = Raised(), 0, 0
    while begin < len(chosen):
        step: list[Pick] = []
        for pick in chosen[begin : begin + STEP]:
            if most_pages is not None and pages + sum(p.pages for p in step) + pick.pages > most_pages:
                break
            step.append(pick)
        if not step:
            break
        made = raise_tier(bench, [pick.document_id for pick in step], tier, actor=actor)
        for name in (one.name for one in fields(Raised)):
            getattr(raised, name).extend(getattr(made, name))
        taken = set(made.taken)
        pages += sum(pick.pages for pick in step if pick.document_id in taken)
        begin += len(step)
    return Rise(len(chosen), raised, pages, len(chosen) - begin)


def _candidates(bench: Workbench, archive: str, tier: Tier, conditions: Sequence[Condition]) -> Iterator[Candidate]:
    statuses = {one.status for one in conditions if one.status} if all(c.status for c in conditions) else set(OPEN)
    classes = (
        {one.document_class for one in conditions if one.document_class}
        if all(c.document_class for c in conditions)
        else set()
    )
    after = ""
    while some := bench.store.archives.candidates(
        archive, statuses=statuses, classes=classes, after=after, limit=AT_ONCE
    ):
        after = some[-1].document_id
        yield from (one for one in some if one.outcome.tier not in at_least(tier))


def _with_amounts(bench: Workbench, candidates: Iterable[Candidate]) -> Iterator[tuple[Candidate, float | None]]:
    from review.queue import amount_at_stake

    for some in groups(candidates, AT_ONCE):
        read = dict(bench.store.load_all([one.document_id for one in some], FIELDS, Extraction))
        for one in some:
            extraction = read.get(one.document_id)
            if extraction is None:
                yield one, None
                continue
            yield one, amount_at_stake(extraction, bench.catalog.or_other(extraction.document_class))
