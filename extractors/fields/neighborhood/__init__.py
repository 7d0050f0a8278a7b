"""A second reader of fields: scores each word with a digit by the words around it.

In: the words of a document. Out: the probability of each field for each number, date and amount. It shares no weights
with LayoutLM, so that where both agree a value is nearly sure; it never chooses a value alone.
"""
