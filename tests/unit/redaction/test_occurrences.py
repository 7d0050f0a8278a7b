import pytest

from redaction.entities import Entity
from redaction.lookalikes import as_digits, only_digits, skeleton
from redaction.occurrences import Occurrences, merged
from tests.builders import page, read_document


def found(text, value, entity):
    read = read_document(page(*text.split("\n")))
    return {read.words[i].text for i in merged(Occurrences(read.words).of(value, entity))}


@pytest.mark.parametrize(
    ("text", "value", "entity", "expected"),
    [
        ("id DGP 726 363 572 end", "DGP726363572", Entity.MEMBER_ID, {"DGP", "726", "363", "572"}),
        ("id DGP7263635Z2 end", "DGP726363572", Entity.MEMBER_ID, {"DGP7263635Z2"}),
        ("id DGP999999572 end", "DGP726363572", Entity.MEMBER_ID, set()),
        ("OR and MORE", "OR", Entity.LOCATION, set()),
        ("7939 LAKEVIEW\nDR here", "7939 Lakeview Dr", Entity.STREET_ADDRESS, {"7939", "LAKEVIEW", "DR"}),
        ("zip 97348-1234 97349", "97348", Entity.STREET_ADDRESS, set()),
        ("GRACE Hernandez came, grace", "HERNANDEZ, GRACE, B", Entity.PERSON, {"GRACE", "Hernandez", "grace"}),
        ("Grate Hernandes B", "HERNANDEZ, GRACE, B", Entity.PERSON, {"Hernandes"}),
        ("Müller MULLER", "Müller", Entity.PERSON, {"Müller", "MULLER"}),
        ("the patient name", "NAME, PATIENT", Entity.PERSON, set()),
        ("call 555-1255 or (639) 555-1255", "639 555-1255", Entity.PHONE_NUMBER, {"555-1255", "(639)"}),
        ("15 Juli 1956; 15 juillet 1956", "1956-07-15", Entity.BIRTH_DATE, {"15", "Juli", "1956;", "juillet", "1956"}),
        ("16 Juli 1956; 07/15/1957", "1956-07-15", Entity.BIRTH_DATE, set()),
        ("amount 071556", "1956-07-15", Entity.BIRTH_DATE, set()),
    ],
)
def test_where_a_value_stands_again(text, value, entity, expected):
    assert found(text, value, entity) == expected


def test_a_value_does_not_run_over_the_end_of_a_page():
    read = read_document(page("DGP726"), page("363572", number=2))
    assert list(Occurrences(read.words).of("DGP726363572", Entity.MEMBER_ID)) == []


def test_look_alikes():
    assert as_digits("O1lI|SBZGqg") == "01111582699"
    assert only_digits("l23-4S-67B9") == "123456789"
    assert skeleton("Ölig-0I5 B") == skeleton("olig OlS 8")
