"""Settings of whoever operates Fieldwright: metrics, traces, rates of cost, how much is let in and in which order."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr, model_validator

from schemas.geometry import Frozen


class TelemetrySettings(Frozen):
    """What is counted and who gets it. Unless something is set here, nothing leaves the machine."""

    metrics: bool = True
    """Whether anything is counted."""
    token: SecretStr | None = None
    """What a scraper sends as bearer token for the portal's ``/metrics``; without one only this machine may ask."""
    otlp_endpoint: str | None = Field(default=None, pattern=r"^https?://[^?#]+$")
    """An OpenTelemetry collector, such as http://collector:4318, that every process sends its metrics to."""
    traces: Literal["off", "console", "otlp"] = "off"
    """Where spans go: nowhere, to standard error, or to the collector."""

    @model_validator(mode="after")
    def _has_collector(self) -> TelemetrySettings:
        if self.traces == "otlp" and self.otlp_endpoint is None:
            raise ValueError("traces go to a collector: set otlp_endpoint as well")
        return self


class CostSettings(Frozen):
    """What the work costs, in any one currency."""

    machine_hour: float = Field(default=0.10, ge=0)
    """An hour in which one process works: a core of a rented machine, or the share of a GPU."""
    reviewer_hour: float = Field(default=30.0, ge=0)
    storage_gb_month: float = Field(default=0.02, ge=0)
    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$")


class FlowSettings(Frozen):
    """Limits on intake, and priorities."""

    queue_documents: int | None = Field(default=50_000, ge=1)
    """While more documents wait for processing, uploads are answered with 429 and inboxes pause; None never."""
    queue_age_s: float | None = Field(default=None, gt=0)
    """The same while a document has waited for longer."""
    uploads_per_minute: int = Field(default=600, ge=1)
    """Files of one user or token; above it the answer is 429."""
    source_limits: dict[str, int] = Field(default_factory=dict)
    """Documents a minute of each source, by how the source begins: ``{"/data/inbox/app/": 60, "upload:": 30,
    "mail:ann@example.org": 10, "s3://scans/": 300}``. The longest that fits counts; other sources have no limit."""
    retry_after_s: int = Field(default=60, ge=1)
    """Delay after which a sender that was refused because of the queue may try again."""
    priorities: dict[str, int] = Field(default_factory=dict)
    """By class, or by the beginning of a source: ``{"claim": 10, "upload:": 5}``. Higher is first; others have 0."""
    fair_after_s: float = Field(default=3600.0, gt=0)
    """A document that has waited this long precedes all priorities: none waits forever."""
    drain_s: float = Field(default=60.0, ge=0)
    """After SIGTERM a run finishes its batch for so long, then gives it back."""


class RolloutSettings(Frozen):
    """How releases of the field model are tried, and when they are taken back."""

    trials: bool = True
    """Whether this process lets a release on trial read documents."""
    false_alarms: float = Field(default=0.05, gt=0, le=0.5)
    """The chance that a trial ends with a rollback although the release is nowhere worse, over all looks and slices."""
    least: int = Field(default=8, ge=2)
    """Labeled documents of a slice, by each version, without which nothing is decided about it."""
    watch_hours: float = Field(default=72.0, ge=0)
    """How long a release is watched after its promotion: a slice that gets worse rolls it back. 0 watches none."""
    watch_reference_days: float = Field(default=30.0, gt=0)
    """Days before the promotion whose labeled documents a watched release is compared with."""
