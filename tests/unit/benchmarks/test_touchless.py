from dataclasses import replace

import pytest

from benchmarks.touchless import COLUMNS, figures, judged_documents, rows, table_row
from review.decision import DecisionModel
from review.evidence import NAMES
from training.decide import Case

SURE = dict.fromkeys(NAMES, 0.0) | {"doubt": -5.0, "weakest": -5.0}


def case(name: str, *, set_name: str = "sroie_receipts", right: bool = True, learned: bool = False, held: bool = False):
    wrong = () if right else ("total_amount",)
    return Case(set_name, name, name, "receipt", learned, SURE, right, held, wrong)


def test_held_documents_are_never_accepted_and_wrong_ones_are_counted() -> None:
    judged = [(0.99, case("a")), (0.99, case("b", right=False)), (0.99, case("c", held=True)), (0.5, case("d"))]
    found = figures(judged, 0.9)
    assert (found["documents"], found["accepted"], found["wrong"]) == (4, 2, 1)
    assert (found["share"], found["wrong_fields"]) == (0.5, ["total_amount"])
    assert found["bound_95"] == pytest.approx(0.975, abs=0.01)


def test_documents_that_a_model_learned_from_are_not_measured() -> None:
    known = [case(str(i), learned=i % 2 == 0) for i in range(40)]
    measured = [case(f"t{i}", set_name="template_invoices") for i in range(3)]
    found = judged_documents([*known, *measured], DecisionModel())
    assert {name: len(judged) for name, judged in found.items()} == {
        "sroie_receipts receipt": 20, "template_invoices receipt": 3,
    }  # fmt: skip


def test_a_row_has_every_column_and_a_curve() -> None:
    [(name, found)] = rows([case(str(i)) for i in range(60)], DecisionModel(), 0.99)
    assert set(COLUMNS) < set(found)
    assert [point["threshold"] for point in found["curve"]] == sorted(point["threshold"] for point in found["curve"])
    assert len(table_row(name, found)) == 36 + 11 * len(COLUMNS)


def test_warm_documents_are_judged_by_the_fit_on_cold_ones() -> None:
    unsure = SURE | {"doubt": 1.0, "weakest": -0.5}
    cold = [replace(case(str(i)), evidence=unsure, right=i % 3 > 0) for i in range(60)]
    warm = [case(str(i)) for i in range(60)]
    [before] = judged_documents(cold, DecisionModel()).values()
    [after] = judged_documents(cold, DecisionModel(), warm=warm).values()
    assert min(confidence for confidence, _ in after) > max(confidence for confidence, _ in before)
    assert all(judged.right for _, judged in after)
