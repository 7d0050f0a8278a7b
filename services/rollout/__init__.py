"""Releases of the field model on trial: which documents they read, whether they are worse, what they touched.

In: releases of the registry, stage results, reviews. Out: the extractor of each document, comparisons, rollbacks.
Never: trains a model, or puts a release into use that nobody approved.
"""
