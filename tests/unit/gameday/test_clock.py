"""Time passes at once: every moment of the store moves back, days of counts by whole days, the audit log stays whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gameday.clock import pass_time
from registry import releases
from schemas.settings import Settings
from services.workbench import Workbench
from tests.models import linked_models
from tests.releases import small_release
from tests.workbenches import TEXT_PDFS, ingest


@pytest.fixture
def bench(tmp_path):
    with Workbench(Settings(home=tmp_path / "home", models=linked_models(tmp_path))) as made:
        yield made


def passed(bench, seconds):
    pass_time(bench.settings.home / "fieldwright.db", bench.settings.models, seconds)


def test_documents_and_releases_get_older_and_the_log_stays(bench):
    [ident] = ingest(bench, TEXT_PDFS[0])
    version = small_release(bench.settings.models, "old")
    before = bench.store.get(ident).received_at, releases.find_release(bench.settings.models, version).since
    events = bench.store.events(ident)
    passed(bench, 3600.5)
    after = bench.store.get(ident).received_at, releases.find_release(bench.settings.models, version).since
    assert [b - a for a, b in zip(after, before, strict=True)] == [timedelta(seconds=3600.5)] * 2
    assert bench.store.events(ident) == events
    assert bench.store.verify_events().intact
    waiting, oldest = bench.store.samples.backlog()
    assert waiting == 1
    assert datetime.now(UTC) - oldest > timedelta(hours=1)


def test_days_of_counts_move_by_whole_days_and_stay_apart(bench):
    key = ("errors", (("stage", "read"), ("type", "x")))
    today = datetime.now(UTC).date()
    bench.store.counters.add({key: 1})
    passed(bench, 86_400)
    bench.store.counters.add({key: 5})
    passed(bench, 7200)
    passed(bench, 2 * 86_400)
    found = bench.store.counters.by_day(["errors"], today - timedelta(days=9))
    assert [((today - one.day).days, one.value) for one in found] == [(3, 1), (2, 5)]
    assert bench.store.counters.totals()[key] == 6
