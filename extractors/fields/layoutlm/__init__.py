"""LayoutLM: words become token windows, and windows become a probability for each label of each word.

In: words and boxes. Out: `LabelledWords`.
Never: decides on a value; `extractors.fields.decoding` does.
"""
