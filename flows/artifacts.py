"""What ops sees in the Prefect UI: outcomes of a batch, progress of an intake, figures. Ids and counts only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from schemas.outcome import Outcome


def publish_batch(outcomes: Sequence[Outcome]) -> None:
    """Publishes a table with one row a document: its id, class, status, reason codes and seconds."""
    if not outcomes:
        return
    create_table_artifact(
        key="outcomes",
        description=f"{len(outcomes)} documents: {_counted(outcomes)}",
        table=[
            {
                "document": outcome.document_id[:12],
                "class": outcome.document_class or "",
                "status": outcome.status,
                "reasons": ", ".join(dict.fromkeys(reason.code for reason in outcome.reasons)),
                "seconds": round(sum(outcome.timings_s.values()), 2),
            }
            for outcome in outcomes
        ],
    )


def publish_figures(outcomes: Sequence[Outcome], *, taken_in: int, problems: int) -> None:
    """Publishes the figures of a whole intake as a page: outcomes, seconds a stage, the most frequent reasons."""
    stages: Counter[str] = Counter()
    for outcome in outcomes:
        stages.update(outcome.timings_s)
    reasons = Counter(reason.code for outcome in outcomes for reason in outcome.reasons)
    rows = [f"| {name} | {seconds / max(len(outcomes), 1):.2f} |" for name, seconds in stages.items()]
    create_markdown_artifact(
        key="figures",
        markdown="\n".join(
            [
                f"**{taken_in}** files taken in, **{problems}** could not be read, **{len(outcomes)}** processed: "
                f"{_counted(outcomes)}",
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


def _counted(outcomes: Sequence[Outcome]) -> str:
    counts = Counter(outcome.status for outcome in outcomes)
    return ", ".join(f"{count} {status}" for status, count in counts.most_common()) or "none"
