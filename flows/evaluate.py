"""The scheduled evaluation: how the models in use do on what people checked, and which thresholds that allows."""

from __future__ import annotations

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows.discreet import discreet
from flows.recovery import note_process
from flows.tasks import bench
from services.evaluation import Evaluation, evaluate


@flow(name="evaluate-models", persist_result=False)
@discreet()
def evaluate_models(days: float = 30) -> dict[str, int]:
    """Evaluates the models in use on reviewed documents and second looks; proposes thresholds, and changes nothing.

    Args:
        days: How far back answers count.

    Returns:
        How many groups were evaluated, and how many thresholds are proposed.
    """
    note_process()
    found = evaluate(bench(), days=days)
    create_markdown_artifact(key="evaluation", markdown=told(found, days), description=f"{days:g} days")
    return {"groups": len(found.classes), "proposals": len(found.proposals)}


def told(found: Evaluation, days: float) -> str:
    """Returns an evaluation as tables for the UI."""
    lines = [f"Values that people checked in the last {days:g} days", ""]
    lines += ["| class | model | sample | documents | values | right | interval |", "|---|---|---|---|---|---|---|"]
    for one in found.classes:
        right = f"{one.right.seen} | {one.right.mean:.3f} | {one.right.low:.3f} to {one.right.high:.3f}"
        lines.append(f"| {one.document_class} | {one.model} | {one.sample} | {one.documents} | {right} |")
    lines += [
        "",
        "Thresholds that settings state, and what the evidence allows. A person approves one by setting it.",
        "",
    ]
    lines += ["| class | stated | proposed | certified | setting |", "|---|---|---|---|---|"]
    for proposal in found.proposals:
        certified = "yes" if proposal.certified else "not yet"
        thresholds = f"{proposal.stated:.4g} | {proposal.proposed:.4g}"
        lines.append(f"| {proposal.document_class} | {thresholds} | {certified} | `{proposal.setting}` |")
    return "\n".join(lines)
