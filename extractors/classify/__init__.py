"""The class of a document.

In: words and boxes. Out: one `Classification` for each document, in order.
Never: reads fields, or overrides a class that a person set.
"""
