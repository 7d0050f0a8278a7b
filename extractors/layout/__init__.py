"""The structure of a page: reading order, blocks and check boxes.

In: a page with words and its pixels. Out: the page with ordered lines; blocks with their kinds; marks.
Never: changes the text of a word.
"""
