"""The search as tests use it: by the vocabulary of the shipped classes."""

from __future__ import annotations

from functools import partial

from schemas.classes import SHIPPED
from search import query
from search.vocabulary import SearchVocabulary

VOCABULARY = SearchVocabulary.of(SHIPPED)
FILTERS = VOCABULARY.filters

parse_query = partial(query.parse_query, vocabulary=VOCABULARY)
narrow = partial(query.narrow, vocabulary=VOCABULARY)
