"""The structure of a page: reading order, blocks and check boxes.

In: a page with words, for check boxes its pixels and their places. Out: the page with ordered lines and blocks; marks.
Never: changes the text of a word.
"""
