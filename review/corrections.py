"""Turns a person's answers into new fields with evidence, and into pairs for training and calibration.

Pure functions: how a text is normalized comes in from outside, nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from review.grounding import Place, locate, place_of_words
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, Extraction, LineItem, raw_text
from schemas.outcome import VALUE_DOUBTS, Outcome, Reason
from schemas.review import Answer, Answers, Correction, Reviewed, RowAnswer
from schemas.vocabulary import DocumentClass, FieldSpec
from values.normalize import compact

Normalize = Callable[[FieldSpec, str], tuple[str | None, str | None]]
"""From a field and a raw text to its normal form, or to None and the problem."""

CONFIRMED = "confirmed by a person"
GIVEN = "given by a person"

SAME_PLACE = 0.5
"""From this similarity (0 to 1) on, a typed text corrects a misreading at the same place."""


@dataclass(frozen=True)
class Problem:
    """Why an answer cannot be taken. ``line`` counts rows from 1; ``code`` selects the screen's question."""

    field: str
    line: int | None
    code: str
    message: str


@dataclass(frozen=True)
class Applied:
    """What answers make of a document. Nothing of it may be stored while there are ``problems``."""

    extraction: Extraction
    reviewed: Reviewed
    corrections: tuple[Correction, ...]
    problems: tuple[Problem, ...] = ()


def merged(machine: Extraction, reviewed: Reviewed | None, document_class: DocumentClass) -> Extraction:
    """Returns the fields of a document: what people established, and for all else what the machine read.

    What was established for another class does not apply: its fields are others.
    """
    if reviewed is None or reviewed.document_class != machine.document_class:
        return machine
    told = {f.name: f for f in reviewed.fields}
    ours = {f.name: f for f in machine.fields if f.name not in reviewed.absent}
    items = machine.line_items if reviewed.line_items is None else reviewed.line_items
    confidence = 1.0 if reviewed.class_confirmed else machine.class_confidence
    update = {"fields": _in_order(document_class, ours | told), "line_items": items, "class_confidence": confidence}
    return machine.model_copy(update=update)


def apply(
    machine: Extraction,
    answers: Answers,
    read: ReadDocument,
    document_class: DocumentClass,
    normalize: Normalize,
    *,
    before: Reviewed | None = None,
) -> Applied:
    """Returns the document with a person's answers.

    Args:
        machine: What the machine read.
        answers: The person's answers; fields without an answer stay as they were.
        read: The document's words: the evidence.
        document_class: Its class.
        normalize: How texts become values.
        before: What an earlier review established.
    """
    work = _Work(merged(machine, before, document_class), document_class, read, normalize)
    known = before if before is not None and before.document_class == machine.document_class else None
    fields = {f.name: f for f in known.fields} if known else {}
    absent = set(known.absent) if known else set()
    for answer in answers.answers:
        spec = work.known_field(answer.field)
        made = work.answered(spec, answer, work.current.field(answer.field), None) if spec else None
        fields.pop(answer.field, None)
        absent.discard(answer.field)
        if made is not None:
            fields[answer.field] = made
        elif answer.action == "absent":
            absent.add(answer.field)
    kept_items = known.line_items if known else None
    reviewed = Reviewed(
        document_id=machine.document_id,
        document_class=machine.document_class,
        fields=tuple(fields.values()),
        absent=tuple(sorted(absent)),
        line_items=work.table(answers.rows) if answers.rows is not None else kept_items,
        class_confirmed=answers.class_confirmed or (known is not None and known.class_confirmed),
        acknowledged=answers.acknowledged,
    )
    return Applied(merged(machine, reviewed, document_class), reviewed, tuple(work.corrections), tuple(work.problems))


def let_pass(outcome: Outcome, acknowledged: Sequence[str]) -> Outcome:
    """Returns the outcome after a person saw its findings: those that they let pass hold nothing up any more.

    They stay in the outcome, as info, so that everybody sees what was let pass. Doubt about a field cannot be let
    pass: it ends by an answer.
    """
    passed = set(acknowledged)
    reasons = tuple(
        reason.model_copy(update={"severity": "info", "message": f"{reason.message} A person let it pass."})
        if is_finding(reason) and key_of(reason) in passed
        else reason
        for reason in outcome.reasons
    )
    accepted = outcome.status != "rejected" and all(reason.severity == "info" for reason in reasons)
    return outcome.model_copy(update={"reasons": reasons, "status": "accepted" if accepted else outcome.status})


