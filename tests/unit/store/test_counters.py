"""Counts of all processes are added up, by day and in total; old days only count in totals."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete

from store import models as tables
from store.counters import KEPT_DAYS, Counters, DayCount

READ, FIELDS = ("retries", (("stage", "read"),)), ("retries", (("stage", "fields"),))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def counters(store):
    # Tests share one PostgreSQL database, which would remember the counts of the one before.
    with store._database.write() as connection:
        connection.execute(delete(tables.counters))
    return store.counters


def test_counts_of_several_processes_are_added_up(counters):
    counters.add({READ: 2, FIELDS: 1})
    counters.add({READ: 3.5, ("pages", ()): 7})
    counters.add({})
    assert counters.totals() == {READ: 5.5, FIELDS: 1, ("pages", ()): 7}


def test_counts_are_kept_by_day_and_old_days_only_in_total(counters):
    days = [0, 1, KEPT_DAYS, KEPT_DAYS + 3]
    for days_later in days:
        at = NOON + timedelta(days=days_later)
        Counters(counters._database, now=lambda at=at: at).add({READ: 1})
    shown = counters.by_day(["retries"], date(1970, 1, 1))
    assert [(count.day - NOON.date()).days for count in shown] == [KEPT_DAYS, KEPT_DAYS + 3]
    assert shown[0] == DayCount(NOON.date() + timedelta(days=KEPT_DAYS), "retries", {"stage": "read"}, 1)
    assert counters.totals() == {READ: 4}
    assert counters.by_day(["pages"], date(1970, 1, 1)) == []


def test_processes_that_count_at_once_lose_nothing(counters):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: counters.add({READ: 1, FIELDS: 2}), range(40)))
    assert counters.totals() == {READ: 40, FIELDS: 80}
