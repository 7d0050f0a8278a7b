"""The document page and its parts: who sees what, down to every byte and pixel."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from portal.page_images import Encoded, ImageMemory
from schemas.document import ReadDocument
from schemas.roles import Role
from services.workbench import Workbench
from tests import builders
from tests.portals import program, signed_in, stranger
from tests.reviewing import process, reviewing
from tests.workbenches import ingest

CLAIM, INVOICE = "claim_list.pdf", "invoice_english.pdf"
PERSONAL = ("Jeffrey", "Smith", "841629986", "Baldwin", "Ortizfurt", "972-2003", "ACCT9825", "1978-10-17", "10/17/1978")
"""Personal values of the sample claim, as printed and as normalized."""
SEEING: tuple[Role, ...] = ("reviewer", "auditor", "admin")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with reviewing(tmp_path_factory.mktemp("documents")) as made:
        yield made


@pytest.fixture(scope="module")
def claim(bench: Workbench) -> str:
    return process(bench, CLAIM, document_class="claim")[0]


@pytest.fixture(scope="module")
def invoice(bench: Workbench) -> str:
    return process(bench, INVOICE)[0]


class Links(HTMLParser):
    """The addresses in a page, and whatever a strict content security policy forbids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: set[str] = set()
        self.forbidden: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action", "data-api") and value:
                self.addresses.add(value)
            if name == "srcset" and value:
                self.addresses |= {part.split()[0] for part in value.split(",")}
            if name == "style" or name.startswith("on"):
                self.forbidden.append(f"{tag} {name}")
        if tag == "style":
            self.forbidden.append(tag)


def viewed(bench: Workbench, document_id: str) -> list[str]:
    return [event.actor for event in bench.store.events(document_id) if event.kind == "viewed"]


def pixels(client: TestClient, address: str) -> np.ndarray:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGB"))


# Who sees what


def test_nothing_that_a_viewer_is_served_holds_a_personal_value(bench: Workbench, claim: str) -> None:
    client = signed_in(bench, "viewer")
    page = client.get(f"/documents/{claim}")
    assert page.status_code == 200
    own = {address for address in Links(page.text).addresses if claim in address}
    own |= {f"/api/v1/documents/{claim}/{rest}" for rest in ("pages/1", "fields", "export/json", "export/alto", "")}
    own |= {f"/documents/{claim}?q=charge", f"/documents/{claim}/export/hocr"}
    served = {address: client.get(address) for address in own}
    assert len(served) > 12
    for address, answer in (*served.items(), ("page", page)):
        traces = [value for value in PERSONAL if value.lower().encode() in answer.content.lower()]
        assert traces == [], address


@pytest.mark.parametrize("role", SEEING)
def test_those_who_may_see_the_document_whole_and_it_is_noted(bench: Workbench, claim: str, role: Role) -> None:
    before = viewed(bench, claim).count(role)
    page = signed_in(bench, role).get(f"/documents/{claim}").text
    assert "Jeffrey R. Smith" in page
    assert "1978-10-17" in page
    assert viewed(bench, claim).count(role) == before + 1


def test_a_viewer_s_look_is_not_a_look_at_personal_data(bench: Workbench, claim: str) -> None:
    client = signed_in(bench, "viewer")
    for address in ("", "/pages/1.webp", "/export/pdf"):
        assert client.get(f"/documents/{claim}{address}").status_code == 200
    assert "viewer" not in viewed(bench, claim)
    taken = [e.data for e in bench.store.events(claim) if e.kind == "exported" and e.actor == "viewer"]
    assert taken[-1] == {"format": "pdf", "redacted": True}


@pytest.mark.parametrize("path", ["/original"])
def test_a_viewer_does_not_get_the_file(bench: Workbench, claim: str, path: str) -> None:
    assert signed_in(bench, "viewer").get(f"/documents/{claim}{path}").status_code == 403
    answer = signed_in(bench, "reviewer").get(f"/documents/{claim}{path}")
    assert answer.content == bench.store.original(claim).read_bytes()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(("role", "shown"), [("viewer", False), ("reviewer", True), ("auditor", True), ("admin", True)])
def test_history_is_for_those_who_work_with_documents(bench: Workbench, claim: str, role: Role, shown: bool) -> None:
    client = signed_in(bench, role)
    assert ('id="panel-history"' in client.get(f"/documents/{claim}").text) is shown
    assert client.get(f"/api/v1/documents/{claim}/history").status_code == (200 if shown else 403)


def test_a_viewer_is_told_which_fields_there_are_without_their_values(bench: Workbench, claim: str) -> None:
    page = signed_in(bench, "viewer").get(f"/documents/{claim}").text
    assert re.search(r"Not shown to your role:[^<]*Patient[^<]*", page)
    assert "Redacted view" in page


