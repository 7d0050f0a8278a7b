"""Whose VAT id it is: by the block it is in, its caption, its country and its place.

In: rows, entities and the roles they were given. Out: the words of the seller's and of the buyer's VAT id.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractors.fields.decoding.parties.blocks import Block
from extractors.fields.decoding.parties.entities import FOOT, Entity
from extractors.fields.decoding.parties.lexicon import vat_owner_of
from extractors.fields.decoding.parties.pieces import EU_VAT, Piece
from extractors.fields.token_scores import LabelledWords
from values.folding import folded_words

SIDES = ("seller", "buyer")

OWN_BLOCK, OWN_CAPTION, IN_FOOT, NEAR_BLOCK, SAME_COUNTRY = 4.0, 4.0, 1.5, 1.5, 1.0
"""What speaks for a side, as log odds."""

PRIOR = -0.5
"""Log odds that a tax number belongs to a side before anything speaks for it."""

NEAR = 4.0
"""A VAT id belongs to the block above it up to this many text heights below."""

OTHER_NUMBERS = re.compile(
    r"\b(?:steuernummer|steuer nr|st nr|siret|siren|registration|reg|ico|org|orgnr|ein|y tunnus|codice fiscale"
    r"|cod fisc|c f|cf)\b"
)


@dataclass(frozen=True)
class VatId:
    """A tax number on a page, with the log odds that it is the seller's and the buyer's."""

    word_ids: tuple[int, ...]
    key: str
    odds: tuple[float, float]


def vat_ids_of(
    words: LabelledWords, blocks: Sequence[Block], parties: tuple[Entity | None, Entity | None]
) -> tuple[VatId | None, VatId | None]:
    """Returns the VAT ids of the seller and of the buyer.

    Args:
        words: The document's words.
        blocks: The blocks of its pages.
        parties: The seller and the buyer.
    """
    found: dict[str, VatId] = {}
    for block in blocks:
        for piece in block.pieces("vat"):
            made = _vat_id(words, block, piece, blocks, parties)
            if made.key in found:
                odds = tuple(max(a, b) for a, b in zip(made.odds, found[made.key].odds, strict=True))
                made = VatId(found[made.key].word_ids, made.key, (odds[0], odds[1]))
            found[made.key] = made
    return _best_pair(list(found.values()))


def _vat_id(
    words: LabelledWords,
    block: Block,
    piece: Piece,
    blocks: Sequence[Block],
    parties: tuple[Entity | None, Entity | None],
) -> VatId:
    key = re.sub(r"[^A-Z0-9]", "", piece.text.upper())
    owner = vat_owner_of(piece.caption_text)
    page = words.read.page(block.page_number)
    in_foot = block.top > FOOT * page.height and not any(p is not None and block in p.blocks for p in parties)
    near = _block_above(block, blocks)
    odds = []
    for k, side in enumerate(SIDES):
        party, other = parties[k], parties[1 - k]
        value = PRIOR + 1.5 * (EU_VAT.match(key) is not None)
        value -= 1.5 * (OTHER_NUMBERS.search(folded_words(piece.caption_text)) is not None)
        if owner is not None:
            value += OWN_CAPTION if owner == side else -OWN_CAPTION
        elif party is not None and block in party.blocks:
            value += OWN_BLOCK
        elif other is not None and block in other.blocks:
            value -= OWN_BLOCK
        elif near is not None and party is not None and near in party.blocks:
            value += NEAR_BLOCK
        value += (IN_FOOT if side == "seller" else -IN_FOOT) * in_foot
        value += SAME_COUNTRY * _is_from(party, key) - SAME_COUNTRY * _is_from(other, key)
        labels = words.inside.get(f"{side}_vat_id")
        likely = float(np.mean(labels[list(piece.word_ids)])) if labels is not None else 0.0
        odds.append(value + 2.0 * likely)
    return VatId(piece.word_ids, key, (odds[0], odds[1]))


def _block_above(block: Block, blocks: Sequence[Block]) -> Block | None:
    """Returns the block right above in the same column, within reach."""
    tall = block.rows[0].height
    above = [
        b
        for b in blocks
        if b is not block
        and 0 < block.top - b.bottom < NEAR * tall
        and min(b.right, block.right) > max(b.left, block.left)
    ]
    return max(above, key=lambda b: b.bottom, default=None)


def _is_from(party: Entity | None, key: str) -> bool:
    """Whether a party's block names the country of a VAT id by its code or its internet domain."""
    if party is None or not key[:2].isalpha():
        return False
    code = key[:2].lower()
    texts = [p.text.lower() for b in party.blocks for p in b.pieces("contact", "bank")]
    return any(re.search(rf"\.{code}\b|^{code}\d\d", text) for text in texts)


def _best_pair(found: Sequence[VatId]) -> tuple[VatId | None, VatId | None]:
    """Returns the likeliest pair of two different numbers, either of them perhaps none."""
    choices = [*found, None]
    pairs = [(a, b) for a in choices for b in choices if a is None or b is None or a.key != b.key]
    return max(pairs, key=lambda pair: sum(v.odds[k] for k, v in enumerate(pair) if v is not None))
