import random
from pathlib import Path

import numpy as np
import pytest
import torch

from extractors.fields.neighborhood.features import candidates_of
from extractors.fields.neighborhood.model import NeighborhoodReader
from extractors.fields.token_scores import softmax
from schemas.classes import SHIPPED
from schemas.errors import ConfigurationError
from training.examples import Example, ExamplePage
from training.neighborhood import fit, labels_of
from training.recipe import synthetic_examples
from training.synthetic.invoice import make_invoice
from training.synthetic.reading import read_of
from training.train import Mixture

KINDS = [SHIPPED.require("invoice"), SHIPPED.require("receipt")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("second")
    fit([Mixture("invoices", synthetic_examples(make_invoice, 60), 1.0)], KINDS, output, batches=100)
    return output


def test_it_learns_where_totals_are_printed(folder: Path) -> None:
    reader, right = NeighborhoodReader(folder), 0
    for seed in range(1_000_000, 1_000_020):  # documents that it never saw
        document = make_invoice(random.Random(seed))
        read, words = read_of(document)
        chances = reader.read(read, KINDS[0])["total_amount"]
        right += words[int(chances.argmax())].label == "total_amount"
    assert right >= 10


def test_chances_of_a_word_sum_to_one_at_most_and_words_without_digits_have_none(folder: Path) -> None:
    read, words = read_of(make_invoice(random.Random(1)))
    fields = NeighborhoodReader(folder).read(read, KINDS[0])
    total = np.sum(list(fields.values()), axis=0)
    assert total.max() <= 1 + 1e-5
    assert all(total[i] == 0 for i, word in enumerate(words) if not any(c.isdigit() for c in word.text))


def test_a_class_that_it_was_not_trained_on_gets_no_opinion(folder: Path) -> None:
    read, _ = read_of(make_invoice(random.Random(1)))
    assert NeighborhoodReader(folder).read(read, SHIPPED.require("ad_buy")) == {}


def test_values_in_several_places_teach_one_of_them(tmp_path: Path) -> None:
    # "5.00" is printed twice; beside "Total" it is the total in every single-place example.
    texts, boxes = (
        ("Total", "5.00", "Cash", "5.00"),
        ((10, 10, 60, 20), (100, 10, 160, 20), (10, 30, 60, 40), (100, 30, 160, 40)),
    )
    certain = Example("a", "receipt", (ExamplePage(1, texts, boxes, (("total_amount", ((1,),)),)),))
    either = Example("b", "receipt", (ExamplePage(1, texts, boxes, (("total_amount", ((1,), (3,))),)),))
    fit([Mixture("r", [certain, either], 1.0, augment=0)], KINDS, tmp_path, batches=60)
    reader = NeighborhoodReader(tmp_path)
    found = candidates_of(texts, boxes, first_page=True, last_page=True)
    column = reader.labels.index("total_amount")
    first, second = softmax(reader._logits(found, 1))[:, column]
    assert first > 0.9 > 0.1 > second


def test_damaged_weights_are_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "weights.npz").write_bytes(b"no archive")
    with pytest.raises(ConfigurationError, match="install Fieldwright again"):
        NeighborhoodReader(tmp_path)


def test_numpy_and_torch_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from training import neighborhood

    kept = []
    monkeypatch.setattr(neighborhood, "_write", lambda network, *_: kept.append(network))
    mixtures = [Mixture("invoices", synthetic_examples(make_invoice, 5), 1.0)]
    fit(mixtures, KINDS, tmp_path, batches=5)
    monkeypatch.undo()
    neighborhood._write(kept[0], KINDS, tmp_path)
    [labeled, *_] = neighborhood.labeled_pages(mixtures[0], KINDS, seed=1)
    found = labeled.candidates
    with torch.no_grad():
        expected = kept[0](
            torch.from_numpy(found.neighbors.astype(np.int64)), torch.from_numpy(found.offsets),
            torch.from_numpy(found.own.astype(np.int64)), torch.from_numpy(found.numbers),
            torch.zeros(len(found.words), dtype=torch.int64),
        ).numpy()  # fmt: skip
    np.testing.assert_allclose(NeighborhoodReader(tmp_path)._logits(found, 0), expected, atol=0.02)
    assert len(labels_of(KINDS)) == expected.shape[1]
