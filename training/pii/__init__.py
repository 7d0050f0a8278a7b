"""Trains the token classifier of personal data on generated sentences and forms.

In: lists of names of many countries (Faker), templates of sentences. Out: a checkpoint in ``models/pii``.
Never: a real person, or a sentence of a data set that redaction is measured with.
"""
