"""Calibrated confidences of decoded values.

In: a decoded value and its neighborhood. Out: the probability that the value is right.
Never: changes a value.
"""
