"""Read documents become files that other programs open: searchable PDF, hOCR, ALTO, JSON.

In: a `ReadDocument` and its page images, unredacted or redacted alike. Out: bytes.
Never: reads the store, decides who may see what, adds anything that is not in what it was given.
"""
