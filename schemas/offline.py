"""Nothing leaves this machine: every library's telemetry and downloads are off before it is imported."""

from __future__ import annotations

import os

OFFLINE = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "OPENVINO_TELEMETRY": "0",
    "TOKENIZERS_PARALLELISM": "false",
}


def settle() -> None:
    """Sets the switches that are not set yet; call it before anything else."""
    for name, value in OFFLINE.items():
        os.environ.setdefault(name, value)
