"""Archives: a manifest of many files, the forecast before the start, shards while it runs, and what is left.

In: places with files, a manifest, a workbench. Out: a manifest, figures, documents that are read again.
Never: imports Prefect, holds a whole manifest in memory, or processes a document other than by the stages.
"""
