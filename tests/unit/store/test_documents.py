import hashlib
import io
import os
from pathlib import Path

import numpy as np
import pytest

from schemas.errors import StoreUnavailable, UnknownDocument
from schemas.outcome import Outcome
from store.store import DocumentStore
from tests.builders import document_id


def add(store: DocumentStore, data: bytes, name: str = "a.pdf", document_class: str | None = None) -> str:
    source = f"inbox/{name}"
    added = store.add(data, name=name, media_type="application/pdf", source=source, document_class=document_class)
    return added.document.id


def test_an_original_is_kept_byte_by_byte_under_the_digest_of_its_content(store: DocumentStore) -> None:
    added = store.add(b"%PDF-1.7", name="a.pdf", media_type="application/pdf", source="inbox", document_class="invoice")
    assert added.is_new
    assert added.document.id == hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert (added.document.size_bytes, added.document.document_class) == (8, "invoice")
    assert store.original(added.document.id).read_bytes() == b"%PDF-1.7"
    assert store.get(added.document.id) == added.document


@pytest.mark.parametrize("data", [b"", b"x", b"\x00\xff" * 700_000])
def test_bytes_a_path_and_a_stream_give_the_same_document(store: DocumentStore, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "in.bin"
    path.write_bytes(data)
    facts = {"name": "in.bin", "media_type": "application/pdf", "source": "x"}
    added = [store.add(given, **facts) for given in (data, path, io.BytesIO(data))]
    assert {a.document.id for a in added} == {hashlib.sha256(data).hexdigest()}
    assert [a.is_new for a in added] == [True, False, False]
    assert store.original(added[0].document.id).read_bytes() == data


def test_an_original_is_write_protected_and_private(store: DocumentStore) -> None:
    path = store.original(add(store, b"one"))
    assert path.stat().st_mode & 0o777 == 0o400
    assert path.parent.parent.parent.stat().st_mode & 0o077 == 0


def test_bytes_that_come_again_change_nothing_but_leave_a_note(store: DocumentStore) -> None:
    first = store.add(b"one", name="a.pdf", media_type="application/pdf", source="inbox").document
    before = store.original(first.id).stat()
    again = store.add(b"one", name="copy.pdf", media_type="text/plain", source="mail", document_class="claim")
    assert again.document == first
    assert not again.is_new
    assert store.original(first.id).stat().st_mtime_ns == before.st_mtime_ns
    assert store.original(first.id).stat().st_ino == before.st_ino
    assert [event.kind for event in store.events(first.id)] == ["received", "received_again"]
    assert store.find("copy.pdf") == [first]


def test_names_stay_out_of_the_events_which_can_never_be_erased(store: DocumentStore) -> None:
    ident = add(store, b"one", "jane_doe_claim.pdf")
    assert all("jane" not in str(event) for event in store.events(ident))


def test_a_lost_or_shortened_original_is_said_to_be_missing_and_healed_by_adding_it_again(store: DocumentStore) -> None:
    ident = add(store, b"content")
    path = store.original(ident)
    path.unlink()
    with pytest.raises(StoreUnavailable, match="mounted") as caught:
        store.original(ident)
    assert caught.value.document_id == ident
    add(store, b"content")
    assert store.original(ident).read_bytes() == b"content"
    path.chmod(0o600)
    path.write_bytes(b"con")
    add(store, b"content")
    assert store.original(ident).read_bytes() == b"content"


def test_nothing_stays_in_incoming(store: DocumentStore, tmp_path: Path) -> None:
    add(store, b"one")
    add(store, b"one")
    assert list((tmp_path / "files" / "incoming").iterdir()) == []


def test_what_a_dead_process_left_in_incoming_is_swept_after_a_day(
    store: DocumentStore, store_url: str, tmp_path: Path
):
    incoming = tmp_path / "files" / "incoming"
    (incoming / "old").write_bytes(b"half")
    (incoming / "new").write_bytes(b"half")
    os.utime(incoming / "old", (1_000_000_000, 1_000_000_000))
    DocumentStore(store_url, tmp_path / "files").close()
    assert [path.name for path in incoming.iterdir()] == ["new"]


@pytest.mark.parametrize("call", ["get", "original"])
def test_an_unknown_id_is_said_to_be_unknown(store: DocumentStore, call: str) -> None:
    with pytest.raises(UnknownDocument) as caught:
        getattr(store, call)(document_id("never added"))
    assert caught.value.document_id == document_id("never added")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("rechnung.pdf", ["one"]),
        ("some/folder/rechnung.pdf", ["one"]),
        ("Rechnung.pdf", []),
        ("rechnung", []),
        ("%", []),
        ("", []),
        ("7692c3", ["one"]),
        ("7692C3", ["one"]),
        (hashlib.sha256(b"one").hexdigest(), ["one"]),
        ("7692c4", []),
        ("abc", ["hexadecimal name"]),
    ],
)
def test_a_document_is_found_by_the_start_of_its_id_or_its_file_name(
    store: DocumentStore, asked: str, found: list[str]
) -> None:
    contents = {
        add(store, b"one", "rechnung.pdf"): "one",
        add(store, b"two", "abc"): "hexadecimal name",
        add(store, b"three", "other.pdf"): "three",
    }
    assert [contents[document.id] for document in store.find(asked)] == found


