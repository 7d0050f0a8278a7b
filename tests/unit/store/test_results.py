import logging

import pytest

from schemas.document import Page, ReadDocument
from schemas.errors import UnknownDocument
from schemas.extraction import Extraction
from store.store import DocumentStore
from tests.builders import document_id, extraction, field, page, read_document
from tests.databases import execute
from tests.unit.store.test_documents import add


def test_a_result_comes_back_as_it_was(store: DocumentStore) -> None:
    ident = add(store, b"document")
    read = read_document(page("Rechnung 17", "\u00fcber 1.190,00 \u20ac \U0001f4c4 \0"), page(number=2))
    store.save(ident, "recognize", "rapid 1", read, timing_s=1.5)
    assert store.load(ident, "recognize", ReadDocument) == read
    assert store.load(ident, "recognize", ReadDocument, version="rapid 1") == read


def test_several_models_are_one_result(store: DocumentStore) -> None:
    ident = add(store, b"document")
    pages = [page("one"), page("two", number=2)]
    store.save(ident, "pages", "1", pages, timing_s=0.1)
    assert store.load(ident, "pages", list[Page]) == pages


def test_absent_or_of_another_version_is_none(store: DocumentStore) -> None:
    ident = add(store, b"document")
    assert store.load(ident, "recognize", ReadDocument) is None
    store.save(ident, "recognize", "rapid 1", read_document(page("x")), timing_s=1.0)
    assert store.load(ident, "recognize", ReadDocument, version="rapid 2") is None
    assert store.load(ident, "classify", ReadDocument) is None
    assert store.load(document_id("never added"), "recognize", ReadDocument) is None


def test_saving_again_replaces(store: DocumentStore) -> None:
    ident = add(store, b"document")
    for version in ("1", "1", "2"):
        store.save(ident, "extract", version, extraction(field("iban", version)), timing_s=float(version))
    loaded = store.load(ident, "extract", Extraction)
    assert loaded is not None
    assert loaded.value("iban") == "2"
    assert store.load(ident, "extract", Extraction, version="1") is None
    assert {name: (s.version, s.timing_s) for name, s in store.stages(ident).items()} == {"extract": ("2", 2.0)}


def test_stages_are_listed_in_the_order_of_their_making(store: DocumentStore) -> None:
    ident = add(store, b"document")
    for stage in ("recognize", "classify", "extract"):
        store.save(ident, stage, f"{stage} 1", extraction(), timing_s=0.5)
    assert list(store.stages(ident)) == ["recognize", "classify", "extract"]
    assert store.stages(document_id("never added")) == {}


def test_a_result_of_no_document_is_refused(store: DocumentStore) -> None:
    with pytest.raises(UnknownDocument):
        store.save(document_id("never added"), "recognize", "1", read_document(page("x")), timing_s=1.0)


def test_a_result_that_no_longer_fits_is_made_again_and_its_text_stays_out_of_the_log(
    store: DocumentStore, store_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    ident = add(store, b"document")
    store.save(ident, "recognize", "1", read_document(page("secret words")), timing_s=1.0)
    with caplog.at_level(logging.DEBUG):
        assert store.load(ident, "recognize", Extraction) is None
    assert ident in caplog.text
    assert "secret" not in caplog.text
    damage = "X'00'" if store_url.startswith("sqlite") else "'\\x00'"
    execute(store_url, f"UPDATE results SET payload = {damage}")
    assert store.load(ident, "recognize", ReadDocument) is None
