"""What ops sees in the Prefect UI: outcomes, rejected documents, progress, figures. Ids, counts and advice only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from schemas.outcome import Outcome
from values.wording import quantity

SHORT = 12
"""Characters of a document's id that name it in lists; `fieldwright show` finds it by them."""


EXAMPLES = 3
"""Documents that a row of reasons names."""


def publish_batch(outcomes: Sequence[Outcome], *, portal: str | None) -> None:
    """Publishes a table with one row a document: its id, page, class, status, reason codes and seconds.

    Args:
        outcomes: How the documents of a batch ended.
        portal: Address of the portal, where it is known: then documents have links.
    """
    if not outcomes:
        return
    create_table_artifact(
        key="outcomes",
        description=f"{quantity(len(outcomes), 'document')}: {by_status(outcomes)}",
        table=[
            {
                "document": outcome.document_id[:SHORT],
                **({"page": address_of(outcome.document_id, portal)} if portal else {}),
                "class": outcome.document_class or "",
                "status": outcome.status,
                "reasons": ", ".join(codes_of(outcome)),
                "seconds": round(sum(outcome.timings_s.values()), 2),
            }
            for outcome in outcomes
        ],
    )


def publish_reasons(outcomes: Sequence[Outcome], *, portal: str | None) -> None:
    """Publishes a table with one row for each reason: how many documents have it, and links to some of them.

    Args:
        outcomes: How the documents of a batch ended.
        portal: Address of the portal, where it is known: then there are links to documents and to the queue.
    """
    having: dict[tuple[str, str], list[str]] = {}
    for outcome in outcomes:
        # A document counts once for a reason, however many of its fields have it.
        for code in codes_of(outcome):
            having.setdefault((outcome.status, code), []).append(outcome.document_id)
    if not having:
        return
    rows = []
    for (status, code), ids in sorted(having.items(), key=lambda item: -len(item[1])):
        row: dict[str, object] = {"status": status, "reason": code, "documents": len(ids)}
        if portal:
            row["examples"] = " ".join(f"[{i[:SHORT]}]({address_of(i, portal)})" for i in ids[:EXAMPLES])
            row["queue"] = f"[review]({portal.rstrip('/')}/review)" if status == "needs_review" else ""
        else:
            row["examples"] = " ".join(i[:SHORT] for i in ids[:EXAMPLES])
        rows.append(row)
    create_table_artifact(key="reasons", description=f"reasons of {quantity(len(outcomes), 'document')}", table=rows)


def publish_rejected(outcomes: Sequence[Outcome], *, portal: str | None) -> None:
    """Publishes every rejected document with its reasons, which say what to do; without any, nothing."""
    rejected = [outcome for outcome in outcomes if outcome.status == "rejected"]
    if not rejected:
        return
    rows = []
    for outcome in rejected:
        short = f"`{outcome.document_id[:SHORT]}`"
        linked = f"[{short}]({address_of(outcome.document_id, portal)})" if portal else short
        reasons = "; ".join(f"{reason.message} ({reason.code})".replace("|", "/") for reason in outcome.reasons)
        rows.append(f"| {linked} | {reasons} |")
    advice = "`fieldwright list --status rejected` lists them; after mending a file, put it into the inbox again."
    text = "\n".join(["| document | reasons |", "|---|---|", *rows, "", advice])
    create_markdown_artifact(
        key="rejected", markdown=text, description=f"{quantity(len(rejected), 'document')} rejected"
    )


def publish_unsearchable(count: int) -> str:
    """Publishes that searches do not find documents yet, and what to do; returns that as a sentence."""
    told = f"{quantity(count, 'document')} not searchable yet: the search index does not answer"
    advice = "Start it: the next run of `intake`, or `fieldwright run`, indexes what is missing."
    create_markdown_artifact(key="not-searchable", markdown=f"**{told}.** {advice}", description=told)
    return told


def publish_figures(outcomes: Sequence[Outcome], *, taken_in: int, problems: int) -> None:
    """Publishes the figures of a whole intake as a page: outcomes, seconds a stage, the most frequent reasons."""
    stages: Counter[str] = Counter()
    for outcome in outcomes:
        stages.update(outcome.timings_s)
    # A document counts once for a reason, however many of its fields have it.
    reasons = Counter(code for outcome in outcomes for code in codes_of(outcome))
    rows = [f"| {name} | {seconds / max(len(outcomes), 1):.2f} |" for name, seconds in stages.items()]
    create_markdown_artifact(
        key="figures",
        markdown="\n".join(
            [
                f"**{taken_in}** files taken in, **{problems}** could not be read, **{len(outcomes)}** processed: "
                f"{by_status(outcomes)}",
                "",
                "| stage | seconds a document |",
                "|---|---|",
                *rows,
                "",
                "| reason | documents |",
                "|---|---|",
                *(f"| {code} | {count} |" for code, count in reasons.most_common(10)),
            ]
        ),
    )


def by_status(outcomes: Sequence[Outcome]) -> str:
    """Returns how many documents ended how: "3 accepted, 1 needs_review"."""
    counts = Counter(outcome.status for outcome in outcomes)
    return ", ".join(f"{count} {status}" for status, count in counts.most_common()) or "none"


def codes_of(outcome: Outcome) -> list[str]:
    """Returns the codes of a document's reasons, each once."""
    return list(dict.fromkeys(reason.code for reason in outcome.reasons))


def address_of(document_id: str, portal: str | None) -> str:
    """Returns the address of a document's page in the portal."""
    return f"{(portal or '').rstrip('/')}/documents/{document_id}"
