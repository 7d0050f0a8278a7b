"""Draws by a digest: as good as random, and the same on every run and machine."""

from __future__ import annotations

import hashlib


def is_drawn(key: str, share: float) -> bool:
    """Whether a key belongs to a share of all keys, from 0 to 1. A larger share only adds keys."""
    digest = hashlib.sha256(key.encode()).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64
