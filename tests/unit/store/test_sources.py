import os
import threading
import time
from pathlib import Path

import fsspec
import pytest

from schemas.errors import ConfigurationError, StoreUnavailable, UnreadableDocument
from store.sources import Found, files_at, settled
from store.store import DocumentStore
from tests.builders import document_id
from tests.unit.store.test_documents import add


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return folder


def content(found: Found) -> bytes:
    with found.open() as stream:
        return stream.read()


def names(location: str) -> list[str]:
    found = list(files_at(location))
    assert [entry.problem for entry in found if entry.problem] == []
    return [entry.name for entry in found]


def test_a_file_is_found_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    path = fill(tmp_path, "a.pdf") / "a.pdf"
    (found,) = files_at(str(path))
    assert (found.name, found.url, found.size, found.problem) == ("a.pdf", str(path), 5, None)
    assert content(found) == b"a.pdf"


def test_a_folder_is_searched_to_the_bottom_in_order(tmp_path: Path) -> None:
    fill(tmp_path, "b.pdf", "a.pdf", "deep/er/c.tif", "deep/a.png")
    assert names(str(tmp_path)) == ["a.pdf", "b.pdf", "a.png", "c.tif"]


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.pdf", ".git/a.pdf", "a.pdf.tmp", "a.pdf.part", "a.crdownload", "~$a.pdf", "a.pdf~", "Thumbs.db", "A.TMP",
        "@eaDir/a.pdf/SYNOPHOTO_THUMB_M.jpg", "deep/#recycle/a.pdf", "$RECYCLE.BIN/S-1-5/$R1.pdf", "@Recycle/a.pdf",
        ".Trash-1000/files/x.pdf", "System Volume Information/x.pdf", "lost+found/#123.pdf", ".@__thumb/a.jpg",
    ],
)  # fmt: skip
def test_hidden_and_unfinished_files_are_left_out_of_folders(tmp_path: Path, name: str) -> None:
    fill(tmp_path, name, "a.pdf", "tmp.pdf", "part/b.pdf")
    assert names(str(tmp_path)) == ["a.pdf", "tmp.pdf", "b.pdf"]
    assert sorted(names(str(tmp_path / "**" / "*"))) == ["a.pdf", "b.pdf", "tmp.pdf"]


def test_a_file_that_is_asked_for_by_name_is_found_whatever_it_is_called(tmp_path: Path) -> None:
    fill(tmp_path, ".a.tmp")
    assert names(str(tmp_path / ".a.tmp")) == [".a.tmp"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("*.pdf", ["a.pdf", "b.pdf"]), ("**/*.pdf", ["a.pdf", "b.pdf", "c.pdf"]), ("[b-z].pdf", ["b.pdf"]), ("x*", [])],
)
def test_patterns(tmp_path: Path, pattern: str, expected: list[str]) -> None:
    fill(tmp_path, "b.pdf", "a.pdf", "a.txt", "deep/c.pdf")
    assert names(str(tmp_path / pattern)) == expected


def test_a_name_that_looks_like_a_pattern_is_a_name_first(tmp_path: Path) -> None:
    fill(tmp_path, "scan[1].pdf", "scan1.pdf")
    assert names(str(tmp_path / "scan[1].pdf")) == ["scan[1].pdf"]


def test_nothing_at_a_place_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no file or folder"):
        list(files_at(str(tmp_path / "absent.pdf")))
    assert list(files_at(str(tmp_path))) == []


def test_what_cannot_be_read_is_reported_and_the_rest_found(tmp_path: Path) -> None:
    secret = fill(tmp_path / "elsewhere", "secret.pdf", "sub/x.pdf")
    inbox = fill(tmp_path / "inbox", "a.pdf", "deep/z.pdf")
    (inbox / "dangling.pdf").symlink_to(inbox / "absent")
    (inbox / "leaves.pdf").symlink_to(secret / "secret.pdf")
    (inbox / "leaves_too").symlink_to(secret)
    (inbox / "inside.pdf").symlink_to(inbox / "a.pdf")
    (inbox / "loop").symlink_to(inbox)
    os.mkfifo(inbox / "pipe.pdf")
    found = {entry.name: entry for entry in files_at(str(inbox))}
    readable = {name for name, entry in found.items() if entry.problem is None}
    assert readable == {"a.pdf", "z.pdf", "inside.pdf"}
    assert set(found) - readable == {"dangling.pdf", "leaves.pdf", "leaves_too", "loop", "pipe.pdf"}
    for name in set(found) - readable:
        assert found[name].key is None
        with pytest.raises(UnreadableDocument, match=str(found[name].problem)):
            found[name].open()


