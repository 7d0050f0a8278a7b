"""Personal data is found, and taken out of text and pixels.

In: read documents with their extractions. Out: `RedactedDocument`s, and page images with black boxes.
Never: logs or raises text of a document, changes a stored original, reaches a network.
"""
