"""The measure of harmless words: what counts as harmless, and what a redaction that takes them costs."""

from collections import Counter
from pathlib import Path

from benchmarks.harmless import Case, _count, _ordinary, figures, harmless
from redaction.redactor import Redactor
from schemas.classes import SHIPPED
from tests import builders
from tests.models import pii_weights
from training.datasets import Document


def case(family: str, *lines: str, fields=()):
    read = builders.read_document(builders.page(*lines), seed=family)
    document = Document("a_set", Path(family), {"file": family, "document_class": "invoice"}, family)
    return Case(document, read, builders.extraction(*fields, seed=family))


def test_truth_form_caption_and_families_say_what_is_harmless_and_names_are_not():
    number = builders.field("invoice_number", "A17", kind="id", word_ids=(1,))
    found = [
        case(family, "Nr A17 vom", "Betrag 1.190,00 am 05.03.2024", "Zusatzblatt Jonas Behrendt", fields=(number,))
        for family in "abc"
    ]
    reasons = harmless(found[0], _ordinary(found), frozenset({"betrag", "jonas"}))
    words = found[0].read.words
    assert {words[i].text: why for i, why in reasons.items()} == {
        "A17": "truth", "Betrag": "caption", "1.190,00": "form", "05.03.2024": "form", "Zusatzblatt": "ordinary",
    } | ({"Behrendt": "ordinary"} if "Behrendt" in {words[i].text for i in reasons} else {})  # fmt: skip
    assert "Jonas" not in {words[i].text for i in reasons}
    assert "ordinary" not in harmless(found[0], _ordinary(found[:2]), frozenset()).values()


def test_the_shares_are_of_harmless_and_of_removed_words():
    one = case("a", "Betrag 1.190,00", "z.Hd. Jonas Behrendt")
    redacted = Redactor(SHIPPED, weights=pii_weights()).redact([(one.read, one.truth)])[0]
    counts = {"a_set": Counter(), "all": Counter()}
    # As if the name's words were harmless.
    _count(one, redacted, {0: "caption", 1: "form", 3: "ordinary", 4: "ordinary"}, counts)
    assert figures(counts["all"])["harmless_lost"] == 0.5
    assert figures(counts["all"])["removed_harmless"] == 1.0
    assert figures(counts["a_set"])["tokens"] == 1
