"""What makes and measures the models: data sets, synthetic documents, alignment, training, evaluation.

In: documents with truth (``truth.jsonl``) or generated ones. Out: checkpoints with model cards, and figures.
Never: needed at run time; the product reads only the checkpoints.
"""