@pytest.mark.parametrize("name", ["\udcff\udcfe.pdf", "null\0byte.pdf", "emoji \U0001f4c4.pdf", "a" * 5000])
def test_any_file_name_can_be_stored_and_found(store: DocumentStore, name: str) -> None:
    ident = add(store, name.encode("utf-8", "surrogateescape"), name)
    assert [document.id for document in store.find(name)] == [ident]


def test_documents_are_listed_newest_first_by_status_and_class(store: DocumentStore) -> None:
    ids = [add(store, bytes([i]), document_class=c) for i, c in enumerate(["invoice", None, "claim", None])]
    store.finish(Outcome(document_id=ids[1], document_class="invoice", status="accepted"))
    store.finish(Outcome(document_id=ids[2], document_class="receipt", status="rejected"))

    def listed(**wanted: object) -> list[int]:
        return [ids.index(document.id) for document in store.documents(**wanted)]

    assert listed() == [3, 2, 1, 0]
    assert listed(status="waiting") == [3, 0]
    assert listed(status="accepted") == [1]
    assert listed(document_class="invoice") == [1, 0]
    assert listed(document_class="claim") == []  # it was found to be a receipt
    assert listed(limit=2) == [3, 2]
    assert listed(limit=2, offset=3) == [0]


@pytest.mark.parametrize("shape", [(1, 1), (37, 53), (300, 200)])
@pytest.mark.parametrize("gray", [True, False])
def test_a_page_image_comes_back_pixel_by_pixel(store: DocumentStore, shape: tuple[int, int], gray: bool) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (*shape, 3), dtype=np.uint8)
    if gray:
        pixels[:, :, 1] = pixels[:, :, 2] = pixels[:, :, 0]
    ident = add(store, b"one")
    assert store.load_image(ident, 1) is None
    store.save_image(ident, 1, pixels)
    loaded = store.load_image(ident, 1)
    assert loaded is not None
    assert loaded.dtype == np.uint8
    assert np.array_equal(loaded, pixels)
    assert store.load_image(ident, 2) is None


def test_a_page_image_that_is_no_whole_array_in_memory_is_stored_too(store: DocumentStore) -> None:
    whole = np.random.default_rng(1).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    ident = add(store, b"one")
    for number, view in enumerate((whole[::2, ::-1], whole.transpose(1, 0, 2)), start=1):
        store.save_image(ident, number, view)
        assert np.array_equal(store.load_image(ident, number), view)


@pytest.mark.parametrize("pixels", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3))])
def test_what_is_no_page_image_is_refused(store: DocumentStore, pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="uint8"):
        store.save_image(add(store, b"one"), 1, pixels)


def test_a_damaged_page_image_counts_as_none(store: DocumentStore, tmp_path: Path) -> None:
    ident = add(store, b"one")
    path = tmp_path / "files" / ident[:2] / ident / "pages" / "0001.png"
    store.save_image(ident, 1, np.random.default_rng(1).integers(0, 256, (40, 60, 3), dtype=np.uint8))
    whole = path.read_bytes()
    for damaged in (b"", b"no png", whole[:30], whole[:3000], whole[:100] + b"\0" * 200 + whole[300:]):
        path.write_bytes(damaged)
        assert store.load_image(ident, 1) is None
    path.write_bytes(whole)
    assert store.load_image(ident, 1) is not None
