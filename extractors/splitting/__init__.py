"""States which pages of a file begin a new document.

In: the words of all pages. Out: the parts of the file, ranges of pages, and whether they are sure.
It never reads pixels and never changes a page.
"""