def test_links_that_lead_in_a_circle_are_named_and_the_rest_is_found(tmp_path: Path) -> None:
    fill(tmp_path, "a.pdf", "sub/b.pdf", "z.pdf")
    for name, target in (("loop.pdf", "loop.pdf"), ("m1", "m2"), ("m2", "m1"), ("sub/x.pdf", "x.pdf"), ("up", "..")):
        (tmp_path / name).symlink_to(target)
    (tmp_path / "good.pdf").symlink_to("a.pdf")
    (tmp_path / "gone.pdf").symlink_to("nowhere.pdf")
    found = {entry.name: entry.problem for entry in files_at(str(tmp_path))}
    assert sorted(name for name, problem in found.items() if problem is None) == ["a.pdf", "b.pdf", "good.pdf", "z.pdf"]
    circles = {"loop.pdf", "m1", "m2", "x.pdf"}
    assert {name for name, problem in found.items() if problem == "Too many levels of symbolic links"} == circles
    assert set(found) == {"a.pdf", "b.pdf", "z.pdf", "good.pdf", "gone.pdf", "up", *circles}


def test_a_file_that_goes_between_looking_and_reading_is_a_typed_error(tmp_path: Path) -> None:
    (found,) = files_at(str(fill(tmp_path, "a.pdf")))
    (tmp_path / "a.pdf").unlink()
    with pytest.raises(UnreadableDocument, match="gone"):
        found.open()


def test_names_that_are_no_text_are_found(tmp_path: Path, store: DocumentStore) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/")).mkdir()
    with open(os.fsencode(tmp_path / "in") + b"/\xff.pdf", "wb") as file:  # noqa: PTH123
        file.write(b"x")
    (found,) = files_at(str(tmp_path / "in"))
    assert content(found) == b"x"
    store.mark_seen(found, None)
    assert list(store.unseen([found])) == []


@pytest.fixture
def memory():
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def test_a_url_of_fsspec_is_searched_like_a_folder(memory) -> None:
    for name in ("b.pdf", "a.pdf", "deep/c.tif", ".hidden.pdf", "x.tmp", ".git/d.pdf"):
        memory.pipe(f"/inbox/{name}", name.encode())
    found = list(files_at("memory://inbox"))
    assert [(e.name, e.url, e.size) for e in found] == [
        ("a.pdf", "memory:///inbox/a.pdf", 5),
        ("b.pdf", "memory:///inbox/b.pdf", 5),
        ("c.tif", "memory:///inbox/deep/c.tif", 10),
    ]
    assert content(found[2]) == b"deep/c.tif"
    assert names("memory://inbox/*.pdf") == ["a.pdf", "b.pdf"]
    assert names("memory://inbox/deep/c.tif") == ["c.tif"]
    assert names("memory://inbox/*.doc") == []


def test_new_objects_show_in_the_next_look(memory) -> None:
    memory.pipe("/inbox/a.pdf", b"a")
    assert names("memory://inbox") == ["a.pdf"]
    memory.pipe("/inbox/b.pdf", b"b")
    assert names("memory://inbox") == ["a.pdf", "b.pdf"]


def test_file_urls_are_local_paths(tmp_path: Path) -> None:
    fill(tmp_path, "a b.pdf")
    assert [e.url for e in files_at(f"file://{tmp_path}/a%20b.pdf")] == [str(tmp_path / "a b.pdf")]


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("memory://absent", "nothing at"),
        ("nonsense://host/x", "no driver"),
        ("smb://user:geheim@host/x", "pip install"),
    ],
)
def test_a_url_that_cannot_work_is_refused_with_advice(memory, url: str, advice: str) -> None:
    with pytest.raises(ConfigurationError, match=advice) as caught:
        list(files_at(url))
    assert "geheim" not in str(caught.value)


