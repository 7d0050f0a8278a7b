"""What a review teaches of a layout, from the queue to the next document and to forgetting it."""

from __future__ import annotations

import json

import pytest

from schemas.errors import UnknownLayout
from services import review, stages
from tests.reviewing import RIGHT_TOTAL, WRONG_TOTAL, process, reviewing


def test_a_finished_review_teaches_its_layout_and_a_person_can_forget_it(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        case = review.open_case(bench, ident)
        kind = case.document_class
        bench.layouts.refresh()
        assert bench.layouts.hint(case.read, kind) is None
        assert review.submit(bench, case, RIGHT_TOTAL, user="anna", key="k1", version=case.version).is_complete
        [known] = bench.store.layouts.known("invoice")
        assert (known.taught_by, known.changed_by) == ((ident,), "anna")
        # The very next document of the layout is read with it; here, the same one.
        hint = bench.layouts.hint(case.read, kind)
        final = stages.extraction_of(bench, ident)
        assert set(hint.places["total_amount"]) & set(final.field("total_amount").word_ids)
        text = known.layout.model_dump_json()
        assert not any(f.value in text for f in final.fields if f.value and len(f.value) > 3)
        bench.store.layouts.forget(known.id, actor="ben")
        bench.layouts.refresh()
        assert bench.layouts.hint(case.read, kind) is None
        with pytest.raises(UnknownLayout, match="layouts list"):
            bench.store.layouts.forget(known.id, actor="ben")
        kinds = [event.kind for event in bench.store.events()]
        assert kinds.count("layout_taught") == kinds.count("layout_forgotten") == 1


def test_the_same_layout_is_taught_once_more_not_again(tmp_path):
    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        case = review.open_case(bench, ident)
        for user in ("anna", "ben"):
            bench.layouts.teach(case.read, case.extraction, case.document_class, actor=user)
        [known] = bench.store.layouts.known()
        assert (known.changed_by, known.taught_by) == ("ben", (ident,))


def test_the_commands_list_show_and_forget(tmp_path, monkeypatch, capsys):
    from fieldwright import layouts

    with reviewing(tmp_path, WRONG_TOTAL) as bench:
        [ident] = process(bench, "invoice_english.pdf")
        case = review.open_case(bench, ident)
        bench.layouts.teach(case.read, case.extraction, case.document_class, actor="anna")
        [known] = bench.store.layouts.known()
    monkeypatch.setenv("FIELDWRIGHT_HOME", str(tmp_path))
    layouts.show_all("invoice", as_json=True)
    [listed] = json.loads(capsys.readouterr().out)
    assert (listed["layout"], listed["documents"], listed["changed_by"]) == (known.id, 1, "anna")
    layouts.show(known.id, as_json=True)
    shown = json.loads(capsys.readouterr().out)
    assert shown["taught_by"] == [ident]
    assert {v["field"] for v in shown["values"]} >= {"seller_name", "invoice_number"}
    layouts.show(known.id, as_json=False)
    layouts.forget(known.id)
    layouts.show_all(None, as_json=False)
    assert "0 layouts" in capsys.readouterr().out
