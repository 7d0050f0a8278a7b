"""Page images become upright, straight and clean.

In: pixels. Out: pixels and the list of steps that were applied.
Never: applies a step that no measurement requires.
"""
