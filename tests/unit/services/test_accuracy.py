"""Accuracy is counted from what people said, by class, model and sample; nothing is said of values nobody checked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.operations.accuracy import Group, accuracies, confusions, false_positives
from store.samples import CheckedValue
from tests.builders import document_id

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def checked(machine, truth, *, seed="one", page=1, sample="accepted", field="seller_name", right=None):
    same = machine == truth if right is None else right
    return CheckedValue(document_id(seed), page, NOW, "invoice", "m 1", sample, field, None, machine, truth, same)


def test_a_page_is_right_when_all_of_its_values_are():
    values = [
        checked("ACME", "ACME"), checked("12.50", "12.58", field="total_amount"),
        checked("ACME", "ACME", page=2), checked("7", "7", seed="two"),
    ]  # fmt: skip
    [(group, found)] = accuracies(values).items()
    assert group == Group("invoice", "standard", "m 1", "accepted")
    assert (found.pages.mean, found.pages.seen) == (pytest.approx(2 / 3), 3)


@pytest.mark.parametrize(
    ("machine", "truth", "words", "characters"),
    [
        ("ACME GmbH", "ACME GmbH", 1.0, 0.0),
        ("ACNE GmbH", "ACME GmbH", 0.5, 1 / 9),
        ("ACME", "ACME GmbH", 0.5, 5 / 9),
        (None, "ACME", 0.0, 1.0),
        ("ACME Co GmbH", "ACME GmbH", 0.5, 3 / 9),
    ],
)
def test_words_and_characters_are_those_of_the_truth(machine, truth, words, characters):
    [found] = accuracies([checked(machine, truth)]).values()
    assert found.words.mean == pytest.approx(words)
    assert found.characters.mean == pytest.approx(characters)


def test_a_value_that_means_the_same_has_no_error():
    [found] = accuracies([checked("12.5", "12.50", right=True)]).values()
    assert (found.pages.mean, found.words.mean, found.characters.mean) == (1.0, 1.0, 0.0)


def test_false_positives_are_wrong_values_of_accepted_documents():
    values = [
        checked("1", "2"), checked("1", "1", seed="two"), checked(None, "3", seed="three"),
        checked("1", "2", seed="four", sample="reviewed"),
    ]  # fmt: skip
    [(key, rate)] = false_positives(values).items()
    assert key == ("invoice", "seller_name")
    assert (rate.mean, rate.seen) == (0.5, 2)
    assert rate.low < 0.5 < rate.high


def test_characters_that_are_read_as_others_are_counted():
    values = [
        checked("1O0", "100"),
        checked("2O0", "200", seed="two"),
        checked("10", "100", seed="three"),
        checked("7", "7"),
    ]
    assert confusions(values, 5) == [("0", "O", 2), ("0", "", 1)]
