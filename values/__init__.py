"""What a value is, defined once: normal forms, locales, check digits, and where a known value is on a page.

In: text and words. Out: typed values, or the reason why there is none.
Never: reads files, knows document classes, or calls a model.
"""
