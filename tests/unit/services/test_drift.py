"""Drift: the index tells a shift from chance, and a template that nobody saw before is noticed, named and sampled."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from types import MappingProxyType, SimpleNamespace

import numpy as np
import pytest

from schemas.document import Line, Page, Word
from schemas.geometry import Box
from schemas.traits import Traits, likeness
from services.drift.report import MadeBy, drift
from services.drift.templates import new_templates
from services.stages.traits import source_of, traits_of
from store.samples import Arrival, CheckedValue
from tests.builders import read_document
from values.languages import language_of
from values.stability import shift_of_counts, shift_of_numbers

CAPTIONS = (
    "invoice", "number", "customer", "date", "description", "quantity", "price", "amount", "subtotal", "total", "bank",
    "account", "terms", "payment", "delivery", "reference", "order", "page", "telephone", "email", "thank", "business",
)  # fmt: skip
NAMES = (
    "acorn",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "heron",
    "indigo",
    "juniper",
    "kestrel",
    "lagoon",
)


def traits(template: int, document: int, *, jitter: float = 0.002, quality: float = 0.98) -> Traits:
    """A document: captions at the places of its template, and values of its own."""
    places = np.random.default_rng(template)
    own = np.random.default_rng(10_000 * template + document + 1)
    words = []
    for caption in CAPTIONS:
        left, top = places.uniform(0.05, 0.8, 2) + own.normal(0, jitter, 2)
        words.append((caption, left, top))
    for _ in range(15):
        left, top = own.uniform(0.05, 0.8, 2)
        words += [(str(own.choice(NAMES)), left, top), (str(own.integers(10_000)), left, top)]
    lines = tuple(
        Line(words=(Word(text=t, box=Box(left=x, top=y, right=x + 0.1, bottom=y + 0.02), confidence=quality),))
        for t, x, y in words
    )
    page = Page(number=1, width=1654, height=2339, dpi=200, text_source="ocr", lines=lines)
    return traits_of(read_document(page, seed=f"{template}-{document}"), "/data/inbox/invoices/scan.pdf")


KNOWN = [traits(template, i) for template in range(4) for i in range(15)]


def test_documents_of_one_template_are_alike_and_others_are_not():
    same = [likeness(traits(1, i), traits(1, i + 1)) for i in range(20, 30)]
    other = [likeness(traits(1, i), traits(2, i)) for i in range(20, 30)]
    assert min(same) > 0.2 > max(other)


def test_a_document_that_nothing_could_be_read_of_has_the_lowest_quality():
    blank = Page(number=1, width=1654, height=2339, dpi=200, text_source="ocr")
    assert traits_of(read_document(blank), "/in/a.png").quality == 0.0


def test_a_new_template_is_noticed_within_20_of_its_documents_and_named_once():
    stream = [traits(4 if i % 3 == 0 else i % 4, 100 + i) for i in range(60)]
    of_it = [one for one in stream if one.document_id in {traits(4, 100 + i).document_id for i in range(0, 60, 3)}]
    names, noticed_after = set(), None
    for seen in range(1, len(stream) + 1):
        found = new_templates(KNOWN, stream[:seen], {}, {})
        names |= {template.name for template in found}
        if found and noticed_after is None:
            noticed_after = sum(one in of_it for one in stream[:seen])
    assert noticed_after is not None
    assert noticed_after <= 20
    assert len(names) == 1
    assert len(found) == 1
    assert set(found[0].documents) == {one.document_id for one in of_it}


def test_known_templates_raise_no_alarm_on_many_documents():
    assert new_templates(KNOWN, [traits(i % 4, 500 + i) for i in range(200)], {}, {}) == []


def test_the_samples_to_label_are_ten_and_the_unsure_ones_come_first():
    fresh = [traits(9, i) for i in range(30)]
    sure = {one.document_id: 0.99 for one in fresh} | {fresh[7].document_id: 0.2, fresh[11].document_id: None}
    [template] = new_templates(KNOWN, fresh, {one.document_id: "receipt" for one in fresh}, sure)
    assert len(template.samples) == 10
    assert set(template.samples[:2]) == {fresh[7].document_id, fresh[11].document_id}
    assert template.document_class == "receipt"


def test_the_index_is_quiet_on_equal_samples_and_loud_on_a_shift():
    random, alarms = np.random.default_rng(5), 0
    for _ in range(200):
        before, after = random.normal(0, 1, 200), random.normal(0, 1, 60)
        alarms += shift_of_numbers(list(before), list(after)).level != "none"
    assert alarms <= 6
    assert shift_of_numbers(list(random.normal(0, 1, 200)), list(random.normal(1, 1, 60))).level == "major"
    assert shift_of_counts(Counter(a=90, b=10), Counter(a=30, b=70)).level == "major"
    assert shift_of_counts(Counter(a=9, b=1), Counter(a=7, b=3)).level == "none"
    assert shift_of_counts(Counter(), Counter(a=3)).level == "none"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Rechnung Nr. 5 Datum: zahlbar bei der Bank, Betrag und MwSt", "de"),
        ("Invoice number 5, date, please pay the amount due to your bank", "en"),
        ("Facture numéro 5, montant de la TVA, date et pour nous", "fr"),
        ("x1 y2 99", "unknown"),
    ],
)
def test_languages_are_told_by_their_commonest_words(text, language):
    assert language_of(text) == language


def test_sources_name_the_inbox_and_no_file_or_person():
    assert source_of("/data/inbox/invoices/anna-meier.pdf") == "invoices"
    assert source_of("upload:anna") == "upload"
    assert source_of("s3://bucket/claims/a.pdf") == "claims"
    assert source_of("") == "unknown"


def bench_of(*windows, documents, checked=(), models=MappingProxyType({})):
    """Returns what `drift` asks of a workbench whose store holds these windows of arrivals, the earlier one first.

    ``models`` says which model read a document, "m 1" where it says nothing.
    """
    left = list(windows)
    samples = SimpleNamespace(arrivals=lambda *_: left.pop(0), checked_values=lambda *_: list(checked))

    def load_all(ids, stage, kind):
        return [(i, documents[i] if kind is Traits else MadeBy(model=models.get(i, "m 1"))) for i in ids]

    return SimpleNamespace(store=SimpleNamespace(samples=samples, load_all=load_all))


def test_the_report_names_what_moved_by_class_and_nothing_without_a_reference():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    fresh = [traits(i % 4, 900 + i, quality=0.8) for i in range(40)]
    everyone = {one.document_id: one for one in (*KNOWN, *fresh)}

    def arrivals(some, confidence):
        return [Arrival(one.document_id, now - timedelta(days=1), "invoice", confidence) for one in some]

    found = drift(bench_of(arrivals(KNOWN, 0.95), arrivals(fresh, 0.6), documents=everyone), now=now)
    major = {(one.kind, one.document_class) for one in found.shifts if one.shift.level == "major"}
    assert {("image_quality", "invoice"), ("confidence", "invoice"), ("image_quality", "all")} <= major
    assert not {("source", "invoice"), ("layout", "invoice"), ("language", "invoice")} & major
    assert found.templates == ()
    of_version = {(one.document_class, one.tier, one.model) for one in found.versions if one.kind == "image_quality"}
    assert of_version == {("all", "all", "m 1"), ("invoice", "standard", "all"), ("invoice", "standard", "m 1")}
    assert drift(bench_of([], arrivals(fresh, 0.6), documents=everyone), now=now).shifts == ()


def test_inputs_and_confidences_of_one_model_move_while_those_of_another_stay():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    blurred = [traits(i % 4, 900 + i, quality=0.8) for i in range(25)]
    sharp = [traits(i % 4, 300 + i) for i in range(30)]
    everyone = {one.document_id: one for one in (*KNOWN, *blurred, *sharp)}
    canary = [*KNOWN[::2], *blurred]
    models = {one.document_id: "m 2" for one in canary}

    def arrivals(some, confidence=0.95):
        return [Arrival(one.document_id, now - timedelta(days=1), "invoice", confidence) for one in some]

    fresh = [*arrivals(blurred, 0.5), *arrivals(sharp)]
    found = drift(bench_of(arrivals(KNOWN), fresh, documents=everyone, models=models), now=now)
    level = {(one.kind, one.document_class, one.model): one.shift.level for one in found.versions}
    for kind in ("image_quality", "confidence"):
        for name in ("all", "invoice"):
            assert (level[kind, name, "m 2"], level[kind, name, "m 1"]) == ("major", "none")
    assert level["language", "all", "m 2"] == "none"


def test_a_model_that_read_nothing_before_has_no_reference():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    fresh = [traits(i % 4, 300 + i) for i in range(30)]
    everyone = {one.document_id: one for one in (*KNOWN, *fresh)}
    before, after = (
        [Arrival(one.document_id, now - timedelta(days=1), "invoice", 0.9) for one in some] for some in (KNOWN, fresh)
    )
    models = {one.document_id: "m 2" for one in fresh}
    found = drift(bench_of(before, after, documents=everyone, models=models), now=now)
    assert {one.model for one in found.versions} == {"all"}


def test_corrections_of_a_tier_and_model_move_by_themselves():
    now = datetime(2026, 1, 1, tzinfo=UTC)

    def checked(days, model, right):
        at = now - timedelta(days=days)
        return [
            CheckedValue(f"{days} {model} {n}", 1, at, "invoice", model, "reviewed", "iban", None, "1", "1", right, "draft")
            for n in range(20)
        ]  # fmt: skip

    values = [*checked(9, "m 1", True), *checked(9, "m 2", True), *checked(1, "m 1", False), *checked(1, "m 2", True)]
    fresh = [Arrival("a", now - timedelta(days=1), "invoice", None)]
    found = drift(bench_of([], fresh, documents={"a": KNOWN[0]}, checked=values), now=now)
    level = {(one.document_class, one.tier, one.model): one.shift.level for one in found.versions}
    assert level == {
        ("all", "all", "m 1"): "major", ("invoice", "draft", "m 1"): "major",
        ("all", "all", "m 2"): "none", ("invoice", "draft", "m 2"): "none",
        ("invoice", "draft", "all"): "major",
    }  # fmt: skip
