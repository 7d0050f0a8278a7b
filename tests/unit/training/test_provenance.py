from __future__ import annotations

from dataclasses import replace

from training.examples import Example, ExamplePage
from training.provenance import code_digest, data_digest

PAGE = ExamplePage(1, ("Total", "9.90"), ((0, 0, 10, 10), (20, 0, 30, 10)), (("total_amount", ((1,),)),))
EXAMPLE = Example("a.pdf", "receipt", (PAGE,), frozenset({"iban", "seller_name"}))


def test_the_digest_is_of_words_places_and_labels_and_not_of_names():
    same = replace(EXAMPLE, name="b.pdf", unknown=frozenset(["seller_name", "iban"]))
    assert data_digest([("a", 1.0, [EXAMPLE])]) == data_digest([("a", 1.0, [same])])
    others = [
        [("a", 2.0, [EXAMPLE])],
        [("a", 1.0, [EXAMPLE, EXAMPLE])],
        [("a", 1.0, [replace(EXAMPLE, unknown=frozenset())])],
        [("a", 1.0, [replace(EXAMPLE, pages=(replace(PAGE, texts=("Total", "9.80")),))])],
        [("a", 1.0, [replace(EXAMPLE, pages=(replace(PAGE, groups=()),))])],
    ]
    assert len({data_digest(one) for one in [[("a", 1.0, [EXAMPLE])], *others]}) == 6


def test_the_code_has_one_digest():
    assert code_digest() == code_digest()
    assert len(code_digest()) == 64
