"""A file with several documents: one document each, nothing mixed, nothing read twice."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image

from schemas.document import ReadDocument
from schemas.settings import Settings
from services import stages
from services.extract import extract_files
from services.workbench import Workbench
from tests.files import letter, pdf
from tests.workbenches import CountingEngine, NoFields, ingest, workbench


def invoice(number: str, date: str, total: str) -> tuple[str, ...]:
    return (
        "Brandlow Fittings Ltd", "14 Mill Lane", "Leeds LS1 4AP", "INVOICE", f"Invoice number: {number}",
        f"Invoice date: {date}", "Bill to", "Harrow Homes Ltd", "3 High Street", "York YO1 7HH",
        "Four brackets of steel at 30.00 each, painted white", f"Total: {total}",
    )  # fmt: skip


TERMS = tuple(f"{n}. The goods stay ours until the buyer has paid for all of them in full." for n in range(1, 22))
FIRST, SECOND = invoice("BF-20417", "2024-09-17", "578.40"), invoice("BF-20455", "2024-09-21", "1032.00")


def packet(path: Path, *pages: tuple[str, ...]) -> Path:
    return pdf(path, *(lambda canvas, lines=lines: letter(canvas, lines, top=780) for lines in pages))


def words_of(bench: Workbench, document_id: str) -> str:
    read = bench.store.load(document_id, stages.READ, ReadDocument)
    assert read is not None
    return read.text


def run_all(bench: Workbench, ids: list[str]) -> list[str]:
    """Processes the documents, then what waits since; returns the ids of these."""
    stages.extract(bench, ids)
    waiting = bench.store.waiting(10)
    stages.extract(bench, waiting)
    return waiting


def test_each_document_of_a_file_ends_by_itself_and_names_the_file(tmp_path):
    with workbench(tmp_path / "home") as bench:
        [file_id] = ingest(bench, packet(tmp_path / "two.pdf", FIRST, TERMS, SECOND))
        [second] = run_all(bench, [file_id])
        assert second == hashlib.sha256(bench.store.original(second).read_bytes()).hexdigest()
        assert ("BF-20417" in words_of(bench, file_id), "BF-20455" in words_of(bench, file_id)) == (True, False)
        assert ("BF-20417" in words_of(bench, second), "BF-20455" in words_of(bench, second)) == (False, True)
        assert (bench.store.get(second).name, bench.store.get(second).source) == (
            "two part 2.pdf",
            f"part 2 of {file_id}",
        )
        for document_id, other in ((file_id, second), (second, file_id)):
            outcome = bench.store.outcome(document_id)
            [reason] = [r for r in outcome.reasons if r.code == "part_of_file"]
            assert other[:12] in reason.message
            assert not {"pages_missing", "several_documents"} & {r.code for r in outcome.reasons}


def test_pages_are_read_once_and_a_second_run_divides_nothing_again(tmp_path):
    engine = CountingEngine()
    with workbench(tmp_path / "home", ocr=engine) as bench:
        ids = ingest(bench, packet(tmp_path / "two.pdf", FIRST, SECOND))
        ids += run_all(bench, ids)
        seen = engine.images
        before = [words_of(bench, i) for i in ids]
        saved = [bench.store.stages(i) for i in ids]
        for document_id in ids:
            bench.store.reopen(document_id, "looked at again")
        assert run_all(bench, ids) == []
        assert (engine.images, [words_of(bench, i) for i in ids]) == (seen, before)
        assert [bench.store.stages(i) for i in ids] == saved


def test_a_file_that_is_not_divided_for_sure_is_for_a_person_and_its_fields_are_those_of_the_first(
    tmp_path, monkeypatch
):
    from extractors.splitting import boundaries

    monkeypatch.setattr(boundaries, "SURE", 1.1)
    seen: list[str] = []
    fields = NoFields(before=lambda batch: seen.extend(item.read.text for item in batch))
    with workbench(tmp_path / "home", fields=fields) as bench:
        [file_id] = ingest(bench, packet(tmp_path / "two.pdf", FIRST, SECOND))
        assert run_all(bench, [file_id]) == []
        outcome = bench.store.outcome(file_id)
        assert (outcome.status, [r.code for r in outcome.reasons]) == ("needs_review", ["several_documents"])
        assert ["BF-20455" in text for text in seen] == [False]
        assert "BF-20455" in words_of(bench, file_id)


def test_a_scan_of_several_documents_is_divided_too(tmp_path):
    from tests.files import scan

    picture = tmp_path / "two.tif"
    first, second = scan(FIRST, dpi=72), scan(SECOND, dpi=72)
    first.save(picture, save_all=True, append_images=[second])
    reader = _Recognizes(FIRST, SECOND)
    with workbench(tmp_path / "home", ocr=reader) as bench:
        [file_id] = ingest(bench, picture)
        [cut_off] = run_all(bench, [file_id])
        assert "BF-20455" in words_of(bench, cut_off)
        assert bench.store.original(cut_off).read_bytes().startswith(b"%PDF")
        assert isinstance(first, Image.Image)


class _Recognizes(CountingEngine):
    """Reads given lines on each page, by its number."""

    def __init__(self, *pages: tuple[str, ...]) -> None:
        super().__init__()
        self.pages = pages

    def recognize(self, images):
        from tests.builders import page

        texts = [self.pages[image.page.number - 1] for image in images]
        read = super().recognize(images)
        return [p.model_copy(update={"lines": page(*text).lines}) for p, text in zip(read, texts, strict=True)]


@pytest.mark.parametrize("pages", [(FIRST,), (FIRST, TERMS)])
def test_a_single_document_stays_whole(tmp_path, pages):
    with workbench(tmp_path / "home") as bench:
        [file_id] = ingest(bench, packet(tmp_path / "one.pdf", *pages))
        assert run_all(bench, [file_id]) == []
        assert "part_of_file" not in [r.code for r in bench.store.outcome(file_id).reasons]


def test_extract_gives_a_result_for_each_document_with_the_page_numbers_of_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(Workbench, "ocr", CountingEngine())
    monkeypatch.setattr(Workbench, "fields", NoFields())
    file = packet(tmp_path / "two.pdf", FIRST, TERMS, SECOND)
    made = list(extract_files(Settings(home=tmp_path / "home", dpi=72), [str(file)]))
    numbers = [[page.number for page in item.read.pages] for item in made]
    assert ([item.parts.part for item in made], numbers) == ([1, 2], [[1, 2], [3]])
    assert {item.file for item in made} == {"two.pdf"}
