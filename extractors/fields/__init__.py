"""Words become typed fields that name the words they were read from.

In: read documents with their class. Out: ``Extraction``, one a document, in the same order.
Never: reads pixels, judges a value against a rule of business, or invents a value that has no words.
"""
