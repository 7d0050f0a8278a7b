import pytest

from review.corrections import apply, let_pass, merged, turned_away
from schemas.extraction import LineItem
from schemas.invoice import INVOICE
from schemas.outcome import Outcome, Reason
from schemas.review import Answer, Answers, RowAnswer
from tests.builders import box, document_id, extraction, field, page, read_document
from values.locale_hints import hints_of
from values.normalize import normalize

READ = read_document(
    page("Acme Tools", "Invoice 2024-117", "Date 03.04.2024", "Net 100,00", "Total 119,00 EUR", "Bolt 2 50,00 100,00")
)
IDS = {w.text: w.id for w in READ.words}


def normal_form(spec, text):
    found = normalize(spec.kind, text, name=spec.name, hints=hints_of(READ.text))
    return found.value, found.problem


def cell(name: str, value: str, kind="money", confidence: float = 0.6):
    made = field(name, value, kind=kind, confidence=confidence, word_ids=(IDS["Bolt"],))
    return made.model_copy(update={"boxes": (READ.words[IDS["Bolt"]].box,)})


MACHINE = extraction(
    field("seller_name", "Acme Too1s", kind="name", raw="Acme Too1s", confidence=0.7, word_ids=(0, 1)),
    field("total_amount", "100.00", kind="money", raw="100,00", confidence=0.5, word_ids=(IDS["Net"] + 1,)),
    field("iban", "DE00", kind="id", confidence=0.3),
).model_copy(update={"line_items": (LineItem(cells={"description": cell("description", "Bolt", "text"), "line_amount": cell("line_amount", "100.00")}),)})  # fmt: skip


def applied(*answers: Answer, machine=MACHINE, before=None, **more):
    return apply(machine, Answers(answers=answers, **more), READ, INVOICE, normal_form, before=before)


def correct(name: str, text: str, **more) -> Answer:
    return Answer(field=name, action="correct", text=text, **more)


def test_an_accepted_field_is_certain_and_stays_the_machines() -> None:
    done = applied(Answer(field="total_amount", action="accept"))
    found = done.extraction.field("total_amount")
    assert (found.value, found.confidence, found.source) == ("100.00", 1.0, "layoutlm")
    assert "confirmed by a person" in found.why
    [made] = done.corrections
    assert (made.action, made.before, made.after, made.confidence) == ("accept", "100.00", "100.00", 0.5)


def test_a_typed_value_is_normalized_as_the_document_writes_and_finds_its_words() -> None:
    done = applied(correct("total_amount", "119,00"))
    found = done.extraction.field("total_amount")
    assert (found.value, found.source, found.confidence) == ("119.00", "person", 1.0)
    assert [READ.words[i].text for i in found.word_ids] == ["119,00"]
    assert found.boxes == (READ.words[found.word_ids[0]].box,)
    [made] = done.corrections
    assert (made.before, made.after, made.raw, made.confidence, made.model) == (
        "100.00",
        "119.00",
        "119,00",
        0.5,
        "test",
    )


def test_a_date_typed_in_another_form_finds_its_words() -> None:
    found = applied(correct("issue_date", "2024-04-03")).extraction.field("issue_date")
    assert [READ.words[i].text for i in found.word_ids] == ["03.04.2024"]


def test_a_misreading_is_corrected_in_its_place() -> None:
    found = applied(correct("seller_name", "Acme Tolls")).extraction.field("seller_name")
    assert (found.value, found.word_ids, found.boxes) == ("Acme Tolls", (0, 1), (box(),))


def test_picked_words_are_the_value_and_its_evidence() -> None:
    picked = Answer(field="invoice_number", action="pick", word_ids=(IDS["2024-117"],))
    found = applied(picked).extraction.field("invoice_number")
    assert (found.value, found.raw, found.word_ids) == ("2024-117", "2024-117", (IDS["2024-117"],))


def test_a_box_is_evidence_where_there_are_no_words() -> None:
    drawn = correct("purchase_order", "4711", page_number=1, boxes=(box(0.5, 0.5, 0.6, 0.6),))
    found = applied(drawn).extraction.field("purchase_order")
    assert (found.value, found.word_ids, found.boxes) == ("4711", (), (box(0.5, 0.5, 0.6, 0.6),))


