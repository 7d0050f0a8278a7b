"""The name and address of a party from its block: whole lines, neither cut nor merged."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from extractors.fields.decoding.parties.blocks import Block
from extractors.fields.decoding.parties.pieces import HOUSE_NUMBER, Piece, Row
from extractors.fields.token_scores import LabelledWords
from values.folding import folded_words
from values.legal_forms import FOLDED_FORM

NAME_LABELS = ("seller_name", "buyer_name")

DOMAIN = re.compile(r"(?:@|www\.|//|^)([a-z0-9-]{4,})(?=\.[a-z])")
GENERIC_DOMAINS = frozenset(
    [
        "gmail",
        "hotmail",
        "outlook",
        "yahoo",
        "gmxnet",
        "icloud",
        "orange",
        "free",
        "wanadoo",
        "libero",
        "mail",
        "tonline",
    ]
)


def name_of(words: LabelledWords, block: Block) -> tuple[int, ...] | None:
    """Returns the words of a block's name, None where it has none.

    The first line is the name, unless a later line before the address has a legal form or a name's label.
    """
    lines = _name_lines(block)
    if not lines:
        return None
    domains = domains_of(block)
    scores = [_name_score(words, line, at, domains) for at, line in enumerate(lines)]
    best = int(np.argmax(scores))
    chosen = list(lines[best])
    for line in lines[best + 1 :]:
        if not _goes_on(words, chosen, line):
            break
        chosen += line
    return tuple(chosen)


def _name_lines(block: Block) -> list[list[int]]:
    """Returns the words of the lines before the address that may be a name."""
    lines: list[list[int]] = []
    seen_address = False
    for row in block.rows:
        captioned = [p for p in row.pieces if p.caption == "name" and p.kind == "name"]
        if captioned:
            return [[i for p in captioned for i in p.word_ids]]
        name: list[int] = []
        for piece in row.pieces:
            if piece.kind != "name" or piece.caption is not None:
                break
            name += piece.word_ids
        if name and not seen_address:
            lines.append(name)
        seen_address = seen_address or row.has("street", "town")
        if seen_address and lines:
            break
    return lines


def _name_score(words: LabelledWords, line: Sequence[int], at: int, domains: Sequence[str]) -> float:
    text = folded_words(" ".join(words.read.words[i].text for i in line))
    labels = [words.inside[name][list(line)] for name in NAME_LABELS if name in words.inside]
    likely = float(np.mean(np.sum(labels, axis=0))) if labels else 0.0
    has_form = FOLDED_FORM.search(text) is not None and FOLDED_FORM.sub("", text).strip() != ""
    return 1.5 * has_form + 1.5 * any(is_own_domain(d, text) for d in domains) + likely - 0.3 * at


def is_alone(block: Block) -> bool:
    """Whether a block has one line of a name before its address."""
    return len(_name_lines(block)) == 1


def domains_of(block: Block) -> list[str]:
    """Returns the names of the e-mail and web domains in a block, without their endings and hyphens."""
    found = [d for p in block.pieces("contact") for d in DOMAIN.findall(p.text.lower())]
    return [bare for d in found if (bare := d.replace("-", "")) not in GENERIC_DOMAINS]


def is_own_domain(domain: str, name: str) -> bool:
    """Whether a domain is made of a name: they share their first six letters, or one holds the other."""
    short, long = sorted((domain, name.replace(" ", "")), key=len)
    return len(short) > 3 and short[:6] in long


def _goes_on(words: LabelledWords, name: Sequence[int], line: Sequence[int]) -> bool:
    """Whether the line below continues a name: a legal form alone, or words after a comma or an "and"."""
    text = folded_words(" ".join(words.read.words[i].text for i in line))
    last = words.read.words[name[-1]].text
    only_form = FOLDED_FORM.sub("", text).strip() == ""
    return (
        only_form
        or last.endswith((",", "&", "-", "–"))
        or folded_words(last) in ("and", "und", "et", "y", "e", "en", "i")
    )


def address_of(block: Block) -> tuple[int, ...] | None:
    """Returns the words of a block's address: from its street to its town, without name, country, ids and contacts."""
    rows = list(block.rows)
    first = next((k for k, row in enumerate(rows) if row.has("street", "town")), None)
    if first is None:
        return None
    chosen = [] if rows[first].has("street") else _lines_above(rows[:first])
    ended = False
    for row in rows[first:]:
        part = _address_part(row, opens=row is rows[first])
        if part and ended and not row.has("town"):
            break
        ended = ended or not part
        ids = [i for piece in part for i in piece.word_ids]
        # With the dots and dashes between them, which are no pieces.
        chosen += range(min(ids), max(ids) + 1) if ids else ()
    return tuple(chosen) or None


def _lines_above(rows: Sequence[Row]) -> list[int]:
    """Returns the words between a name and its town; they are an address line even without the form of a street."""
    named = next((k for k, row in enumerate(rows) if row.has("name")), len(rows))
    lines = rows[named + 1 :]
    if any(p.caption is not None or p.kind not in ("name", "text") for row in lines for p in row.pieces):
        return []
    return [i for row in lines for piece in row.pieces for i in piece.word_ids]


def _address_part(row: Row, *, opens: bool) -> list[Piece]:
    """Returns the pieces of a row that belong to an address."""
    pieces = [p for p in row.pieces if p.word_ids]
    if opens:
        at = next((k for k, p in enumerate(pieces) if p.kind in ("street", "town")), len(pieces))
        pieces = pieces[at:]
    kept: list[Piece] = []
    for piece in pieces:
        behind_street = bool(kept) and HOUSE_NUMBER.fullmatch(piece.text) is not None
        is_open = piece.caption is None and (piece.kind == "name" or behind_street)
        if piece.kind in ("street", "town") or is_open:
            kept.append(piece)
        elif piece.kind != "country":
            break
    return kept
