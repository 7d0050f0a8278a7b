"""Files become upright page images, with the words of a PDF's text layer where it can be trusted.

In: bytes of a document and limits. Out: one page at a time: pixels, dots per inch, words.
Never: recognizes text in pixels, or decodes a file that a person sent without limits on time and memory.
"""
