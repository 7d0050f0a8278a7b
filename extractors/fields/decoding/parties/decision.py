"""The joint decision on parties, and the label probabilities that follow from it.

In: words with label probabilities. Out: the same words, where each party's words carry its own labels only.
Where blocks give no clear evidence, the probabilities stay as the model gave them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractors.fields.decoding.parties.blocks import Block, blocks_of
from extractors.fields.decoding.parties.entities import FEATURES, Entity, entities_of
from extractors.fields.decoding.parties.lexicon import CaptionRole
from extractors.fields.decoding.parties.roles import Marginals, role_marginals, role_model
from extractors.fields.decoding.parties.spans import with_captioned_lines, with_spans
from extractors.fields.decoding.parties.vat_ids import vat_ids_of
from extractors.fields.token_scores import LabelledWords, Probabilities
from schemas.vocabulary import DocumentClass

SIDES = ("seller", "buyer")
ATTRIBUTES = ("name", "address", "vat_id")

PARTY_BY_BLOCKS, PARTY_BY_LABELS, PARTY_BY_PLACE = "party_by_blocks", "party_by_labels", "party_by_place"
PARTIES_BY_PLACE = "parties_by_place"
"""Signs: the doubt about seller and buyer by the blocks alone and by the model's labels alone.

The third is whether only its place identifies the issuer, the fourth whether that is so of the addressee, too.
"""

FIRST, USUAL_PLACE = "first on the page", "in the usual place of this party"
BY_PLACE = (FIRST, USUAL_PLACE)

LABEL_WEIGHT = 1.4
"""How much the model's labels count beside the evidence of the block, as a factor of log odds."""

LABEL_FLOOR = 0.03
"""A label that the model rules out keeps this probability: on a new layout it may be wrong."""

CONFIRMATION = re.compile(
    r"confirm|bestätigung|accus[ée] de|conferma|bevestiging|bekräftelse|bekreft|bekræft|potwierdzen|potvrzen|vahvistus",
    re.I,
)
"""Words of an order's confirmation, which the seller issues."""

HEAD = 600
"""Characters at a document's beginning that hold its title."""


@dataclass(frozen=True)
class Party:
    """One side of a document: its entity, how sure the choice is, and why."""

    side: str
    entity: Entity
    confidence: float
    why: str


def with_parties(words: LabelledWords, kind: DocumentClass) -> LabelledWords:
    """Returns the words with the probabilities of party labels put right.

    Documents of a class without a seller and a buyer are returned as they are.
    """
    if not {"seller_name", "buyer_name"} <= set(words.inside) or not words.read.words:
        return words
    issuer: CaptionRole = issuer_of(words, kind)
    page_number = words.read.words[0].page_number
    blocks = blocks_of(words.read, page_number)
    words = with_captioned_lines(_without_captions(words, blocks), blocks)
    entities = entities_of(words, blocks, issuer=issuer) if blocks else []
    if not entities:
        return words
    blocks_say = role_model().log_probabilities(np.array([entity.features for entity in entities]))
    labels_say = np.log(np.array([_label_probabilities(words, entity, issuer) for entity in entities]))
    marginals = role_marginals(blocks_say + LABEL_WEIGHT * labels_say)
    parties = {party.side: party for party in _parties(entities, marginals, issuer)}
    moved = _moved(words, entities, marginals, issuer)
    for side, party in parties.items():
        moved = with_spans(moved, party.entity, side, party.confidence)
    moved = _with_vat_ids(moved, blocks, parties)
    why = {i: party.why for party in parties.values() for i in party.entity.word_ids}
    by_place = len(parties) == len(SIDES) and all(p.why in BY_PLACE for p in parties.values())
    signs = {
        PARTY_BY_BLOCKS: _doubt(blocks_say, marginals),
        PARTY_BY_LABELS: _doubt(labels_say, marginals),
        PARTY_BY_PLACE: float(issuer not in parties or parties[issuer].why in BY_PLACE),
        PARTIES_BY_PLACE: float(by_place),
    }
    return replace(moved, why=why, signs=signs)


def _doubt(log_probabilities: NDArray[np.float64], marginals: Marginals) -> float:
    """Returns how much one kind of evidence by itself doubts the roles that both together gave, in [0, 1]."""
    chosen = [(at, column) for column, at in enumerate((marginals.issuer, marginals.addressee)) if at is not None]
    return 1.0 - min((float(np.exp(log_probabilities[place])) for place in chosen), default=0.0)


def _without_captions(words: LabelledWords, blocks: Sequence[Block]) -> LabelledWords:
    """Returns the words where the captions above the parties are in no name or address."""
    captions = [i for block in blocks for i in block.caption_ids]
    inside = {name: p.copy() for name, p in words.inside.items()}
    begins = {name: p.copy() for name, p in words.begins.items()}
    for name in (f"{side}_{attribute}" for side in SIDES for attribute in ("name", "address")):
        if name in inside:
            inside[name][captions] = 0.0
            begins[name][captions] = 0.0
    return replace(words, inside=inside, begins=begins)


