"""People of a drill: they answer reviews and second looks by the truth of the drawn documents."""

from __future__ import annotations

from collections.abc import Iterable

from gameday.documents import Drawn
from review.corrections import is_finding, key_of
from schemas.document import DocumentId
from schemas.review import SECOND, Answer, Answers
from services import review
from services.review import Case
from services.workbench import Workbench

LEASE_S = 600.0
FIRST_REVIEWER, SECOND_REVIEWER = "gameday-anna", "gameday-ben"


def review_all(bench: Workbench, documents: Iterable[Drawn], *, seconds: float = 30.0) -> list[DocumentId]:
    """Reviews the documents that wait for a person, and looks a second time at those drawn for it.

    Args:
        bench: The system.
        documents: What is true of the documents; others stay where they are.
        seconds: How long a person takes for each.

    Returns:
        The documents that have a person's answers now.
    """
    return [drawn.id for drawn in documents if _seen(bench, drawn, seconds)]


def _seen(bench: Workbench, drawn: Drawn, seconds: float) -> bool:
    # Where a second look differs, a third person decides: a review is open again.
    looked = _looked_again(bench, drawn, seconds)
    return _reviewed(bench, drawn, seconds) or looked


def review_again(bench: Workbench, drawn: Drawn) -> bool:
    """Reviews a document, also one that was accepted; returns whether it has a person's answers now."""
    outcome = bench.store.outcome(drawn.id)
    if outcome is not None and review.can_reopen(outcome):
        review.reopen(bench, drawn.id, "a person looks at it again", user=FIRST_REVIEWER)
    return _reviewed(bench, drawn, 30.0)


def _reviewed(bench: Workbench, drawn: Drawn, seconds: float) -> bool:
    row = bench.store.reviews.row(drawn.id)
    if row is None or row.state not in ("open", "escalated"):
        return False
    bench.store.reviews.take(drawn.id, FIRST_REVIEWER, LEASE_S)
    case = review.open_case(bench, drawn.id)
    answers = _answers(case, drawn)
    # Findings are let pass as they stand after the answers: a wrong value may have made some of those before.
    left = review.judge(bench, case, answers).outcome.reasons
    seen = tuple(dict.fromkeys(key_of(reason) for reason in left if is_finding(reason)))
    answers = answers.model_copy(update={"acknowledged": seen})
    made = review.submit(
        bench, case, answers, user=FIRST_REVIEWER, key=drawn.id[:32], version=case.version, seconds=seconds
    )
    if made.is_complete:
        review.after_review(bench, drawn.id)
    else:
        bench.store.reviews.give_back(drawn.id, FIRST_REVIEWER)
    return made.is_complete


def _looked_again(bench: Workbench, drawn: Drawn, seconds: float) -> bool:
    row = bench.store.reviews.row(drawn.id, SECOND)
    if row is None or row.state != "open":
        return False
    bench.store.reviews.take(drawn.id, SECOND_REVIEWER, LEASE_S, round=SECOND)
    case = review.open_case(bench, drawn.id)
    answers = _answers(case, drawn)
    review.submit_second(bench, case, row, answers, user=SECOND_REVIEWER, key=drawn.id[:32], seconds=seconds)
    return True


def _answers(case: Case, drawn: Drawn) -> Answers:
    """Returns answers to the critical fields, and agreement with what the machine read of the others."""
    answers = []
    for spec in case.document_class.fields:
        printed = drawn.printed.get(spec.name)
        if spec.importance != "critical":
            found = case.extraction.field(spec.name)
            if found is not None and found.value is not None:
                answers.append(Answer(field=spec.name, action="accept"))
        elif printed is None:
            answers.append(Answer(field=spec.name, action="absent"))
        else:
            place = {"page_number": printed.page_number, "boxes": printed.boxes}
            # Dates as ISO 8601: a printed 09/03/22 is read either way.
            text = drawn.truth[spec.name] if spec.kind == "date" else printed.text
            answers.append(Answer(field=spec.name, action="correct", text=text, **place))
    return Answers(answers=tuple(answers), class_confirmed=True)
