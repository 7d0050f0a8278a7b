"""Tasks that may use an accelerator have the tag of its concurrency limit, on machines that have one."""

from __future__ import annotations

from typing import Literal

import pytest

from flows import tasks
from schemas.settings import load_settings
from services import stages


@pytest.mark.parametrize(
    ("device", "has_gpu", "tagged"),
    [("auto", True, True), ("auto", False, False), ("cuda", False, True), ("cpu", True, False)],
)
def test_only_a_machine_with_a_gpu_asks_for_a_slot(
    device: Literal["auto", "cpu", "cuda"], has_gpu: bool, tagged: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "may_have_gpu", lambda: has_gpu)
    settings = load_settings(device=device)
    assert tasks.tags_of(stages.recognize, settings) == ([tasks.GPU_TAG] if tagged else [])
    assert tasks.tags_of(stages.validate, settings) == []
