"""The scheduled training: reviewed documents of taught classes become candidates that a person approves."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact

from flows.discreet import discreet
from flows.recovery import note_process
from flows.tasks import bench
from services.retraining import LEAST, Retrained, retrain


@flow(name="train-candidates", persist_result=False)
@discreet()
def train_candidates(document_class: str | None = None, minutes: float = 15.0, least: int = LEAST) -> dict[str, str]:
    """Trains a candidate for each taught class with enough reviewed documents, in a process of its own.

    Args:
        document_class: The class, taught or shipped; None is every taught class.
        minutes: How long each trains.
        least: Reviewed documents below which a class is left out.

    Returns:
        The candidate of each class, empty where none was trained. None of them reads a document yet.
    """
    note_process()
    made = retrain(bench(), document_class, minutes=minutes, least=least)
    for one in made:
        get_run_logger().info("%s: %d reviewed documents, candidate %s", one.document_class, one.documents, one.version)
    create_markdown_artifact(key="candidates", markdown=told(made), description="candidates to approve")
    return {one.document_class: one.version or "" for one in made}


def told(made: Sequence[Retrained]) -> str:
    """Returns candidates as a table for the UI, with the commands that put them into use."""
    lines = ["| class | reviewed documents | candidate | to approve it |", "|---|---|---|---|"]
    for one in made:
        approve = f"`{one.approve}`" if one.approve else "too few documents"
        lines.append(f"| {one.document_class} | {one.documents} | {one.version or ''} | {approve} |")
    return "\n".join(lines)
