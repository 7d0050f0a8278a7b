"""OCR's own networks: a fast one that learns from the accurate one, and the ranges for computing in integers.

Nobody labels the pages of the training side of the sets: what the accurate network gives for their lines is learned,
with its doubts.
"""
