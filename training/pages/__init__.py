"""Invented documents as HTML pages that Chromium prints, with exact labels.

`layouts` lists the layouts; one half of them is kept apart: it is measured, and nobody looks at its errors one by one.
"""