def test_an_absent_field_is_gone_and_stays_gone() -> None:
    done = applied(Answer(field="iban", action="absent"))
    assert done.extraction.field("iban") is None
    assert done.reviewed.absent == ("iban",)
    assert (done.corrections[0].before, done.corrections[0].after) == ("DE00", None)
    assert merged(MACHINE, done.reviewed, INVOICE).field("iban") is None


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (correct("total_amount", "much"), "not_understood"),
        (correct("purchase_order", "99999"), "no_place"),
        (correct("net_amount", "12345.00"), "no_place"),
        (Answer(field="issue_date", action="accept"), "no_value"),
        (Answer(field="blood_group", action="absent"), "unknown"),
        (Answer(field="issue_date", action="pick", word_ids=(IDS["Bolt"],)), "not_understood"),
        (Answer(field="purchase_order", action="pick", text="4711", word_ids=(4711,)), "no_place"),
        (correct("purchase_order", "4711", page_number=9, boxes=(box(),)), "no_place"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_a_problem_and_changes_nothing(answer, code) -> None:
    done = applied(answer)
    assert [problem.code for problem in done.problems] == [code]
    assert done.corrections == () or answer.action == "absent"
    assert done.extraction.field("total_amount") == MACHINE.field("total_amount")


def test_a_second_answer_stands_on_the_first() -> None:
    first = applied(correct("total_amount", "119,00"), Answer(field="iban", action="absent"))
    second = applied(Answer(field="seller_name", action="accept"), before=first.reviewed)
    assert second.extraction.field("total_amount").value == "119.00"
    assert second.extraction.field("iban") is None
    assert second.corrections[0].field == "seller_name"
    again = applied(correct("iban", "2024-117"), before=first.reviewed)
    assert again.reviewed.absent == ()


def test_what_was_established_outlives_a_new_model_and_not_another_class() -> None:
    told = applied(correct("total_amount", "119,00"), Answer(field="iban", action="absent")).reviewed
    better = extraction(field("total_amount", "1.00", kind="money"), field("iban", "DE11", kind="id"))
    assert merged(better, told, INVOICE).field("total_amount").value == "119.00"
    assert merged(better, told, INVOICE).field("iban") is None
    other = extraction(field("total_amount", "1.00", kind="money"), document_class="receipt")
    assert merged(other, told, INVOICE) == other


# ----------------------------------------------------------------------------------------------------------------------
# Tables


def row(origin: int | None = None, **texts: str) -> RowAnswer:
    return RowAnswer(origin=origin, cells={name: correct(name, text) for name, text in texts.items()})


def values(done) -> list[dict[str, str]]:
    return [item.values for item in done.extraction.line_items]


def test_a_table_that_was_looked_at_is_certain() -> None:
    done = applied(rows=(RowAnswer(origin=0),))
    assert [c.confidence for c in done.extraction.line_items[0].cells.values()] == [1.0, 1.0]
    assert [(c.action, c.line, c.confidence) for c in done.corrections] == [("accept", 1, 0.6)] * 2


def test_cells_are_given_in_their_row() -> None:
    done = applied(rows=(row(0, quantity="2", unit_price="50,00"),))
    [item] = done.extraction.line_items
    assert item.values == {"description": "Bolt", "quantity": "2", "unit_price": "50.00", "line_amount": "100.00"}
    assert READ.words[item.cells["unit_price"].word_ids[0]].text == "50,00"
    assert done.problems == ()


def test_a_new_row_needs_to_stand_somewhere() -> None:
    assert applied(rows=(RowAnswer(origin=0), row(description="Nut"))).problems[0].code == "no_place"
    there = applied(rows=(RowAnswer(origin=0), row(description="Bolt", line_amount="100,00")))
    assert values(there)[1] == {"description": "Bolt", "line_amount": "100.00"}
    assert there.problems == ()


def test_a_column_that_does_not_exist_is_a_problem() -> None:
    done = applied(rows=(row(0, color="red"),))
    assert [(p.field, p.line, p.code) for p in done.problems] == [("color", 1, "unknown")]


def test_a_row_that_is_taken_out_is_noted_cell_by_cell() -> None:
    done = applied(rows=())
    assert done.extraction.line_items == ()
    assert [(c.field, c.action, c.after) for c in done.corrections] == [
        ("description", "absent", None), ("line_amount", "absent", None),
    ]  # fmt: skip


# ----------------------------------------------------------------------------------------------------------------------
# Outcomes


def outcome(*reasons: Reason) -> Outcome:
    return Outcome(document_id=document_id(), document_class="invoice", status="needs_review", reasons=reasons)


DUPLICATE = Reason(code="duplicate", message="There is another.", severity="warning")
SUM = Reason(code="total_is_sum", message="The sum is off.", severity="error", field="total_amount")
UNSURE = Reason(code="field_uncertain", message="Unsure.", severity="warning", field="iban")


@pytest.mark.parametrize(
    ("reasons", "acknowledged", "status"),
    [
        ((DUPLICATE,), (), "needs_review"),
        ((DUPLICATE,), ("duplicate",), "accepted"),
        ((SUM,), ("total_is_sum",), "needs_review"),
        ((SUM,), ("total_is_sum:total_amount",), "accepted"),
        ((DUPLICATE, SUM), ("duplicate",), "needs_review"),
        ((UNSURE,), ("field_uncertain:iban",), "needs_review"),
        ((), (), "accepted"),
    ],
)
def test_findings_are_let_pass_one_by_one_and_doubts_are_not(reasons, acknowledged, status) -> None:
    assert let_pass(outcome(*reasons), acknowledged).status == status


def test_what_was_let_pass_stays_to_be_seen() -> None:
    [reason] = let_pass(outcome(DUPLICATE), ("duplicate",)).reasons
    assert (reason.code, reason.severity) == ("duplicate", "info")
    assert "let it pass" in reason.message


def test_a_document_that_is_none_of_ours_is_rejected_with_who_and_why() -> None:
    gone = turned_away(outcome(SUM), "anna", "an advertisement")
    assert (gone.status, gone.reasons[0].code, gone.reasons[0].message) == (
        "rejected", "rejected_by_person", "anna: an advertisement",
    )  # fmt: skip
