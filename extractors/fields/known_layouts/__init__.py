"""Memory of layouts: what a reviewed document teaches, and where the next one of its layout has its values.

In: words and reviewed fields; known layouts. Out: a layout, or a hint. Never: text of a document, storage.
"""
