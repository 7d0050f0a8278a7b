"""One drill: what breaks, how that is seen, what mends it; and how a drill is played and timed."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Protocol

from gameday.alerts import Firing, Scrape, alert_of, can_evaluate, firing, runbook_of, waits_minutes
from gameday.system import CommandFailed, Engines, System
from schemas.errors import DocumentError
from services.operations.objectives import load_objectives

Base = Literal["", "text", "scans"]
HISTORY_MINUTES = 720
"""Minutes before the fault that an alert is evaluated over, unless the drill needs more."""
SLACK_MINUTES = 5


class Drill(Protocol):
    """A fault, and what is expected of the system.

    Attributes:
        name: What it is called on the command line: F1, camera-app ...
        fault: What breaks, in a few words.
        alert: The alert that must fire.
        labels: Labels that the alert must have.
        base: The system that it begins with: empty, or one that processed documents before.
        age_days: How long before the fault those documents arrived.
        settings: Settings of its system.
        history_minutes: How much before the fault the alert's expression needs.
    """

    name: str
    fault: str
    alert: str
    labels: Mapping[str, str]
    base: Base
    age_days: float
    settings: Mapping[str, Any]
    history_minutes: int

    def prepare(self, system: System) -> None:
        """Lets the system run as usual before the fault."""
        ...

    def break_it(self, system: System) -> None:
        """Makes the fault, and lets the system run with it."""
        ...

    def detected(self, system: System) -> str | None:
        """Returns the figure or finding that shows the fault; None where none does."""
        ...

    def mitigate(self, system: System) -> str | None:
        """Does what the runbook says, and returns what shows that the harm is stopped; None where it is not."""
        ...

    def recover(self, system: System) -> str | None:
        """Lets the system run without the fault, and returns what shows that it works as before; None where not."""
        ...


class Usual:
    """What most drills have in common; see `Drill`."""

    labels: Mapping[str, str] = MappingProxyType({})
    base: Base = ""
    age_days: float = 0.0
    settings: Mapping[str, Any] = MappingProxyType({})
    history_minutes: int = HISTORY_MINUTES

    def prepare(self, system: System) -> None:
        """Does nothing: the base is all that ran before."""


@dataclass
class Played:
    """What became of a drill. Seconds are those of the drill's clock since the fault, skipped waiting times included.

    ``took_s`` are real seconds. ``problem`` says what is missing; empty where nothing is. ``unchecked`` says why nobody
    knows whether the alert fired; empty where it was checked.
    """

    name: str
    fault: str
    alert: str
    runbook: str = ""
    detected_by: str = ""
    detected_s: float | None = None
    alerted_s: float | None = None
    mitigated_by: list[str] = field(default_factory=list)
    mitigation: str = ""
    mitigated_s: float | None = None
    recovery: str = ""
    recovered_s: float | None = None
    took_s: float = 0.0
    problem: str = ""
    unchecked: str = ""

    @property
    def passed(self) -> bool:
        """Whether the fault was detected, alerted, mitigated and recovered."""
        return self.ended and self.alerted_s is not None

    @property
    def ended(self) -> bool:
        """Whether it was detected, mitigated and recovered, and the alert was as it should be or unchecked."""
        steps = self.detected_s, self.mitigated_s, self.recovered_s
        return not self.problem and all(step is not None for step in steps)

    def as_row(self) -> dict[str, Any]:
        """Returns the result as JSON for other programs."""
        return asdict(self) | {"passed": self.passed}


def play(drill: Drill, home: Path, models: Path, engines: Engines, base: Path | None) -> Played:
    """Plays a drill in a new system, and returns what was seen; nothing that goes wrong in it ends the others."""
    begun = time.monotonic()
    made = Played(drill.name, drill.fault, drill.alert)
    try:
        with System(home, models, engines, base=base, **drill.settings) as system:
            _play(drill, system, made)
    except (DocumentError, CommandFailed) as error:
        made.problem = f"{type(error).__name__}: {error}"
    made.took_s = time.monotonic() - begun
    return made


def _play(drill: Drill, system: System, made: Played) -> None:
    rules = alert_of(load_objectives(system.bench.settings.objectives), drill.alert)
    made.runbook = runbook_of(rules)
    if drill.age_days:
        system.wait(days=drill.age_days)
    drill.prepare(system)
    system.scrape()
    fault_s, fault_minute = system.now_s, system.minute
    drill.break_it(system)
    system.scrape()
    made.detected_by = drill.detected(system) or ""
    if not made.detected_by:
        made.problem = "not detected"
        return
    made.detected_s = system.now_s - fault_s
    system.wait(minutes=waits_minutes(rules) + SLACK_MINUTES)
    system.scrape()
    fires = _fires(drill, rules, system, fault_minute)
    if fires is None:
        made.unchecked = "alert not checked: promtool is missing"
    elif fires.before(fault_minute):
        made.problem = f"{drill.alert} fired before the fault"
        return
    elif (fired := fires.first(fault_minute)) is None:
        made.problem = f"{drill.alert} did not fire"
        return
    else:
        made.alerted_s = max((fired - fault_minute) * 60.0, made.detected_s)
    before = len(system.commands)
    made.mitigation = drill.mitigate(system) or ""
    made.mitigated_by = system.commands[before:]
    if not made.mitigation:
        made.problem = "not mitigated"
        return
    made.mitigated_s = system.now_s - fault_s
    made.recovery = drill.recover(system) or ""
    system.scrape()
    if not made.recovery:
        made.problem = "not recovered"
    elif (fires := _fires(drill, rules, system, fault_minute)) is not None and fires.last:
        made.problem = f"{drill.alert} still fires"
    else:
        made.recovered_s = system.now_s - fault_s


def _fires(drill: Drill, rules: Mapping[str, Any], system: System, fault_minute: int) -> Firing | None:
    """Returns when the alert of a drill fired until now; None where nothing here evaluates its rules."""
    if not can_evaluate():
        return None
    history = _since(system.scrapes, fault_minute - drill.history_minutes)
    return firing(rules, history, drill.labels)


def _since(scrapes: Sequence[Scrape], minute: int) -> list[Scrape]:
    """Returns the scrapes from a minute on, and the last one before it as of that minute."""
    before = [scrape for scrape in scrapes if scrape.minute < minute]
    kept = [scrape for scrape in scrapes if scrape.minute >= minute]
    return [Scrape(minute, before[-1].samples), *kept] if before else kept
