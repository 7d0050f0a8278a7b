from dataclasses import replace

import numpy as np
import pytest

from extractors.fields.confidence.signs import signs_of
from extractors.fields.token_scores import LabelledWords
from schemas.classes import SHIPPED
from tests.builders import extraction, field, page, read_document

READ = read_document(page("Acme", "12.50", "Thanks"))
RECEIPT = SHIPPED.require("receipt")


def labelled(**inside: list[float]) -> LabelledWords:
    tables = {name: np.array(p, dtype=np.float32) for name, p in inside.items()}
    outside = np.clip(1 - np.sum(list(tables.values()), axis=0), 0, 1).astype(np.float32)
    return LabelledWords(READ, outside, tables, tables)


def test_words_with_an_unsure_label_and_missing_critical_fields_are_signs() -> None:
    words = labelled(seller_name=[0.99, 0.0, 0.0], total_amount=[0.0, 0.6, 0.0], seller_address=[0.0, 0.0, 0.02])
    found = extraction(field("seller_name", "Acme"), document_class="receipt")
    signs = signs_of(words, found, RECEIPT)
    assert signs["unsure_words"] == pytest.approx(1 / 3)
    assert signs["missing.total_amount"] == pytest.approx(0.6)
    # Found, supporting and unknown to the model: no sign.
    assert not {"missing.seller_name", "missing.seller_address", "missing.issue_date"} & set(signs)


def test_a_class_that_the_model_does_not_know_gives_no_signs() -> None:
    nothing = LabelledWords(READ, np.ones(3, dtype=np.float32), {}, {})
    assert signs_of(nothing, extraction(document_class="receipt"), RECEIPT) == {}


def test_a_second_reader_that_prefers_another_word_is_a_sign() -> None:
    words = labelled(total_amount=[0.0, 0.9, 0.0], issue_date=[0.0, 0.0, 0.02])
    total = field("total_amount", "12.50", kind="money").model_copy(update={"word_ids": (1,)})
    found = extraction(total, document_class="receipt")
    agrees = {"total_amount": [0.0, 0.6, 0.1], "issue_date": [0.0, 0.0, 0.4]}
    for chances, differs in ((agrees, 0.0), (agrees | {"total_amount": [0.0, 0.1, 0.6]}, 1.0)):
        opinion = {name: np.array(p, dtype=np.float32) for name, p in chances.items()}
        signs = signs_of(replace(words, second=opinion), found, RECEIPT)
        assert signs["second_differs"] == differs
        assert signs["second_missing"] == pytest.approx(0.4)
