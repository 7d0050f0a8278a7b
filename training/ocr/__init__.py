"""The fast networks of OCR learn from the accurate ones, on pages of the training side of the sets.

Nobody labels these pages: what the accurate networks give for them is learned, with their doubts.
"""
