"""Measures the directory's speed with a million organizations, and its false matches on near misses.

Organizations are invented: names of syllables and trades, addresses, VAT ids. Times are of one question, by name and by
number, over entries in memory, and of matching a whole receipt; ``cpu`` is what this process itself worked.

``misread`` receipts are of known companies, with the errors of recognition. ``near miss`` receipts are of unknown
organizations, so every match is false. Their names differ from a known one by a letter, a word, a trade or a branch.
Names appear alone, with the known company's address, or with an address of their own. With the same address a letter
more is a misreading: these matches are meant. Run ``python -m benchmarks directory`` (``--entries`` for another size).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from benchmarks import frame
from benchmarks.frame import SEED, percentile
from directory.apply import with_known_parties
from directory.compare import compare_names
from directory.directory import Directory, directory_of
from schemas.classes import SHIPPED
from schemas.document import Line, Page, ReadDocument, Word
from schemas.extraction import ExtractedField, Extraction, evidence_boxes, raw_text
from schemas.geometry import Box
from schemas.parties import Identifier, PartyEntry

_SYLLABLES = """
ba be bi bo bu da do du fa fi ga go ha hi ho ja jo ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no pa pe po ra
re ri ro ru sa se si so su ta te ti to tu va ve vi wa we wi ya yo za zen lan lian hing seng wan kee yong fatt
"""
SYLLABLES = _SYLLABLES.split()
_TRADES = """
Trading Hardware Stationery Restaurant Enterprise Holdings Services Electrical Marketing Construction Logistics Bakery
Pharmacy Motors Furniture Printing Textiles Foods Books Optics
"""
TRADES = _TRADES.split()
FORMS = ("Sdn Bhd", "GmbH", "Ltd", "Inc", "AG", "")
STREETS = ("Jalan", "Main Street", "Hauptstr.", "Rue", "Via")

MISREADINGS = {"o": "0", "i": "l", "l": "1", "s": "5", "b": "8", "O": "0", "I": "1", "S": "5", "B": "8", "g": "6"}
"""What recognition makes of a letter that looks like another character."""
UNLIKE = "aeoucnrt"
"""Letters that recognition puts in place of unlike ones."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measures the directory; returns 0."""
    parser = frame.parser("directory", __doc__)
    parser.add_argument("--entries", type=frame.count, default=1_000_000)
    parser.add_argument("--questions", type=frame.count, default=1_000)
    return frame.main(parser.parse_args(argv), run)


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Fills a directory, asks it, and yields a line for everything that was measured."""
    chance = random.Random(SEED)
    begun = time.perf_counter()
    entries = [invented(chance, n) for n in range(options.entries)]
    made = time.perf_counter()
    directory = directory_of(entries)
    filled = time.perf_counter()
    report |= {"seed": SEED, "entries": options.entries, "filled_s": round(filled - made, 1), "ms": {}, "matches": {}}
    yield f"{options.entries} entries invented in {made - begun:.0f} s, indexed in {filled - made:.0f} s"
    asked = [chance.choice(entries) for _ in range(options.questions)]
    for name, ask in questions(directory, chance):
        report["ms"][name] = timed(ask, asked)
        yield f"{name:34}" + "".join(f" {what} {ms:7.2f} ms" for what, ms in report["ms"][name].items())
    for name, figures in matches(directory, asked, chance):
        report["matches"][name] = figures
        yield f"{name:34} {figures['matched']:5} matched, {figures['wrong']:4} with another, of {figures['receipts']}"


def invented(chance: random.Random, number: int) -> PartyEntry:
    """Returns an organization that does not exist."""
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).title() for _ in range(chance.randint(1, 2))]
    name = " ".join([*words, chance.choice(TRADES), chance.choice(FORMS)]).strip()
    street = f"{chance.choice(STREETS)} {''.join(chance.choices(SYLLABLES, k=2)).title()}"
    town = "".join(chance.choices(SYLLABLES, k=3)).title()
    address = f"{chance.randint(1, 199)} {street}, {chance.randint(10000, 99999)} {town}"
    vat_id = Identifier(kind="vat_id", value=f"DE{number:09d}")
    return PartyEntry(id=number, name=name, addresses=(address,), identifiers=(vat_id,), roles=("seller",))


def questions(directory: Directory, chance: random.Random) -> Iterator[tuple[str, Callable[[PartyEntry], object]]]:
    """Yields what is timed: by name, by number, and a whole receipt."""
    yield "by name, misread", lambda entry: directory.entries(directory.like(misread(entry.name, chance)))
    yield "by number", lambda entry: directory.entries(directory.with_terms([("number", _number(entry))]))
    yield "a receipt, all of it", lambda entry: matched(directory, entry.name, entry.addresses[0])


def _number(entry: PartyEntry) -> str:
    from directory.forms import identifier_key

    return identifier_key("vat_id", entry.values("vat_id")[0])


def timed(ask: Callable[[PartyEntry], object], asked: Sequence[PartyEntry]) -> dict[str, float]:
    """Returns median and 95th percentile of the milliseconds of one question, and the median of this process's work."""
    times, work = [], []
    for entry in asked:
        begun, worked = time.perf_counter(), time.process_time()
        ask(entry)
        times.append((time.perf_counter() - begun) * 1000)
        work.append((time.process_time() - worked) * 1000)
    found = {"median": percentile(times, 50), "p95": percentile(times, 95), "cpu": percentile(work, 50)}
    return {name: round(value, 3) for name, value in found.items()}