def test_the_tier_is_shown_where_it_is_not_the_standard_one(bench: Workbench, invoice: str, tmp_path: Path) -> None:
    badge = '<span class="badge">Draft</span>'
    assert badge not in signed_in(bench, "viewer").get(f"/documents/{invoice}").text
    with reviewing(tmp_path, tier="draft") as drafts:
        [ident] = process(drafts, INVOICE)
        for role in SEEING:
            assert badge in signed_in(drafts, role).get(f"/documents/{ident}").text


@pytest.mark.parametrize("address", ["", "/pages/1.webp", "/export/pdf", "/original"])
def test_nobody_gets_in_without_signing_in(bench: Workbench, claim: str, address: str) -> None:
    answer = stranger(bench).get(f"/documents/{claim}{address}")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
    assert stranger(bench).get(f"/api/v1/documents/{claim}/pages/1").status_code == 401


def test_a_token_needs_the_scope(bench: Workbench, claim: str) -> None:
    path = f"/api/v1/documents/{claim}/pages/1"
    assert program(bench, "reviewer", "search", name="searcher").get(path).status_code == 403
    answer = program(bench, "reviewer", "documents:read", name="reader").get(path)
    assert "Jeffrey" in answer.text
    assert viewed(bench, claim)[-1] == "reader"


# Images


def test_the_image_of_a_viewer_is_black_where_a_name_stands(bench: Workbench, claim: str) -> None:
    read = bench.store.load(claim, "read", ReadDocument)
    assert read is not None
    box = next(word.box for word in read.words if word.text == "Jeffrey")
    for form in ("webp", "png", "jpg"):
        address = f"/documents/{claim}/pages/1.{form}"
        redacted, whole = pixels(signed_in(bench, "viewer"), address), pixels(signed_in(bench, "reviewer"), address)
        left, top, right, bottom = box.to_pixels(redacted.shape[1], redacted.shape[0])
        assert redacted[top:bottom, left:right].max() < 40
        assert whole[top:bottom, left:right].max() > 200
        again = pixels(signed_in(bench, "reviewer"), f"{address}?redacted=1")
        assert (again == redacted).all()


@pytest.mark.parametrize(("asked", "got"), [(100, 120), (240, 240), (241, 360), (5000, 612), (None, 612)])
def test_images_are_scaled_to_a_few_widths_and_never_enlarged(
    bench: Workbench, claim: str, asked: int | None, got: int
) -> None:
    query = f"?width={asked}" if asked else ""
    assert pixels(signed_in(bench, "reviewer"), f"/documents/{claim}/pages/1.png{query}").shape[1] == got


def test_a_browser_asks_each_time_and_is_answered_shortly(bench: Workbench, claim: str) -> None:
    viewer, reviewer = signed_in(bench, "viewer"), signed_in(bench, "reviewer")
    address = f"/documents/{claim}/pages/1.webp?width=240"
    answer = reviewer.get(address)
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "Cookie" in answer.headers["vary"]
    tag = answer.headers["etag"]
    assert reviewer.get(address, headers={"If-None-Match": tag}).status_code == 304
    # The same browser with another person in it: what the first one saw is no answer for the second.
    second = viewer.get(address, headers={"If-None-Match": tag})
    assert second.status_code == 200
    assert second.headers["etag"] != tag


def test_one_look_is_noted_once_however_many_images_it_takes(bench: Workbench, invoice: str) -> None:
    client = signed_in(bench, "auditor", name="looker")
    for width in (120, 240, 480):
        client.get(f"/documents/{invoice}/pages/1.webp?width={width}")
    client.get(f"/api/v1/documents/{invoice}/pages/1")
    assert viewed(bench, invoice).count("looker") == 1


@pytest.mark.parametrize("path", ["pages/9.webp", "pages/0.png", "pages/1.gif", "pages/x.png", f"pages/{10**300}.png"])
def test_pages_that_do_not_exist(bench: Workbench, claim: str, path: str) -> None:
    assert signed_in(bench, "reviewer").get(f"/documents/{claim}/{path}").status_code in (404, 422)
    assert signed_in(bench, "reviewer").get(f"/api/v1/documents/{claim}/{path}").status_code in (404, 422)


def test_images_are_forgotten_when_memory_is_full() -> None:
    memory = ImageMemory(most_bytes=250)
    for name in "abc":
        memory.put(Encoded(bytes(100), "image/png", name))
    assert memory.get("a") is None
    assert memory.get("b") is not None
    memory.put(Encoded(bytes(100), "image/png", "d"))  # b was requested since, so c is evicted
    assert memory.get("c") is None
    assert memory.get("b") is not None
    memory.put(Encoded(bytes(251), "image/png", "large"))
    assert memory.get("large") is None
    assert memory.get("d") is not None


# The page


