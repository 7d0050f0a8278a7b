"""What holds for every place of files: the folder, and an object store."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import time
from pathlib import Path

import fsspec
import numpy as np
import pytest
from PIL import Image

from schemas.errors import ConfigurationError, StoreUnavailable
from store.file_store import FileStore
from store.files import Files
from store.images import encoded
from store.object_files import ObjectFiles

ID = "ab" * 32


@pytest.fixture(params=["folder", "objects"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "folder":
        return Files(tmp_path / "files")
    return ObjectFiles(f"memory://{tmp_path.name}/files", tmp_path / "copies")


def objects(tmp_path: Path) -> ObjectFiles:
    return ObjectFiles(f"memory://{tmp_path.name}", tmp_path / "copies")


def test_an_original_is_stored_by_its_digest(files: FileStore, tmp_path: Path) -> None:
    digest = hashlib.sha256(b"paper").hexdigest()
    (tmp_path / "given").write_bytes(b"paper")
    for given in (b"paper", io.BytesIO(b"paper"), tmp_path / "given"):
        assert files.put_original(given) == (digest, 5)
    path = files.original(digest)
    assert path is not None
    assert path.read_bytes() == b"paper"
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert files.original(ID) is None
    assert files.put_original(b"")[1] == 0


def test_an_image_comes_back_and_is_replaced(files: FileStore) -> None:
    gray = np.full((40, 30, 3), 200, np.uint8)
    color = gray.copy()
    color[3, 4] = (1, 2, 3)
    assert files.get_image(ID, 1) is None
    for pixels in (gray, color):
        assert files.put_image(ID, 1, pixels) > 0
        found = files.get_image(ID, 1)
        assert found is not None
        assert np.array_equal(found, pixels)
    assert files.get_image(ID, 2) is None
    with pytest.raises(ValueError, match="uint8"):
        files.put_image(ID, 1, gray[:, :, 0])


@pytest.mark.parametrize("size", [(1, 1), (3, 1), (1, 7), (40, 30)])
@pytest.mark.parametrize("channels", [1, 3])
def test_an_image_file_opens_in_any_program(size: tuple[int, int], channels: int) -> None:
    noise = np.random.default_rng(7).integers(0, 256, (*size, channels), np.uint8)
    pixels = np.ascontiguousarray(np.broadcast_to(noise, (*size, 3)))
    with Image.open(io.BytesIO(encoded(pixels))) as image:
        image.verify()
    with Image.open(io.BytesIO(encoded(pixels))) as image:
        assert image.mode == ("L" if channels == 1 else "RGB")
        assert np.array_equal(np.asarray(image.convert("RGB")), pixels)


def test_another_machine_sees_what_one_stored(tmp_path: Path) -> None:
    url = f"memory://{tmp_path.name}"
    one, other = ObjectFiles(url, tmp_path / "one"), ObjectFiles(f"{url}/", tmp_path / "other")
    document_id, _ = one.put_original(b"paper")
    path = other.original(document_id)
    assert path is not None
    assert path.parent == tmp_path / "other"
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def damage(tmp_path: Path, document_id: str, data: bytes) -> None:
    fsspec.filesystem("memory").pipe_file(f"/{tmp_path.name}/{document_id[:2]}/{document_id}/original", data)


def test_a_damaged_object_is_no_document_and_is_healed_by_adding_it_again(tmp_path: Path) -> None:
    files = objects(tmp_path)
    document_id, _ = files.put_original(b"paper")
    damage(tmp_path, document_id, b"pap")
    with pytest.raises(StoreUnavailable, match="damaged") as refused:
        files.original(document_id)
    assert refused.value.document_id == document_id
    assert list((tmp_path / "copies").iterdir()) == []
    files.put_original(b"paper")
    path = files.original(document_id)
    assert path is not None
    assert path.read_bytes() == b"paper"


def test_a_damaged_image_is_none(tmp_path: Path) -> None:
    files = objects(tmp_path)
    fsspec.filesystem("memory").pipe_file(f"/{tmp_path.name}/{ID[:2]}/{ID}/pages/0001.png", b"no picture")
    assert files.get_image(ID, 1) is None


def test_copies_go_after_an_hour_without_use(tmp_path: Path) -> None:
    files = objects(tmp_path)
    ids = [files.put_original(text)[0] for text in (b"one", b"two", b"three")]
    copies = [files.original(document_id) for document_id in ids[:2]]
    hour_ago = time.time() - 3700
    for copy in copies:
        assert copy is not None
        os.utime(copy, (hour_ago, hour_ago))
    files.original(ids[1])  # used again
    files.original(ids[2])
    assert sorted(path.name for path in (tmp_path / "copies").iterdir()) == sorted(ids[1:])


def test_a_place_that_no_driver_reads_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no driver reads"):
        ObjectFiles("nowhere://bucket", tmp_path / "copies")


def test_what_a_driver_raises_is_typed_and_shows_no_credentials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = objects(tmp_path)
    system = fsspec.get_filesystem_class("memory")
    for raised, expected in (
        (PermissionError("secret"), ConfigurationError), (FileNotFoundError("secret"), ConfigurationError),
        (TimeoutError("secret"), StoreUnavailable), (RuntimeError("secret"), StoreUnavailable),
    ):  # fmt: skip

        def fail(*_: object, raised: Exception = raised, **__: object) -> None:
            raise raised

        with monkeypatch.context() as broken:
            broken.setattr(system, "put_file", fail)
            with pytest.raises(expected) as refused:
                files.put_original(b"paper")
        assert "secret" not in str(refused.value)
