"""Who is who: names, addresses and identifiers of organizations, and which of them a document names.

In: entries of the directory, and the words and fields of a document. Out: the same fields with the values that the
directory knows, and a `PartyMatch` for each. Nothing here stores anything or talks to a database.
"""
