"""In: extractions, a batch at a time. Out: one `ValidationReport` per document, with a sentence per failed expectation.

Each document class has one readable table of rules (``invoice.py``, ``claim.py``, ...); Great Expectations checks them.
Never: changes a value, decides about a document, or lets a type of Great Expectations out of ``engine.py``.
"""
