"""One suite of behavior for both indexes: what finds what, and what does not."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest

from schemas.errors import ConfigurationError, IndexUnavailable
from search.clauses import QueryError
from search.confusions import Confusions, expand, learn
from search.elastic import ElasticIndex
from search.embedded import EmbeddedIndex
from search.index import SearchIndex
from tests.builders import box, document_id, index_entry
from tests.searching import VOCABULARY, parse_query

MakeIndex = Callable[[], SearchIndex]


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.service)], scope="module")
def kind(request: pytest.FixtureRequest) -> str:
    if request.param == "elasticsearch":
        request.getfixturevalue("elasticsearch_url")
    return request.param


@pytest.fixture(scope="module")
def make_index(
    kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MakeIndex]:
    """Makes an empty index of the kind; a second call with the same name opens it again."""
    made: list[SearchIndex] = []
    folder = tmp_path_factory.mktemp("index")
    session = uuid.uuid4().hex  # the server may have indices of an earlier run

    def make(name: str | None = None) -> SearchIndex:
        name = f"test-{session}-{name or uuid.uuid4().hex}"
        if kind == "embedded":
            made.append(EmbeddedIndex(folder / name, VOCABULARY))
        else:
            made.append(ElasticIndex(request.getfixturevalue("elasticsearch_url"), name, VOCABULARY, timeout_s=60))
        return made[-1]

    yield make
    for index in made:
        index.close()


ENTRIES = (
    index_entry(
        ["ACME Tools GmbH", "Invoice INV-2024/001", "Total amount due 1.234,50 EUR", "Contact [PERSON] [PERSON]"],
        seed="acme",
        name="acme_march.pdf",
        received="2024-03-10T08:00:00+00:00",
        seller_name="ACME Tools GmbH",
        invoice_number="INV-2024/001",
        issue_date="2024-03-05",
        currency="EUR",
        total_amount="1234.50",
    ),
    index_entry(
        # misread by OCR: 0 for O, l for I, rn for m, a letter too few, a split and a joined word
        ["GL0BEX C0rporation", "lnvoice 77l2O9", "payrnent wthin thirty days", "deli very ofcopper pipes"],
        seed="globex",
        status="needs_review",
        received="2024-04-02T23:30:00+00:00",
        reasons=["low_confidence", "total_mismatch"],
        seller_name="Globex Corporation",
        invoice_number="77l2O9",
        issue_date="2024-04-01",
        currency="USD",
        total_amount="100",
    ),
    index_entry(
        ["Bäckerei Müller", "Brot und Brötchen"],
        ["Zwischensumme", "zahlbar an Bäckerei"],
        seed="mueller",
        document_class="receipt",
        received="2023-12-31T23:59:59+00:00",
        seller_name="Bäckerei Müller",
        issue_date="2023-12-31",
        total_amount="9.99",
    ),
    index_entry(
        ["株式会社 請求書", "total amount unpaid, due tomorrow"],
        seed="kabu",
        document_class="other",
        status="needs_review",
    ),
)
NAMES = {document_id(name): name for name in ("acme", "globex", "mueller", "kabu")}


@pytest.fixture(scope="module")
def filled(make_index: MakeIndex) -> SearchIndex:
    index = make_index()
    index.put(ENTRIES)
    return index


def found(index: SearchIndex, text: str, **options: object) -> set[str]:
    result = index.search(parse_query(text, **options))  # type: ignore[arg-type]
    assert result.total == len(result.hits)
    return {NAMES[hit.entry.document_id] for hit in result.hits}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # everything, words, case, accents
        ("", "acme globex mueller kabu"),
        ("acme", "acme"),
        ("ACME tools", "acme"),
        ("backerei", "mueller"),
        ("BÄCKEREI muller", "mueller"),
        ("acme brot", ""),
        ("brot zwischensumme", "mueller"),  # on different pages
        ("unrelated", ""),
        # OCR look-alikes, both ways
        ("globex", "globex"),
        ("gl0bex corporation", "globex"),
        ("Invoice globex", "globex"),
        ("payment", "globex"),
        ("INV0ICE acme", "acme"),
        ("t00ls", "acme"),
        # one edit in long words, none in short ones or numbers
        ("within", "globex"),
        ("amuont due acme", "acme"),
        ("brat", ""),
        ("2025", ""),
        ("1.234,51", ""),
        # split and joined words
        ("delivery", "globex"),
        ("of copper", "globex"),
        ("copper of", ""),
        ("acmetools", "acme"),
        ("wit hin", ""),
        # identifiers in text, however they are punctuated
        ("INV-2024/001", "acme"),
        ("inv 2024 001", "acme"),
        ("INV2024001", "acme"),
        ("INV-2024/007", ""),
        ("771209", "globex"),
        ("1.234,50", "acme"),
        # scripts without blanks
        ("会社", "kabu"),
        ("社会", ""),
        # phrases are exact and stay on a page
        ('"total amount due"', "acme"),
        ('"amount total"', ""),
        ('"globex corporation"', ""),
        ('"GL0BEX c0rporation"', "globex"),
        ('"brötchen zwischensumme"', ""),
        ("“Total amount”", "acme kabu"),
        # the file's name
        ("acme_march.pdf", "acme"),
        ("march", "acme"),
        ("name:march", "acme"),
        ("name:scan", "globex mueller kabu"),
        # redacted words are no words
        ("person", ""),
        # negation, OR, brackets
        ("-acme", "globex mueller kabu"),
        ("total -acme", "kabu"),
        ("-globex", "acme globex mueller kabu"),  # what only looks like it stays
        ("-seller:globex", "acme mueller kabu"),
        ('-"total amount"', "globex mueller"),
        ("NOT status:accepted", "globex kabu"),
        ("acme OR brot", "acme mueller"),
        ("acme OR brot class:receipt", "mueller"),
        ("(acme eur) OR (brot nothing)", "acme"),
        ("-(acme OR brot)", "globex kabu"),
        ("class:invoice OR -seller:müller", "acme globex kabu"),
        # fields
        ("class:invoice", "acme globex"),
        ("CLASS:Invoice status:needs_review", "globex"),
        ("reason:total_mismatch", "globex"),
        ("reason:total", ""),
        ("seller:acme", "acme"),
        ("seller:tools", "acme"),
        ("seller:t0ols", "acme"),
        ('seller:"t0ols"', ""),
        ('seller:"acme tools"', "acme"),
        ('seller:"tools acme"', ""),
        ("seller:brot", ""),
        ("seller_name:globex", "globex"),
        ("invoice_number:INV-2024/001", "acme"),
        ("invoice_number:inv2024001", "acme"),
        ('invoice_number:"INV 2024 001"', "acme"),
        ("invoice_number:INV-2024", ""),
        ("invoice_number:771209", "globex"),
        ('invoice_number:"771209"', ""),
        ("invoice_number:771208", ""),
        ("currency:eur", "acme"),
        (f"id:{document_id('acme')}", "acme"),
        (f"id:{document_id('acme')[:8]}", "acme"),
        ("id:00000000", ""),
        # numbers
        ("amount:1.234,50", "acme"),
        ("total:1,234.50", "acme"),
        ("1,234.50", "acme"),
        ("amount:1234.50", "acme"),
        ("amount:1234.5", "acme"),
        ("amount:1234.51", ""),
        ("amount:100..500", "globex"),
        ("amount:100..", "acme globex"),
        ("amount:..100", "globex mueller"),
        ("amount:>100", "acme"),
        ("amount:>=100", "acme globex"),
        ("amount:<100", "mueller"),
        ("amount:<=100", "globex mueller"),
        ("total_amount:9.99", "mueller"),
        ("-amount:>0", "kabu"),
        ("vendor:acme", "acme"),
        ("number:INV-2024/001", "acme"),
        # days: of the document, and the UTC day it came in
        ("date:05.03.2024", "acme"),
        ("date:03/2024", "acme"),
        ("date:03/05/2024", "acme"),
        ("5.3.2024", "acme"),
        ("date:2024", "acme globex"),
        ("date:2024-03", "acme"),
        ("date:2024-03-05", "acme"),
        ("date:2024-03-06", ""),
        ("date:2023-12..2024-03", "acme mueller"),
        ("date:..2023", "mueller"),
        ("date:>2023", "acme globex"),
        ("date:>=2024-04-01", "globex"),
        ("date:<2024-04", "acme mueller"),
        ("date:<=2024-04", "acme globex mueller"),
        ("issue_date:2024-04-01", "globex"),
        ("received:2023-12-31", "mueller"),
        ("received:2024-04-02", "globex"),
        ("received:2024-04-03", ""),
        ("received:>2024-04-02", "kabu"),
        ("received:..2024-03-10", "acme mueller"),
        ("date:9999", ""),
    ],
)
def test_query_finds(filled: SearchIndex, text: str, expected: str) -> None:
    assert found(filled, text) == set(expected.split())


@pytest.mark.parametrize(
    "text", ["payment", "delivery", "of copper", "within", "invoice globex", "t00ls", "invoice_number:771209"]
)
def test_without_tolerance_only_what_is_written_is_found(filled: SearchIndex, text: str) -> None:
    assert found(filled, text, tolerant=False) == set()


MISREAD = (
    index_entry(["clate of lssue"], seed="cl", seller_name="Canal Pharma"),
    index_entry(["date of issue"], seed="right"),
    index_entry(["dute of issue"], seed="taught"),
    index_entry(["delta 4711 t012"], seed="digit", invoice_number="T012"),
    index_entry(["corporatloll"], seed="two"),
)


@pytest.fixture(scope="module")
def misread(make_index: MakeIndex) -> SearchIndex:
    index = make_index()
    index.put(MISREAD)
    return index


@pytest.mark.parametrize(
    ("text", "expected", "without"),
    [
        ("date", "right cl", "right"),
        ("issue date", "right cl", "right"),
        ("corporation", "two", ""),
        ("7012", "digit", ""),
        ("invoice_number:7012", "digit", ""),
        ('invoice_number:"7012"', "", ""),
        ("seller:ganal", "cl", "cl"),  # one edit in a long word is forgiven anyway
        ("-date", "cl taught digit two", "cl taught digit two"),  # what only looks like it stays
        ('"date of issue"', "right", "right"),
        ("4117", "", ""),  # another number
    ],
)
def test_likely_misreadings_are_found_too(misread: SearchIndex, text: str, expected: str, without: str) -> None:
    names = {
        entry.document_id: name for entry, name in zip(MISREAD, ["cl", "right", "taught", "digit", "two"], strict=True)
    }
    parsed = parse_query(text)
    for query, wanted in ((parsed, without), (expand(parsed, Confusions()), expected)):
        assert {names[hit.entry.document_id] for hit in misread.search(query).hits} == set(wanted.split())


def test_misreadings_come_last_are_marked_and_can_be_taught(misread: SearchIndex) -> None:
    hits = misread.search(expand(parse_query("date"), Confusions())).hits
    assert [hit.boxes[0].text for hit in hits] == ["date", "clate"]
    taught = learn([("dute", "date")] * 20)
    assert document_id("taught") in {
        hit.entry.document_id for hit in misread.search(expand(parse_query("date"), taught)).hits
    }


COMPOUNDS = {
    "shop": ["Kraftfahrzeugwerkstatt Huber", "Gewährleistungsfrist 24 Monate"],
    "plain": ["Werkstatt Huber", "Versicherung"],
    "inside": ["Feuerversicherungsnummer", "GEWAEHRLEISTUNGSRECHT"],
    "english": ["Refurbishment of QualityHosting rooms", "order 4711 00"],
    "numbers": ["47110 RE-2024-117 corporate", "[PERSON]"],
    "broken": ["die Instandhaltungs-", "arbeiten am Dach"],
}


@pytest.fixture(scope="module")
def compounds(make_index: MakeIndex) -> SearchIndex:
    index = make_index()
    entries = {name: index_entry(lines, seed=name) for name, lines in COMPOUNDS.items()}
    entries["english"] = index_entry(
        COMPOUNDS["english"], seed="english", seller_name="QualityHosting AG", invoice_number="RE-2024-117"
    )
    index.put(list(entries.values()))
    return index


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Werkstatt", "plain shop"),
        ("werkstatt*", "plain"),
        ("*werkstatt", "plain shop"),
        ("versicherung", "plain inside"),
        ("*sicherungs*", "inside"),
        ("refurb", "english"),
        ("refurb*", "english"),
        ("-refurb*", "shop plain inside numbers broken"),
        ("-refurb", "shop plain inside english numbers broken"),  # only the whole word is excluded
        ("QualityHost", "english"),
        ("seller:QualityHost", "english"),
        ("seller:quality*", "english"),
        ('seller:"quality"', ""),
        ("seller:hosting", "english"),
        ("seller:refurb", ""),
        # a word that a line end breaks is whole
        ("instandhaltungsarb*", "broken"),
        ("haltungsarbeiten", "broken"),
        ('"instandhaltungsarbeiten"', "broken"),
        ('"arbeiten am dach"', "broken"),
        # umlauts, written in either way
        ("Gewaehrleistung", "shop inside"),
        ("gewährleistung", "shop inside"),
        # short words are looked for at the beginning only, and two letters not at all
        ("rate", ""),
        ("corp", "numbers"),
        ("ko", ""),
        # numbers are whole, unless a star says otherwise
        ("4711", "english"),
        ("4711*", "english numbers"),
        ("RE-2024-1*", "numbers"),
        ("invoice_number:RE-2024", ""),
        ("invoice_number:RE-2024*", "english"),
        # phrases are exact, and so is a redacted word
        ('"werkstatt huber"', "plain"),
        ("perso*", ""),
        ("ersona", ""),
    ],
)
def test_parts_of_words_are_found(compounds: SearchIndex, text: str, expected: str) -> None:
    names = {document_id(name): name for name in COMPOUNDS}
    hits = compounds.search(parse_query(text)).hits
    assert {names[hit.entry.document_id] for hit in hits} == set(expected.split())


def test_whole_words_come_before_parts_of_words(compounds: SearchIndex) -> None:
    for text in ("werkstatt", "versicherung"):
        assert compounds.search(parse_query(text)).hits[0].entry.document_id == document_id("plain")


def test_a_found_part_marks_its_word(compounds: SearchIndex) -> None:
    hits = compounds.search(parse_query("*werkstatt* huber")).hits
    assert [[box.text for box in hit.boxes] for hit in hits] == [
        ["Werkstatt", "Huber"],
        ["Kraftfahrzeugwerkstatt", "Huber"],
    ]


def test_a_word_as_written_comes_before_one_that_looks_like_it(make_index: MakeIndex) -> None:
    index = make_index()
    lines = {"misread": "tota1 sum", "split": "to tal sum", "edited": "totel sum", "right": "total sum"}
    index.put([index_entry([text], seed=name) for name, text in lines.items()])
    hits = index.search(parse_query("total")).hits
    assert [hit.entry.document_id for hit in hits[:2]] == [document_id("right"), document_id("misread")]
    assert len(hits) == 4
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_hit_knows_its_words_and_boxes(filled: SearchIndex) -> None:
    hit = filled.search(parse_query("brot zahlbar")).hits[0]
    page_1, page_2 = ENTRIES[2].pages
    brot, broetchen, zahlbar = page_1.words[2], page_1.words[4], page_2.words[1]
    assert [(b.page_number, b.word_id, b.text) for b in hit.boxes] == [
        (1, brot.word_id, "Brot"),
        (1, broetchen.word_id, "Brötchen"),
        (2, zahlbar.word_id, "zahlbar"),
    ]
    for hit_box, word in zip(hit.boxes, (brot, broetchen, zahlbar), strict=True):
        assert hit_box.box.as_list() == pytest.approx(word.box.as_list(), abs=1e-6)


@pytest.mark.parametrize(
    ("text", "boxes"),
    [
        ("payment", ["payrnent"]),
        ("delivery", ["deli", "very"]),
        ("of copper", ["ofcopper"]),
        ("within", ["wthin"]),
        ('"thirty days"', ["thirty", "days"]),
        ("-acme class:invoice", []),
        ("status:needs_review days", ["days"]),
    ],
)
def test_boxes_are_those_of_the_words_that_matched(filled: SearchIndex, text: str, boxes: list[str]) -> None:
    hits = filled.search(parse_query(text)).hits
    (hit,) = [h for h in hits if h.entry.document_id == document_id("globex")]
    assert [b.text for b in hit.boxes] == boxes


def test_snippets_mark_the_words_and_hide_what_is_redacted(filled: SearchIndex) -> None:
    (hit,) = filled.search(parse_query("contact eur")).hits
    (snippet,) = hit.snippets
    assert [snippet.text[a:b] for a, b in snippet.marks] == ["EUR", "Contact"]
    assert "[PERSON]" in snippet.text


def test_a_hit_has_the_facts_of_its_entry(filled: SearchIndex) -> None:
    (hit,) = filled.search(parse_query("reason:low_confidence")).hits
    expected = ENTRIES[1].model_dump(exclude={"pages"})
    assert hit.entry.model_dump() == expected
    assert str(hit.entry.amount) == "100"  # the decimal as it was, not a float


def test_facets_count_all_found_documents_and_narrow_the_search(filled: SearchIndex) -> None:
    result = filled.search(parse_query("", limit=1))
    facets = {facet.name: {b.value: b.count for b in facet.buckets} for facet in result.facets}
    assert facets == {
        "class": {"invoice": 2, "other": 1, "receipt": 1},
        "status": {"accepted": 2, "needs_review": 2},
        "seller": {"ACME Tools GmbH": 1, "Bäckerei Müller": 1, "Globex Corporation": 1},
        "month": {"2024-04": 1, "2024-03": 1, "2023-12": 1},
        "amount": {"0..100": 1, "100..1000": 1, "1000..10000": 1},
    }
    for facet in result.facets:
        for bucket in facet.buckets:
            assert filled.search(parse_query(bucket.query)).total == bucket.count, bucket
    assert filled.search(parse_query("acme", facets=False)).facets == ()


@pytest.mark.parametrize(
    ("options", "order"),
    [
        ({"sort": "date"}, ["globex", "acme", "mueller", "kabu"]),
        ({"sort": "date", "descending": False}, ["mueller", "acme", "globex", "kabu"]),
        ({"sort": "amount"}, ["acme", "globex", "mueller", "kabu"]),
        ({"sort": "amount", "descending": False}, ["mueller", "globex", "acme", "kabu"]),
        ({"sort": "received"}, ["kabu", "globex", "acme", "mueller"]),
        ({"sort": "relevance"}, ["kabu", "globex", "acme", "mueller"]),  # no words, so newest first
    ],
)
def test_sorts_with_missing_values_last_and_pages_through(filled: SearchIndex, options: dict, order: list[str]) -> None:
    hits = filled.search(parse_query("", **options)).hits
    assert [NAMES[h.entry.document_id] for h in hits] == order
    by_offset = [filled.search(parse_query("", limit=1, offset=i, **options)).hits[0] for i in range(4)]
    assert [NAMES[h.entry.document_id] for h in by_offset] == order
    walked, after = [], None
    for _ in range(4):
        result = filled.search(parse_query("", limit=1, after=after, **options))
        walked += [NAMES[h.entry.document_id] for h in result.hits]
        after = result.next
    assert walked == order
    assert after is None


def test_relevance_is_paged_too(make_index: MakeIndex) -> None:
    index = make_index()
    index.put([index_entry(["copper " * (i + 1), "pipe " * (20 - i)], seed=str(i)) for i in range(10)])
    everything = [h.entry.document_id for h in index.search(parse_query("copper", limit=10)).hits]
    walked, after = [], None
    while True:
        result = index.search(parse_query("copper", limit=3, after=after))
        walked += [h.entry.document_id for h in result.hits]
        after = result.next
        if after is None:
            break
    assert walked == everything
    assert len(set(walked)) == 10


def test_beyond_the_last_hit_there_is_nothing(filled: SearchIndex) -> None:
    result = filled.search(parse_query("", offset=100))
    assert (result.total, result.hits, result.next) == (4, (), None)
    assert filled.search(parse_query("", limit=0)).hits == ()


@pytest.mark.parametrize("mark", ["", "rubbish", "ZZZ", "bnVsbA==", "from--1", "from-x"])
def test_a_mark_of_no_search_is_refused(filled: SearchIndex, mark: str) -> None:
    with pytest.raises(QueryError, match="first page"):
        filled.search(parse_query("acme", after=mark))


def test_put_replaces_and_delete_removes(make_index: MakeIndex) -> None:
    index = make_index()
    index.put([index_entry(["first version"], seed="a"), index_entry(["other"], seed="b")])
    index.put([index_entry(["second version"], seed="a"), index_entry(["second thought"], seed="a")])
    assert index.count() == 2
    assert index.search(parse_query("first")).total == 0
    assert index.search(parse_query("thought")).total == 1
    index.delete([document_id("a"), document_id("never there")])
    assert index.count() == 1
    assert index.search(parse_query("second")).total == 0
    index.put([])
    index.delete([])
    assert index.count() == 1


def test_an_empty_index_answers(make_index: MakeIndex) -> None:
    index = make_index()
    result = index.search(parse_query("anything class:invoice amount:>1"))
    assert (result.total, result.hits) == (0, ())
    assert all(facet.buckets == () for facet in result.facets)
    assert index.count() == 0
    assert "0 entries" in index.health()


def test_a_second_process_sees_what_the_first_put(make_index: MakeIndex) -> None:
    writer, reader = make_index("shared-index"), make_index("shared-index")
    assert reader.count() == 0
    writer.put([index_entry(["hello"], seed="a")])
    assert reader.search(parse_query("hello")).total == 1
    assert writer.rebuild([index_entry(["rebuilt"], seed="b")]) == 1
    assert reader.search(parse_query("hello")).total == 0
    assert reader.search(parse_query("rebuilt")).total == 1


def test_a_rebuild_keeps_what_is_written_meanwhile_and_answers_all_the_time(
    make_index: MakeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.embedded._BATCH_WORDS", 100)  # several commits
    index, other = make_index("rebuilt-index"), make_index("rebuilt-index")
    names = [f"d{i}" for i in range(450)]
    index.put([index_entry(["old", name], seed=name) for name in names])

    def from_the_store() -> Iterator:
        for i, name in enumerate(names):
            if i == 100:
                # One that the rebuild has brought already, one that it will bring, one that it does not know.
                other.put([index_entry(["newer", n], seed=n) for n in ("d3", "d300", "extra")])
                other.delete([document_id(n) for n in ("d4", "d301")])
                other.delete([document_id("d302")])
                other.put([index_entry(["newer", "d302"], seed="d302")])
                assert other.search(parse_query("old")).total == 450 - 5
                assert other.search(parse_query("newer")).total == 4
            yield index_entry(["rebuilt", name], seed=name)

    assert index.rebuild(from_the_store()) == 450 + 1 - 2
    for reader in (index, other):
        assert reader.search(parse_query("old")).total == 0
        assert reader.search(parse_query("newer")).total == 4
        assert reader.search(parse_query("rebuilt")).total == 450 - 5
        assert reader.count() == 449
    other.put([index_entry(["back again"], seed="d4")])
    assert other.count() == 450


def test_a_rebuild_that_fails_leaves_the_old_index(make_index: MakeIndex) -> None:
    index = make_index()
    index.put([index_entry(["old"], seed="a")])

    def broken() -> Iterator:
        yield index_entry(["new"], seed="b")
        raise IndexUnavailable("the store went away")

    with pytest.raises(IndexUnavailable, match="store went away"):
        index.rebuild(broken())
    assert index.search(parse_query("old")).total == 1
    index.put([index_entry(["later"], seed="c")])
    assert index.rebuild([index_entry(["new"], seed="b")]) == 1


def test_of_two_rebuilds_the_later_one_wins(make_index: MakeIndex) -> None:
    index, other = make_index("twice-rebuilt"), make_index("twice-rebuilt")

    def overtaken() -> Iterator:
        yield index_entry(["early"], seed="a")
        assert other.rebuild([index_entry(["late"], seed="b")]) == 1
        yield index_entry(["early"], seed="c")

    with pytest.raises(IndexUnavailable):
        index.rebuild(overtaken())
    assert index.search(parse_query("early")).total == 0
    assert index.search(parse_query("late")).total == 1


def test_an_index_of_another_schema_is_refused_until_it_is_rebuilt(
    make_index: MakeIndex, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "search.embedded" if kind == "embedded" else "search.elastic_indices"
    version = "v0-00000000"
    with monkeypatch.context() as older:
        older.setattr(f"{module}.schema_version", lambda _: version)
        if kind == "elasticsearch":
            older.setattr("search.mapping.schema_version", lambda _: version)
        make_index("other-schema").put([index_entry(["old"], seed="a")])
    index = make_index("other-schema")
    for call in (
        lambda: index.put([index_entry(["new"], seed="b")]),
        lambda: index.search(parse_query("old")),
        index.count,
    ):
        with pytest.raises(ConfigurationError, match="fieldwright reindex"):
            call()
    assert index.rebuild([index_entry(["new"], seed="b")]) == 1
    assert index.search(parse_query("new")).total == 1


def test_boxes_at_the_very_edge_of_the_page_survive(make_index: MakeIndex) -> None:
    index = make_index()
    entry = index_entry(["edge"], seed="a")
    tiny = box(1 - 1e-6, 1 - 1e-6, 1.0, 1.0)
    page = entry.pages[0].model_copy(update={"words": (entry.pages[0].words[0].model_copy(update={"box": tiny}),)})
    index.put([entry.model_copy(update={"pages": (page,)})])
    (hit_box,) = index.search(parse_query("edge")).hits[0].boxes
    assert hit_box.box.as_list() == pytest.approx(tiny.as_list(), abs=1e-6)


def test_of_a_long_document_the_best_pages_are_shown(make_index: MakeIndex) -> None:
    index = make_index()
    pages = [["copper"] for _ in range(30)]
    pages[20] = ["copper pipes"]
    index.put([index_entry(*pages, seed="long")])
    (hit,) = index.search(parse_query("copper pipes")).hits
    assert 21 in {b.page_number for b in hit.boxes}
    assert len({b.page_number for b in hit.boxes}) == 3
    assert len(hit.snippets) == 3


def test_long_words_and_strange_text_neither_break_nor_hide_the_rest(make_index: MakeIndex) -> None:
    index = make_index()
    long = "x" * 40_000
    index.put(
        [index_entry([long + " after", "\U0001f600 \u0000 \u202eabc a\u0301"], seed="a", seller_name="y" * 40_000)]
    )
    assert index.search(parse_query("after")).total == 1
    assert index.search(parse_query("abc")).total == 1
    assert index.search(parse_query("x" * 150)).total == 1
    assert index.search(parse_query("seller:" + "y" * 150)).total == 1


def test_every_bucket_of_a_facet_can_be_asked_for(make_index: MakeIndex) -> None:
    index = make_index()
    sellers = ['He said "hi" Ltd', "-minus AG", "(round) OR", "???", "a:b"]
    index.put([index_entry(["x"], seed=name, seller_name=name, total_amount="-5") for name in sellers])
    facets = {facet.name: facet for facet in index.search(parse_query("")).facets}
    assert {b.value for b in facets["seller"].buckets} == set(sellers) - {"???"}
    for bucket in (*facets["seller"].buckets, *facets["amount"].buckets):
        assert index.search(parse_query(bucket.query)).total == bucket.count, bucket
