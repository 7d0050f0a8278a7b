"""``fieldwright promise``: what is promised for each class, and how well that is known."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from fieldwright.console import console, print_json
from review.promise import Choice
from schemas.settings import load_settings
from services.stages.promises import promises


def show(*, as_json: bool) -> None:
    """Prints promise, threshold, share accepted, errors seen, their bound and the missing evidence, by class."""
    settings = load_settings()
    rows = {kind.name: choice for kind, choice in promises(settings)}
    if as_json:
        print_json([{"document_class": name, **_row(choice)} for name, choice in rows.items()])
        return
    table = Table(header_style="bold")
    for heading in ("class", "promise", "from", "accepted", "wrong", "bound"):
        table.add_column(heading, no_wrap=True)
    for name, choice in rows.items():
        found = choice.measured
        table.add_row(
            name, f"{choice.promise:.3f}", f"{found.threshold:.3f}", f"{found.accepted} of {found.documents}",
            str(found.wrong), f"{found.bound:.3f}",
        )  # fmt: skip
    console.print(table)
    console.print("from: confidence to accept from. accepted, wrong: labelled documents that were held out.")
    console.print("bound: with 95 % confidence, no larger share of the accepted is wrong.")
    for name, choice in rows.items():
        console.print(f"{name}: {_known_by(choice)}.")


def _row(choice: Choice) -> dict[str, Any]:
    found = choice.measured
    return {
        "promise": choice.promise,
        "threshold": found.threshold,
        "documents": found.documents,
        "accepted": found.accepted,
        "share_accepted": round(found.share, 4),
        "wrong": found.wrong,
        "bound_95": round(found.bound, 4),
        "certified": choice.certified,
        "missing_documents": choice.missing,
        "own_evidence": choice.by_class,
        "stated": choice.stated,
        "own_documents": choice.own,
        "broken": choice.is_broken,
        "raised_from": choice.raised_from,
        "second_looks": _looks(choice),
    }


def _looks(choice: Choice) -> dict[str, int] | None:
    audited = choice.audited
    return {"accepted": audited.accepted, "wrong": audited.wrong} if audited is not None else None


def _known_by(choice: Choice) -> str:
    if choice.raised_from is not None and choice.audited is not None:
        return (
            f"second looks found {choice.audited.wrong} of {choice.audited.accepted} accepted documents wrong; the"
            f" threshold rose from {choice.raised_from:.3f} by itself"
        )
    if choice.is_broken:
        return "second looks show that the promise is broken; the settings state this threshold: raise it"
    if choice.own:
        return "certified by the documents that people checked here"
    if choice.stated:
        return "the settings state this threshold"
    if choice.certified:
        return "certified: the promise is broken with a chance of at most 5 %"
    if choice.by_class:
        return f"a default: {choice.missing} more accepted documents without an error are missing"
    return f"a default without evidence of its own: {choice.missing} accepted documents without an error are missing"