def key_of(reason: Reason) -> str:
    """Returns the name by which a finding is let pass."""
    return f"{reason.code}:{reason.field}" if reason.field else reason.code


def is_finding(reason: Reason) -> bool:
    """Whether a reason is a finding to be seen, not a doubt about one value that an answer ends."""
    return reason.code not in VALUE_DOUBTS and reason.severity != "info"


REJECTED, REOPENED = "rejected_by_person", "reopened"
_BY_PERSON = (REJECTED, REOPENED)


def turned_away(outcome: Outcome, user: str, why: str) -> Outcome:
    """Returns the outcome of a document that a person rejected as foreign or unreadable."""
    reason = Reason(code=REJECTED, message=f"{user}: {why}", severity="error")
    return outcome.model_copy(update={"status": "rejected", "reasons": (reason,)})


def reopened(outcome: Outcome, user: str) -> Outcome:
    """Returns the outcome of a document that a person sent to review again.

    What was found before stays as remarks; a rejection by a person ends.
    """
    kept = tuple(r.model_copy(update={"severity": "info"}) for r in outcome.reasons if r.code not in _BY_PERSON)
    reason = Reason(code=REOPENED, message=f"This document was reopened by {user}.", severity="warning")
    return outcome.model_copy(update={"status": "needs_review", "reasons": (reason, *kept)})


def _in_order(document_class: DocumentClass, fields: Mapping[str, ExtractedField]) -> tuple[ExtractedField, ...]:
    order = {spec.name: n for n, spec in enumerate(document_class.fields)}
    return tuple(sorted(fields.values(), key=lambda f: order.get(f.name, len(order))))


