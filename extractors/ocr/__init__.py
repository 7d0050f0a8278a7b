"""Page images become words.

In: upright page images. Out: pages with lines of words, boxes in [0, 1] and a confidence for each word.
Never: changes a word that a trusted text layer holds.
"""
