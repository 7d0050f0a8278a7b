"""Fields of published forms, read by the position of their boxes.

In: pages of a class that has a template. Out: fields and table rows.
Never: reads a page on which the template was not found.
"""
