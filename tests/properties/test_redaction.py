"""On any page, redacted words are gone and the others are unchanged."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redaction.redactor import Redactor
from schemas.classes import SHIPPED
from schemas.document import Line, Page, ReadDocument, Word
from schemas.extraction import ExtractedField, Extraction
from schemas.geometry import Box
from tests.builders import document_id
from tests.models import pii_weights

REDACTOR = Redactor(SHIPPED, weights=pii_weights())

TEXTS = st.one_of(
    st.sampled_from(
        """
        SSN: 123-45-6789 IBAN DE89 3704 0044 0532 0130 00 Patient: Name HERNANDEZ, GRACE Dr. Smith DOB
        07/15/1956 MM Policy No. A-12345 NPI 1054494426 12 Main Street Apt. 4 Berlin 12345 + @ ( . Total
        4111111111111111 a@b.de P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<< Tel. 639 555-1255 City OR 15
        """.split()  # noqa: SIM905 - a text
    ),
    st.text(st.characters(exclude_categories=("Zs", "Zl", "Zp", "Cc", "Cs")), min_size=1, max_size=12),
)


@st.composite
def words(draw):
    left, top = draw(st.floats(0, 0.9)), draw(st.floats(0, 0.95))
    box = Box(left=left, top=top, right=left + draw(st.floats(0.01, 0.1)), bottom=top + draw(st.floats(0.005, 0.05)))
    return Word(text=draw(TEXTS), box=box)


LINES = st.lists(words(), min_size=1, max_size=8).map(lambda w: Line(words=tuple(w)))


@st.composite
def documents(draw):
    pages = tuple(
        Page(number=n, width=800, height=1100, dpi=100, lines=tuple(draw(st.lists(LINES, max_size=5))))
        for n in range(1, draw(st.integers(0, 3)) + 1)
    )
    return ReadDocument(document_id=document_id(), engine="test", pages=pages)


@st.composite
def documents_with_fields(draw):
    read = draw(documents())
    name = draw(st.sampled_from(["patient_name", "insured_id", "patient_birth_date", "patient_zip", "payer_name"]))
    fields = ()
    if read.words:
        chosen = draw(st.lists(st.sampled_from(read.words), min_size=1, max_size=4, unique_by=lambda w: w.id))
        fields = (
            ExtractedField(
                name=name, kind="text", raw=" ".join(w.text for w in chosen), value=chosen[0].text, confidence=1.0,
                page_number=chosen[0].page_number, boxes=(chosen[0].box,), word_ids=tuple(w.id for w in chosen),
                source="form",
            ),
        )  # fmt: skip
    return read, Extraction(
        document_id=read.document_id, document_class="claim", class_confidence=1.0, model="test", fields=fields
    )


def _shown(word, in_spans):
    """A span's first word is its token, its other words are empty; all others are as they were."""
    span = in_spans.get(word.id)
    return word.text if span is None else f"[{span.entity}]" if word.id == span.word_ids[0] else ""


def _lines(read):
    """Word ids by page and line."""
    ids = iter(range(len(read.words)))
    return [[[next(ids) for _ in line.words] for line in page.lines] for page in read.pages]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents_with_fields())
def test_spans_are_gone_and_the_rest_is_as_it_was(case):
    read, extraction = case
    redacted = REDACTOR.redact([(read, extraction)])[0]
    after = [w for p in redacted.pages for w in p.words]

    assert [p.number for p in redacted.pages] == [p.number for p in read.pages]
    assert [w.word_id for w in after] == [w.id for w in read.words]
    assert [w.box for w in after] == [w.box for w in read.words]

    in_spans = {i: s for s in redacted.spans for i in s.word_ids}
    assert len(in_spans) == sum(len(s.word_ids) for s in redacted.spans)
    for span in redacted.spans:
        assert (span.start, span.end) == read.span_of(span.word_ids)
        assert [w.id for w in read.words_between(span.start, span.end)] == list(span.word_ids)
    for before, now in zip(read.words, after, strict=True):
        assert now.redacted == (before.id in in_spans)
        assert now.text == _shown(before, in_spans)

    # The text is the original one with a token for each span: nothing else is lost.
    shown = [[[_shown(read.words[i], in_spans) for i in line] for line in page] for page in _lines(read)]
    pages = ["\n".join(text for line in page if (text := " ".join(filter(None, line)))) for page in shown]
    assert redacted.text == "\f".join(pages)

    personal = [f for f in extraction.fields if f.name != "payer_name"]
    assert {f.name for f in personal} <= set(redacted.redacted_fields)
    for item in personal:
        assert all(i in in_spans for i in item.word_ids if any(c.isalnum() for c in read.words[i].text))


@settings(max_examples=30, deadline=None)
@given(documents())
def test_the_same_document_gives_the_same_result(read):
    extraction = Extraction(document_id=read.document_id, document_class="other", class_confidence=1.0, model="test")
    one, two = REDACTOR.redact([(read, extraction), (read, extraction)])
    assert one == two == REDACTOR.redact([(read, extraction)])[0]
