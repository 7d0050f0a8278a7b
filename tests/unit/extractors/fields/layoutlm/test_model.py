"""A LayoutLM with random weights: shapes, masks and errors are the same as with trained ones."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from extractors.fields.extractor import FieldInput
from extractors.fields.layoutlm.model import LayoutLMExtractor, batches_of, class_labels
from registry.manifest import MODEL_FILE
from schemas.classes import SHIPPED
from schemas.document import Line
from schemas.errors import ConfigurationError
from schemas.extraction import Classification
from tests.builders import line, page, read_document

torch = pytest.importorskip("torch")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from training.examples import label_names

    return write_checkpoint(tmp_path_factory.mktemp("checkpoint"), label_names(SHIPPED.with_fields))


def write_checkpoint(folder: Path, labels: list[str]) -> Path:
    from transformers import BertTokenizerFast, LayoutLMConfig, LayoutLMForTokenClassification

    from training.checkpoint import save_checkpoint

    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,:/-"
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    (folder / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    tokenizer = BertTokenizerFast(str(folder / "vocab.txt"))
    torch.manual_seed(1)
    config = LayoutLMConfig(
        vocab_size=len(vocabulary), hidden_size=24, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        id2label=dict(enumerate(labels)), label2id={label: i for i, label in enumerate(labels)},
    )  # fmt: skip
    about = {"name": "tiny", "version": "1", "classes": ["invoice", "receipt"]}
    save_checkpoint(folder, LayoutLMForTokenClassification(config), tokenizer, about)
    return folder


@pytest.fixture(scope="module")
def extractor(checkpoint: Path) -> LayoutLMExtractor:
    return LayoutLMExtractor(checkpoint, device="cpu", batch_windows=2)


def given(read, name: str) -> FieldInput:
    made = Classification(document_id=read.document_id, document_class=name, confidence=0.9, model="test")
    return FieldInput(read, made, SHIPPED.require(name))


def test_every_word_has_a_distribution_over_the_labels_of_its_class_only(extractor: LayoutLMExtractor) -> None:
    read = read_document(page(*(f"word {i} total 12.50" for i in range(200))), page("last page", number=2))
    [words] = extractor.label([(read, SHIPPED.require("receipt"))])
    assert set(words.inside) == set(class_labels(SHIPPED.require("receipt")))
    total = words.outside + sum(words.inside.values())
    assert len(total) == len(read.words)
    np.testing.assert_allclose(total, 1, atol=1e-5)
    assert all((words.begins[name] <= words.inside[name] + 1e-6).all() for name in words.inside)


def test_fields_that_an_older_checkpoint_was_not_taught_have_no_value(tmp_path: Path) -> None:
    from training.examples import label_names

    taught = [
        label for label in label_names(SHIPPED.with_fields) if label[2:] not in ("document_type", "buyer_address")
    ]
    older = LayoutLMExtractor(write_checkpoint(tmp_path, taught), device="cpu")
    read = read_document(page("Credit note 7", "Total 5.00"))
    [words] = older.label([(read, SHIPPED.require("invoice"))])
    assert {"document_type", "buyer_address"}.isdisjoint(words.inside)
    assert "total_amount" in words.inside
    [extraction] = older.extract([given(read, "invoice")])
    assert extraction.field("buyer_address") is None


def test_a_batch_gives_what_each_document_gives_alone(extractor: LayoutLMExtractor) -> None:
    reads = [read_document(page(f"Invoice {i} due", "Total 5.00"), seed=str(i)) for i in range(3)]
    together = extractor.extract([given(r, "invoice") for r in reads])
    alone = [extractor.extract([given(r, "invoice")])[0] for r in reads]
    assert [e.document_id for e in together] == [r.document_id for r in reads]
    assert [[(f.name, f.value) for f in e.fields] for e in together] == [
        [(f.name, f.value) for f in e.fields] for e in alone
    ]


def test_a_class_that_the_checkpoint_does_not_know_gives_no_fields(extractor: LayoutLMExtractor) -> None:
    [found] = extractor.extract([given(read_document(page("Total 5.00")), "claim")])
    assert (found.document_class, found.fields, found.line_items) == ("claim", (), ())


def test_a_document_without_words_gives_no_fields(extractor: LayoutLMExtractor) -> None:
    [found] = extractor.extract([given(read_document(page()), "invoice")])
    assert found.fields == ()


def test_a_folder_without_a_checkpoint_is_a_configuration_error(tmp_path: Path, checkpoint: Path) -> None:
    with pytest.raises(ConfigurationError, match="no checkpoint"):
        LayoutLMExtractor(tmp_path)
    (tmp_path / MODEL_FILE).write_text(json.dumps({"name": "x", "version": "1", "classes": []}), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="incomplete"):
        LayoutLMExtractor(tmp_path)


@pytest.mark.parametrize(
    ("name", "lines", "is_seen"), [("receipt", 30, False), ("receipt", 5, True), ("invoice", 30, True)]
)
def test_words_of_pictures_are_not_seen_beside_enough_words_unless_a_letterhead_may_name_the_issuer(
    extractor: LayoutLMExtractor, name: str, lines: int, is_seen: bool
) -> None:
    plain = page(*(f"word {i} total 12.50" for i in range(lines)))
    picture = line("picture words", top=0.9)
    picture = Line(words=tuple(word.model_copy(update={"source": "ocr"}) for word in picture.words))
    both = plain.model_copy(update={"lines": (plain.lines[0], picture, *plain.lines[1:])})
    kind = SHIPPED.require(name)

    [words], [alone] = (extractor.label([(read_document(p), kind)]) for p in (both, plain))

    is_picture = np.array([word.word.source == "ocr" for word in words.read.words])
    assert bool((words.outside[is_picture] < 0.999).all()) is is_seen
    if not is_seen:
        np.testing.assert_allclose(words.outside[~is_picture], alone.outside, atol=1e-5)


def test_windows_of_one_batch_have_one_padded_length() -> None:
    lengths = [512, 30, 33, 480, 64, 500, 31, 481]
    assert batches_of(lengths, 2, 32) == [[1, 6], [2, 4], [3], [7, 5], [0]]
    assert batches_of(lengths, 8, 512) == [[1, 6, 2, 4, 3, 7, 5, 0]]
