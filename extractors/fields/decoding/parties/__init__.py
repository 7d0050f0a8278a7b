"""Parties of a document: who is the seller, who is the buyer, and their names, addresses and identifiers.

In: words with label probabilities. Out: words with the probabilities of party fields put right, and fields of parties.
Never: decides a field that is no party's.
"""
