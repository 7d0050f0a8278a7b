from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from schemas.document import ReadDocument
from schemas.errors import StoreUnavailable
from schemas.review import CorrectionRecord
from schemas.settings import Settings
from search.confusions import MIN_SUPPORT
from search.embedded import EmbeddedIndex
from services.search import LEARNED_FROM, Finder, misreadings
from services.workbench import Workbench
from tests.builders import document_id, index_entry, page, read_document
from tests.searching import VOCABULARY, parse_query


def corrected(raw: str, *word_ids: int, action: Any = "correct", seed: str = "paper") -> CorrectionRecord:
    return CorrectionRecord(
        document_id=document_id(seed),
        at=datetime.now(UTC),
        actor="ann",
        field="seller_name",
        action=action,
        raw=raw,
        word_ids=word_ids,
    )


def store_of(*corrections: CorrectionRecord, read: ReadDocument | None) -> Any:
    """The two questions that are asked of a store, answered."""
    return SimpleNamespace(reviews=SimpleNamespace(corrections=lambda: iter(corrections)), load=lambda *_: read)


READ = read_document(page("dute of issue", "ACME Bank"))


@pytest.mark.parametrize(
    ("correction", "pairs"),
    [
        (corrected("date", 0), [("dute", "date")]),
        (corrected("ACME Bonk", 3, 4), [("ACME Bank", "ACME Bonk")]),
        (corrected("date", 0, action="pick"), []),
        (corrected("date"), []),
        (corrected("", 0), []),
        (corrected("date", 99), []),  # the document was read anew since
    ],
)
def test_typed_values_stand_beside_the_words_that_were_read(
    correction: CorrectionRecord, pairs: Sequence[tuple[str, str]]
) -> None:
    assert list(misreadings(store_of(correction, read=READ))) == pairs
    assert list(misreadings(store_of(correction, read=None))) == []


def test_what_was_corrected_is_found_when_it_was_misread_again(tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path, VOCABULARY)
    index.put([index_entry(["dute of issue"])])
    finder = Finder(index, store_of(*[corrected("date", 0)] * MIN_SUPPORT, read=READ))
    finder._learned_at = float("inf")  # only when the test says so
    assert finder.search(parse_query("date")).total == 0
    assert set(finder.learn().counts) == {("a", "u")}
    assert finder.search(parse_query("date")).total == 1


def test_learning_ends_with_the_search_that_began_it(tmp_path: Path) -> None:
    def slow(*_: object) -> ReadDocument:
        time.sleep(0.01)
        return READ

    index = EmbeddedIndex(tmp_path, VOCABULARY)
    index.put([index_entry(["date"])])
    corrections = [corrected("date", 0, seed=str(i)) for i in range(LEARNED_FROM)]
    store: Any = SimpleNamespace(reviews=SimpleNamespace(corrections=lambda: iter(corrections)), load=slow)
    with Workbench(Settings(home=tmp_path / "home")) as bench:
        finder = bench.__dict__["finder"] = Finder(index, store)
        assert finder.search(parse_query("date")).total == 1
        assert "confusions" in {thread.name for thread in threading.enumerate()}
    assert "confusions" not in {thread.name for thread in threading.enumerate()}
    assert finder.search(parse_query("date")).total == 1
    assert "confusions" not in {thread.name for thread in threading.enumerate()}


def test_a_store_that_does_not_answer_holds_no_search_up(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def corrections() -> Any:
        raise StoreUnavailable("down")

    index = EmbeddedIndex(tmp_path, VOCABULARY)
    index.put([index_entry(["date"])])
    finder = Finder(index, SimpleNamespace(reviews=SimpleNamespace(corrections=corrections)))  # type: ignore[arg-type]
    finder._learn_quietly()
    assert finder.search(parse_query("date")).total == 1
    assert "store_unavailable" in caplog.text
