"""Drift: how documents, confidences and corrections of the last days differ from those before, and new templates.

In: traits of documents, outcomes, checked values. Out: figures with their thresholds, new templates with samples.
Never: text of a document.
"""
