"""The scheduled look at the release on trial: one that is worse is rolled back before the next batch."""

from __future__ import annotations

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact

from flows.discreet import discreet
from flows.recovery import note_process
from flows.tasks import bench
from services.rollout.watch import Look, check


@flow(name="check-release", persist_result=False)
@discreet()
def check_release() -> str:
    """Compares the release on trial with the current model on what people checked, and rolls it back if it is worse.

    Returns:
        The status of the release, ``none`` where none is on trial.
    """
    note_process()
    found = check(bench())
    if found is None:
        return "none"
    create_markdown_artifact(key="release", markdown=told(found), description=found.release.version)
    if found.worse is not None:
        get_run_logger().warning("release %s is rolled back: %s", found.release.version, found.release.why)
    return found.release.status


def told(found: Look) -> str:
    """Returns a look at a trial as a table for the UI."""
    lines = [f"{found.release.version}: **{found.release.status}** {found.release.why}", ""]
    lines += ["| slice | documents | right | now | difference | interval | |", "|---|---|---|---|---|---|---|"]
    for one in found.slices:
        name, count = one.name.replace("|", " "), f"{one.candidate_documents} / {one.current_documents}"
        lines.append(
            f"| {name} | {count} | {one.candidate:.3f} | {one.current:.3f} | {one.difference:+.3f}"
            f" | {one.low:+.3f} to {one.high:+.3f} | {one.verdict} |"
        )
    return "\n".join(lines)
