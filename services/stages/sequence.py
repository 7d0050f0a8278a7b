"""The stages one after the other, in one process."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from services.batch import Batch
from services.stages.fields import classify, extract_fields, validate
from services.stages.outcome import conclude
from services.stages.reading import read_pages, recognize
from services.stages.splitting import split
from services.stages.tiers import raise_tiers
from services.workbench import Workbench

logger = logging.getLogger(__name__)

READING = (read_pages, recognize, split, classify, raise_tiers, extract_fields, validate)


def extract(bench: Workbench, ids: Sequence[str]) -> None:
    """Takes documents from their bytes to an outcome, without redaction and index: what ``extract`` needs."""
    batch = Batch(bench, ids)
    for stage in READING:
        logger.info("%s", stage.__name__)
        stage(batch)
    conclude(batch)
