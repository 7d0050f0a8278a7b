"""The web pages and the HTTP API: search, document viewer, review, upload, administration.

In: requests of signed-in people and of programs with a token. Out: pages and JSON that hold what the user's role may
see, no more. Never: talks to another host, runs a model, or touches the database past the store.
"""
