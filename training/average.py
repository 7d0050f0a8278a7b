"""The mean of two checkpoints of one run: what each learned, at the cost of one.

A checkpoint that went on from another lies in the same valley; half way between them is often better on papers of
other sources than either. Source: Wortsman et al. 2022, "Model soups".
"""

from __future__ import annotations

import shutil
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from schemas.errors import ConfigurationError

WEIGHTS = "model.safetensors"


def average(first: Path, second: Path, output: Path, *, share: float = 0.5) -> None:
    """Writes a checkpoint whose weights are ``(1 - share) * first + share * second``; all else is the second's.

    A calibration is left out: it belongs to other weights.

    Raises:
        ConfigurationError: The two are no checkpoints of the same shape and labels.
    """
    begun, ended = _weights(first), _weights(second)
    if {k: v.shape for k, v in begun.items()} != {k: v.shape for k, v in ended.items()}:
        raise ConfigurationError(f"{first} and {second} are checkpoints of different shape: train one from the other")
    shutil.copytree(second, output, dirs_exist_ok=True, ignore=shutil.ignore_patterns("calibration.json"))
    mixed = {k: torch.lerp(begun[k].float(), ended[k].float(), share).to(ended[k].dtype) for k in ended}
    save_file(mixed, output / WEIGHTS, metadata={"format": "pt"})


def _weights(folder: Path) -> dict[str, torch.Tensor]:
    try:
        with safe_open(folder / WEIGHTS, framework="pt") as stored:
            return {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118 -- no mapping
    except OSError as error:
        raise ConfigurationError(f"{folder} holds no checkpoint ({type(error).__name__})") from error
