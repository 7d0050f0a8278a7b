"""Service level objectives, as ``ops/slo.yaml`` states them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from schemas.geometry import Frozen
from schemas.vocabulary import Importance

ObjectiveKind = Literal["availability", "processing", "latency", "accuracy"]
"""availability: requests that the portal answered without an error of its own. processing: documents that no error of
ours ended. latency: documents with their outcome in time. accuracy: values that a blind second look found right."""

Severity = Literal["page", "ticket"]


def _only_critical() -> dict[Importance, float]:
    return {"critical": 1.0}


class Objective(Frozen):
    """One objective: the share that must be good over the window of days.

    ``least`` is how many requests, documents or values there must be in the longer window of an alert: one bad document
    of two is no burn rate.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    kind: ObjectiveKind
    objective: float = Field(gt=0, lt=1)
    least: int = Field(default=20, ge=1)
    within_s: float | None = Field(default=None, gt=0)
    """For latency: seconds from arrival to outcome; one of the histogram's bounds."""
    classes: dict[str, float] = Field(default_factory=dict)
    """For accuracy: the objective of single classes."""
    weights: dict[Importance, float] = Field(default_factory=_only_critical)
    """For accuracy: what one wrong value counts."""
    runbook: str
    title: str

    @model_validator(mode="after")
    def _check(self) -> Objective:
        if (self.kind == "latency") != (self.within_s is not None):
            raise ValueError(f"{self.name}: a latency objective, and no other, needs within_s")
        if self.classes and self.kind != "accuracy":
            raise ValueError(f"{self.name}: only accuracy has objectives by class")
        if wrong := [name for name, share in self.classes.items() if not 0 < share < 1]:
            raise ValueError(f"{self.name}: {', '.join(wrong)}: a share between 0 and 1 is wanted")
        return self

    def of(self, document_class: str) -> float:
        """Returns the objective for a class."""
        return self.classes.get(document_class, self.objective)


class Limit(Frozen):
    """A value that a figure must not pass: an alert without a budget."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    expression: str
    """PromQL, without the comparison."""
    above: float
    minutes: int = Field(ge=0)
    """Time before somebody is notified."""
    severity: Severity
    runbook: str
    title: str


class Objectives(Frozen):
    """The whole file."""

    window_days: int = Field(default=30, ge=1, le=90)
    objectives: tuple[Objective, ...] = ()
    limits: tuple[Limit, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Objectives:
        names = [*(one.name for one in self.objectives), *(one.name for one in self.limits)]
        if len(names) != len(set(names)):
            raise ValueError("a name is used twice")
        return self
