from dataclasses import replace

import pytest

from review.decision import Known
from review.promise import choose, least_documents, measure, upper_bound


def known(
    count: int, confidence: float, *, wrong: int = 0, kind: str = "receipt", learned: bool = False
) -> list[Known]:
    return [
        Known(document_class=kind, family=f"{kind} {i}", confidence=confidence, right=i >= wrong, learned=learned)
        for i in range(count)
    ]


@pytest.mark.parametrize(
    ("wrong", "total", "bound"), [(0, 299, 0.01), (0, 59, 0.0495), (1, 473, 0.01), (0, 0, 1.0), (3, 3, 1.0)]
)
def test_the_bound_is_that_of_clopper_and_pearson(wrong, total, bound) -> None:
    assert upper_bound(wrong, total) == pytest.approx(bound, abs=2e-4)


def test_a_promise_of_99_percent_needs_299_documents_without_an_error() -> None:
    assert least_documents(0.99) == 299
    assert not choose(known(298, 0.995), "receipt", 0.99).certified
    assert choose(known(299, 0.995), "receipt", 0.99).certified
    assert not choose(known(299, 0.995, wrong=1), "receipt", 0.99).certified


def test_testing_stops_at_the_first_threshold_that_fails() -> None:
    # 300 good ones, then a range with many errors, then 5000 good ones that would hide them.
    evidence = known(300, 0.99) + known(40, 0.9, wrong=20) + known(5000, 0.8)
    found = choose(evidence, "receipt", 0.99)
    assert found.certified
    assert 0.9 < found.measured.threshold <= 0.99
    assert (found.measured.accepted, found.measured.wrong) == (300, 0)


def test_documents_that_were_learned_from_certify_nothing() -> None:
    assert not choose(known(1000, 0.995, learned=True), "receipt", 0.99).certified


def test_without_enough_documents_the_default_expects_what_is_promised() -> None:
    evidence = known(60, 0.995) + known(60, 0.95, wrong=3) + known(180, 0.5, wrong=90)
    found = choose(evidence, "receipt", 0.99)
    assert (found.certified, found.by_class) == (False, True)
    assert found.measured.threshold == 0.995
    assert found.missing == 299 - 60
    # A lower promise accepts more, and nothing less sure than what is known.
    assert choose(evidence, "receipt", 0.97).measured.threshold == 0.95


def test_errors_that_were_seen_raise_the_default() -> None:
    rest = known(100, 0.6, wrong=30)
    clean, seen = known(80, 0.99) + rest, known(80, 0.99, wrong=6) + rest
    assert choose(clean, "receipt", 0.99).measured.threshold <= 0.99
    assert choose(seen, "receipt", 0.99).measured.threshold > 0.99


def test_a_class_without_evidence_takes_the_default_of_all() -> None:
    found = choose(known(100, 0.995) + known(150, 0.6), "claim", 0.99)
    assert (found.by_class, found.certified, found.measured.accepted) == (False, False, 0)
    assert found.measured.threshold <= 0.995
    assert found.missing == 299


def test_nothing_known_is_strict() -> None:
    assert choose([], "receipt", 0.99).measured.threshold == 0.995


def test_a_stated_threshold_is_measured_as_it_is() -> None:
    found = choose(known(10, 0.7, wrong=2), "receipt", 0.99, stated=0.6)
    assert (found.stated, found.measured) == (True, replace(measure(known(10, 0.7, wrong=2), 0.6)))
    assert not found.certified


def test_a_class_whose_own_documents_break_the_promise_borrows_no_threshold() -> None:
    others = known(200, 0.97) + known(300, 0.5)
    few, many = known(20, 0.96, wrong=9, kind="claim"), known(60, 0.96, wrong=9, kind="claim")
    assert choose([*others, *few], "claim", 0.99).by_class is False
    assert choose([*others, *few], "claim", 0.99).measured.threshold == 0.97
    assert choose([*others, *many], "claim", 0.99).measured.threshold == 0.995


def test_a_default_accepts_the_surer_part_only() -> None:
    known_by_steps = [one for i in range(25) for one in known(1, 0.97 + i / 1000)]
    found = choose(known_by_steps, "receipt", 0.97)
    assert (found.certified, found.measured.accepted, found.measured.documents) == (False, 12, 25)


def test_a_taught_class_without_evidence_accepts_nothing_until_settings_state_a_threshold() -> None:
    others = known(299, 0.995)
    assert choose(others, "delivery_note", 0.99, taught=True).measured.threshold == 1.0
    assert choose(others, "delivery_note", 0.99).measured.threshold < 1.0
    assert choose(others, "delivery_note", 0.99, stated=0.9, taught=True).measured.threshold == 0.9


LABELED = known(300, 0.9)


@pytest.mark.parametrize(("wrong", "total", "broken"), [(0, 50, False), (1, 50, False), (1, 5, True), (2, 20, True)])
def test_second_looks_break_a_promise_only_where_chance_does_not_explain_them(wrong, total, broken) -> None:
    assert choose(LABELED, "receipt", 0.99, audited=known(total, 0.95, wrong=wrong)).is_broken is broken


def test_a_broken_promise_raises_the_threshold_above_what_was_wrong() -> None:
    audited = known(3, 0.95, wrong=3) + known(20, 0.97)
    found = choose(LABELED, "receipt", 0.99, audited=audited)
    assert (found.raised_from, found.measured.threshold, found.certified) == (0.9, 0.951, False)
    # Nothing above is known to be right: nothing passes that is not surer than all that was wrong.
    assert choose(LABELED, "receipt", 0.99, audited=known(3, 0.999, wrong=3)).measured.threshold == 1.0


def test_a_stated_threshold_stays_and_is_said_to_be_broken() -> None:
    found = choose(LABELED, "receipt", 0.99, stated=0.8, audited=known(10, 0.9, wrong=4))
    assert (found.is_broken, found.raised_from, found.measured.threshold) == (True, None, 0.8)


def test_documents_checked_here_certify_by_themselves() -> None:
    found = choose(known(50, 0.99, wrong=20), "receipt", 0.99, checked=known(300, 0.8))
    assert (found.certified, found.own, found.measured.threshold) == (True, True, 0.8)
    assert not choose(known(50, 0.99), "receipt", 0.99, checked=known(200, 0.8)).own
