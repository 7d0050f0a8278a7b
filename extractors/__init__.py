"""A file becomes typed fields.

In: the bytes of a document. Out: upright pages, words with boxes, layout, class, and fields that name their words.
Never: knows Prefect, the store or the index, reaches a network, or writes a document's text to a log.
"""
