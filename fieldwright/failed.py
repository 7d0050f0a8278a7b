"""``fieldwright failed`` and ``fieldwright requeue``: rejected documents, and processing them again."""

from __future__ import annotations

import getpass
from collections import Counter
from collections.abc import Sequence

from rich.table import Table

from fieldwright.console import console, escaped, notes, print_json
from schemas.errors import ConfigurationError
from schemas.outcome import Outcome
from schemas.settings import load_settings
from services.dead_letter import document_of, failed, requeue
from services.workbench import Workbench
from values.wording import quantity

SHORT = 12


def show(*, reason: str | None, limit: int, as_json: bool) -> None:
    """Prints rejected documents with the codes and sentences of their reasons, and how many have which code."""
    with Workbench(load_settings()) as bench:
        outcomes = failed(bench, reason, limit=limit)
        if reason is not None and not outcomes:
            _name_reasons(failed(bench), reason)
        sources = bench.store.sources([outcome.document_id for outcome in outcomes])
    if as_json:
        print_json(
            [{"file": sources[o.document_id].name, **o.model_dump(mode="json", include=_SHOWN)} for o in outcomes]
        )
        return
    table = Table("id", "document", "reason", "what happened, what to do", header_style="bold")
    for outcome in outcomes:
        codes, messages = zip(*((one.code, one.message) for one in outcome.reasons), strict=True)
        name = escaped(sources[outcome.document_id].name)
        table.add_row(outcome.document_id[:SHORT], name, "\n".join(codes), escaped("; ".join(messages)))
    if outcomes:
        console.print(table)
    told = _counted(outcomes)
    console.print(f"{quantity(len(outcomes), 'rejected document')}{': ' + told if told else ''}")


def again(documents: Sequence[str], *, reason: str | None) -> None:
    """Has documents processed again: those that are named, or all that were rejected for a reason."""
    if bool(documents) == (reason is not None):
        raise ConfigurationError("name documents, or a reason with --all-reason")
    with Workbench(load_settings()) as bench:
        if reason is not None:
            ids = [outcome.document_id for outcome in failed(bench, reason)]
            if not ids:
                _name_reasons(failed(bench), reason)
        else:
            ids = [document_of(bench, named) for named in documents]
        count = requeue(bench, ids, actor=getpass.getuser())
    console.print(
        "1 document waits again: fieldwright run processes it"
        if count == 1
        else f"{quantity(count, 'document')} wait again: fieldwright run processes them"
    )


def _counted(outcomes: Sequence[Outcome]) -> str:
    """Returns how many documents have which reason."""
    counts = Counter(code for outcome in outcomes for code in dict.fromkeys(one.code for one in outcome.reasons))
    return ", ".join(f"{count} {code}" for code, count in counts.most_common())


def _name_reasons(outcomes: Sequence[Outcome], reason: str) -> None:
    """Tells which reasons there are instead of one that no document has."""
    told = _counted(outcomes)
    if told:
        notes.print(f"no document was rejected for {escaped(reason)}; there are {told}", highlight=False)


_SHOWN = {"document_id", "document_class", "reasons"}
