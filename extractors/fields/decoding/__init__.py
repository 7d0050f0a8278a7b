"""Label probabilities become values: spans, line items, totals and corrections.

In: `LabelledWords` of one document. Out: fields and line items with evidence.
Never: loads a model.
"""