def matches(
    directory: Directory, asked: Sequence[PartyEntry], chance: random.Random
) -> Iterator[tuple[str, dict[str, int]]]:
    """Yields how many receipts of known, misread and unknown companies were matched, and with a wrong entry."""
    makers: dict[str, Callable[[str], str]] = {
        "as printed": lambda name: name,
        "misread, look-alikes": lambda name: misread(name, chance, unlike=False),
        "misread, any letter": lambda name: misread(name, chance),
        "near miss, a letter": lambda name: another_letter(name, chance),
        "near miss, a word more": lambda name: f"{name.split()[0]} {chance.choice(TRADES)} {name.partition(' ')[2]}",
        "near miss, another trade": lambda name: another_trade(name, chance),
        "near miss, a branch": lambda name: (
            f"{name.split()[0]} ({chance.choice(SYLLABLES).upper()}) {name.partition(' ')[2]}"
        ),
    }
    for kind, make in makers.items():
        is_miss = kind.startswith("near miss")
        places = ("alone", "own address", "same address") if is_miss else ("alone", "with address")
        for place in places:
            figures = {"receipts": 0, "matched": 0, "wrong": 0}
            for entry in asked:
                name = make(entry.name)
                if is_miss and _is_known(directory, name):
                    continue
                address = {"alone": None, "own address": invented(chance, 0).addresses[0]}.get(
                    place, entry.addresses[0]
                )
                found = matched(directory, name, address)
                figures["receipts"] += 1
                figures["matched"] += found is not None
                figures["wrong"] += found is not None and (is_miss or found.name.casefold() != entry.name.casefold())
            yield f"{kind}, {place}", figures


def _is_known(directory: Directory, name: str) -> bool:
    """Whether the invented near miss happens to be a known company as well, but for its legal form."""
    known = directory.entries(directory.like(name))
    return any(compare_names(name, entry.name).level not in ("near", "far") for entry in known)


def misread(name: str, chance: random.Random, *, unlike: bool = True) -> str:
    """Returns a name with one or two characters misread."""
    letters = list(name)
    places = [n for n, c in enumerate(letters) if c in MISREADINGS or (unlike and c.isalpha())]
    for n in chance.sample(places, k=min(len(places), chance.randint(1, 2))):
        letters[n] = chance.choice(UNLIKE) if unlike else MISREADINGS[letters[n]]
    return "".join(letters)


def another_letter(name: str, chance: random.Random) -> str:
    """Returns a name with one letter less, more or of another sound in its first word."""
    first, _, rest = name.partition(" ")
    at = chance.randrange(len(first))
    kind = chance.choice(("less", "more", "other")) if len(first) > 3 else "more"
    added = "" if kind == "less" else chance.choice([c for c in "aeoucnrt" if c != first[at].lower()])
    return f"{first[:at]}{added}{first[at + (kind != 'more') :]} {rest}"


def another_trade(name: str, chance: random.Random) -> str:
    """Returns a name with another trade."""
    return " ".join(chance.choice([t for t in TRADES if t != w]) if w in TRADES else w for w in name.split())


def matched(directory: Directory, name: str, address: str | None) -> PartyEntry | None:
    """Returns the entry that a receipt with this name and address is matched with, None without one."""
    lines = [name, *([address] if address else []), "Date 12/03/2024 Receipt 004512", "Total 12.50"]
    read = ReadDocument(document_id="0" * 64, engine="none", pages=(_page(lines),))
    word_ids = tuple(range(len(name.split())))
    page_number, boxes = evidence_boxes(read, word_ids)
    field = ExtractedField(
        name="seller_name", kind="name", raw=raw_text(read, word_ids), value=name, confidence=0.9,
        page_number=page_number, boxes=boxes, word_ids=word_ids, source="layoutlm",
    )  # fmt: skip
    found = Extraction(
        document_id="0" * 64, document_class="receipt", class_confidence=1, model="none", fields=(field,)
    )
    match = with_known_parties(directory, read, found, SHIPPED.require("receipt")).match("seller_name")
    return directory.entries([match.entry])[0] if match else None


def _page(texts: Sequence[str]) -> Page:
    lines = []
    for n, text in enumerate(texts):
        words = text.split()
        boxes = [
            Box(
                left=(k + 0.1) / (len(words) + 1),
                right=(k + 0.9) / (len(words) + 1),
                top=0.1 * n + 0.01,
                bottom=0.1 * n + 0.05,
            )
            for k in range(len(words))
        ]
        lines.append(Line(words=tuple(Word(text=w, box=b) for w, b in zip(words, boxes, strict=True))))
    return Page(number=1, width=1000, height=1400, dpi=200, text_source="ocr", lines=tuple(lines))


if __name__ == "__main__":
    sys.exit(main())
