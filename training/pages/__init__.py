"""Invented documents as HTML pages that Chromium prints, with exact labels.

`layouts` lists the layouts. One half is kept apart: it is measured, and its errors are not examined.
"""
