"""A person's answers about a document, and a document's place in the review queue."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from schemas.document import DocumentId
from schemas.extraction import ExtractedField, LineItem
from schemas.geometry import Box, Frozen
from schemas.tiers import Tier

Action = Literal["accept", "correct", "pick", "absent"]
"""The machine is right; it is wrong and this was typed; these words are the value; there is none."""

ReviewState = Literal["open", "escalated", "done"]

Round = Literal[1, 2]
"""1 is the review of a doubtful document; 2 is the blind second look at a sample."""

REVIEWED = "reviewed"
"""The stage under which the store keeps what people established, beside what the machine read."""

FIRST: Round = 1
SECOND: Round = 2

SampleKind = Literal["reviewed", "accepted"]
"""What a second look measures: a first reviewer, or the machine on a document that nobody looked at."""

PRINTABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
"""Texts of people: with line feeds and tabs, without other control characters, which PostgreSQL doesn't store."""

Reasoned = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=PRINTABLE)]
"""Why somebody skips, escalates or rejects: a sentence for colleagues, without text of the document."""


class Answer(Frozen):
    """A person's answer about one field or cell.

    ``text`` is what was typed, or the picked words as read. ``word_ids``, or ``page_number`` with ``boxes``, give the
    place of the value. Both may be missing where the machine's own place is right.
    """

    field: str = Field(min_length=1, max_length=64)
    action: Action
    text: str = Field(default="", max_length=2000, pattern=PRINTABLE)
    word_ids: tuple[int, ...] = Field(default=(), max_length=500)
    page_number: int | None = Field(default=None, ge=1)
    boxes: tuple[Box, ...] = Field(default=(), max_length=50)

    @model_validator(mode="after")
    def _check(self) -> Answer:
        if self.action == "correct" and not self.text.strip():
            raise ValueError("a correction needs a text; a value that is not there is absent")
        if self.action == "pick" and not self.word_ids:
            raise ValueError("a pick needs words")
        if bool(self.boxes) != (self.page_number is not None):
            raise ValueError("boxes need their page, and a page its boxes")
        return self


class RowAnswer(Frozen):
    """One row of the table as a person left it. ``origin`` is the index of the machine's row, None for a new one.

    A cell that is not named is as the machine read it.
    """

    origin: int | None = Field(default=None, ge=0)
    cells: dict[str, Answer] = Field(default_factory=dict, max_length=30)


class Answers(Frozen):
    """All answers of a person about one document.

    ``rows`` is the whole table, or None where it was not looked at. ``acknowledged`` are the findings that the person
    saw and lets pass, as ``code`` or ``code:field``.
    """

    answers: tuple[Answer, ...] = Field(default=(), max_length=200)
    rows: tuple[RowAnswer, ...] | None = Field(default=None, max_length=1000)
    class_confirmed: bool = False
    acknowledged: tuple[Annotated[str, StringConstraints(max_length=200)], ...] = Field(default=(), max_length=200)

    @model_validator(mode="after")
    def _check(self) -> Answers:
        names = [answer.field for answer in self.answers]
        if len(names) != len(set(names)):
            raise ValueError("a field is answered at most once")
        return self


class Reviewed(Frozen):
    """What people established about a document: it overrides whatever a machine reads in it, now or later.

    ``fields`` are values that a person confirmed or gave, ``absent`` fields that the document doesn't have.
    ``line_items`` is the whole table, or None where nobody vouches for it.
    """

    document_id: DocumentId
    document_class: str
    fields: tuple[ExtractedField, ...] = ()
    absent: tuple[str, ...] = ()
    line_items: tuple[LineItem, ...] | None = None
    class_confirmed: bool = False
    acknowledged: tuple[str, ...] = ()

    @property
    def settled(self) -> frozenset[str]:
        """Names of the fields that a person answered: no doubt about them is left."""
        return frozenset((*self.absent, *(field.name for field in self.fields)))


class Correction(Frozen):
    """One answer beside what the machine had said: the audit trail, and a pair for training and calibration.

    ``line`` counts the rows of the table from 1 and is None for a field. ``before`` and ``after`` are normal forms;
    ``confidence`` is the machine's, None where it had found nothing.
    """

    field: str
    line: int | None = None
    action: Action
    before: str | None = None
    after: str | None = None
    raw: str = ""
    word_ids: tuple[int, ...] = ()
    page_number: int | None = None
    boxes: tuple[Box, ...] = ()
    confidence: float | None = None
    model: str = ""


class CorrectionRecord(Correction):
    """A stored correction: whose it is and when it was made."""

    document_id: DocumentId
    at: datetime
    actor: str


class Comparison(Frozen):
    """One field of a blind second look: the first answer, the second, and whether they mean the same."""

    field: str
    first: str | None
    second: str | None
    agrees: bool


class QueueItem(Frozen):
    """A document's place in the queue, computed once so that the queue opens without looking into documents.

    ``chance`` that something is wrong, ``amount`` at stake and ``expected_s`` seconds of work give ``priority``.
    ``first`` is who gave the first answer: nobody looks at their own work a second time. ``model`` and ``tier`` are
    those that the fields were read with, None of rows from before they were kept.
    """

    document_id: DocumentId
    round: Round = FIRST
    document_class: str
    chance: float = Field(ge=0, le=1)
    amount: float | None = None
    doubtful: int = Field(ge=0)
    expected_s: float = Field(gt=0)
    priority: float = Field(ge=0)
    due_at: datetime
    kind: SampleKind | None = None
    first: str | None = None
    model: str | None = None
    tier: Tier | None = None


class QueueRow(QueueItem):
    """A queue item as people see it. ``assignee`` is set while somebody holds the document."""

    name: str
    state: ReviewState
    queued_at: datetime
    assignee: str | None = None
    note: str | None = None
    note_by: str | None = None
    skips: int = 0
