"""Evidence of values and the confidences made from it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from extractors.fields.confidence.calibration import (
    BEND,
    CALIBRATION_FILE,
    Calibration,
    groups_of,
    load_calibration,
    measured_thresholds,
)
from extractors.fields.confidence.features import NAMES, cases, log_odds
from extractors.fields.token_scores import LabelledWords
from registry.manifest import write_about
from schemas.errors import ConfigurationError
from schemas.extraction import ExtractedField, Extraction, LineItem
from schemas.settings import Thresholds
from tests.builders import document_id, page, read_document

READ = read_document(page("Acme Trading", "Total 12.50", "Cash 20.00"))


def words(**inside: dict[int, float]) -> LabelledWords:
    tables = {name: np.full(len(READ.words), 1e-3, dtype=np.float32) for name in inside}
    for name, likely in inside.items():
        for i, p in likely.items():
            tables[name][i] = p
    outside = np.clip(1 - np.sum(list(tables.values()), axis=0), 0, 1).astype(np.float32)
    return LabelledWords(READ, outside, tables, {name: table.copy() for name, table in tables.items()})


def found(name: str, word_ids: tuple[int, ...], *, kind: str = "money", confidence: float = 0.9) -> ExtractedField:
    boxes = tuple(READ.words[i].box for i in word_ids)
    raw = " ".join(READ.words[i].text for i in word_ids)
    return ExtractedField(
        name=name, kind=kind, raw=raw, value=raw, confidence=confidence, page_number=1, boxes=boxes, word_ids=word_ids,
        source="layoutlm",
    )  # fmt: skip


def extraction(*fields: ExtractedField, lines: tuple[LineItem, ...] = ()) -> Extraction:
    return Extraction(
        document_id=document_id(), document_class="receipt", class_confidence=1, model="m", fields=fields,
        line_items=lines,
    )  # fmt: skip


def evidence(labelled: LabelledWords, *fields: ExtractedField) -> dict[str, float]:
    [first, *_] = cases(labelled, extraction(*fields))
    return dict(zip(NAMES, first.evidence, strict=True))


def test_a_rival_elsewhere_and_a_neighbour_that_wants_in_are_seen() -> None:
    total = found("total_amount", (3,))
    alone = evidence(words(total_amount={3: 0.9}), total)
    rival = evidence(words(total_amount={3: 0.9, 5: 0.4}), total)
    beside = evidence(words(total_amount={3: 0.9, 2: 0.4}), total)
    assert rival["rival"] > alone["rival"]
    assert rival["edge"] == alone["edge"]
    assert beside["edge"] > alone["edge"]
    assert beside["rival"] == alone["rival"]


def test_the_weakest_character_is_seen_behind_a_word_that_is_sure_on_the_whole() -> None:
    def with_characters(*characters: float) -> LabelledWords:
        [first, *rest] = READ.pages[0].lines
        changed = first.words[0].model_copy(update={"characters": characters})
        lines = (first.model_copy(update={"words": (changed, *first.words[1:])}), *rest)
        one = READ.pages[0].model_copy(update={"lines": lines})
        labelled = words(seller_name={0: 0.9, 1: 0.9})
        return LabelledWords(read_document(one), labelled.outside, labelled.inside, labelled.begins)

    name = found("seller_name", (0, 1), kind="name")
    sure = evidence(with_characters(0.99, 0.99, 0.99, 0.99), name)
    shaky = evidence(with_characters(0.99, 0.99, 0.3, 0.99), name)
    assert shaky["worst_character"] < 0 < sure["worst_character"]
    assert shaky["worst_word"] == sure["worst_word"]


def test_a_value_with_a_word_that_is_rather_misread_is_no_surer_than_that_word() -> None:
    one = Calibration((0.0,) * len(NAMES), (1.0,) * len(NAMES), (0.0,) * len(NAMES) * (1 + len(BEND)), {"all": 4.0})
    row = np.zeros(len(NAMES))
    row[NAMES.index("worst_word")] = log_odds(0.95)
    assert one.confidence(row, ("all",)) == pytest.approx(1 / (1 + np.exp(-4.0)))
    row[NAMES.index("worst_word")] = log_odds(0.4)
    assert one.confidence(row, ("all",)) == pytest.approx(0.4)


def test_words_that_another_field_wants_are_seen() -> None:
    total = found("total_amount", (3,))
    plain = evidence(words(total_amount={3: 0.6}, net_amount={3: 0.001}), total)
    torn = evidence(words(total_amount={3: 0.6}, net_amount={3: 0.39}), total)
    assert torn["other_label"] > plain["other_label"]


@pytest.mark.parametrize(("net", "tax", "adds_up", "off"), [("10.00", "2.50", 1, 0), ("10.00", "2.00", 0, 1)])
def test_sums_speak_for_and_against(net: str, tax: str, adds_up: int, off: int) -> None:
    labelled = words(total_amount={3: 0.9}, net_amount={}, tax_amount={})
    parts = [found("total_amount", (3,)), *(found(n, (5,)).model_copy(update={"value": v})
             for n, v in (("net_amount", net), ("tax_amount", tax)))]  # fmt: skip
    seen = evidence(labelled, *parts)
    assert (seen["adds_up"], seen["does_not_add_up"]) == (adds_up, off)


def test_a_value_without_words_or_label_still_has_evidence() -> None:
    seen = evidence(words(total_amount={3: 0.9}), found("currency", (3,), kind="code"))
    assert seen["mean"] == log_odds(0.0)
    assert all(np.isfinite(v) for v in seen.values())


def calibration(slope: float = 1.0, **offsets: float) -> Calibration:
    weights = [0.0] * (len(NAMES) * (1 + len(BEND)))
    weights[NAMES.index("decoded")] = slope
    return Calibration((0.0,) * len(NAMES), (1.0,) * len(NAMES), tuple(weights), offsets)


def test_confidences_of_fields_and_cells_are_replaced_and_nothing_else() -> None:
    cell = found("net_amount", (5,), confidence=0.8)
    before = extraction(found("total_amount", (3,)), lines=(LineItem(cells={"net_amount": cell}),))
    labelled = words(total_amount={3: 0.9})
    after = calibration(**{"receipt.total_amount": -10.0}).applied(before, labelled)
    assert after.fields[0].confidence < 0.01
    assert after.line_items[0].cells["net_amount"].confidence == pytest.approx(0.8, abs=1e-6)
    unchanged = {"confidence": before.fields[0].confidence}
    assert after.fields[0].model_copy(update=unchanged) == before.fields[0]


def test_a_confidence_is_never_certain() -> None:
    [case] = cases(words(total_amount={3: 0.9}), extraction(found("total_amount", (3,))))
    assert 0 < calibration(-99.0).confidence(case.evidence, ()) < calibration(99.0).confidence(case.evidence, ()) < 1


def test_groups_go_from_the_whole_to_the_field() -> None:
    value = found("total_amount", (3,))
    assert groups_of("receipt", value, in_line=False)[-2:] == ("receipt", "receipt.total_amount")
    assert groups_of("receipt", value, in_line=True)[-1] == "receipt.line.total_amount"


def stored(names: tuple[str, ...] = NAMES) -> dict[str, object]:
    c = calibration()
    model = {"evidence": names, "means": c.means, "scales": c.scales, "weights": c.weights, "offsets": {"all": 0.5}}
    return {
        "weights": "layoutlm 1, 0 windows",
        "model": model,
        "thresholds": {"default": 0.97, "receipt": 0.95, "receipt.line": 0.9},
    }


def test_a_checkpoint_without_calibration_has_none(tmp_path: Path) -> None:
    assert load_calibration(tmp_path) is None
    assert measured_thresholds(tmp_path) == {}


def test_a_calibration_is_read_back(tmp_path: Path) -> None:
    write_about(tmp_path, {"name": "layoutlm", "version": "1"})
    (tmp_path / CALIBRATION_FILE).write_text(json.dumps(stored()), encoding="utf-8")
    assert load_calibration(tmp_path) == calibration(all=0.5)
    assert measured_thresholds(tmp_path)["receipt"] == 0.95


def test_a_calibration_of_other_weights_is_not_used_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_about(tmp_path, {"name": "layoutlm", "version": "1", "windows_trained": 800})
    (tmp_path / CALIBRATION_FILE).write_text(json.dumps(stored()), encoding="utf-8")
    assert load_calibration(tmp_path) is None
    assert measured_thresholds(tmp_path) == {}
    assert "other weights" in caplog.text


@pytest.mark.parametrize("text", ["{", "{}", json.dumps({"model": {}}), json.dumps(stored(NAMES[1:]))])
def test_a_calibration_for_other_evidence_says_how_to_make_it_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / CALIBRATION_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="training calibrate"):
        load_calibration(tmp_path)


MEASURED = {
    "default": 0.97, "receipt": 0.95, "receipt.issue_date": 0.91, "invoice.line": 0.9, "invoice": 0.96, "claim": 0.5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("own", "place", "wanted"),
    [
        ({}, ("receipt", "total_amount"), 0.95),
        ({}, ("receipt", "issue_date"), 0.91),
        ({"fields": {"receipt": 0.99}}, ("receipt", "issue_date"), 0.99),
        ({"fields": {"receipt.total_amount": 0.5}}, ("receipt", "issue_date"), 0.91),
        ({}, ("ad_buy", "advertiser"), 0.97),
        ({}, ("claim", "patient_name"), 0.80),  # the form reader's own
        ({"fields": {"receipt.total_amount": 0.5}}, ("receipt", "total_amount"), 0.5),
        ({"fields": {"receipt.total_amount": 0.5}}, ("receipt", "seller_name"), 0.95),
        ({"default": 0.9}, ("receipt", "total_amount"), 0.9),
    ],
)
def test_what_nobody_set_is_taken_from_the_evidence(own: dict, place: tuple[str, str], wanted: float) -> None:
    assert Thresholds(**own).measured(MEASURED).for_field(*place) == wanted


@pytest.mark.parametrize(
    ("own", "place", "wanted"),
    [
        ({}, ("invoice", "net_amount"), 0.9),
        ({}, ("receipt", "net_amount"), 0.95),
        ({"fields": {"invoice.line.net_amount": 0.4}}, ("invoice", "net_amount"), 0.4),
        ({"fields": {"invoice.net_amount": 0.4}}, ("invoice", "net_amount"), 0.9),
    ],
)
def test_cells_have_thresholds_of_their_own(own: dict, place: tuple[str, str], wanted: float) -> None:
    assert Thresholds(**own).measured(MEASURED).for_cell(*place) == wanted
