"""Documents of a class with a higher tier are read again, once their class is known."""

from __future__ import annotations

from schemas.tiers import at_least
from services.batch import Batch
from services.stage_results import tier_read
from services.stages.fields import classify
from services.stages.reading import recognize
from services.stages.splitting import split


def raise_tiers(batch: Batch) -> None:
    """Reads documents again that were read at a lower tier than their class has, and finds their class again."""
    if any(tier_read(batch.stages(i)) not in (None, *at_least(batch.tier_of(i))) for i in batch.ids):
        for stage in (recognize, split, classify):
            stage(batch)
