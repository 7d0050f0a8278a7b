"""A person says where the documents of a file begin: each ends by itself, and what was before stays in the history."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.document import ReadDocument
from schemas.errors import ReviewConflict
from services import dividing, stages
from services.workbench import Workbench
from tests.flows.test_parts import FIRST, SECOND, TERMS, invoice, packet, run_all
from tests.workbenches import CountingEngine, ingest, workbench

THIRD = invoice("BF-20499", "2024-09-28", "77.10")
NUMBERS = ("BF-20417", "BF-20455", "BF-20499")


def numbers_in(bench: Workbench, document_id: str) -> list[str]:
    read = bench.store.load(document_id, stages.READ, ReadDocument)
    assert read is not None
    return [number for number in NUMBERS if number in read.text]


def told(bench: Workbench, document_id: str, *first_pages: int, user: str = "anna") -> list[str]:
    """Says where documents begin, processes what waits, and returns the ids of that."""
    bench.store.reviews.take(document_id, user, 600)
    version = bench.store.reviews.version(document_id)
    assert version is not None
    dividing.divide(bench, document_id, first_pages, user=user, version=version)
    waiting = bench.store.waiting(10)
    run_all(bench, waiting)
    return sorted({*waiting, *bench.store.waiting(10)})


def codes(bench: Workbench, document_id: str) -> set[str]:
    outcome = bench.store.outcome(document_id)
    assert outcome is not None
    return {reason.code for reason in outcome.reasons}


@pytest.fixture
def unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractors.splitting import boundaries

    monkeypatch.setattr(boundaries, "SURE", 1.1)


@pytest.mark.usefixtures("unsure")
def test_a_person_divides_a_file_and_every_document_ends_by_itself(tmp_path: Path) -> None:
    engine = CountingEngine()
    with workbench(tmp_path / "home", ocr=engine) as bench:
        [file_id] = ingest(bench, packet(tmp_path / "two.pdf", FIRST, TERMS, SECOND))
        run_all(bench, [file_id])
        seen = engine.images
        told(bench, file_id, 3)
        division = dividing.division_of(bench, file_id)
        assert (division.first_pages, division.own, division.is_sure) == ((1, 3), (1, 2), True)
        [second] = [i for i in bench.store.outcomes(_ids(bench)) if i != file_id]
        assert [numbers_in(bench, i) for i in (file_id, second)] == [["BF-20417"], ["BF-20455"]]
        assert "several_documents" not in codes(bench, file_id)
        assert "part_of_file" in codes(bench, second)
        assert engine.images == seen
        [event] = [e for e in bench.store.events(file_id) if e.kind == "divided"]
        assert (event.actor, event.data) == ("anna", {"documents": 2, "first_pages": [1, 3]})
        assert [e.kind for e in bench.store.events(file_id)].count("finished") == 2


def _ids(bench: Workbench) -> list[str]:
    return list(dict.fromkeys(e.document_id for e in bench.store.events() if e.document_id))


@pytest.mark.usefixtures("unsure")
def test_a_file_that_a_person_calls_one_document_stays_one(tmp_path: Path) -> None:
    with workbench(tmp_path / "home") as bench:
        [file_id] = ingest(bench, packet(tmp_path / "two.pdf", FIRST, SECOND))
        run_all(bench, [file_id])
        assert "several_documents" in codes(bench, file_id)
        told(bench, file_id)
        assert not {"several_documents", "part_of_file"} & codes(bench, file_id)
        bench.store.reopen(file_id, "looked at again")
        run_all(bench, [file_id])
        assert "several_documents" not in codes(bench, file_id)
        assert _ids(bench) == [file_id]


def test_documents_that_belong_together_are_joined_and_parted_again(tmp_path: Path) -> None:
    with workbench(tmp_path / "home") as bench:
        [file_id] = ingest(bench, packet(tmp_path / "three.pdf", FIRST, SECOND, THIRD))
        run_all(bench, [file_id])
        _, second, third = _ids(bench)
        before = bench.store.outcome(third)

        told(bench, second, 3)
        assert numbers_in(bench, file_id) == ["BF-20417", "BF-20455"]
        assert (bench.store.outcome(second).status, codes(bench, second)) == ("rejected", {"joined_to_document"})
        assert bench.store.outcome(third) == before
        assert dividing.division_of(bench, third).first_pages == (1, 3)

        told(bench, file_id, 2, 3)
        assert [numbers_in(bench, i) for i in (file_id, second, third)] == [[n] for n in NUMBERS]
        assert "joined_to_document" not in codes(bench, second)
        assert len(_ids(bench)) == 3
        assert bench.store.verify_events().intact


def test_what_cannot_be_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    with workbench(tmp_path / "home") as bench:
        [file_id] = ingest(bench, packet(tmp_path / "two.pdf", FIRST, SECOND))
        run_all(bench, [file_id])
        _, second = _ids(bench)
        version = bench.store.reviews.version(file_id)
        for first_pages in ([9], [2]):
            with pytest.raises(dividing.WrongDivision):
                dividing.divide(bench, file_id, first_pages, user="anna", version=version)
        bench.store.reviews.take(second, "ben", 600)
        with pytest.raises(ReviewConflict, match="ben works on"):
            dividing.divide(bench, file_id, [], user="anna", version=version)
        with pytest.raises(ReviewConflict):
            dividing.divide(bench, second, [], user="ben", version="an older one")
        assert [numbers_in(bench, i) for i in (file_id, second)] == [["BF-20417"], ["BF-20455"]]
