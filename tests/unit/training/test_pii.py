"""Generated texts that the token classifier of personal data learns from."""

import random

import pytest

from redaction.token_classifier.encoding import LABELS, Encoder
from tests.models import pii_weights
from training.pii.batches import NOT_JUDGED, Batches, labels_of
from training.pii.faults import damaged
from training.pii.pools import pools
from training.pii.samples import Samples
from training.pii.text import IGNORED, Text


@pytest.fixture(scope="module")
def encoder():
    return Encoder(pii_weights())


def test_every_sample_has_spans_in_order_within_its_text():
    samples = Samples(3)
    kinds = set()
    for _ in range(400):
        text = samples.draw()
        ends = 0
        for start, end, kind in text.spans:
            assert ends <= start < end <= len(text.text)
            ends = end
            kinds.add(kind)
    assert kinds == {"PERSON", "ADDRESS", "PLACE", "ORG"}


def test_one_seed_draws_the_same_texts_and_another_draws_others():
    def first(seed):
        samples = Samples(seed)
        return [samples.draw().text for _ in range(5)]

    assert first(1) == first(1) != first(2)


def test_names_that_are_kept_aside_are_not_learned_from():
    learned = {name for pool in pools() for name in pool.last if pool.locale == "en_US"}
    aside = {name for pool in pools(held_out=True) for name in pool.last if pool.locale == "en_US"}
    assert len(learned) > 5 * len(aside) > 0
    assert not learned & aside


def test_damage_moves_labels_with_their_words():
    text = "Signed by Ruth Montez in Springfield"
    for seed in range(60):
        found = damaged(text, [(10, 21, "PERSON"), (25, 36, "PLACE")], random.Random(seed))
        [person, place] = found.spans
        assert (person[2], place[2]) == ("PERSON", "PLACE")
        assert found.text[: person[0]].casefold().startswith(("sign", "s1gn", "5ign", "sig", "si", "s"))
        assert len(found.text[person[0] : person[1]]) >= 9


def test_units_are_labelled_by_their_spans(encoder):
    text = Text("Dear Ruth Montez, PARC", [(5, 16, "PERSON"), (18, 22, IGNORED)])
    labels = labels_of(encoder.units(text.text, ()), text)
    assert [i if i == NOT_JUDGED else LABELS[i] for i in labels] == ["O", "B-PERSON", "I-PERSON", "O", NOT_JUDGED]


def test_batches_hold_one_label_a_token(encoder):
    batch = next(Batches(encoder, 5, held_out=True).draw(4))
    assert len(batch) == 4
    for example in batch:
        assert len(example.token_ids) == len(example.features) == len(example.labels)
        assert example.labels[0] == example.labels[-1] == NOT_JUDGED


def test_pieces_of_generated_documents_label_their_fields():
    from training.pii.documents import Documents

    documents = Documents(random.Random(7))
    spans = {(text.text[a:b], kind) for text in (documents.draw() for _ in range(40)) for a, b, kind in text.spans}
    assert {"ORG", "ADDRESS"} <= {kind for _, kind in spans}
