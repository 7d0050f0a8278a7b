"""The layout model: generated pages with their blocks, the network that learns them, and its figures.

Chromium sets the pages; their blocks come from the DOM. Families of pages are held out whole.
"""
