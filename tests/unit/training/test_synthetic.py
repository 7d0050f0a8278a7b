"""Synthetic documents: what the labeled words say is the truth, sums hold, words have room, and no two look alike."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from stdnum import iban as iban_check
from stdnum import luhn
from stdnum.eu import vat as eu_vat

from extractors.input.file_types import inspect
from schemas.classes import SHIPPED
from schemas.errors import UnreadableDocument
from schemas.settings import Limits
from training.synthetic.canvas import Font, glue, plain, value, wrap
from training.synthetic.claim import make_claim
from training.synthetic.claim_facts import make_claim_facts, make_npi
from training.synthetic.countries import COUNTRIES
from training.synthetic.document import SyntheticDocument, SyntheticWord
from training.synthetic.facts import make_facts
from training.synthetic.invoice import make_invoice
from training.synthetic.languages import LANGUAGES, language
from training.synthetic.order import make_purchase_order
from training.synthetic.parties import make_party
from training.synthetic.receipt import make_receipt
from training.synthetic.render import render_image, render_pdf
from training.synthetic.samples import SAMPLES, first_fitting, truth_row
from values.check_digits import vat_id_is_valid

SEEDS = range(150)
MAKERS = {"invoice": make_invoice, "purchase_order": make_purchase_order, "receipt": make_receipt, "claim": make_claim}
MONEY = {
    "net_amount",
    "tax_amount",
    "total_amount",
    "unit_price",
    "line_amount",
    "quantity",
    "total_charge",
    "amount_paid",
    "charge",
}
DATES = {"issue_date", "due_date", "date_from", "date_to"}
IDS = {"invoice_number", "purchase_order", "seller_vat_id", "buyer_vat_id", "iban"}


@cache
def documents(kind: str) -> tuple[SyntheticDocument, ...]:
    return tuple(MAKERS[kind](random.Random(seed)) for seed in SEEDS)


def spans(document: SyntheticDocument) -> dict[tuple[str, int | None], list[list[SyntheticWord]]]:
    """Groups labeled words into values: a word that begins none carries on the last one of its label."""
    found: dict[tuple[str, int | None], list[list[SyntheticWord]]] = defaultdict(list)
    for word in document.words():
        if word.label is None:
            continue
        values = found[word.label, word.line_item_index]
        if word.begins or not values:
            values.append([])
        values[-1].append(word)
    return found


def parse_number(text: str, decimal: str) -> str:
    """Reads a printed amount; a currency sign may be glued to it."""
    digits = re.sub(r"[^\d" + re.escape(decimal) + "]", "", re.sub(r"^[A-Za-zł$€£₹.]+|[A-Za-zł$€£₹.]+$", "", text))
    negative = text.startswith(("-", "(")) or text.rstrip("€£$").endswith(("-", ")")) or "-" in text
    return ("-" if negative else "") + digits.replace(decimal, ".")


def parse_date(text: str, document: SyntheticDocument) -> str:
    """Reads a printed date in the document's own order and language."""
    lang = language(document.language)
    text = text.strip(".,;:)")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return text
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    words = [w.strip(".,").lower() for w in re.findall(r"[^\W\d_]+\.?", text) if w.lower() != "de"]
    if words:
        names = [m.lower().strip(".") for m in (*lang.months, *lang.months_short)]
        day, year = numbers if document.facts["date_order"] != "ymd" else numbers[::-1]
        month = names.index(words[0]) % 12 + 1
    else:
        parts = dict(zip(document.facts["date_order"], numbers, strict=True))
        day, month, year = parts["d"], parts["m"], parts["y"]
    year = year + 2000 if year < 100 else year
    return f"{year:04d}-{month:02d}-{day:02d}"


def same(name: str, text: str, truth: str, document: SyntheticDocument) -> bool:
    if name in MONEY:
        return Decimal(parse_number(text.replace(" ", ""), document.facts["decimal"])) == Decimal(truth)
    if name in DATES or name.endswith("_date"):
        return parse_date(text, document) == truth
    if name in IDS:
        return letters(text).endswith(letters(truth)) and len(letters(text)) <= len(letters(truth)) + 2
    if name == "currency":
        return text.strip("().,") in (truth, document.facts["currency_sign"].strip("."))
    if truth in ("true", "false"):
        return text == ("Yes" if truth == "true" else "No")
    return text.strip(" ,.()") == truth.strip(" ,.()")


def letters(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())


