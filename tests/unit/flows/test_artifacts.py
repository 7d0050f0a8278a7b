"""What ops read in artifacts: documents are counted once."""

from __future__ import annotations

import pytest

from flows import artifacts
from schemas.outcome import Outcome, Reason


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict]:
    found: dict[str, dict] = {}
    for kind in ("create_markdown_artifact", "create_table_artifact"):
        monkeypatch.setattr(artifacts, kind, lambda key, **content: found.__setitem__(key, content))
    return found


def outcome(number: int, *codes: str, status: str = "needs_review") -> Outcome:
    reasons = tuple(Reason(code=code, message=f"{code} | {i}") for i, code in enumerate(codes))
    return Outcome(document_id=f"{number:064x}", status=status, reasons=reasons)


def test_figures_count_documents_not_findings(published):
    some = [outcome(1, "field_uncertain", "field_uncertain"), outcome(2, "field_uncertain", "sum_differs")]
    artifacts.publish_figures(some, taken_in=2, problems=0)
    assert "| field_uncertain | 2 |\n| sum_differs | 1 |" in published["figures"]["markdown"]


def test_without_a_portal_documents_have_no_links(published):
    some = [outcome(1, "encrypted_document", status="rejected"), outcome(2)]
    artifacts.publish_batch(some, portal=None)
    artifacts.publish_rejected(some, portal=None)
    assert all("page" not in row for row in published["outcomes"]["table"])
    assert "| `000000000000` | encrypted_document / 0 (encrypted_document) |" in published["rejected"]["markdown"]


def test_where_nothing_is_rejected_nothing_is_published(published):
    artifacts.publish_rejected([outcome(2)], portal=None)
    assert published == {}


def test_reasons_are_counted_by_document_with_links_into_the_portal(published):
    some = [
        outcome(1, "field_uncertain", "field_uncertain"), outcome(2, "field_uncertain"),
        outcome(3, "encrypted_document", status="rejected"),
    ]  # fmt: skip
    artifacts.publish_reasons(some, portal="https://portal.example/")
    first, second = published["reasons"]["table"]
    assert (first["status"], first["reason"], first["documents"]) == ("needs_review", "field_uncertain", 2)
    assert f"[000000000000](https://portal.example/documents/{1:064x})" in first["examples"]
    assert first["queue"] == "[review](https://portal.example/review)"
    assert (second["reason"], second["queue"]) == ("encrypted_document", "")
    artifacts.publish_reasons([outcome(4)], portal=None)
    assert len(published) == 1


def test_the_automations_are_what_prefect_takes():
    from pathlib import Path

    import yaml
    from prefect.events.schemas.automations import AutomationCore

    ops = Path(__file__).resolve().parents[3] / "ops"
    found = [
        AutomationCore.model_validate(one)
        for one in yaml.safe_load((ops / "prefect" / "automations.yaml").read_text())["automations"]
    ]
    assert [automation.name for automation in found] == [
        "fieldwright-run-failed", "fieldwright-not-searchable", "fieldwright-no-intake", "fieldwright-no-worker",
    ]  # fmt: skip
    assert all(automation.actions[0].type == "send-notification" for automation in found)
