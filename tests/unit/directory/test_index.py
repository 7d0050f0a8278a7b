"""Few candidates out of many entries."""

from __future__ import annotations

from directory.directory import directory_of
from directory.index import PartyIndex, terms_of
from schemas.parties import Identifier, PartyEntry

NAMES = [
    "Lan Hing Trading",
    "Lian Hing Stationery Sdn Bhd",
    "Gardenia Bakeries (KL) Sdn Bhd",
    "Öresund Værft ApS",
    "Кривой Рог ООО",
]
ENTRIES = [PartyEntry(id=n, name=name) for n, name in enumerate(NAMES)]


def test_the_likest_name_is_the_first_candidate() -> None:
    index = PartyIndex(map(terms_of, ENTRIES))
    for n, misread in enumerate(
        ("LAN HINQ TRADLNG", "Lian Hing Stat1onary", "Gardenla Bakerles", "Oresund Vaerft", "Кривой Рог")
    ):
        assert index.like(misread)[0] == n


def test_a_name_like_none_has_no_candidate() -> None:
    assert PartyIndex(map(terms_of, ENTRIES)).like("zzqqxx") == []
    assert PartyIndex([]).like("Lan Hing") == []
    assert PartyIndex([]).which([("name", "lanhing")]) == []


def test_numbers_are_found_whatever_their_kind_and_names_by_skeleton() -> None:
    entry = PartyEntry(id=7, name="Lan Hing Trading", identifiers=(Identifier(kind="tax_id", value="12-345678-9"),))
    found = directory_of([*ENTRIES, entry]).with_terms(
        [("number", "123456789"), ("core", "lanhlngtradlng"), ("phone", "1")]
    )
    assert found == {7: [0, 1], 0: [1]}


def test_what_was_added_later_is_found_beside_what_was_there() -> None:
    first, later = PartyIndex(map(terms_of, ENTRIES[:1])), PartyIndex(map(terms_of, ENTRIES[1:]))
    known = directory_of(ENTRIES)
    both = type(known)(known._source, [first, later], "2")
    assert set(both.like("Hing Trading")) >= {0, 1}
