"""What only Elasticsearch does: aliases, bulk errors, analysis on the server, and the ways in which a server fails."""

from __future__ import annotations

import http.server
import json
import os
import signal
import socket
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from elastic_transport import ApiResponseMeta, HttpHeaders, TransportApiResponse
from elasticsearch import Elasticsearch
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.errors import ConfigurationError, IndexUnavailable, is_transient
from search import analysis
from search.elastic import ElasticIndex
from search.index import EntriesRefused
from search.mapping import index_body, schema_version
from tests.builders import document_id, index_entry
from tests.elasticsearch_node import NODE, start_node
from tests.searching import VOCABULARY, parse_query

pytestmark = pytest.mark.service
TIMEOUT_S = 60


@pytest.fixture
def name() -> str:
    return f"test-{uuid.uuid4().hex}"


@pytest.fixture
def client(elasticsearch_url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_url, request_timeout=TIMEOUT_S) as client:
        yield client


@pytest.fixture
def index(elasticsearch_url: str, name: str) -> Iterator[ElasticIndex]:
    index = ElasticIndex(elasticsearch_url, name, VOCABULARY, timeout_s=TIMEOUT_S)
    yield index
    index.close()


@pytest.fixture(scope="module")
def analyzers(elasticsearch_url: str) -> Iterator[tuple[Elasticsearch, str]]:
    with Elasticsearch(elasticsearch_url, request_timeout=TIMEOUT_S) as client:
        created = f"analysis-{uuid.uuid4().hex}"
        client.indices.create(index=created, **index_body(VOCABULARY))
        yield client, created


def terms(analyzers: tuple[Elasticsearch, str], analyzer: str, text: str) -> list[str]:
    client, created = analyzers
    return [token["token"] for token in client.indices.analyze(index=created, analyzer=analyzer, text=text)["tokens"]]


def assert_same_terms(analyzers: tuple[Elasticsearch, str], text: str) -> None:
    plain = analysis.tokens(text)
    assert terms(analyzers, "plain", text) == plain
    assert terms(analyzers, "ocr", text) == analysis.fold_all(plain)
    assert sorted(terms(analyzers, "joined", text)) == sorted(analysis.joins(plain))
    assert sorted(terms(analyzers, "parts", text)) == sorted(analysis.parts(plain))
    # An empty text has no key; the server gives it one empty term.
    assert "".join(terms(analyzers, "key", text)) == analysis.key(text)
    assert "".join(terms(analyzers, "key_ocr", text)) == analysis.fold(analysis.key(text))


def test_the_server_and_our_analysis_agree_on_texts_of_papers(analyzers: tuple[Elasticsearch, str]) -> None:
    assert_same_terms(
        analyzers,
        "ACME Tools GmbH, INV-2024/001: 1.234,50 € (19% MwSt.) O0 Il1 5S 8B 2Z G6 rn RN rN vv VW mom modern inter net "
        "Größe Łódź ÆØÅ naïve İstanbul ıI ﬁnance ＡＢＣ１２３ ½ m² N° № ΣΊΣΥΦΟΣ ς Москва й "
        "हिन्दी 株式会社 テスト 한국어 "
        f"a_b c.d e'f x\u0301y zero\u200bwidth soft\u00adhyphen \U0001f600 {'long' * 60} can't r n v v",
    )


@settings(max_examples=40, deadline=None)
@given(
    st.text(
        st.one_of(
            st.sampled_from("01ilI|5s8Bb2z6gGrnvwmWVM -./,'_\n"),
            st.characters(codec="utf-8", min_codepoint=0x20, max_codepoint=0x24F, exclude_categories=("Cc",)),
            st.characters(
                codec="utf-8", min_codepoint=0x250, max_codepoint=0xFFFD, categories=("Ll", "Lu", "Nd", "Mn", "Lo")
            ),
        ),
        max_size=60,
    )
)
def test_the_server_and_our_analysis_agree_on_any_text(analyzers: tuple[Elasticsearch, str], text: str) -> None:
    assert_same_terms(analyzers, text)


def test_the_index_lies_behind_an_alias_and_a_rebuild_removes_the_old_one(
    index: ElasticIndex, client: Elasticsearch, name: str
) -> None:
    index.put([index_entry(["hello"], seed="a")])
    (first,) = client.indices.get(index=f"{name}*")
    assert first.startswith(f"{name}-{schema_version(VOCABULARY)}-")
    index.rebuild([index_entry(["hello"], seed="a")])
    about = client.indices.get(index=f"{name}*").body
    (second,) = about
    assert second != first
    assert about[second]["aliases"] == {name: {}}
    assert about[second]["mappings"]["dynamic"] == "strict"


