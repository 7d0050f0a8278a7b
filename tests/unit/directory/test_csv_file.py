"""The directory as a file, and the entries that its lines make."""

from __future__ import annotations

import pytest

from directory.csv_file import parse, write
from directory.grouping import entries_of
from schemas.errors import ConfigurationError
from schemas.parties import Identifier, PartyEntry

FILE = """\
role,name,address,vat_id,phone
seller,ACME GmbH,"Hauptstr. 1, 10115 Berlin",DE123456789,
seller,Acme Gmbh,"Nebenstr. 2, 20095 Hamburg",,+49 40 1234567
buyer,Acme Handels GmbH,,DE 123456789,
seller,Other AG,,,
seller,ACME GmbH,,,
"""


def test_rows_of_one_organization_make_one_entry() -> None:
    acme, handel, other = entries_of(parse(FILE).rows)
    assert acme.name == "ACME GmbH"
    assert acme.spellings == ("Acme Gmbh",)
    assert acme.addresses == ("Hauptstr. 1, 10115 Berlin", "Nebenstr. 2, 20095 Hamburg")
    assert acme.values("vat_id") == ("DE123456789",)
    assert acme.values("phone") == ("+49 40 1234567",)
    assert (handel.name, other.name) == ("Acme Handels GmbH", "Other AG")


def test_names_like_each_other_that_share_a_number_are_spellings() -> None:
    text = "name,registration_number\nGardenia Bakeries (KL) Sdn Bhd,139386-X\nGardenia Bakeries (KI) Sdn Bhd,139386X\n"
    (entry,) = entries_of(parse(text).rows)
    assert entry.spellings == ("Gardenia Bakeries (KI) Sdn Bhd",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("role,address\nseller,x\n", "no column name"),
        ("name,color\nAcme,red\n", "'color'"),
        ("name,name\na,b\n", "twice"),
        ("", "no column name"),
    ],
)
def test_a_wrong_header_is_an_error(text: str, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        parse(text)


def test_wrong_cells_are_named_and_the_rest_is_taken() -> None:
    found = parse('\ufeffName;Currency;Phone\nAcme;EUR;\n;EUR;\nBolt;Euro;\nCoil;;12\n"Two\nlines";;;;x\n')
    assert [row.name for row in found.rows] == ["Acme", "Bolt", "Coil"]
    assert [row.currency for row in found.rows] == ["EUR", None, None]
    assert [(e.line, e.message.split()[0]) for e in found.errors] == [
        (3, "the"), (4, "currency"), (5, "phone"), (7, "the"),
    ]  # fmt: skip


def test_an_export_is_imported_as_the_same_entries() -> None:
    entry = PartyEntry(
        id=1,
        name="=Acme, Bolt & Söhne",
        spellings=("Acme Bolt",),
        addresses=("Hauptstr. 1", 'Haus "B"'),
        identifiers=(Identifier(kind="vat_id", value="DE1"), Identifier(kind="phone", value="+49 30 1234567")),
        roles=("seller", "buyer"),
        currency="EUR",
    )
    text = "".join(write([entry]))
    assert "\n=" not in text
    assert entries_of(parse(text).rows) == [entry]
