"""Temporary folders with documents do not outlive their processes for long."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services import workspace as module
from services.workspace import sweep, workspace

HOLD = """
import sys
from services.workspace import workspace
with workspace() as folder:
    (folder / "original").write_text("a document")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(module.tempfile, "tempdir", None)
    return tmp_path


def holder() -> tuple[subprocess.Popen[str], Path]:
    child = subprocess.Popen([sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    return child, Path(child.stdout.readline().strip())


def test_the_next_process_removes_what_a_killed_one_left_and_nothing_of_a_living_one(temporary: Path) -> None:
    killed, left = holder()
    living, held = holder()
    others = temporary / "fieldwright-work-letter"
    others.write_text("a file, no folder")
    with killed, living:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert (left / "original").exists()
        with workspace() as mine:
            assert not left.exists()
            sweep()
            assert (held / "original").exists()
            assert mine.stat().st_mode & 0o077 == 0
        assert not mine.exists()
        living.communicate("")
    assert not held.exists()
    assert others.exists()
