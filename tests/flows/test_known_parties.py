"""The directory on the way of a document: matched, held up for a new account, grown by a review, forgotten again."""

from __future__ import annotations

import pytest

from directory.csv_file import parse
from directory.directory import directory_of
from directory.grouping import entries_of
from review.corrections import key_of
from schemas.extraction import Extraction
from schemas.review import Answer, Answers
from services import extract, review, stages
from services.directory import import_rows
from tests.reviewing import TrueFields, process, reviewing
from tests.workbenches import SAMPLES

GERMAN = "invoice_german.pdf"
KNOWN = "role,name,vat_id,iban\nseller,ZLATKO STOLL AG,DE483723761,{iban}\n"
OTHER_IBAN = "GB33BUKB20201555555555"
CUT = TrueFields(wrong={"seller_name": "Zlatko Stoll"})


def reasons(bench, ident):
    return [reason.code for reason in bench.store.outcome(ident).reasons if reason.severity != "info"]


def known(bench, iban=""):
    import_rows(bench.store.parties, parse(KNOWN.format(iban=iban)), actor="ada")


def again(bench, ident):
    bench.store.reopen(ident, "again")
    stages.extract(bench, [ident])


def test_the_name_of_a_known_seller_is_the_directory_s_wherever_the_document_is_shown(tmp_path):
    with reviewing(tmp_path, CUT) as bench:
        known(bench)
        [ident] = process(bench, GERMAN)
        assert bench.store.load(ident, stages.FIELDS, Extraction).value("seller_name") == "Zlatko Stoll"
        shown = stages.extraction_of(bench, ident)
        assert shown.value("seller_name") == "ZLATKO STOLL AG"
        assert shown.match("seller_name").by == ("vat_id", "name")
        case = review.open_case(bench, ident)
        assert case.extraction == shown
        assert "known supplier: VAT id and name" in case.extraction.field("seller_name").why
        assert "directory 1" in bench.store.outcome(ident).versions[stages.KNOWN]


def test_a_removed_entry_is_forgotten_when_the_document_is_processed_again(tmp_path):
    with reviewing(tmp_path, CUT) as bench:
        known(bench)
        [ident] = process(bench, GERMAN)
        [entry] = bench.store.parties.page()
        bench.store.parties.remove(entry.id, actor="ada")
        again(bench, ident)
        shown = stages.extraction_of(bench, ident)
        assert (shown.value("seller_name"), shown.matches) == ("Zlatko Stoll", ())


def test_without_a_directory_nothing_more_is_stored(tmp_path):
    with reviewing(tmp_path) as bench:
        [ident] = process(bench, GERMAN)
        assert stages.KNOWN not in bench.store.stages(ident)


def test_a_new_account_holds_a_document_up_until_a_person_let_it_pass(tmp_path):
    with reviewing(tmp_path) as bench:
        known(bench, OTHER_IBAN)
        [ident] = process(bench, GERMAN)
        assert "bank_details_changed" in reasons(bench, ident)
        assert bench.store.outcome(ident).status == "needs_review"
        case = review.open_case(bench, ident)
        doubts = sorted({doubt.field for doubt in case.doubts})
        answers = tuple(Answer(field=name, action="accept") for name in doubts if case.extraction.field(name))
        passed = Answers(answers=answers, acknowledged=tuple(map(key_of, case.outcome.reasons)), class_confirmed=True)
        assert review.submit(bench, case, passed, user="ben", key="k", version=case.version).is_complete
        # The reviewed document told of its account: the next one with it is no news.
        again(bench, ident)
        shown = stages.extraction_of(bench, ident)
        assert (shown.findings, shown.match("seller_name").bank_account) == ((), "known")


def test_a_finished_review_tells_the_directory_of_the_seller_and_an_unfinished_one_does_not(tmp_path):
    with reviewing(tmp_path, TrueFields({"total_amount": 0.4})) as bench:
        [ident] = process(bench, GERMAN)
        case = review.open_case(bench, ident)
        review.submit(bench, case, Answers(), user="ben", key="k", version=case.version)
        assert bench.store.parties.count() == 0
        right = Answers(answers=(Answer(field="total_amount", action="accept"),))
        assert review.submit(bench, case, right, user="ben", key="k", version=case.version).is_complete
        [seller] = bench.store.parties.page("stoll")
        assert (seller.name, seller.documents, seller.roles) == ("Zlatko Stoll AG", 1, ("seller",))
        assert seller.values("vat_id") == ("DE483723761",)


@pytest.mark.parametrize(("file", "value"), [(KNOWN, "ZLATKO STOLL AG"), ("name\nNobody\n", "Zlatko Stoll")])
def test_extract_uses_the_directory_that_it_is_given(tmp_path, monkeypatch, file, value):
    def bench_of(settings, directory):
        made = reviewing(settings.home, CUT)
        made._given = directory
        return made

    monkeypatch.setattr(extract, "Workbench", bench_of)
    with reviewing(tmp_path) as bench:
        settings = bench.settings
    given = directory_of(entries_of(parse(file.format(iban="")).rows))
    [done] = extract.extract_files(settings, [str(SAMPLES / GERMAN)], document_class="invoice", directory=given)
    assert done.extraction.value("seller_name") == value