def issuer_of(words: LabelledWords, kind: DocumentClass) -> CaptionRole:
    """Returns the party that prints a document: the buyer of an order, the seller of an order confirmation."""
    if kind.issued_by == "buyer" and not CONFIRMATION.search(words.read.text[:HEAD]):
        return "buyer"
    return "seller"


def _label_probabilities(words: LabelledWords, entity: Entity, issuer: CaptionRole) -> tuple[float, float, float]:
    """Returns what the model's name labels say of an entity: issuer, addressee, other; they sum to 1."""
    ids = entity.word_ids
    seller, buyer = (float(words.inside[f"{side}_name"][ids].max(initial=0.0)) for side in SIDES)
    first, second = (seller, buyer) if issuer == "seller" else (buyer, seller)
    raised = [max(p, LABEL_FLOOR) for p in (first, second, 1.0 - max(first, second))]
    total = sum(raised)
    return raised[0] / total, raised[1] / total, raised[2] / total


def _parties(entities: Sequence[Entity], marginals: Marginals, issuer: CaptionRole) -> list[Party]:
    found = []
    chosen = [None if at is None else entities[at] for at in (marginals.issuer, marginals.addressee)]
    for column, at in ((0, marginals.issuer), (1, marginals.addressee)):
        if at is not None:
            side = issuer if column == 0 else ("buyer" if issuer == "seller" else "seller")
            confidence = float(marginals.table[at, column])
            why = _reason(entities[at], chosen[1 - column], is_issuer=column == 0)
            found.append(Party(side, entities[at], confidence, why))
    return found


def _reason(entity: Entity, other: Entity | None, *, is_issuer: bool) -> str:
    """Returns the strongest evidence for a party's role as a sentence.

    Args:
        entity: The party.
        other: The other side of the document; None where it was not found.
        is_issuer: Whether the party issues the document.
    """
    captioned = next((b for b in entity.blocks if b.role not in (None, "ship", "bank", "other")), None)
    if captioned is not None:
        return f"below the caption '{captioned.role_text.strip(' :')}'"
    features = dict(zip(FEATURES, entity.features, strict=True))
    if features["sender_line"]:
        return "is the sender's line above the address window"
    if features["bank_holder"]:
        return "is the holder of the bank account"
    if features["mail_elsewhere"]:
        return "the document's own e-mail or web address has this name"
    if features["other_issuer"] or features["other_addressee"] or features["other_from"] or features["other_to"]:
        return "the other party has a caption"
    if is_issuer and entity.has("vat") and other is not None and not other.has("vat"):
        return "only this party has a VAT id"
    return FIRST if features["first"] else USUAL_PLACE


def _moved(
    words: LabelledWords, entities: Sequence[Entity], marginals: Marginals, issuer: CaptionRole
) -> LabelledWords:
    """Returns the words with each party's labels moved to the side that its block was given.

    The share of the probability that an entity is no party keeps the labels as they were.
    """
    inside = {name: p.copy() for name, p in words.inside.items()}
    begins = {name: p.copy() for name, p in words.begins.items()}
    sides = SIDES if issuer == "seller" else SIDES[::-1]
    for entity, row in zip(entities, marginals.table, strict=True):
        ids = entity.word_ids
        shares = {side: float(row[column]) for column, side in enumerate(sides)}
        for table, source in ((inside, words.inside), (begins, words.begins)):
            for attribute in ATTRIBUTES:
                names = [f"{side}_{attribute}" for side in SIDES if f"{side}_{attribute}" in source]
                total: Probabilities = np.sum([source[name][ids] for name in names], axis=0)
                for name in names:
                    share = shares[name.split("_")[0]]
                    table[name][ids] = float(row[2]) * source[name][ids] + share * total
    return replace(words, inside=inside, begins=begins)


def _with_vat_ids(words: LabelledWords, blocks: Sequence[Block], parties: dict[str, Party]) -> LabelledWords:
    """Returns the words with the VAT ids of both sides labeled, where their places tell them."""
    entities = tuple(parties[side].entity if side in parties else None for side in SIDES)
    chosen = vat_ids_of(words, blocks, (entities[0], entities[1]))
    inside = {name: p.copy() for name, p in words.inside.items()}
    begins = {name: p.copy() for name, p in words.begins.items()}
    for side, found in zip(SIDES, chosen, strict=True):
        name = f"{side}_vat_id"
        other = "buyer_vat_id" if side == "seller" else "seller_vat_id"
        if found is None or name not in inside:
            continue
        ids = list(found.word_ids)
        odds = found.odds[SIDES.index(side)]
        share = 1 / (1 + float(np.exp(-odds)))
        inside[name][ids] = np.maximum(inside[name][ids], share)
        begins[name][ids] = 0.0
        begins[name][ids[0]] = inside[name][ids[0]]
        if other in inside:
            inside[other][ids] = np.minimum(inside[other][ids], 1 - share)
            begins[other][ids] = np.minimum(begins[other][ids], inside[other][ids])
    return replace(words, inside=inside, begins=begins)
