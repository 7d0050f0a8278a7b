"""The system of one drill: a store, a search index and models in a folder of its own, and the real stages over them."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from gameday.alerts import Scrape
from gameday.clock import DAY_S, pass_time
from gameday.documents import DPI, Drawn
from schemas.document import DocumentId
from schemas.outcome import Outcome
from schemas.settings import ENV_PREFIX, Settings
from services import stages
from services.intake import scan
from services.operations.exporter import Exporter
from services.workbench import Workbench
from telemetry.exposition import exposition, samples

COMMAND_TIMEOUT_S = 300
INBOX, MODELS, DATABASE, TIMELINE = "inbox", "models", "fieldwright.db", "scrapes.json"
SHARED = ("ocr", "layout", "classifier", "decision", "redactor", "_second")
"""Engines that do not depend on the home: loaded once for all drills."""
_MODEL_FOLDERS = ("classifier", "decision", "layout", "layoutlm", "pii", "second_reader")


class CommandFailed(Exception):
    """A command of a runbook ended with an error; the message holds what it printed."""


class Engines:
    """Engines that the drills share, loaded at their first use.

    Args:
        home: The folder of their own store: the one of the settings is not touched.
        models: The shipped models.
    """

    def __init__(self, home: Path, models: Path) -> None:
        self._donor = Workbench(_settings(_alone(home) | {"models": models}))

    def close(self) -> None:
        """Closes what was opened."""
        self._donor.close()

    def lend(self, bench: Workbench) -> None:
        """Has a workbench use these engines in place of loading its own."""
        for name in SHARED:
            bench.__dict__[name] = getattr(self._donor, name)
        bench.__dict__["fields"] = self._donor.fields


class System:
    """A system to break. Its commands run as processes of their own, with the same settings.

    Args:
        home: Its folder; it is made. A copy of ``base`` where one is given.
        models: The shipped models: they are linked, and releases lie beside the links.
        engines: Engines to use.
        base: The home of a system that ran before.
        settings: Further settings, such as ``{"flow": {"queue_documents": 5}}``.
    """

    def __init__(
        self, home: Path, models: Path, engines: Engines, *, base: Path | None = None, **settings: Any
    ) -> None:
        self.home = home
        self._engines = engines
        self._skipped_s = 0.0
        self._begun = time.monotonic()
        self.scrapes: list[Scrape] = []
        self.commands: list[str] = []
        if base is not None:
            shutil.copytree(base, home, symlinks=True)
            self.scrapes = _read_scrapes(home / TIMELINE)
            self._skipped_s = self.scrapes[-1].minute * 60.0 + 60.0
        else:
            (home / INBOX).mkdir(parents=True)
            (home / MODELS).mkdir()
            for name in _MODEL_FOLDERS:
                if (models / name).exists():
                    (home / MODELS / name).symlink_to((models / name).resolve(), target_is_directory=True)
        self._chosen: dict[str, Any] = _alone(home) | {"models": home / MODELS} | settings
        self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bench.close()

    @property
    def inbox(self) -> Path:
        """Where documents arrive."""
        return self.home / INBOX

    @property
    def now_s(self) -> float:
        """Seconds of the drill's clock: those that passed, and those that were skipped."""
        return self._skipped_s + time.monotonic() - self._begun

    @property
    def minute(self) -> int:
        """The whole minute of the drill's clock, from 0."""
        return int(self.now_s // 60)

    def change(self, **settings: Any) -> None:
        """Changes settings, as an operator does who restarts the workers."""
        self.bench.close()
        self._chosen |= settings
        self._open()

    def arrive(self, documents: Iterable[Drawn], source: str = "desk") -> list[DocumentId]:
        """Puts files into a folder of the inbox and takes in what is let in; returns the ids of new documents."""
        folder = self.inbox / source
        folder.mkdir(exist_ok=True)
        kind = None
        for drawn in documents:
            path = folder / drawn.name
            path.write_bytes(drawn.content)
            os.utime(path, (1, 1))
            kind = drawn.document_class  # those of one arrival have one class
        return self.take_in(source, kind)

    def take_in(self, source: str, document_class: str | None) -> list[DocumentId]:
        """Scans a folder of the inbox, and returns the ids of new documents."""
        taken = scan(self.bench, str(self.inbox / source), document_class=document_class)
        return [t.document_id for t in taken if t.document_id is not None and t.is_new]

    def process(self, ids: Sequence[DocumentId]) -> dict[DocumentId, Outcome]:
        """Takes documents through the stages of a run, as the flow ``process-batch`` does."""
        batch = stages.Batch(self.bench, ids)
        for stage in (*stages.READING, stages.redact, stages.conclude):
            stage(batch)
        stages.index(batch)
        self.bench.save_counts()
        return self.bench.store.outcomes(ids)

    def wait(self, *, minutes: float = 0, days: float = 0) -> None:
        """Lets time pass at once."""
        seconds = minutes * 60 + days * DAY_S
        pass_time(self.home / DATABASE, self.home / MODELS, seconds)
        self._skipped_s += seconds

    def scrape(self) -> list[tuple[str, dict[str, str], float]]:
        """Reads the figures as Prometheus gets them, and keeps them with their minute."""
        text, _ = exposition(Exporter(self.bench).figures)
        found = samples(text.decode())
        self.note(found)
        return found

    def note(self, found: Sequence[tuple[str, dict[str, str], float]]) -> None:
        """Keeps figures of this minute, in place of earlier ones of it."""
        if self.scrapes and self.scrapes[-1].minute >= self.minute:
            self._skipped_s += 60.0 * (self.scrapes[-1].minute + 1 - self.minute)
        self.scrapes.append(Scrape(self.minute, found))

    def value(self, name: str, **labels: str) -> float | None:
        """Returns the largest value of a metric, of the series that have these labels, at the last scrape."""
        found = [
            value
            for sample, own, value in self.scrapes[-1].samples
            if sample == name and all(own.get(key) == wanted for key, wanted in labels.items())
        ]
        return max(found, default=None)

    def command(self, *words: str, check: bool = True) -> str:
        """Runs a command of Fieldwright in a process of its own, and returns what it printed.

        Raises:
            CommandFailed: It ended with an error.
        """
        self.bench.save_counts()
        self.commands.append(shlex.join(["fieldwright", *words]))
        done = subprocess.run(
            [sys.executable, "-m", "fieldwright", *words],
            env=self.environment(), cwd=self.home, capture_output=True, text=True, check=False,
            timeout=COMMAND_TIMEOUT_S,
        )  # fmt: skip
        if check and done.returncode:
            raise CommandFailed(f"{self.commands[-1]} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def environment(self) -> dict[str, str]:
        """Returns the variables under which commands use this system and no other."""
        own = {k: v for k, v in os.environ.items() if not k.startswith((ENV_PREFIX, "PREFECT_"))}
        for name, value in self._chosen.items():
            if value is not None:
                own[f"{ENV_PREFIX}{name.upper()}"] = json.dumps(value) if isinstance(value, dict) else str(value)
        # Commands import the program that runs the drill, also where it is not installed.
        return own | {"COLUMNS": "200", "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}

    def save(self) -> None:
        """Keeps the scrapes in the home, so that another system can go on from here."""
        told = [{"minute": scrape.minute, "samples": list(scrape.samples)} for scrape in self.scrapes]
        (self.home / TIMELINE).write_text(json.dumps(told), encoding="utf-8")

    def _open(self) -> None:
        self.bench = Workbench(_settings(self._chosen))
        self._engines.lend(self.bench)


def _alone(home: Path) -> dict[str, Any]:
    """Returns settings with which nothing outside of a folder is used, whatever the environment says."""
    nothing = dict.fromkeys(("database_url", "files_url", "elasticsearch_url", "checkpoint", "mail"))
    return {**nothing, "home": home, "dpi": DPI}


def _settings(chosen: Mapping[str, Any]) -> Settings:
    """Returns settings that no variable of the environment changes: drills are the same everywhere."""
    kept = {name: os.environ.pop(name) for name in [*os.environ] if name.startswith(ENV_PREFIX)}
    try:
        return Settings(**chosen)
    finally:
        os.environ.update(kept)


def _read_scrapes(path: Path) -> list[Scrape]:
    told = json.loads(path.read_text(encoding="utf-8"))
    return [Scrape(one["minute"], [(name, labels, value) for name, labels, value in one["samples"]]) for one in told]
