"""The fast recognition network of OCR learns from the accurate one, on pages of the training side of the sets.

Nobody labels these pages: what the accurate network gives for their lines is learned, with its doubts.
"""