@pytest.mark.parametrize("kind", MAKERS)
def test_labelled_words_say_the_truth(kind: str) -> None:
    for document in documents(kind):
        for (label, item), values in spans(document).items():
            if label.endswith("_address"):
                words = Counter(letters(w.text) for v in values for w in v if letters(w.text))
                once = Counter(letters(w) for w in document.truth[label].split() if letters(w))
                copies = sum(w.begins for v in values for w in v)
                assert words == Counter({w: n * copies for w, n in once.items()}), document.facts
                continue
            name = label.removeprefix("line.")
            truth = document.truth[label] if item is None else document.line_items[item][name]
            for words in values:
                text = " ".join(w.text for w in words)
                assert same(name, text, truth, document), (label, text, truth, document.facts)


@pytest.mark.parametrize("kind", MAKERS)
def test_truth_is_printed(kind: str) -> None:
    for document in documents(kind):
        labels = {label for label, _ in spans(document)}
        missing = set(document.truth) - labels
        assert missing <= {"currency"}, "only a currency may show in signs glued to amounts alone"
        if missing:
            sign = document.facts["currency_sign"]
            assert any(sign in w.text for w in document.words())
        assert set(document.truth) <= {f.name for f in SHIPPED.require(kind).fields}


@pytest.mark.parametrize("kind", MAKERS)
def test_words_are_on_the_page_and_apart(kind: str) -> None:
    clashes = words = 0
    for document in documents(kind):
        for page in document.pages:
            on_page = sorted(page.words(), key=lambda w: w.box[1])
            words += len(on_page)
            for word in on_page:
                left, top, right, bottom = word.box
                assert 0 <= left < right <= 1, (word, document.facts)
                assert 0 <= top < bottom <= 1, (word, document.facts)
            clashes += sum(_clash(a.box, b.box) for k, a in enumerate(on_page) for b in _below(on_page, k))
    assert words > 5_000
    assert clashes == 0


def _below(words: list[SyntheticWord], k: int) -> list[SyntheticWord]:
    bottom = words[k].box[3]
    return [w for w in words[k + 1 : k + 80] if w.box[1] < bottom]


