"""``fieldwright gameday``: drills, played in systems of their own, as a table or JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from fieldwright.console import console, escaped, hush, notes
from gameday.drill import Played
from schemas.settings import load_settings

WIDE = 150
"""Columns of a terminal from which the table shows everything."""
FAILED = 1
"""Exit code where a drill was not detected, alerted, mitigated or recovered."""
UNCHECKED = 2
"""Exit code where all was seen but the alerts, because promtool is missing."""


def show() -> None:
    """Lists the drills."""
    from gameday.game import all_drills

    table = Table("drill", "fault", "alert", header_style="bold")
    for drill in all_drills():
        table.add_row(drill.name, escaped(drill.fault), drill.alert)
    console.print(table)


def run(names: Sequence[str], *, output: Path | None, home: Path | None) -> int:
    """Plays drills, prints what was seen of each, and returns the exit code."""
    from gameday.game import chosen_drills, play_all

    hush()
    drills, played = chosen_drills(names), list[Played]()
    for made in play_all(
        drills, load_settings().models, home, begun=lambda drill: console.print(f"{drill.name}: {escaped(drill.fault)}")
    ):
        played.append(made)
        _report(made)
    _print(played)
    if output is not None:
        output.write_text(json.dumps([one.as_row() for one in played], indent=1) + "\n", encoding="utf-8")
    if not all(one.ended for one in played):
        return FAILED
    return UNCHECKED if any(one.unchecked for one in played) else 0


def _report(made: Played) -> None:
    steps = (
        ("detected", made.detected_s, made.detected_by), ("alerted", made.alerted_s, made.alert),
        ("mitigated", made.mitigated_s, made.mitigation), ("recovered", made.recovered_s, made.recovery),
    )  # fmt: skip
    for step, seconds, told in steps:
        if seconds is not None:
            console.print(f"  {step:9} after {_time(seconds):>7}: {escaped(told)}", highlight=False)
    for command in made.mitigated_by:
        console.print(f"    $ {escaped(command)}", highlight=False)
    if made.unchecked:
        console.print(f"  {made.unchecked}", highlight=False)
    if made.problem:
        console.print(f"  [red]{escaped(made.problem)}[/red]", highlight=False)


def _print(played: Sequence[Played]) -> None:
    """Prints the times; a wide terminal also shows fault and alert, which are printed above in any case."""
    is_wide = console.width >= WIDE
    more = ("fault", "alert") if is_wide else ()
    table = Table(header_style="bold", title="times of the drill's clock, skipped waiting times included")
    for heading in ("drill", *more, "detected", "alerted", "mitigated", "recovered", "real", ""):
        table.add_column(heading, no_wrap=heading != "" and heading not in more)
    for one in played:
        times = (one.detected_s, one.alerted_s, one.mitigated_s, one.recovered_s)
        told = ["-" if seconds is None else _time(seconds) for seconds in times]
        end = "passed" if one.passed else one.problem or one.unchecked
        facts = [escaped(one.fault), one.alert] if is_wide else []
        table.add_row(one.name, *facts, *told, f"{one.took_s:.0f} s", escaped(end))
    console.print(table)
    passed = sum(one.passed for one in played)
    console.print(f"{passed} of {len(played)} drills were detected, alerted, mitigated and recovered")
    if unchecked := sum(one.ended and bool(one.unchecked) for one in played):
        notes.print(f"{unchecked} more but for their alerts, which promtool evaluates: apt-get install prometheus")


def _time(seconds: float) -> str:
    """Returns a time as people read it: 45 s, 31 min, 2.0 h or 8.0 d."""
    for unit, size in (("d", 86_400.0), ("h", 3600.0), ("min", 60.0)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}" if unit == "min" else f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"
