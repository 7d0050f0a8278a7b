"""``fieldwright worker``: a Prefect worker of this machine, for a server that runs elsewhere."""

from __future__ import annotations

import os
import sys

from fieldwright.console import notes
from flows.local_server import POOL, ROOT
from schemas.errors import ConfigurationError
from schemas.settings import load_settings
from services.workbench import check_models
from values.wording import quantity


def run(*, pool: str = POOL, limit: int | None = None, with_healthcheck: bool = False) -> None:
    """Frees the slots of this machine's dead runs, then becomes the worker."""
    check_models(load_settings())
    url = os.environ.get("PREFECT_API_URL")
    if not url:
        raise ConfigurationError("PREFECT_API_URL is not set: set it to the server, or use fieldwright serve")
    from flows.recovery import end_dead_runs

    if ended := end_dead_runs(url.removesuffix("/").removesuffix("/api")):
        notes.print(f"{quantity(ended, 'run')} of this machine cut off: the slots are free")
    sys.stderr.flush()
    os.chdir(ROOT)  # entry points of deployments are relative to the repository
    command = ["-m", "prefect", "worker", "start", "--pool", pool, "--type", "process"]
    command += ["--limit", str(limit)] if limit else []
    command += ["--with-healthcheck"] if with_healthcheck else []
    os.execv(sys.executable, [sys.executable, *command])
