import random

import numpy as np
import pytest

from extractors.classify.classifier import BUCKETS, Classifier, PageWords
from schemas.classes import SHIPPED
from training.classifier import NAMES, Model, calibrated, measure, scores, train
from training.classifier_layouts import INSTEAD, STEMS, laid_out
from training.classifier_texts import LOCALES, Sample, damaged, invented
from training.classifier_words import COMMON, GOODS, INVOICE, OTHER_KINDS, PURCHASE_ORDER, RECEIPT
from training.synthetic.languages import LANGUAGES


def document(name, index=0, lines=None):
    words = {
        "invoice": "invoice number amount due",
        "receipt": "cash change total thank you",
        "other": "dear sir regards",
    }
    return Sample((PageWords(lines or (words[name],) * 4, 0.7),), name, "test", f"{name} {index}")


@pytest.fixture(scope="module")
def model():
    return train([document(name, index) for name in ("invoice", "receipt", "other") for index in range(12)])


def test_it_learns_what_the_words_say(model):
    figures = measure(model, [document("invoice", 99), document("receipt", 99), document("other", 99)])
    assert (figures.documents, figures.accuracy) == (3, 1.0)
    assert figures.confusion == {("invoice", "invoice"): 1, ("receipt", "receipt"): 1, ("other", "other"): 1}


def test_names_that_few_papers_share_teach_nothing():
    samples = [document("invoice", i, ("invoice number", "amount due")) for i in range(12)]
    samples += [document("other", i, ("dear sir", "regards")) for i in range(12)]
    samples += [document("invoice", 50, ("zyxwvu zyxwvu",) * 9)]
    found = scores(train(samples), [document("other", 51, ("zyxwvu zyxwvu",) * 9)])[0]
    assert abs(found[NAMES.index("invoice")] - found[NAMES.index("other")]) < 1.5


def test_a_temperature_that_fits_tames_a_model_that_is_too_sure(model):
    tests = [document("invoice", i) for i in range(5)] + [
        Sample(document("invoice").pages, "receipt", "test", f"wrong {i}") for i in range(5)
    ]
    assert calibrated(model, tests).temperature > calibrated(model, tests[:5]).temperature
    assert measure(calibrated(model, tests), tests).calibration_error < measure(model, tests).calibration_error


def test_what_is_written_answers_as_what_was_measured(model, tmp_path):
    model.save(tmp_path, "7")
    stored = Classifier(tmp_path)
    assert (stored.version, stored.classes) == ("7", SHIPPED.names)
    for name in ("invoice", "receipt", "other"):
        sample = document(name)
        shares = stored.probabilities(sample.pages)
        expected = np.exp(scores(model, [sample])[0])
        assert shares == pytest.approx(expected / expected.sum(), abs=0.01)


def test_sure_and_wrong_counts_only_both():
    weights = np.zeros((BUCKETS, len(NAMES)), dtype=np.float32)
    bias = np.zeros(len(NAMES), dtype=np.float32)
    bias[NAMES.index("invoice")] = 9.0
    stubborn = Model(weights, bias, np.ones(BUCKETS, dtype=np.float32))
    assert measure(stubborn, [document("invoice"), document("receipt")]).sure_and_wrong == 1
    unsure = Model(weights, bias, stubborn.idf, temperature=9.0)
    assert measure(unsure, [document("invoice"), document("receipt")]).sure_and_wrong == 0


def test_the_same_seed_makes_the_same_papers():
    assert list(invented(1, seed=3)) == list(invented(1, seed=3))
    assert list(invented(1, seed=3)) != list(invented(1, seed=4))
    assert list(laid_out(3, seed=3)) == list(laid_out(3, seed=3))


def test_papers_of_every_class_but_advertising_are_made_up():
    made = [*invented(2, seed=1), *laid_out(8, seed=1)]
    assert {sample.document_class for sample in made} == set(SHIPPED.names) - {"ad_buy"}
    assert all(line.strip() for sample in made for page in sample.pages for line in page.lines)
    assert len({(sample.source, sample.family) for sample in made}) == len(made)


def test_a_near_miss_does_not_say_invoice():
    near = [sample for sample in laid_out(12, seed=5) if sample.source == "near misses"]
    assert near
    for sample in near:
        text = " ".join(line for page in sample.pages for line in page.lines).lower()
        assert not [stem for stem in ("rechnung", "invoice", "facture", "fattura", "factuur") if stem in text]


def test_damage_loses_words_and_keeps_the_class():
    sample = document("invoice", lines=tuple(f"invoice number {i} amount due" for i in range(40)))
    worse = damaged(sample, random.Random(1))
    assert (worse.document_class, worse.family) == (sample.document_class, sample.family)
    assert 0 < sum(len(p.lines) for p in worse.pages) < 40
    assert damaged(sample, random.Random(1)) == worse


@pytest.mark.parametrize("words", [INVOICE, PURCHASE_ORDER, RECEIPT, *OTHER_KINDS.values()])
def test_every_kind_has_titles_and_labels_in_languages_that_can_be_made_up(words):
    for language, text in words.items():
        titles, labels = text.split("|")
        assert titles.strip()
        assert labels.strip()
        assert language in LOCALES


def test_every_language_has_its_words():
    assert set(STEMS) == set(LANGUAGES) == set(INSTEAD["other"]) == set(INSTEAD["purchase_order"])
    assert set(COMMON) <= set(LOCALES)
    assert set(RECEIPT) == set(GOODS)
