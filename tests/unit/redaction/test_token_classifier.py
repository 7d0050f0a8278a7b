"""The token classifier: what it reads, and what its shipped weights name."""

import itertools

import pytest

from redaction.token_classifier.classifier import TokenClassifier
from redaction.token_classifier.encoding import OVERLAP_TOKENS, WINDOW_TOKENS, Encoder, windows_of
from schemas.errors import ConfigurationError
from tests.models import pii_weights


@pytest.fixture(scope="module")
def classifier():
    return TokenClassifier(pii_weights())


@pytest.fixture(scope="module")
def encoder():
    return Encoder(pii_weights())


def named(classifier, text, kind):
    [reading] = classifier.read([(text, ())])
    return [text[span.start : span.end] for span in reading.spans() if span.kind == kind]


def test_units_are_words_and_marks_with_their_case_and_whether_they_begin_a_cell(encoder):
    text = "Name: RUTH\nMontez a1"
    units = encoder.units(text, {6})
    assert [(text[u.start : u.end], u.feature) for u in units] == [
        ("Name", 1 + 4), (":", 0), ("RUTH", 2 + 4), ("Montez", 1 + 4), ("a1", 3),
    ]  # fmt: skip


def test_windows_hold_every_unit_overlap_and_fit(encoder):
    units = encoder.units("Ruth Montez lives in Springfield. " * 60, ())
    windows = windows_of(units)
    assert windows[0].first == 0
    assert windows[-1].first + windows[-1].count == len(units)
    for window, following in itertools.pairwise(windows):
        shared = units[following.first : window.first + window.count]
        assert 0 < sum(len(u.token_ids) for u in shared) <= OVERLAP_TOKENS
    for window in windows:
        assert sum(len(u.token_ids) for u in units[window.first : window.first + window.count]) <= WINDOW_TOKENS - 2


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Your claim was reviewed by SOLVEIG TARRANT on Tuesday.", ["SOLVEIG TARRANT"]),
        ("my sister priyanka venkatesan has moved", ["priyanka venkatesan"]),
        ("Płatnik: Grzegorz Brzęczyszczykiewicz", ["Grzegorz Brzęczyszczykiewicz"]),
        ("Der Verwaltungsgerichtshof entschied über die Rechnung.", []),
        ("Usługi księgowe za październik", []),
        ("The contract with Baker Holdings Ltd is signed.", []),
        ("Terms and Conditions\nAll Rights Reserved", []),
    ],
)
def test_persons_are_named_in_any_case_and_nothing_else_is(classifier, text, persons):
    assert named(classifier, text, "PERSON") == persons


def test_a_name_far_down_a_page_is_named(classifier):
    assert named(
        classifier, "Please return the form. " * 80 + "We spoke with Rosalind Achterberg today.", "PERSON"
    ) == ["Rosalind Achterberg"]


def test_texts_of_a_batch_are_read_as_each_alone(classifier):
    texts = ["Dear Ruth Montez,", "", "Lucinda Farrow lives at 12 Main Street, Springfield 62704." * 9]
    together = classifier.read([(text, ()) for text in texts])
    for text, reading in zip(texts, together, strict=True):
        [alone] = classifier.read([(text, ())])
        assert reading.spans() == alone.spans()  # their probabilities included


def test_organizations_stay_and_persons_go(redactor):
    from tests.builders import extraction, page, read_document

    read = read_document(page("Payment of HARRIET BLOM", "to Tarrant Logistics GmbH"))
    [redacted] = redactor.redact([(read, extraction(document_class="other"))])
    assert redacted.text == "Payment of [PERSON]\nto Tarrant Logistics GmbH"


def test_a_folder_without_weights_is_refused(tmp_path):
    (tmp_path / "fieldwright.json").write_text('{"name": "pii", "version": "1"}')
    with pytest.raises(ConfigurationError, match=r"model\.onnx"):
        TokenClassifier(tmp_path)