def test_the_page_obeys_the_content_security_policy(bench: Workbench, claim: str) -> None:
    answer = signed_in(bench, "admin").get(f"/documents/{claim}?q=charge")
    links = Links(answer.text)
    assert links.forbidden == []
    assert all(address.startswith(("/", "#", "?")) for address in links.addresses)
    assert "<script>" not in answer.text
    assert "'unsafe" not in answer.headers["content-security-policy"]


def test_fields_come_with_their_evidence(bench: Workbench, invoice: str) -> None:
    page = signed_in(bench, "reviewer").get(f"/documents/{invoice}").text
    assert re.search(r'<details class="item good" data-item="total_amount" data-at="1">', page)
    group = re.search(r'<g class="item good" data-item="total_amount">(.*?)</g>', page, re.S)
    assert group is not None
    assert 'class="box"' in group[1]
    assert 'class="word"' in group[1]
    assert re.search(r"\d+ checks? passed:[^<]*total", page)
    assert 'data-item="1.description"' in page


def test_words_of_a_page_for_programs(bench: Workbench, invoice: str) -> None:
    answer = signed_in(bench, "reviewer").get(f"/api/v1/documents/{invoice}/pages/1").json()
    read = bench.store.load(invoice, "read", ReadDocument)
    assert read is not None
    assert [word["text"] for word in answer["words"]] == [word.text for word in read.words_of_page(1)]
    left, top, right, bottom = read.words[0].box.to_pixels(10_000, 10_000)
    assert answer["words"][0]["box"] == [left, top, right - left, bottom - top]


@pytest.mark.parametrize(
    ("query", "hits"), [("seller", 0), ("GURVU", 1), ("tota1", 1), ("class:invoice", 0), ("nowhere-to-be-found", 0)]
)
def test_hits_of_a_search_are_marked(bench: Workbench, invoice: str, query: str, hits: int) -> None:
    page = signed_in(bench, "viewer").get(f"/documents/{invoice}", params={"q": query}).text
    assert min(len(re.findall(r'<rect [^>]*class="hit"', page)), 1) == hits


def test_a_query_that_makes_no_sense_is_said_and_the_document_shown(bench: Workbench, invoice: str) -> None:
    answer = signed_in(bench, "viewer").get(f"/documents/{invoice}", params={"q": "amount:abc..x"})
    assert answer.status_code == 200
    assert 'class="note warn"' in answer.text
    assert "page-image" in answer.text


@pytest.mark.parametrize("page", ["1", "7", "100000"])
def test_a_link_to_a_page_that_is_not_there_goes_to_the_nearest(bench: Workbench, invoice: str, page: str) -> None:
    assert 'data-page="1"' in signed_in(bench, "viewer").get(f"/documents/{invoice}?page={page}").text


@pytest.mark.parametrize("document_id", [builders.document_id("unknown"), "x", "../etc/passwd", "A" * 64])
def test_unknown_documents_are_404(bench: Workbench, document_id: str) -> None:
    assert signed_in(bench, "admin").get(f"/documents/{document_id}").status_code == 404


def test_markup_in_a_document_stays_text(bench: Workbench, invoice: str) -> None:
    answer = signed_in(bench, "viewer").get(f"/documents/{invoice}", params={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text


# Documents without pages


def test_a_waiting_document_says_so_and_watches(bench: Workbench) -> None:
    waiting = ingest(bench, "letter.pdf")[0]
    for role in SEEING:
        page = signed_in(bench, role).get(f"/documents/{waiting}").text  # type: ignore[arg-type]
        assert "waits to be read" in page
        assert f'data-waiting="/api/v1/documents/{waiting}"' in page
    assert "letter.pdf" not in signed_in(bench, "viewer").get(f"/documents/{waiting}").text
    assert signed_in(bench, "viewer").get(f"/documents/{waiting}/export/pdf").status_code == 422


def test_a_rejected_document_says_why_and_what_to_do(bench: Workbench) -> None:
    rejected = ingest(bench, "damaged_on_purpose.pdf")[0]
    page = signed_in(bench, "reviewer").get(f"/documents/{rejected}").text
    outcome = bench.store.outcome(rejected)
    assert outcome is not None
    assert "could not be read" in page
    assert "upload it again" in page
    assert outcome.reasons[0].message[1:].split("'")[0] in page
    assert f"/documents/{rejected}/original" in page


@pytest.mark.parametrize("form", ["pdf", "hocr", "alto", "json"])
def test_downloads_have_a_name_and_a_kind(bench: Workbench, invoice: str, form: str) -> None:
    for role, name in (("viewer", "Invoice, 2025-06-18-redacted"), ("reviewer", "invoice_english")):
        answer = signed_in(bench, role).get(f"/documents/{invoice}/export/{form}")  # type: ignore[arg-type]
        assert answer.status_code == 200
        assert f'filename="{name}.' in answer.headers["content-disposition"]
        assert answer.headers["x-content-type-options"] == "nosniff"
