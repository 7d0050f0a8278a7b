"""What only the embedded index does: a folder shared by processes, and what is left when one dies."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from schemas.errors import ConfigurationError, IndexUnavailable
from search.embedded import EmbeddedIndex
from tests.builders import document_id, index_entry
from tests.searching import VOCABULARY, parse_query

ROOT = Path(__file__).resolve().parents[3]
WRITER = """
import sys
from pathlib import Path
from search.embedded import EmbeddedIndex
from tests.builders import index_entry
from tests.searching import VOCABULARY
folder, name, count = sys.argv[1:]
index = EmbeddedIndex(Path(folder), VOCABULARY)
for i in range(int(count)):
    index.put([index_entry(["hello world"], seed=f"{name}-{i}-{j}") for j in range(5)])
    print(i, flush=True)
"""


def writer(folder: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder), name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_processes_write_one_after_the_other_and_nothing_is_lost(tmp_path: Path) -> None:
    writers = [writer(tmp_path, str(n), 4) for n in range(3)]
    for process in writers:
        with process:
            process.communicate()
        assert process.returncode == 0
    assert EmbeddedIndex(tmp_path, VOCABULARY).count() == 3 * 4 * 5


def test_a_writer_that_is_killed_leaves_whole_batches_and_no_lock(tmp_path: Path) -> None:
    with writer(tmp_path, "a", 10_000) as process:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        time.sleep(0.01)  # somewhere inside a batch
        os.kill(process.pid, signal.SIGKILL)
    index = EmbeddedIndex(tmp_path, VOCABULARY, lock_wait_s=5)
    count = index.count()
    assert count >= 15
    assert count % 5 == 0
    index.put([index_entry(["later"], seed="later")])
    assert index.count() == count + 1


def test_a_writer_that_holds_the_lock_makes_others_wait_then_fail(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path, VOCABULARY, lock_wait_s=0.05)
    index.put([index_entry(["hello"])])
    with (tmp_path / "write.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(IndexUnavailable, match="another process"):
            index.put([index_entry(["again"])])
        assert index.search(parse_query("hello")).total == 1  # readers do not wait
    index.put([index_entry(["again"])])


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnavailable, match="cannot be written"):
        EmbeddedIndex(tmp_path / "file" / "index", VOCABULARY).put([index_entry(["hello"])])


def test_a_damaged_index_is_named_and_a_rebuild_heals_it(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path, VOCABULARY)
    index.put([index_entry(["hello"])])
    index.close()
    for file in (tmp_path / (tmp_path / "current").read_text()).iterdir():
        if file.is_file():
            file.write_bytes(b"rubbish")
    with pytest.raises(ConfigurationError, match="fieldwright reindex"):
        index.search(parse_query("hello"))
    with pytest.raises(ConfigurationError, match="fieldwright reindex"):
        index.put([index_entry(["hello"])])
    assert index.rebuild([index_entry(["hello"])]) == 1
    assert index.search(parse_query("hello")).total == 1


def test_a_rebuild_that_was_killed_is_replaced(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path, VOCABULARY)
    index.put([index_entry(["old"], seed="a")])
    left = index._begin_rebuild()
    index.put([index_entry(["put"], seed="b")])
    assert index.count() == 2
    assert index.rebuild([index_entry(["new"], seed="c")]) == 1
    assert not (tmp_path / left).exists()
    assert len([f for f in tmp_path.iterdir() if f.is_dir()]) == 1


def test_a_kill_between_the_last_two_steps_of_a_rebuild_does_no_harm(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path, VOCABULARY)
    index.put([index_entry(["old"], seed="a")])
    new = index._begin_rebuild()
    index._folder.point("current", new)  # and then the power went
    index.put([index_entry(["put"], seed="b")])
    assert index.count() == 1
    assert index.search(parse_query("put")).total == 1
    assert index.rebuild([index_entry(["new"], seed="c")]) == 1


def test_an_old_reader_goes_on_and_then_sees_the_new_index(tmp_path: Path) -> None:
    reader, other = EmbeddedIndex(tmp_path, VOCABULARY), EmbeddedIndex(tmp_path, VOCABULARY)
    reader.put([index_entry([f"old page {i}"], seed=str(i)) for i in range(50)])
    searcher = reader._current_index().searcher()
    other.rebuild([index_entry(["new"], seed="a")])
    assert searcher.num_docs == 50
    assert reader.count() == 1


def test_the_id_of_a_document_is_found_by_its_start_only(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path, VOCABULARY)
    index.put([index_entry(["hello"])])
    whole = document_id()
    assert index.search(parse_query(f"id:{whole[:10]}")).total == 1
    assert index.search(parse_query(f"id:{whole[1:11]}")).total == 0


def test_nobody_else_may_read_the_index(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    folder.mkdir(mode=0o755)
    index = EmbeddedIndex(folder, VOCABULARY)
    index.put([index_entry(["hello world"])])
    index.rebuild([index_entry(["hello again"])])
    assert [path for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077] == []
    assert index.search(parse_query("again")).total == 1
