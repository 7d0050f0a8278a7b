"""In: an extraction, its validation report and what was read. Out: the one `Outcome` of the document, in words.

The policy is pure functions over thresholds: the same inputs always end the same way.
Never: reads a document or a database, changes a value, or quotes text of a document in a reason.
"""
