"""Commands of Fieldwright in processes of their own that need not import it: they are forked from one that has.

As quick as a call, and as separate as a process: no setting, logger or connection of a command reaches another one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

IMPORTED = (
    "fieldwright.cli", "fieldwright.run", "fieldwright.doctor", "services.workbench", "expectations.engine",
    "great_expectations", "redaction.presidio", "extractors.fields.layoutlm.model",
)  # fmt: skip
"""Not Prefect, which reads its settings when it is imported."""
TIMEOUT_S = 300

_processes = get_context("forkserver")
_processes.set_forkserver_preload([__name__, *IMPORTED])


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed."""

    code: int
    output: str
    errors: str


def run_command(words: Sequence[str], environment: Mapping[str, str], folder: Path) -> Ended:
    """Runs ``fieldwright`` with these words, variables and working folder, and returns how it ended.

    Raises:
        TimeoutError: It did not end within five minutes; it is killed.
    """
    with TemporaryDirectory() as printed:
        output, errors = Path(printed, "output"), Path(printed, "errors")
        process = _processes.Process(target=_run, args=([*words], {**environment}, folder, output, errors))
        process.start()
        process.join(TIMEOUT_S)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"fieldwright {' '.join(words)} still runs after {TIMEOUT_S} s")
        return Ended(process.exitcode, output.read_text(encoding="utf-8"), errors.read_text(encoding="utf-8"))


def _run(words: list[str], environment: dict[str, str], folder: Path, output: Path, errors: Path) -> None:
    for path, descriptor in ((output, 1), (errors, 2)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), descriptor)
    # The process that this one was forked from has streams of its own on those descriptors.
    sys.stdout, sys.stderr = (os.fdopen(n, "w", encoding="utf-8", buffering=1, closefd=False) for n in (1, 2))
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["fieldwright", *words]
    from fieldwright.cli import main

    main()
