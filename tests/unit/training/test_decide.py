import random
from dataclasses import replace

import pytest

from review.decision import PRIOR, load_decision
from review.evidence import NAMES
from training.decide import FITTED, Base, Case, cross_fitted, decide, fit

GOOD = dict.fromkeys(NAMES, 0.0) | {"doubt": -4.0, "weakest": -4.5}
BAD = GOOD | {"doubt": -0.5, "weakest": -0.7, "unsure_words": 0.4}


def cases(count: int = 120, *, set_name: str = "sroie_receipts", families: int = 40) -> list[Case]:
    """Returns documents of which the doubtful ones are mostly wrong."""
    chance = random.Random(7)
    made = []
    for i in range(count):
        doubtful = i % 5 == 0
        right = chance.random() > (0.7 if doubtful else 0.02)
        numbers = (BAD if doubtful else GOOD) | {"pages": chance.random()}
        family = f"family {i % families}"
        made.append(Case(set_name, family, f"{i}.jpg", "receipt", i % 3 == 0, numbers, right, held=i == 0))
    return made


def test_doubt_lowers_a_fitted_confidence_and_no_weight_rewards_it() -> None:
    model = fit(cases())
    assert set(model.weights) == set(PRIOR)
    assert min(model.weights.values()) >= 0
    assert model.chance(BAD, "receipt") < 0.6 < 0.9 < model.chance(GOOD, "receipt")


def test_a_confidence_is_of_a_fit_without_the_documents_family() -> None:
    known = cases()
    changed = [c if c.family != "family 5" else Case(*(*list(vars(c).values())[:6], not c.right)) for c in known]
    mine = [i for i, c in enumerate(known) if c.family == "family 5"]
    before, after = cross_fitted(known), cross_fitted(changed)
    assert [before[i] for i in mine] == [after[i] for i in mine]
    assert before != after


def test_the_model_is_written_with_its_evidence_and_read_again(tmp_path) -> None:
    known = cases()
    written = decide(known, tmp_path)
    assert load_decision(tmp_path) == written
    assert len(written.known) == len(known)
    assert written.known[0].confidence == 0.0  # a finding holds it up
    assert {one.learned for one in written.known} == {True, False}
    assert "jpg" not in (tmp_path / "decision.json").read_text()


def test_nothing_is_learned_from_what_may_only_be_measured(tmp_path) -> None:
    with pytest.raises(ValueError, match="template_invoices"):
        decide([*cases(), *cases(5, set_name="template_invoices")], tmp_path)


def test_evidence_on_parties_is_fitted_alone_and_other_classes_keep_what_they_have(tmp_path) -> None:
    base = decide(cases(), tmp_path)
    told = [
        replace(c, document_class="invoice", evidence=dict(c.evidence) | {"party_by_place": 1.0}) for c in cases(40)
    ]
    told = [replace(case, right=False) for case in told]
    later = decide(told, tmp_path, Base(base, FITTED["parties"]))
    assert later.weights["party_by_place"] > base.weights["party_by_place"]
    assert later.chance(GOOD, "receipt") == base.chance(GOOD, "receipt")
    assert later.known[: len(base.known)] == base.known
    assert {one.document_class for one in later.known[len(base.known) :]} == {"invoice"}


def test_how_sure_a_class_is_can_be_fitted_alone(tmp_path) -> None:
    base = decide(cases(), tmp_path)
    wrong = [replace(c, document_class="invoice", right=False) for c in cases(20)]
    later = decide(wrong, tmp_path, Base(base, FITTED["offsets"]))
    assert (later.weights, later.bias) == (base.weights, base.bias)
    assert later.chance(GOOD, "invoice") < base.chance(GOOD, "invoice")
    assert later.chance(GOOD, "receipt") == base.chance(GOOD, "receipt")
