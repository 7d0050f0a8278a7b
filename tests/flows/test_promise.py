"""Promise, checked documents and thresholds, over the real store and stages."""

from __future__ import annotations

import pytest

from schemas.review import Answer, Answers
from schemas.standards import Check, StatedStandard
from services import review
from services.stages.promises import Promises
from tests.portals import signed_in
from tests.reviewing import RIGHT_TOTAL, WRONG_TOTAL, TrueFields, process, reviewing


def test_a_review_records_that_the_machine_was_wrong(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        case = review.open_case(bench, ident)
        assert review.submit(bench, case, RIGHT_TOTAL, user="anna", key="k1", version=case.version).is_complete
        [check] = Promises(bench).checks(bench.catalog.require("invoice"))
        assert (check.document_id, check.right, check.audited) == (ident, False, False)
        # A class in which the total is a note was right all along: nothing is stored of this trial.
        stated = StatedStandard(document_class="invoice", importance={"total_amount": "supporting"})
        [tried] = Promises(bench).checks(bench.standards.with_importance(stated))
        assert tried.right
        assert bench.store.standards.checks("invoice", 9) == [check]


def test_second_looks_that_agree_are_audits(tmp_path):
    with reviewing(tmp_path, review={"accepted_look_rate": 1.0}) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        case = review.open_case(bench, ident)
        row = bench.store.reviews.row(ident, 2)
        asked = review.second_look_fields(case)
        told = [(s.name, case.extraction.field(s.name)) for s in asked]
        answers = tuple(Answer(field=n, action="correct", text=f.raw) for n, f in told if f is not None)
        found = review.submit_second(bench, case, row, Answers(answers=answers), user="ben", key="s1")
        assert all(c.agrees for c in found)
        [check] = Promises(bench).checks(bench.catalog.require("invoice"))
        assert (check.right, check.audited) == (True, True)
        assert check.confidence >= Promises(bench).choice("invoice").measured.threshold


def test_a_stated_promise_holds_for_later_documents(tmp_path):
    with reviewing(tmp_path, TrueFields({"total_amount": 0.2})) as bench:
        [first] = process(bench, "invoice_english.pdf")
        assert bench.store.outcome(first).status == "needs_review"
        critical = [
            s.name for s in bench.catalog.require("invoice").fields if s.name in ("invoice_number", "issue_date")
        ]
        admin = signed_in(bench, "admin")
        sent = {"kind": "invoice", "promise": "95", "critical": critical}
        assert admin.post("/admin/promise", data=sent).headers["location"].endswith("done=stated")
        [second] = process(bench, "invoice_german.pdf")
        assert bench.store.outcome(second).promise == 0.95
        assert bench.catalog.require("invoice").critical_fields == tuple(critical)
        assert bench.store.outcome(first).promise == 0.99
        page = admin.get("/admin/promise?kind=invoice").text
        assert "This class has a promise of its own" in page
        admin.post("/admin/promise/withdraw", data={"kind": "invoice"})
        assert Promises(bench).promise("invoice") == 0.99
        assert "total_amount" in bench.catalog.require("invoice").critical_fields


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("auditor", 403), ("admin", 200)])
def test_the_page_is_for_admins(tmp_path, role, status):
    with reviewing(tmp_path) as bench:
        assert signed_in(bench, role).get("/admin/promise").status_code == status


def test_the_page_shows_what_another_promise_would_have_meant(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        admin = signed_in(bench, "admin")
        assert (
            "No document of this class has a known verdict yet" in admin.get("/admin/promise?kind=purchase_order").text
        )
        page = admin.get("/admin/promise?kind=invoice&promise=98&critical=invoice_number").text
        assert "With your choice" in page
        assert '<svg class="chart"' in page
        assert "style=" not in page
        assert bench.store.standards.stated() == {}
        assert admin.get("/admin/promise?kind=nothing").status_code == 404
        assert admin.get("/admin/promise?kind=invoice&promise=98&critical=colour").status_code == 422
        assert admin.get("/admin/promise?kind=invoice&promise=98").status_code == 422
        assert admin.post("/admin/promise", data={"kind": "invoice", "promise": "100"}).status_code == 422


def test_a_broken_promise_raises_the_threshold_and_says_so(tmp_path):
    with reviewing(tmp_path) as bench:
        ids = process(bench, "invoice_english.pdf", "invoice_german.pdf")
        before = Promises(bench).choice("invoice").measured.threshold
        kind = bench.catalog.require("invoice")
        from services.stages.checks import standard_of

        standard = standard_of(bench, kind)
        bench.store.standards.record(
            Check(
                document_id=i, document_class="invoice", confidence=0.99, right=False, audited=True, standard=standard
            )
            for i in ids
        )
        bench.kept_choices.clear()
        raised = Promises(bench).choice("invoice")
        assert raised.raised_from == before
        assert raised.measured.threshold > 0.99
        page = signed_in(bench, "admin").get("/admin/promise?kind=invoice").text
        assert "the promise was broken" in page
        assert "rose from" in page
