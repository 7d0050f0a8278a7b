"""LayoutLM on torch: on a GPU, or where OpenVINO is not installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.processor import has_fast_bfloat16
from schemas.errors import EngineUnavailable

Integers = NDArray[np.int64]


class TorchEncoder:
    """Computes the logits of windows.

    Args:
        checkpoint: Folder with config.json and model.safetensors.
        device: ``cpu`` or ``cuda``.
        threads: Threads of torch on the CPU; 0 leaves torch's own choice.

    Raises:
        OSError: A file is missing.
        ValueError: A file is damaged.
    """

    length_step = 512
    """A GPU computes a whole batch in the time of few windows."""

    def __init__(self, checkpoint: Path, device: str, threads: int) -> None:
        import torch
        from transformers import LayoutLMForTokenClassification
        from transformers.utils import logging

        logging.disable_progress_bar()
        self._torch = torch
        if threads:
            torch.set_num_threads(threads)
        # Weights are stored in half precision. Some processors multiply in bfloat16, a third faster: on 285
        # held-out documents F1 and calibration error are those of single precision (benchmarks/README.md).
        model = LayoutLMForTokenClassification.from_pretrained(checkpoint, local_files_only=True, dtype=torch.float32)
        self._device = torch.device(device)
        self._model: Any = model.to(self._device).eval()

    def logits(self, ids: Integers, boxes: Integers, mask: Integers) -> NDArray[np.float32]:
        """Returns the logits (n, t, labels) of token ids (n, t) with boxes (n, t, 4); masked tokens have mask 0.

        Raises:
            EngineUnavailable: Torch failed.
        """
        torch = self._torch
        try:
            with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_fast_bfloat16()):
                logits = self._model(
                    input_ids=torch.from_numpy(ids).to(self._device),
                    bbox=torch.from_numpy(boxes).to(self._device),
                    attention_mask=torch.from_numpy(mask).to(self._device),
                ).logits
        except RuntimeError as error:
            raise EngineUnavailable("LayoutLM failed on a batch; try a smaller batch or another device") from error
        found: NDArray[np.float32] = logits.float().cpu().numpy()
        return found
