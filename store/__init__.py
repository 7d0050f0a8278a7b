"""What Fieldwright remembers: originals, page images, stage results, outcomes, leases and the append-only event log.

In: bytes, pydantic models and page images, by document id. Out: the same, from any process that has the same URL and
folder. Never: looks into a document, decides about one, or lets a SQLAlchemy object or a row leave the package.
"""
