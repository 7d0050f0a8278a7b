"""``fieldwright slo``: the objectives, how their error budgets stand, and the alert rules made of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.table import Table

from fieldwright.console import console, notes, print_json
from schemas.errors import ConfigurationError
from schemas.settings import load_settings
from services.operations.alerts import rules_text
from services.operations.exporter import MOST_CHECKED, tallies
from services.operations.objectives import COUNTS_NEEDED, burns, load_objectives
from services.workbench import Workbench


def rules(*, output: Path | None, check: bool) -> None:
    """Prints the rules, writes them, or checks that a file holds them."""
    settings = load_settings()
    if not settings.objectives.exists():
        raise ConfigurationError(f"{settings.objectives} is missing: set FIELDWRIGHT_OBJECTIVES")
    text = rules_text(load_objectives(settings.objectives))
    if output is None:
        console.file.write(text)
    elif not check:
        try:
            output.parent.mkdir(parents=True, exist_ok=True)
            output.write_text(text)
        except OSError as error:
            raise ConfigurationError(f"{output} cannot be written ({error.strerror}): choose another place") from None
        notes.print(f"wrote {output}")
    elif not output.exists() or output.read_text() != text:
        raise ConfigurationError(f"{output} is not what {settings.objectives} makes: run slo rules without --check")


def show(*, as_json: bool) -> None:
    """Prints each objective with its burn rate over the window."""
    settings = load_settings()
    found = load_objectives(settings.objectives)
    now = datetime.now(UTC)
    with Workbench(settings) as bench:
        counts = bench.store.counters.by_day(COUNTS_NEEDED, now.date() - timedelta(days=found.window_days - 1))
        checked = bench.store.samples.checked_values(now - timedelta(days=found.window_days), MOST_CHECKED)
        rates = burns(found.objectives, counts, tallies(checked, bench.catalog))
    if as_json:
        print_json([vars(burn) for burn in rates])
        return
    if not settings.objectives.exists():
        notes.print(f"no objectives: {settings.objectives} is missing, set FIELDWRIGHT_OBJECTIVES")
    table = Table("objective", "class", "bad", "of", "budget used", header_style="bold")
    for burn in rates:
        table.add_row(
            burn.objective, burn.document_class, f"{burn.bad:g}", f"{burn.seen:g}", f"{burn.rate:.0%}",
            style="red" if burn.rate > 1 else "",
        )  # fmt: skip
    console.print(table)
    silent = [one.name for one in found.objectives if one.name not in {burn.objective for burn in rates}]
    if silent:
        console.print(f"nothing seen in {found.window_days} days: {', '.join(silent)}")
