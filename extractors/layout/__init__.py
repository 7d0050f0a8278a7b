"""The structure of a page: reading order, blocks and check boxes.

In: a page with words and, for check boxes, its pixels. Out: the same page with ordered lines, blocks and marks.
Never: changes the text of a word.
"""
