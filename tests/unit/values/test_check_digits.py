import pytest

from values import check_digits


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("DE89370400440532013000", True),
        ("DE89 3704 0044 0532 0130 00", True),
        ("de89370400440532013000", True),
        ("GB82WEST12345698765432", True),
        ("FR1420041010050500013M02606", True),
        ("DE88370400440532013000", False),  # one digit off
        ("DE8937040044053201300", False),  # one digit short
        ("XX89370400440532013000", False),  # no such country
        ("DE893704004405320130O0", False),  # letter O for a nought
        ("", False),
    ],
)
def test_iban(number, valid):
    assert check_digits.iban_is_valid(number) is valid


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("DE136695976", True),
        ("DE 136 695 976", True),
        ("DE136695978", False),
        ("FR40303265045", True),
        ("FR41303265045", False),
        ("ATU13585627", True),
        ("NL004495445B01", True),
        ("EL094259216", True),
        ("GB980780684", True),
        ("GB980780685", False),
        ("CHE-116.281.710 MWST", True),
        ("CHE116281710", True),
        ("CHE-116.281.711 MWST", False),
        ("CHE-116.281.710 XXXX", False),
        ("NO995525828MVA", True),
        ("NO995525829MVA", False),
        ("27AAPFU0939F1ZV", True),
        ("27AAPFU0939F1ZO", False),
        ("US12-3456789", None),  # no VAT there
        ("201/113/40209", None),  # a German tax number, not a VAT id
        ("", None),
    ],
)
def test_vat_id(number, valid):
    assert check_digits.vat_id_is_valid(number) is valid


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("1234567893", True),  # the example of CMS
        ("1234567890", False),
        ("3234567893", False),  # NPIs begin with 1 or 2
        ("123456789", False),
        ("12345678930", False),
    ],
)
def test_npi(number, valid):
    assert check_digits.npi_is_valid(number) is valid


@pytest.mark.parametrize(
    ("number", "kind", "plausible"),
    [
        ("91-1144442", "EIN", True),
        ("07-1144442", "EIN", False),  # no campus has this prefix
        ("536-90-4399", "SSN", True),
        ("000-90-4399", "SSN", False),
        ("666-90-4399", "SSN", False),
        ("536-00-4399", "SSN", False),
        ("53690439", "SSN", False),
        ("91-1144442", None, True),
        ("000-00-0000", None, False),
    ],
)
def test_tax_id(number, kind, plausible):
    assert check_digits.tax_id_is_plausible(number, kind) is plausible