def test_a_place_that_fails_is_unavailable_and_keeps_its_secrets(memory, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.pipe("/inbox/a.pdf", b"a")
    (found,) = files_at("memory://inbox")

    def fail(*args: object, **options: object) -> None:
        raise RuntimeError("signature=geheim refused")

    monkeypatch.setattr(type(memory), "find", fail)
    monkeypatch.setattr(type(memory), "_open", fail)
    for call in (lambda: list(files_at("memory://inbox")), found.open):
        with pytest.raises(StoreUnavailable, match="does not answer") as caught:
            call()
        assert "geheim" not in str(caught.value)


def test_a_line_that_drops_while_reading_is_unavailable(memory, tmp_path: Path, store: DocumentStore) -> None:
    memory.pipe("/inbox/a.pdf", b"a" * 3_000_000)
    (found,) = files_at("memory://inbox")
    assert content(found) == b"a" * 3_000_000
    stream = found.open()
    file = stream.raw._stream

    def fail(size: int) -> bytes:
        raise RuntimeError("signature=geheim dropped")

    assert stream.read(2_000_000) == b"a" * 2_000_000
    file.read = fail
    with pytest.raises(StoreUnavailable, match="does not answer") as caught:
        store.add(stream, name="a.pdf", media_type="application/pdf", source=found.url)
    assert "geheim" not in str(caught.value)
    assert store.documents() == []
    assert list((tmp_path / "files" / "incoming").iterdir()) == []
    stream.close()


def test_what_was_refused_at_the_door_is_seen_under_the_digest_of_its_bytes(
    tmp_path: Path, store: DocumentStore
) -> None:
    (found,) = files_at(str(fill(tmp_path / "in", "huge.pdf")))
    store.mark_seen(found, document_id("never added"))
    assert list(store.unseen([found])) == []


def test_what_was_seen_is_left_out_until_it_changes(tmp_path: Path, store: DocumentStore) -> None:
    inbox = fill(tmp_path / "inbox", "a.pdf", "b.pdf", "c.pdf")
    first, second, third = files_at(str(inbox))
    store.mark_seen(first, add(store, b"a.pdf"))
    store.mark_seen(second, None)
    store.mark_seen(second, None)
    assert [e.name for e in store.unseen(files_at(str(inbox)))] == [third.name]
    os.utime(inbox / "a.pdf", ns=(1, 1))
    (inbox / "b.pdf").write_bytes(b"longer than before")
    assert [e.name for e in store.unseen(files_at(str(inbox)))] == ["a.pdf", "b.pdf", "c.pdf"]


def test_what_cannot_be_read_is_never_seen(tmp_path: Path, store: DocumentStore) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.pdf").symlink_to(tmp_path / "absent")
    (found,) = files_at(str(tmp_path / "in"))
    store.mark_seen(found, None)
    assert [e.name for e in store.unseen([found])] == ["x.pdf"]


def test_thousands_of_files_are_told_apart_at_once(tmp_path: Path, store: DocumentStore) -> None:
    inbox = fill(tmp_path / "in", *(f"{i:04d}.pdf" for i in range(1201)))
    found = list(files_at(str(inbox)))
    store.mark_seen(found[700], None)
    assert [e.name for e in store.unseen(iter(found))] == [e.name for e in found if e is not found[700]]


def test_a_file_at_rest_is_settled_at_once(tmp_path: Path) -> None:
    (found,) = files_at(str(fill(tmp_path, "a.pdf")))
    later = time.time() + 100
    assert settled(found, quiet_s=0.0) is found
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: later)
        patch.setattr(time, "sleep", lambda s: pytest.fail("it slept"))
        assert settled(found, quiet_s=60.0) is found


def test_a_file_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    path = fill(tmp_path, "a.pdf") / "a.pdf"
    (found,) = files_at(str(path))
    written = threading.Event()

    def write() -> None:
        for _ in range(5):
            time.sleep(0.05)
            with path.open("ab") as file:
                file.write(b"more")
        written.set()

    writer = threading.Thread(target=write)
    writer.start()
    # Long enough that a slow machine doesn't make a pause of the writer look like its end.
    whole = settled(found, quiet_s=2.0)
    writer.join()
    assert written.is_set()
    assert whole is not None
    assert whole.size == 5 + 5 * 4
    assert content(whole) == b"a.pdf" + b"more" * 5


def test_an_old_time_of_modification_does_not_make_a_fresh_file_settled(tmp_path: Path) -> None:
    path = fill(tmp_path, "a.pdf") / "a.pdf"
    os.utime(path, (1, 1))  # as cp -p does
    (found,) = files_at(str(path))
    assert found.changed_at is not None
    assert time.time() - found.changed_at < 1000


def test_a_file_that_never_rests_or_goes_is_left_for_the_next_look(tmp_path: Path) -> None:
    path = fill(tmp_path, "a.pdf") / "a.pdf"
    (found,) = files_at(str(path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "sleep", lambda s: path.write_bytes(path.read_bytes() + b"x"))
        patch.setattr(time, "time", lambda: 0.0)  # nothing ever looks old
        assert settled(found, quiet_s=1.0, patience_s=0.05) is None
    path.unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: 0.0)
        assert settled(found, quiet_s=0.01) is None


def test_a_remote_object_is_looked_at_twice(memory) -> None:
    memory.pipe("/inbox/a.pdf", b"a")
    (found,) = files_at("memory://inbox")
    assert (settled(found, quiet_s=0.01) or found).size == 1
    memory.pipe("/inbox/a.pdf", b"longer")
    assert settled(found, quiet_s=0.01).size == 6
