"""A batch that takes longer than a lease stays with the process that works on it."""

from __future__ import annotations

import time

from flows.ingest import leases_kept
from schemas.settings import load_settings
from services.workbench import Workbench
from store.store import DocumentStore


def test_a_long_batch_is_not_taken_over_and_an_abandoned_one_is(tmp_path):
    with Workbench(load_settings(home=tmp_path, lease_s=3.0)) as bench:
        added = bench.store.add(b"paper", name="a.pdf", media_type="application/pdf", source="test")
        ids = bench.store.claim(1, owner="other-host:1:1", lease_s=3.0)
        assert ids == [added.document.id]
        with DocumentStore(bench.settings.sqlalchemy_url, bench.settings.files) as rival:
            with leases_kept(bench, ids, "other-host:1:1"):
                time.sleep(5)
                assert rival.claim(1, owner="third-host:2:2", lease_s=3.0) == []
            time.sleep(3.5)
            assert rival.claim(1, owner="third-host:2:2", lease_s=3.0) == ids