@dataclass
class _Work:
    """One application of answers: collects corrections and problems on the way."""

    current: Extraction
    known: DocumentClass
    read: ReadDocument
    normalize: Normalize
    corrections: list[Correction] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def known_field(self, name: str) -> FieldSpec | None:
        """Returns a field of the class, or None after noting that there is none with this name."""
        spec = next((spec for spec in self.known.fields if spec.name == name), None)
        if spec is None:
            self.problems.append(Problem(name, None, "unknown", f"{self.known.title} has no such field."))
        return spec

    def answered(
        self, spec: FieldSpec, answer: Answer, now: ExtractedField | None, line: int | None, near: Place | None = None
    ) -> ExtractedField | None:
        """Returns a value after an answer, with its correction noted; None where there is none or a problem."""
        if answer.action == "absent":
            self._note(spec, answer, now, None, line)
            return None
        if answer.action == "accept":
            made = self._accepted(spec, now, line)
        else:
            made = self._given(spec, answer, now, line, near)
        if made is not None:
            self._note(spec, answer, now, made, line)
        return made

    def table(self, rows: Sequence[RowAnswer]) -> tuple[LineItem, ...]:
        """Returns the table as the person left it: rows in their order, each cell confirmed or given."""
        machine = self.current.line_items
        items = []
        for number, row in enumerate(rows, start=1):
            origin = machine[row.origin].cells if row.origin is not None and row.origin < len(machine) else {}
            cells = dict(self._row(row, origin, number))
            if cells:
                items.append(LineItem(cells=cells))
        kept = {row.origin for row in rows}
        for index, item in enumerate(machine):
            if index not in kept:
                for cell in item.cells.values():
                    self._note(_spec_of(cell), Answer(field=cell.name, action="absent"), cell, None, index + 1)
        return tuple(items)

    def _row(
        self, row: RowAnswer, origin: Mapping[str, ExtractedField], number: int
    ) -> Iterator[tuple[str, ExtractedField]]:
        places = [_place(cell) for cell in origin.values()]
        places += [p for a in row.cells.values() if a.word_ids and (p := place_of_words(self.read, a.word_ids))]
        near = Place.around(places)
        for name in row.cells.keys() - {spec.name for spec in self.known.columns}:
            self.problems.append(Problem(name, number, "unknown", f"{self.known.title} has no such column."))
        for spec in self.known.columns:
            now = origin.get(spec.name)
            answer = row.cells.get(spec.name) or (Answer(field=spec.name, action="accept") if now else None)
            if answer is None:
                continue
            made = self.answered(spec, answer, now, number, near)
            if made is not None:
                yield spec.name, made

    def _accepted(self, spec: FieldSpec, now: ExtractedField | None, line: int | None) -> ExtractedField | None:
        if now is None or now.value is None:
            message = "There is no value to accept: type it, pick its words, or mark it absent."
            self.problems.append(Problem(spec.name, line, "no_value", message))
            return None
        return now.model_copy(update={"confidence": 1.0, "why": _why(now.why, CONFIRMED)})

    def _given(
        self, spec: FieldSpec, answer: Answer, now: ExtractedField | None, line: int | None, near: Place | None
    ) -> ExtractedField | None:
        raw = answer.text.strip() or self._picked(answer)
        value, problem = self.normalize(spec, raw)
        if value is None:
            message = f"{spec.title} cannot be read from this: {problem}."
            self.problems.append(Problem(spec.name, line, "not_understood", message))
            return None
        place = self._evidence(spec, answer, raw, value, now, near)
        if place is None:
            message = "The page does not show this value as typed: pick its words or draw a box around it."
            self.problems.append(Problem(spec.name, line, "no_place", message))
            return None
        return ExtractedField(
            name=spec.name,
            kind=spec.kind,
            raw=raw,
            value=value,
            confidence=1.0,
            page_number=place.page_number,
            boxes=place.boxes,
            word_ids=place.word_ids,
            source="person",
            why=(GIVEN,),
        )

    def _picked(self, answer: Answer) -> str:
        return raw_text(self.read, [i for i in answer.word_ids if 0 <= i < len(self.read.words)])

    def _evidence(
        self,
        spec: FieldSpec,
        answer: Answer,
        raw: str,
        value: str,
        now: ExtractedField | None,
        near: Place | None,
    ) -> Place | None:
        """Returns where a given value is: the place that the person selected, else where its text is found.

        Otherwise it is the machine's place of a misreading, or for a cell the rest of its row.
        """
        if answer.word_ids:
            return place_of_words(self.read, answer.word_ids)
        if answer.boxes and answer.page_number is not None and self._has_page(answer.page_number):
            return Place(answer.page_number, answer.boxes)
        mine = _place(now) if now is not None else None
        found = locate(self.read, spec, raw, value, self.normalize, near=mine or near, only_near=near is not None)
        if found is not None:
            return found
        if mine is not None and now is not None and (spec.kind == "bool" or _alike(now.raw, raw)):
            return mine
        return near

    def _has_page(self, number: int) -> bool:
        return any(page.number == number for page in self.read.pages)

    def _note(
        self,
        spec: FieldSpec,
        answer: Answer,
        now: ExtractedField | None,
        made: ExtractedField | None,
        line: int | None,
    ) -> None:
        self.corrections.append(
            Correction(
                field=spec.name,
                line=line,
                action=answer.action,
                before=now.value if now else None,
                after=made.value if made else None,
                raw=made.raw if made else "",
                word_ids=made.word_ids if made else (),
                page_number=made.page_number if made else None,
                boxes=made.boxes if made else (),
                confidence=now.confidence if now and now.source != "person" else None,
                model=self.current.model,
            )
        )


def _place(found: ExtractedField) -> Place:
    return Place(found.page_number, found.boxes, found.word_ids)


def _spec_of(cell: ExtractedField) -> FieldSpec:
    return FieldSpec(name=cell.name, kind=cell.kind, title=cell.name)


def _why(why: Sequence[str], more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*why, more)))


def _alike(read: str, typed: str) -> bool:
    return SequenceMatcher(None, compact(read), compact(typed), autojunk=False).ratio() >= SAME_PLACE
