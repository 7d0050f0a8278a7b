from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from schemas.classes import COMMON_NAMES, SHIPPED
from schemas.document import SourceDocument
from schemas.extraction import Extraction
from schemas.outcome import Outcome, Reason
from schemas.redacted import RedactedDocument
from search.embedded import EmbeddedIndex
from search.entry import IndexEntry, make_entry
from search.mapping import to_source
from tests.builders import document_id, extraction, field, index_entry, redacted_page
from tests.searching import VOCABULARY


def made(extracted: Extraction, *, redacted_fields: tuple[str, ...] = (), seed: str = "document") -> IndexEntry:
    source = SourceDocument(
        id=document_id(),
        name="scan.pdf",
        media_type="application/pdf",
        size_bytes=1,
        received_at=datetime(2024, 5, 1, tzinfo=UTC),
    )
    redacted = RedactedDocument(
        document_id=document_id(seed),
        policy="p",
        engine="e",
        pages=(redacted_page("Dear [PERSON]"),),
        redacted_fields=redacted_fields,
    )
    reasons = (Reason(code="low_confidence", message="m"), Reason(code="low_confidence", message="n"))
    outcome = Outcome(document_id=document_id(), status="needs_review", reasons=reasons)
    return make_entry(source, redacted, extracted, outcome, SHIPPED.or_other(extracted.document_class))


def test_an_entry_has_the_common_facts() -> None:
    entry = made(
        extraction(
            field("seller_name", "ACME", kind="name"),
            field("issue_date", "2024-03-05", kind="date"),
            field("total_amount", "118.50", kind="money"),
            field("invoice_number", "471102", kind="id"),
        )
    )
    assert (entry.seller, entry.amount, entry.date) == ("ACME", Decimal("118.50"), date(2024, 3, 5))
    assert entry.fields["invoice_number"] == "471102"
    assert (entry.status, entry.reasons) == ("needs_review", ("low_confidence",))
    assert IndexEntry.model_validate_json(entry.model_dump_json()) == entry


def test_only_listed_normalized_and_unredacted_fields_get_in() -> None:
    entry = made(
        extraction(
            field("iban", "DE89370400440532013000", kind="id"),  # not indexed
            field("buyer_name", "Jane Roe", kind="name"),  # redacted
            field("net_amount", None, kind="money"),  # no normal form
            field("unheard_of", "secret"),
            field("tax_amount", "1e400", kind="money"),  # no double
            field("currency", "EUR", kind="code"),
        ),
        redacted_fields=("buyer_name",),
    )
    assert entry.fields == {"currency": "EUR"}
    assert "Jane" not in entry.model_dump_json()
    assert "DE89" not in entry.model_dump_json()


def test_a_redacted_seller_is_no_facet_either() -> None:
    entry = made(extraction(field("seller_name", "Jane Roe", kind="name")), redacted_fields=("seller_name",))
    assert entry.seller is None


def test_a_value_of_another_type_than_the_class_says_is_left_out() -> None:
    assert made(extraction(field("issue_date", "yesterday"))).fields == {}


def test_results_of_different_documents_do_not_mix() -> None:
    with pytest.raises(ValueError, match="one document"):
        made(extraction(), seed="other")


def test_of_a_class_that_was_removed_the_text_is_searched_and_no_field() -> None:
    entry = made(extraction(field("plot", "secret", kind="text"), document_class="novel"))
    assert (entry.document_class, entry.fields) == ("novel", {})


def test_an_index_takes_no_unlisted_or_untyped_field(tmp_path) -> None:
    index = EmbeddedIndex(tmp_path, VOCABULARY)
    for fields in ({"patient_name": "Jane"}, {"due_date": "soon"}):
        with pytest.raises(ValueError, match=r"patient_name is no indexed field|isoformat"):
            index.put([index_entry(["x"], **fields)])
        with pytest.raises(ValueError, match=r"patient_name is no indexed field|isoformat"):
            to_source(index_entry(["x"], **fields), VOCABULARY)


def test_a_time_without_zone_is_utc() -> None:
    assert index_entry(["x"], received="2024-05-01T12:00:00").received_utc == datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert index_entry(["x"], received="2024-05-01T01:00:00+02:00").received_utc == datetime(
        2024, 4, 30, 23, tzinfo=UTC
    )


@pytest.mark.parametrize("name", ["invoice_number", "seller_name", "issue_date", "total_amount", "registration_number"])
def test_an_indexed_field_of_a_class_is_a_filter(name: str) -> None:
    assert name in VOCABULARY.fields
    assert name in VOCABULARY.filters


@pytest.mark.parametrize("name", ["iban", "buyer_address", "patient_name", "patient_birth_date", "insured_id"])
def test_a_field_that_is_not_indexed_is_no_filter(name: str) -> None:
    assert any(spec.name == name for c in SHIPPED.classes for spec in c.fields)
    assert name not in VOCABULARY.filters


def test_a_filter_is_a_field_or_a_fact_of_every_document() -> None:
    assert {"class", "status", "received", "amount", "date", "seller"} <= COMMON_NAMES
    assert set(VOCABULARY.filters) - COMMON_NAMES == set(VOCABULARY.fields)


def test_every_class_with_fields_has_a_role_for_the_common_facts() -> None:
    for c in SHIPPED.with_fields:
        assert [spec for spec in c.with_role("party") if spec.indexed], c.name
        assert [spec for spec in c.with_role("date") if spec.indexed], c.name
