"""The suite of a class that comes from a file: what holds for every class, and what the file states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from expectations.facts import common_facts
from expectations.rules import Rule, Suite, between, common_rules, matches, not_less, one_of
from schemas.vocabulary import DocumentClass, Expectation


@lru_cache(maxsize=256)
def declared_suite(kind: DocumentClass) -> Suite:
    """Returns the suite of a class: common rules, then its own expectations in their order."""
    return Suite(kind, (*common_rules(kind), *_stated(kind)), common_facts(kind))


def _stated(kind: DocumentClass) -> Iterator[Rule]:
    for number, stated in enumerate(kind.expectations, start=1):
        yield _rule(stated, f"{stated.field}_{number}")


def _rule(stated: Expectation, name: str) -> Rule:
    severity, message = stated.severity, stated.message
    if stated.matches is not None:
        return matches(stated.field, stated.matches, name, severity, message)
    if stated.one_of:
        return one_of(stated.field, list(stated.one_of), name, severity, message)
    if stated.not_less_than is not None:
        return not_less(stated.field, stated.not_less_than, name, severity, message)
    if stated.not_before is not None or stated.not_after is not None:
        return between(stated.field, _midnight(stated.not_before), _midnight(stated.not_after), name, severity, message)
    return between(stated.field, stated.at_least, stated.at_most, name, severity, message)


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime(day.year, day.month, day.day)
