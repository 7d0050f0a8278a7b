"""Fields that share words are taught in layers, and both are found on the words of one."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.fields.token_scores import LabelledWords
from schemas.vocabulary import DocumentClass, FieldSpec
from tests.builders import page, read_document
from training.examples import Example, ExamplePage
from training.layers import overlays_of

NAMES = ("nationality", "issuing_country", "full_name", "surname", "number")
PASSPORT = DocumentClass(
    name="passport", title="Passport", fields=tuple(FieldSpec(name=name, kind="text", title=name) for name in NAMES)
)


def example(**places: tuple[tuple[int, ...], ...]) -> Example:
    return Example("x", "passport", (ExamplePage(1, ("w",) * 9, ((0, 0, 9, 9),) * 9, tuple(places.items())),))


def test_fields_on_the_same_words_go_to_further_layers() -> None:
    shared = example(nationality=((0,),), issuing_country=((0,),), full_name=((1, 2),), surname=((2,),), number=((3,),))
    assert overlays_of([shared] * 3, PASSPORT) == [["issuing_country", "surname"]]


def test_a_value_that_is_printed_twice_or_shared_once_needs_no_layer() -> None:
    twice = example(nationality=((0,), (4,)), issuing_country=((0,), (4,)))
    apart = example(nationality=((0,),), issuing_country=((5,),))
    shared = example(nationality=((0,),), issuing_country=((0,),))
    assert overlays_of([twice] * 3, PASSPORT) == []
    assert overlays_of([*[apart] * 30, shared], PASSPORT) == []


def test_a_word_is_learned_and_read_in_both_layers() -> None:
    torch = pytest.importorskip("torch")
    from extractors.fields.layoutlm.windows import Window
    from training.examples import label_names
    from training.train import Mixture, Sampler, class_masks

    labels = label_names([PASSPORT])
    overlays = [["issuing_country"]]
    masks = class_masks(labels, [PASSPORT], overlays)["passport"]
    assert [int((mask == 0).sum()) for mask in masks] == [1 + 2 * 4, 1 + 2]
    assert torch.isinf(masks[0][labels.index("B-issuing_country")])
    shared = example(nationality=((0,),), issuing_country=((0,),))
    sampler = Sampler([Mixture("m", [shared], 1.0)], None, labels, 1, overlays)  # type: ignore[arg-type]
    window = Window.__new__(Window)
    object.__setattr__(window, "first_word", 0)
    object.__setattr__(window, "word_tokens", tuple(range(9)))
    first, second = sampler._layers(shared.pages[0], window)
    assert (labels[first.certain[0]], labels[second.certain[0]]) == ("B-nationality", "B-issuing_country")


def test_a_layer_answers_for_its_own_fields() -> None:
    read = read_document(page("USA"))
    one = np.ones(1, dtype=np.float32)
    overlay = LabelledWords(read, 1 - one, {"issuing_country": one}, {"issuing_country": one})
    words = LabelledWords(read, 1 - one, {"nationality": one}, {"nationality": one}, overlays=(overlay,))
    assert words.layer_of("issuing_country") is overlay
    assert words.layer_of("nationality") is words
