import numpy as np
import pytest

from extractors.fields.decoding.two_readers import with_second_reader
from extractors.fields.token_scores import LabelledWords
from schemas.classes import SHIPPED
from tests.builders import page, read_document

READ = read_document(page("Total", "12.50", "119.00", "DE123456789"))
INVOICE, RECEIPT = SHIPPED.require("invoice"), SHIPPED.require("receipt")


def words(second: dict[str, list[float]], **inside: list[float]) -> LabelledWords:
    tables = {name: np.array(p, dtype=np.float32) for name, p in inside.items()}
    outside = (1 - np.sum(list(tables.values()), axis=0)).astype(np.float32)
    opinion = {name: np.array(p, dtype=np.float32) for name, p in second.items()}
    return LabelledWords(READ, outside, tables, dict(tables), second=opinion)


def test_the_word_that_both_readers_take_for_the_total_wins() -> None:
    alone = words({"total_amount": [0, 0.05, 0.9, 0]}, total_amount=[0, 0.55, 0.45, 0])
    together = with_second_reader(alone, INVOICE).inside["total_amount"]
    assert together[2] > 0.7 > 0.3 > together[1]


def test_probabilities_of_a_word_still_sum_to_one_and_words_without_digits_keep_theirs() -> None:
    alone = words(
        {"total_amount": [0, 0.3, 0.9, 0]}, total_amount=[0, 0.2, 0.6, 0], seller_name=[0.7, 0, 0, 0],
        **{"line.line_amount": [0, 0.7, 0.1, 0]},
    )  # fmt: skip
    together = with_second_reader(alone, INVOICE)
    whole = together.outside + np.sum(list(together.inside.values()), axis=0)
    assert whole == pytest.approx(np.ones(4), abs=1e-3)
    assert together.inside["seller_name"][0] == pytest.approx(0.7)
    assert together.inside["line.line_amount"][1] != pytest.approx(0.7)


def test_whose_a_vat_id_is_and_what_is_on_receipts_the_second_reader_does_not_decide() -> None:
    of_vat = words({"seller_vat_id": [0, 0, 0, 0.9]}, seller_vat_id=[0, 0, 0, 0.2])
    assert with_second_reader(of_vat, INVOICE) is of_vat
    of_total = words({"total_amount": [0, 0.05, 0.9, 0]}, total_amount=[0, 0.55, 0.45, 0])
    assert with_second_reader(of_total, RECEIPT) is of_total
