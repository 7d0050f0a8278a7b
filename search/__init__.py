"""Redacted documents become searchable: the same queries, facets and hit boxes on Elasticsearch and without a server.

In: `IndexEntry`, made of redacted text and indexed fields only, and the text of a query. Out: `SearchResult`.
Never: sees an original, an unredacted word or a field that was redacted; logs or raises text of a document.
"""
