"""More than one machine: two worker processes on one PostgreSQL database and one object store."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path

import pytest

from store.object_files import ObjectFiles
from tests.databases import postgres_url  # noqa: F401
from tests.object_stores import ObjectStore
from tests.workbenches import SAMPLES, workbench
from tests.workers import work

pytestmark = [pytest.mark.service, pytest.mark.slow]


def test_two_workers_share_a_database_and_an_object_store(
    postgres_url: str,  # noqa: F811
    object_store: ObjectStore,
    tmp_path: Path,
) -> None:
    files_url = f"s3://{object_store.bucket('files')}/fieldwright"
    letter = (SAMPLES / "letter.pdf").read_bytes()
    with workbench(tmp_path / "portal", database_url=postgres_url, files_url=files_url) as bench:
        # A PDF may have anything behind its end: six documents that read alike.
        ids = [
            bench.store.add(
                letter + b"\n%%%d" % number, name=f"{number}.pdf", media_type="application/pdf", source="test"
            ).document.id
            for number in range(6)
        ]
        context = multiprocessing.get_context("spawn")
        with context.Manager() as manager, ProcessPoolExecutor(2, mp_context=context) as pool:
            meet = manager.Barrier(2)
            started = [
                pool.submit(work, tmp_path / f"worker{number}", postgres_url, files_url, meet) for number in range(2)
            ]
            (first, batches), (second, others) = (one.result(timeout=300) for one in started)
        assert first != second
        assert batches
        assert others
        processed = [*chain(*batches), *chain(*others)]
        assert sorted(processed) == sorted(ids)
        assert set(bench.store.outcomes(ids)) == set(ids)
        # What one machine made, another one shows.
        image = bench.store.load_image(ids[0], 1)
        assert image is not None
        assert image.shape[2] == 3
        assert bench.store.original(ids[0]).read_bytes().startswith(letter)
    kept = {path.name for path in (tmp_path / "worker0").rglob("original")}
    assert not kept, "files belong into the object store"


def test_objects_are_written_once_and_checked(object_store: ObjectStore, tmp_path: Path) -> None:
    bucket = object_store.bucket("once")
    files = ObjectFiles(f"s3://{bucket}/in", tmp_path / "copies")
    s3 = object_store.client("s3")
    document_id, _ = files.put_original(b"paper")
    before = s3.head_object(Bucket=bucket, Key=f"in/{document_id[:2]}/{document_id}/original")["LastModified"]
    assert files.put_original(b"paper") == (document_id, 5)
    found = s3.list_objects_v2(Bucket=bucket)["Contents"]
    assert [entry["LastModified"] for entry in found] == [before]
