"""Model versions on disk: what a checkpoint states about itself, and which version is in use.

In: a models folder. Out: manifests and the folder of each checkpoint in use.
Never: loads weights, trains, or decides which version is better.
"""
