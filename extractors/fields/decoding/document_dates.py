"""Issue date and due date, distinguished from dates of orders, deliveries and payments by captions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from extractors.fields.decoding.captioned import Captioned, field_of
from extractors.fields.decoding.date_captions import DateKind
from extractors.fields.token_scores import LabelledWords
from schemas.extraction import ExtractedField
from schemas.vocabulary import DocumentClass
from values.normalize import Hints, normalize

ISSUE, DUE = "issue_date", "due_date"

CAPTION = 0.6
"""Confidence in a date for its caption alone; the model's own probability adds to it."""

UNCAPTIONED = 0.2
"""A date without a caption is taken in the place of a wrong one from this probability on."""

SURE = 0.5
"""A due date without a caption is believed from this confidence on: many documents have none."""

LONGEST_TERM = timedelta(days=120)
"""Invoices are due within this time after their issue date, hardly any later."""

Date = Captioned[DateKind]


def settle_dates(
    words: LabelledWords, kind: DocumentClass, found: Mapping[str, ExtractedField], dates: Sequence[Date]
) -> dict[str, ExtractedField]:
    """Returns the fields with issue date and due date as their captions say.

    A date with another caption is neither of the two, whatever its label. A due date without any evidence is dropped
    rather than invented.
    """
    names = {spec.name for spec in kind.fields}
    changed = dict(found)
    if ISSUE in names:
        changed |= _issue(words, changed.pop(ISSUE, None), dates)
    if DUE in names:
        changed |= _due(words, changed.pop(DUE, None), dates, changed.get(ISSUE))
    return changed


def in_order(found: Mapping[str, ExtractedField], hints: Hints) -> dict[str, ExtractedField]:
    """Returns the fields with day and month exchanged in both dates where only that puts the due date last.

    10/3/23 and 11/2/23 are 3 October and 2 November: read the other way, the due date would be before the issue date.
    """
    issue, due = found.get(ISSUE), found.get(DUE)
    if issue is None or due is None or issue.value is None or due.value is None or due.value >= issue.value:
        return dict(found)
    for order in (True, False):
        other = hints.model_copy(update={"month_first": order})
        first, last = (normalize("date", field.raw, hints=other).value for field in (issue, due))
        if first is not None and last is not None and _is_term(first, last):
            why = "day and month as the due date follows the issue date"
            return dict(found) | {
                ISSUE: issue.model_copy(update={"value": first, "why": (*issue.why, why)}),
                DUE: due.model_copy(update={"value": last, "why": (*due.why, why)}),
            }
    return dict(found)


def _is_term(first: str, last: str) -> bool:
    return timedelta(0) <= date.fromisoformat(last) - date.fromisoformat(first) <= LONGEST_TERM


def _issue(words: LabelledWords, seen: ExtractedField | None, dates: Sequence[Date]) -> dict[str, ExtractedField]:
    caption = _kind_of(seen, dates)
    if seen is not None and caption in (None, "issue"):
        return {ISSUE: seen}
    best = _likeliest(words, ISSUE, [d for d in dates if d.kind == "issue"])
    if best is not None:
        return {ISSUE: _made(words, ISSUE, best)}
    bare = [d for d in dates if d.kind is None and d.likelihood(words, ISSUE) >= UNCAPTIONED]
    if seen is not None and bare:
        return {ISSUE: _made(words, ISSUE, max(bare, key=lambda d: d.likelihood(words, ISSUE)))}
    return {ISSUE: seen} if seen is not None and caption != "due" else {}


def _due(
    words: LabelledWords, seen: ExtractedField | None, dates: Sequence[Date], issue: ExtractedField | None
) -> dict[str, ExtractedField]:
    caption = _kind_of(seen, dates)
    if seen is not None and (caption == "due" or (caption is None and seen.confidence >= SURE)):
        return {DUE: seen}
    earliest = issue.value if issue is not None and issue.value is not None else ""
    best = _likeliest(words, DUE, [d for d in dates if d.kind == "due" and d.value >= earliest])
    return {DUE: _made(words, DUE, best)} if best is not None else {}


def _kind_of(seen: ExtractedField | None, dates: Sequence[Date]) -> DateKind | None:
    """Returns what the captions of a field's value call it: issue date where any of its places is captioned so."""
    if seen is None:
        return None
    here = {d.kind for d in dates if set(d.word_ids) & set(seen.word_ids)}
    same = {d.kind for d in dates if d.value == seen.value}
    if seen.name in (ISSUE, DUE) and (own := "issue" if seen.name == ISSUE else "due") in same:
        return "issue" if own == "issue" else "due"
    return next(iter(here)) if len(here) == 1 else None


def _likeliest(words: LabelledWords, name: str, dates: Sequence[Date]) -> Date | None:
    return max(dates, key=lambda d: d.likelihood(words, name), default=None)


def _made(words: LabelledWords, name: str, date: Date) -> ExtractedField:
    confidence = CAPTION + date.likelihood(words, name) * 0.35
    return field_of(words, name, "date", date, confidence, "chosen because of its caption")
