"""The types that travel between the stages, and each document class's field vocabulary.

In: nothing of ours. Out: frozen pydantic models with a JSON round trip, the error tree, the settings.
Never: reads a file, talks to a server or holds an image.
"""