def test_a_bad_entry_is_named_and_does_not_lose_the_others(index: ElasticIndex) -> None:
    entries = [index_entry(["secret text"], seed=str(i), total_amount="10") for i in range(450)]
    bad = [7, 300]
    for i in bad:
        entries[i] = entries[i].model_copy(update={"amount": Decimal("1e400")})
    with pytest.raises(EntriesRefused) as caught:
        index.put(entries)
    assert set(caught.value.document_ids) == {document_id(str(i)) for i in bad}
    assert not is_transient(caught.value)
    assert "secret" not in str(caught.value)
    assert "Infinity" not in str(caught.value)
    assert index.count() == 448
    with pytest.raises(EntriesRefused):
        index.rebuild(entries)
    assert index.count() == 448


def test_a_request_that_is_refused_as_a_whole_fails_only_what_is_refused_alone(
    index: ElasticIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.count()
    perform = index._client.transport.perform_request

    def with_a_limit(method: str, target: str, **request: Any) -> Any:
        body = request.get("body")
        size = sum(map(len, body)) if isinstance(body, list) else 0
        if "_bulk" in target and size > 20_000:
            meta = ApiResponseMeta(413, "1.1", HttpHeaders({"x-elastic-product": "Elasticsearch"}), 0.0, None)
            return TransportApiResponse(meta, "too large")
        return perform(method, target, **request)

    monkeypatch.setattr(index._client.transport, "perform_request", with_a_limit)
    entries = [index_entry(["secret text"] * 5, seed=str(i)) for i in range(60)]
    entries[7] = index_entry([f"secret {'text ' * 20} {i}" for i in range(300)], seed="large")
    with pytest.raises(EntriesRefused, match=r"refused 1 entry \(request_too_large\)") as caught:
        index.put(entries)
    assert caught.value.document_ids == (document_id("large"),)
    assert index.count() == 59


def test_a_field_outside_the_mapping_is_refused(index: ElasticIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.vocabulary.SearchVocabulary.check", lambda *_: None)  # the server is the second guard
    entry = index_entry(["hello"], seed="a").model_copy(update={"fields": {"patient_name": "Jane Roe"}})
    with pytest.raises(EntriesRefused) as caught:
        index.put([entry, index_entry(["hello"], seed="b")])
    assert "Jane" not in str(caught.value)
    assert index.count() == 1


def test_many_processes_that_begin_at_once_make_one_index(
    elasticsearch_url: str, client: Elasticsearch, name: str
) -> None:
    def put(i: int) -> None:
        index = ElasticIndex(elasticsearch_url, name, VOCABULARY, timeout_s=TIMEOUT_S)
        index.put([index_entry(["hello"], seed=str(i))])
        index.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(put, range(6)))
    assert len(client.indices.get(index=f"{name}*").body) == 1
    assert client.count(index=name)["count"] == 6


def test_an_index_with_the_name_of_the_alias_is_left_alone(
    index: ElasticIndex, client: Elasticsearch, name: str
) -> None:
    client.indices.create(index=name)
    for call in (lambda: index.put([index_entry(["x"])]), index.count, lambda: index.rebuild([index_entry(["x"])])):
        with pytest.raises(ConfigurationError, match="must be an alias"):
            call()
    assert client.indices.exists(index=name)


def test_what_a_killed_rebuild_left_behind_does_no_harm(index: ElasticIndex, client: Elasticsearch, name: str) -> None:
    index.put([index_entry(["old"], seed="a")])
    left = index._indices.begin_rebuild()
    client.index(
        index=left, id=document_id("z"), document={"document_id": document_id("z"), "name": "half"}, refresh=True
    )
    index.put([index_entry(["put"], seed="b")])
    index.delete([document_id("a")])
    assert index.count() == 1
    client.indices.refresh(index=left)
    assert client.count(index=left)["count"] == 3  # what was there, what was put, the mark of what was deleted
    assert index.rebuild([index_entry(["new"], seed="c")]) == 1
    assert not client.indices.exists(index=left)


def test_an_index_that_came_into_use_cannot_be_abandoned(index: ElasticIndex) -> None:
    """The answer to the last step of a rebuild may be lost: giving up then must not remove the index in use."""
    index.put([index_entry(["old"], seed="a")])
    new = index._indices.begin_rebuild()
    index._indices.finish_rebuild(new)
    index._indices.abandon_rebuild(new)
    assert index.count() == 0
    index.put([index_entry(["next"], seed="b")])
    assert index.count() == 1


def test_a_rebuild_by_another_version_holds_writes_back(
    index: ElasticIndex, elasticsearch_url: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.put([index_entry(["old"], seed="a")])
    with monkeypatch.context() as newer:
        for module in ("search.elastic_indices", "search.mapping"):
            newer.setattr(f"{module}.schema_version", lambda _: "v9-00000000")
        other = ElasticIndex(elasticsearch_url, name, VOCABULARY, timeout_s=TIMEOUT_S)
        new = other._indices.begin_rebuild()
    with pytest.raises(IndexUnavailable, match="another version"):
        index.put([index_entry(["new"], seed="b")])
    assert index.search(parse_query("old")).total == 1
    other._indices.abandon_rebuild(new)
    other.close()
    index.put([index_entry(["new"], seed="b")])
    assert index.count() == 2


def test_nothing_but_listed_fields_and_redacted_text_is_stored(
    index: ElasticIndex, client: Elasticsearch, name: str
) -> None:
    index.put([index_entry(["Dear [PERSON] hello"], seed="a", seller_name="ACME")])
    (hit,) = client.search(index=name)["hits"]["hits"]
    source = hit["_source"]
    assert set(source) == {
        "document_id", "name", "document_class", "status", "reasons", "received_at", "fields", "seller", "pages",
    }  # fmt: skip
    assert source["pages"][0]["text"] == "Dear ▮ hello"


class _Answering(http.server.BaseHTTPRequestHandler):
    """Answers everything with one status, as a server in trouble does."""

    status = 503
    product = "Elasticsearch"
    body: object = {"error": {"type": "some_exception", "reason": "secret text"}}

    def do_any(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        self.rfile.read(length)
        self.server.keys.append(self.headers.get("authorization"))  # type: ignore[attr-defined]
        payload = json.dumps(self.body).encode()
        self.send_response(self.status)
        if self.product:
            self.send_header("X-Elastic-Product", self.product)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = do_any  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(
    ("status", "product", "expected"),
    [
        (503, "Elasticsearch", IndexUnavailable),
        (429, "Elasticsearch", IndexUnavailable),
        (502, "Elasticsearch", IndexUnavailable),
        (504, "Elasticsearch", IndexUnavailable),
        (401, "Elasticsearch", ConfigurationError),
        (403, "Elasticsearch", ConfigurationError),
        (400, "Elasticsearch", ConfigurationError),
        (200, "", ConfigurationError),
    ],
)
def test_answers_of_a_server_in_trouble(status: int, product: str, expected: type[Exception]) -> None:
    handler = type("Handler", (_Answering,), {"status": status, "product": product})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.keys = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        index = ElasticIndex(
            f"http://127.0.0.1:{server.server_port}", "fieldwright", VOCABULARY, api_key="a2V5", timeout_s=5
        )
        for call in (
            lambda: index.put([index_entry(["x"])]),
            index.count,
            lambda: index.search(parse_query("x")),
            index.health,
        ):
            with pytest.raises(expected) as caught:
                call()
            assert "secret" not in str(caught.value)
        index.close()
        server.shutdown()
        assert set(server.keys) == {"ApiKey a2V5"}  # type: ignore[attr-defined]


def test_no_server_and_a_silent_server_are_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        index = ElasticIndex(f"http://127.0.0.1:{port}", "fieldwright", VOCABULARY, timeout_s=0.2)
        with pytest.raises(IndexUnavailable):
            index.count()
        index.close()
    index = ElasticIndex(f"http://127.0.0.1:{port}", "fieldwright", VOCABULARY, timeout_s=1)
    for call in (lambda: index.put([index_entry(["x"])]), lambda: index.rebuild([index_entry(["x"])]), index.health):
        with pytest.raises(IndexUnavailable):
            call()
    index.close()


@pytest.mark.parametrize("url", ["", "localhost", "localhost:9200", "http://"])
def test_an_address_that_is_none_is_our_mistake(url: str) -> None:
    with pytest.raises(ConfigurationError, match="http://localhost:9200"):
        ElasticIndex(url, "fieldwright", VOCABULARY)


@pytest.mark.slow
def test_a_node_that_is_killed_and_comes_back(tmp_path: Path, elasticsearch_url: str) -> None:
    if "FIELDWRIGHT_TEST_ELASTICSEARCH_URL" in os.environ and not NODE.exists():
        pytest.skip(f"no node to kill: {NODE} is absent")
    with start_node("--data", str(tmp_path / "data")) as (node, url):
        index = ElasticIndex(url, "fieldwright", VOCABULARY, timeout_s=TIMEOUT_S)
        index.put([index_entry(["hello"], seed="a")])
        os.kill(node.pid, signal.SIGKILL)
        node.wait()
        with pytest.raises(IndexUnavailable):
            index.put([index_entry(["hello"], seed="b")])
        port = int(url.rpartition(":")[2])
    with start_node("--data", str(tmp_path / "data"), port=port) as (_, _):
        index._client.cluster.health(wait_for_status="yellow", timeout="60s")
        index.put([index_entry(["hello"], seed="b")])
        assert index.count() == 2
        index.close()
