"""The threshold that keeps what is promised for each class, and the evidence behind it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from schemas.classes import SHIPPED
from schemas.settings import Settings
from schemas.standards import Check
from schemas.vocabulary import DocumentClass
from services.stages.checks import check_of, standard_of
from services.standards import REFRESH_S, KeptChoice
from services.workbench import Workbench

if TYPE_CHECKING:
    from review.decision import Known
    from review.policy import Standard
    from review.promise import Choice

MOST_CHECKS = 400
"""The newest checked documents of a class: older ones were read by older models."""


class Promises:
    """Thresholds by class, from labeled documents and from those that people checked.

    Args:
        bench: Settings, store and the model of confidence.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._kept = bench.kept_choices

    def choice(self, document_class: str) -> Choice:
        """Returns the threshold that keeps the promise for a class, and how well that is known."""
        now, stated = time.monotonic(), self._bench.standards.stated().get(document_class)
        kept = self._kept.get(document_class)
        if kept is None or now - kept.made_at > REFRESH_S or kept.stated != stated:
            kind = self._bench.catalog.find(document_class)
            checks = self.checks(kind) if kind is not None else []
            kept = KeptChoice(self.choose(document_class, self.promise(document_class), checks), now, stated)
            self._kept[document_class] = kept
        return kept.choice

    def promise(self, document_class: str) -> float:
        """Returns the promise for a class: an admin's, else that of the settings."""
        stated = self._bench.standards.stated().get(document_class)
        if stated is not None and stated.promise is not None:
            return stated.promise
        return self._bench.settings.promise.of(document_class)

    def choose(
        self, document_class: str, promise: float, checks: Sequence[Check], *, with_stated: bool = True
    ) -> Choice:
        """Returns the threshold that would keep a promise, given checked documents of the class.

        Without ``with_stated`` a threshold of the settings does not count: evidence alone chooses.
        """
        from review.promise import choose

        checked = [known_of(check) for check in checks]
        return choose(
            self._bench.decision.known,
            document_class,
            promise,
            stated=self._bench.settings.promise.thresholds.get(document_class) if with_stated else None,
            taught=SHIPPED.find(document_class) is None,
            checked=checked,
            audited=[known for known, check in zip(checked, checks, strict=True) if check.audited],
        )

    def checks(self, kind: DocumentClass) -> list[Check]:
        """Returns the newest checked documents of a class as the model in use judges them.

        Checks under other critical fields or another model are made again, and kept if ``kind`` is the class in use.
        """
        store, standard = self._bench.store.standards, standard_of(self._bench, kind)
        found, again = [], []
        for check in store.checks(kind.name, MOST_CHECKS):
            if check.standard == standard:
                found.append(check)
            elif (made := check_of(self._bench, check.document_id, kind, check.audited, standard)) is not None:
                found.append(made)
                again.append(made)
        if again and kind == self._bench.catalog.find(kind.name):
            store.record(again)
        return found


def standard_for(bench: Workbench, document_class: DocumentClass) -> Standard:
    """Returns what documents of a class are held against: the promise, and the confidence that keeps it."""
    from review.policy import Standard

    chosen = Promises(bench).choice(document_class.name)
    return Standard(chosen.promise, chosen.measured.threshold, bench.decision)


def known_of(check: Check) -> Known:
    """Returns a checked document as evidence for a threshold; each is a family of its own."""
    from review.decision import Known

    return Known(
        document_class=check.document_class,
        family=check.document_id[:16],
        confidence=check.confidence,
        right=check.right,
    )


def promises(settings: Settings) -> Sequence[tuple[DocumentClass, Choice]]:
    """Returns the choice of a threshold for each class with fields, in the order of the catalog."""
    with Workbench(settings) as bench:
        return [(kind, Promises(bench).choice(kind.name)) for kind in bench.catalog.with_fields]
