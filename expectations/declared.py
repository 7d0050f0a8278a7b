"""The suite of a class that comes from a file: what holds for every class, and what the file states."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from expectations.facts import common_facts
from expectations.rules import (
    EARLIEST,
    FARTHEST,
    Rule,
    Suite,
    between,
    common_rules,
    matches,
    not_less,
    one_of,
    parameter,
)
from schemas.vocabulary import DocumentClass, Expectation


@lru_cache(maxsize=256)
def declared_suite(kind: DocumentClass) -> Suite:
    """Returns the suite of a class: common rules, plausible dates, then its own expectations in their order."""
    dates = [
        between(
            spec.name, EARLIEST, parameter(FARTHEST), f"{spec.name}_plausible", "warning",
            f"{spec.title} lies before 1990 or years from now.",
        )
        for spec in kind.fields
        if spec.kind == "date"
    ]  # fmt: skip
    return Suite(kind, (*common_rules(kind), *dates, *_stated(kind)), common_facts(kind))


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
    return between(stated.field, stated.at_least, stated.at_most, name, severity, message)
