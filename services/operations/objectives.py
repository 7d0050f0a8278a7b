"""Reads the objectives, and how fast each error budget burns (M12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

from schemas.errors import ConfigurationError
from schemas.objectives import Objective, Objectives
from schemas.vocabulary import Importance
from store.counters import DayCount
from telemetry.catalog import DOCUMENT_SECONDS, DOCUMENTS, REQUEST_SECONDS
from telemetry.exposition import bounds_of
from telemetry.telemetry import FAILED


@dataclass(frozen=True)
class Burn:
    """How an objective does in a window. ``rate`` is 1 where exactly the budget is used up; ``seen`` events say so."""

    objective: str
    document_class: str
    bad: float
    seen: float
    rate: float


def load_objectives(path: Path) -> Objectives:
    """Returns the objectives of a file; none where it is missing.

    Raises:
        ConfigurationError: The file is wrong; the message states where.
    """
    if not path.exists():
        return Objectives()
    try:
        found = Objectives.model_validate(yaml.safe_load(path.read_text()))
    except (OSError, UnicodeError):
        raise ConfigurationError(f"{path} cannot be read: set FIELDWRIGHT_OBJECTIVES to a file of objectives") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ConfigurationError(f"{path} is no YAML{f', line {mark.line + 1}' if mark else ''}") from None
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
        raise ConfigurationError(f"{path}: {wrong}") from None
    bounds = bounds_of(DOCUMENT_SECONDS)
    for objective in found.objectives:
        if objective.within_s is not None and str(float(objective.within_s)) not in bounds:
            raise ConfigurationError(f"{path}: {objective.name}: within_s must be one of {', '.join(bounds[:-1])}")
    return found


COUNTS_NEEDED = (DOCUMENTS.name, DOCUMENT_SECONDS.name, REQUEST_SECONDS.name)
"""Which counts `burns` reads."""

Tally = tuple[str, Importance, bool, int]
"""Class, importance, whether right, how many checked values."""


def burns(objectives: Iterable[Objective], counts: Sequence[DayCount], checked: Sequence[Tally]) -> list[Burn]:
    """Returns the burn rate of each objective in a window; of accuracy, by class.

    Args:
        objectives: What is promised.
        counts: What was counted in the window.
        checked: Values of accepted documents that a second look checked in the window.
    """
    found = []
    for objective in objectives:
        if objective.kind == "accuracy":
            found += _accuracy(objective, checked)
            continue
        bad, seen = _events(objective, counts)
        if seen:
            found.append(_burn(objective, "", bad, seen))
    return found


def _events(objective: Objective, counts: Sequence[DayCount]) -> tuple[float, float]:
    if objective.kind == "processing":
        own = [count for count in counts if count.name == DOCUMENTS.name]
        return sum(c.value for c in own if c.labels["status"] == FAILED), sum(c.value for c in own)
    name = REQUEST_SECONDS.name if objective.kind == "availability" else DOCUMENT_SECONDS.name
    own = [count for count in counts if count.name == name and count.labels["le"] != "sum"]
    if objective.kind == "availability":
        return sum(c.value for c in own if c.labels["status"] == "5xx"), sum(c.value for c in own)
    late = sum(c.value for c in own if float(c.labels["le"]) > (objective.within_s or 0.0))
    return late, sum(c.value for c in own)


def _accuracy(objective: Objective, checked: Sequence[Tally]) -> list[Burn]:
    bad: dict[str, float] = defaultdict(float)
    seen: dict[str, float] = defaultdict(float)
    for document_class, importance, right, count in checked:
        weight = objective.weights.get(importance, 0.0) * count
        seen[document_class] += weight
        bad[document_class] += 0.0 if right else weight
    return [_burn(objective, name, bad[name], total) for name, total in sorted(seen.items()) if total]


def _burn(objective: Objective, document_class: str, bad: float, seen: float) -> Burn:
    allowed = 1 - (objective.of(document_class) if document_class else objective.objective)
    return Burn(objective.name, document_class, bad, seen, bad / seen / allowed)