def _clash(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    return across > 0.001 and down > 0.3 * min(a[3] - a[1], b[3] - b[1])


@pytest.mark.parametrize("kind", MAKERS)
def test_same_seed_same_document(kind: str) -> None:
    assert MAKERS[kind](random.Random(5)) == MAKERS[kind](random.Random(5))
    assert MAKERS[kind](random.Random(5)) != MAKERS[kind](random.Random(6))


def test_sums_hold() -> None:
    for seed in range(300):
        facts = make_facts(random.Random(seed))
        assert facts.lines_total == sum(i.amount for i in facts.items)
        assert facts.net == sum(t.base for t in facts.taxes)
        assert facts.total == facts.net + facts.tax
        assert (facts.total < 0) == facts.credit or facts.total == 0
        for item in facts.items:
            assert abs(
                item.quantity * item.price * (100 - item.discount) / 100
                - abs(item.amount) * (1 if item.quantity > 0 else -1)
            ) < Decimal("0.0051")


def test_claims_add_up() -> None:
    for seed in range(200):
        facts = make_claim_facts(random.Random(seed))
        assert facts.amounts["total_charge"] == sum(s.charge for s in facts.services)
        assert facts.amounts["amount_paid"] <= facts.amounts["total_charge"]
        assert all(s.day <= s.last_day for s in facts.services)
        assert facts.dates["patient_birth_date"] < facts.dates["patient_signature_date"]


def test_provider_numbers_have_valid_check_digits() -> None:
    rng = random.Random(1)
    assert all(luhn.is_valid("80840" + make_npi(rng)) for _ in range(200))


def test_identifiers_have_valid_check_digits() -> None:
    checked = Counter[str]()
    for seed in range(300):
        facts = make_facts(random.Random(seed))
        for party in (facts.seller, facts.buyer):
            if party.iban:
                assert iban_check.is_valid(party.iban, check_country=False), party.iban
                checked["iban"] += 1
            if party.vat_id[:2] in (
                "DE",
                "AT",
                "FR",
                "BE",
                "NL",
                "ES",
                "IT",
                "PT",
                "PL",
                "SE",
                "DK",
                "IE",
                "FI",
                "CZ",
                "RO",
            ):
                assert eu_vat.is_valid(party.vat_id), party.vat_id
                checked[party.vat_id[:2]] += 1
    assert checked["iban"] > 300
    assert len(checked) > 10


@pytest.mark.parametrize("code", sorted(COUNTRIES))
def test_tax_numbers_of_every_country_have_valid_check_digits(code: str) -> None:
    country = COUNTRIES[code]
    numbers = {make_party(random.Random(seed), country).vat_id for seed in range(40)}
    assert bool(country.vat) == (numbers != {""})
    # Numbers in a form of the country alone, such as Hungary's 12345676-2-41, have no check.
    assert {number for number in numbers if number and vat_id_is_valid(number) is False} == set()


def test_documents_vary() -> None:
    made = [make_invoice(random.Random(1000 + seed)) for seed in range(500)]
    assert {d.language for d in made} == set(LANGUAGES)
    assert len({d.facts["layout"] for d in made}) > 250
    assert len({d.facts["country"] for d in made}) > 15
    texts = Counter(" ".join(w.text for w in line) for d in made for page in d.pages for line in page.lines)
    captions = {
        c for code in LANGUAGES for key in ("number", "date", "total", "due", "po") for c in language(code).words[key]
    }
    seen = {c for c in captions if any(c in text for text in texts)}
    assert len(seen) > 220, len(seen)
    shares = Counter(name for d in made for name in d.truth)
    floors = {
        "invoice_number": 490,
        "issue_date": 490,
        "total_amount": 499,
        "due_date": 150,
        "purchase_order": 150,
        "iban": 100,
        "buyer_vat_id": 60,
    }
    assert {name: shares[name] for name, floor in floors.items() if shares[name] < floor} == {}


def test_pdf_text_is_where_the_boxes_say() -> None:
    import pypdfium2

    document = make_invoice(random.Random(903))
    page = document.pages[0]
    pdf = pypdfium2.PdfDocument(render_pdf(document))
    text = pdf[0].get_textpage()
    for word in list(page.words())[:60]:
        left, top, right, bottom = (v * s for v, s in zip(word.box, (page.width_pt, page.height_pt) * 2, strict=True))
        found = text.get_text_bounded(left - 1, page.height_pt - bottom - 1, right + 1, page.height_pt - top + 1)
        assert word.text in found
    pdf.close()


@pytest.mark.parametrize("condition", ["scan", "photo", "fax", "worn"])
def test_ink_is_where_the_boxes_say(condition: str) -> None:
    document = make_invoice(random.Random(903))
    page = render_image(document, 100, random.Random(4), condition=condition)[0]
    height, width = page.pixels.shape[:2]
    gray = page.pixels.mean(axis=2)
    for word in [w for line in page.lines for w in line if len(w.text) > 3][:80]:
        left, top, right, bottom = word.box
        patch = gray[int(top * height) : int(bottom * height) + 1, int(left * width) : int(right * width) + 1]
        assert patch.max() - patch.min() > 40, word


def test_rendering_is_reproducible() -> None:
    first, second = (make_invoice(random.Random(3)) for _ in range(2))
    assert render_pdf(first) == render_pdf(second)
    pages = [render_image(d, 60, random.Random(1))[0].pixels for d in (first, second)]
    assert (pages[0] == pages[1]).all()


def test_wrap_keeps_every_word_once() -> None:
    text = [
        *value("Drehstuhl schwarz mit Armlehnen", "line.description", 0),
        *plain("und noch viel mehr Worte dahinter"),
    ]
    rows = wrap(text, Font(size=10), 60)
    assert [t for row in rows for t in row] == text
    assert len(rows) > 3
    assert sum(t.begins for t in text) == 1


def test_glued_sign_belongs_to_the_amount() -> None:
    (word,) = glue(plain("$"), value("12.50", "total_amount"))
    assert (word.text, word.label, word.begins) == ("$12.50", "total_amount", True)


SAMPLE_FOLDER = Path(__file__).parents[3] / "samples"


@pytest.mark.slow
def test_samples_are_what_the_command_makes() -> None:
    """Truth and names only: the bytes of pictures follow the versions of the imaging libraries."""
    rows = [json.loads(line) for line in (SAMPLE_FOLDER / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    made = [truth_row(sample.name, first_fitting(sample)) for sample in SAMPLES]
    assert rows[: len(made)] == made
    on_disk = {path.name for path in (SAMPLE_FOLDER / "documents").iterdir()}
    assert on_disk == {Path(row["file"]).name for row in rows}
    assert sum(path.stat().st_size for path in SAMPLE_FOLDER.rglob("*")) < 3_000_000


def test_only_the_damaged_sample_is_refused() -> None:
    refused = set()
    for path in (SAMPLE_FOLDER / "documents").iterdir():
        try:
            inspect(path, limits=Limits())
        except UnreadableDocument:
            refused.add(path.name)
    assert refused == {"damaged_on_purpose.pdf"}


def test_names_do_not_depend_on_the_process() -> None:
    """Some of Faker's lists are sets: their order differs from process to process unless they are sorted."""
    program = (
        "import random; from training.synthetic.countries import COUNTRIES;"
        "from training.synthetic.parties import make_party;"
        "print([make_party(random.Random(1), c) for c in COUNTRIES.values()])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            cwd=SAMPLE_FOLDER.parent,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
