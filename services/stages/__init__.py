"""The stages as plain functions over a `Batch`: what the Prefect tasks call, and ``fieldwright extract`` as well.

In: a batch of documents. Out: nothing; each stage saves one result a document, and rejected documents leave the batch.
Never: fails a batch because of one document.
"""

from services.batch import Batch
from services.stage_results import (
    CLASS,
    FIELDS,
    INDEXED,
    KNOWN,
    ORDER,
    PAGES,
    READ,
    REDACTED,
    REPORT,
    PagesResult,
    StageFailed,
    is_stale,
    newest_input,
    tier_read,
)
from services.stage_runner import MOST_FAILURES, reject, reject_killers
from services.stages.fields import classify, extract_fields, extraction_of, fields_so_far, identity_of, validate
from services.stages.outcome import conclude, judged
from services.stages.parties import machine_fields, match_parties
from services.stages.publishing import INDEX_VERSION, catch_up, entry_of, index, redact, unsearchable
from services.stages.reading import read_pages, recognize
from services.stages.review_queue import enqueue
from services.stages.sequence import READING, extract
from services.stages.splitting import parts_of, split
from services.stages.tiers import raise_tiers

__all__ = [
    "CLASS",
    "FIELDS",
    "INDEXED",
    "INDEX_VERSION",
    "KNOWN",
    "MOST_FAILURES",
    "ORDER",
    "PAGES",
    "READ",
    "READING",
    "REDACTED",
    "REPORT",
    "Batch",
    "PagesResult",
    "StageFailed",
    "catch_up",
    "classify",
    "conclude",
    "enqueue",
    "entry_of",
    "extract",
    "extract_fields",
    "extraction_of",
    "fields_so_far",
    "identity_of",
    "index",
    "is_stale",
    "judged",
    "machine_fields",
    "match_parties",
    "newest_input",
    "parts_of",
    "raise_tiers",
    "read_pages",
    "recognize",
    "redact",
    "reject",
    "reject_killers",
    "split",
    "tier_read",
    "unsearchable",
    "validate",
]
