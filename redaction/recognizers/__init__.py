"""One recognizer of personal data a file; each finds hits on a sheet.

In: a `Sheet`. Out: `Hit`s with scores. Never: logs, keeps state between pages, or looks at fields.
"""
