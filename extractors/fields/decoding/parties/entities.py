"""Parties of a document: blocks that show the same company, and the features that tell its role.

In: blocks. Out: entities with one row of features each. Sources of features: captions, place, contents, repetition.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from extractors.fields.decoding.parties.blocks import Block
from extractors.fields.decoding.parties.lexicon import CaptionRole
from extractors.fields.decoding.parties.names import domains_of, is_own_domain, name_of
from extractors.fields.decoding.parties.pieces import Kind
from extractors.fields.token_scores import COLUMN_PREFIX, LabelledWords
from schemas.document import ReadDocument
from values.folding import folded_words
from values.legal_forms import FOLDED_FORM

FOOT = 0.82
"""Blocks below this share of the page's height are in its foot."""

TABLE = 0.35
"""A block whose words belong to table cells by this mean probability is no party."""

FEATURES = (
    "caption_issuer", "caption_addressee", "caption_from", "caption_to", "caption_ship", "only_ship", "no_caption",
    "other_issuer", "other_addressee", "other_from", "other_to", "top", "middle", "right", "first", "leftmost",
    "rightmost", "alone_in_row", "single", "pair", "many", "tall", "street", "town", "country", "vat", "contact",
    "bank", "legal", "in_foot", "only_foot", "repeated", "sender_line", "mail_matches", "mail_elsewhere",
    "bank_holder", "customer_no", "attention", "below_middle", "register",
)  # fmt: skip

CUSTOMER_NUMBER = re.compile(
    r"\b(?:customer|client|cust|kunden?|kd|cliente|klant|kund|asiakas|klienta) ?(?:no|nr|id|number|nummer|code|n|ref)\b"
)
ATTENTION = re.compile(
    r"^(?:attn|att|attention|z hd|zhd|herrn?|frau|mr|mrs|ms|m|mme|monsieur|madame|a l attention|familie|c o|sr|sra|sig"
    r"|dhr|mevr)\b"
)
REGISTER = re.compile(
    r"\b(?:hrb|hra|amtsgericht|handelsregister|geschaftsfuhrer|rcs|siret|siren|ape|naf|capital|registered in|company no"
    r"|company number|reg no|registro mercantil|rea|cap soc|kvk|krs|regon|org nr|cvr|steuernummer|st nr)\b"
)


@dataclass
class Entity:
    """One company or person with all the blocks that show it."""

    blocks: list[Block]
    name: str = ""
    features: NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(FEATURES)))

    @property
    def roles(self) -> set[CaptionRole]:
        """What the captions of its blocks say."""
        return {block.role for block in self.blocks if block.role is not None}

    @property
    def word_ids(self) -> list[int]:
        """The words of its blocks."""
        return [i for block in self.blocks for row in block.rows for i in row.word_ids]

    def has(self, *kinds: Kind) -> bool:
        """Whether one of its blocks has a piece of one of the kinds."""
        return any(block.has(*kinds) for block in self.blocks)


def entities_of(words: LabelledWords, blocks: Sequence[Block], *, issuer: CaptionRole) -> list[Entity]:
    """Returns the parties that the blocks of a page show, from top to bottom, with their features.

    Args:
        words: The words with their label probabilities.
        blocks: The blocks of one page.
        issuer: Who issues such a document: ``seller`` of an invoice, ``buyer`` of an order.
    """
    entities: list[Entity] = []
    for block in blocks:
        if not _is_party(words, block):
            continue
        name = name_of(words, block)
        text = words.read.text if name is None else " ".join(words.read.words[i].text for i in name)
        key = _key(text) if name is not None else ""
        home = next((e for e in entities if _is_same(e, key, block)), None)
        if home is None:
            entities.append(Entity([block], key))
        else:
            home.blocks.append(block)
            home.name = home.name or key
    for entity in entities:
        entity.features = _features(words.read, entity, entities, blocks, issuer)
    return entities


def _is_party(words: LabelledWords, block: Block) -> bool:
    ids = [i for row in block.rows for i in row.word_ids]
    cells = sum(p[ids] for name, p in words.inside.items() if name.startswith(COLUMN_PREFIX))
    if ids and float(np.mean(cells)) > TABLE:
        return False
    if block.role == "other" or not block.has("name", "contact", "town", "vat"):
        return False
    has_legal = any(FOLDED_FORM.search(folded_words(piece.text)) for piece in block.pieces("name"))
    has_address = block.has("town") and block.has("name", "street") and (block.has("street") or block.has("country"))
    captioned = block.role not in (None, "bank") and block.has("name", "town", "contact")
    labelled = _mass(words, ids, ("seller_name", "buyer_name"), best=True) > 0.5
    return has_address or captioned or (has_legal and block.role != "bank") or (labelled and block.role != "bank")


def _mass(words: LabelledWords, ids: Sequence[int], names: Sequence[str], *, best: bool = False) -> float:
    """Returns the summed or the highest probability that words belong to the fields."""
    found = [words.inside[name][list(ids)] for name in names if name in words.inside]
    if not found or not ids:
        return 0.0
    total = np.sum(found, axis=0)
    return float(total.max() if best else total.sum())


def _key(text: str) -> str:
    return re.sub(FOLDED_FORM, "", folded_words(text)).replace(" ", "")


def _is_same(entity: Entity, key: str, block: Block) -> bool:
    """Whether a block shows a party that another block showed: by name, VAT id, or street and town."""
    if key and entity.name and len(min(key, entity.name, key=len)) > 4 and (key in entity.name or entity.name in key):
        return True
    alike: tuple[tuple[Kind, ...], ...] = (("vat",), ("street", "town"))
    for kinds in alike:
        own = {folded_words(p.text) for p in block.pieces(*kinds) if len(p.text) > 4}
        other = {folded_words(p.text) for b in entity.blocks for p in b.pieces(*kinds) if len(p.text) > 4}
        if own & other and len(own & other) >= min(len(kinds), len(own), len(other)):
            return True
    return False


def _features(
    read: ReadDocument, entity: Entity, entities: Sequence[Entity], blocks: Sequence[Block], issuer: CaptionRole
) -> NDArray[np.float64]:
    page = read.page(blocks[0].page_number)
    width, height = page.width, page.height
    addressee: CaptionRole = "buyer" if issuer == "seller" else "seller"
    roles, others = entity.roles, [e for e in entities if e is not entity]
    first = next((b for b in entity.blocks if b.role not in (None, "ship")), None) or min(
        entity.blocks, key=lambda b: (b.role == "ship", b.top)
    )
    body = statistics.median([row.height for block in blocks for row in block.rows] or [1.0])
    band = [e for e in others if any(abs(b.top - first.top) < 6 * body for b in e.blocks)]
    lefts = [min(b.left for b in e.blocks) for e in band]
    tall = max((row.height for row in first.rows if row.has("name")), default=body)
    texts = [folded_words(row.text) for block in entity.blocks for row in block.rows]
    in_foot = [block.top > FOOT * height for block in entity.blocks]
    other_roles = {role for e in others for role in e.roles}
    found = {
        "caption_issuer": issuer in roles,
        "caption_addressee": addressee in roles,
        "caption_from": "from" in roles,
        "caption_to": "to" in roles,
        "caption_ship": "ship" in roles,
        "only_ship": roles == {"ship"},
        "no_caption": not roles,
        "other_issuer": issuer in other_roles,
        "other_addressee": addressee in other_roles,
        "other_from": "from" in other_roles,
        "other_to": "to" in other_roles,
        "top": first.top / height,
        "middle": (first.left + first.right) / 2 / width,
        "right": first.right / width,
        "first": all(first.top <= b.top + 0.5 * body for e in others for b in e.blocks),
        "leftmost": bool(band) and all(first.left <= left for left in lefts),
        "rightmost": bool(band) and all(first.left > left for left in lefts),
        "alone_in_row": not band,
        "single": not others,
        "pair": len(others) == 1,
        "many": len(others) > 1,
        "tall": min(tall / body, 3.0) - 1.0,
        **{kind: entity.has(kind) for kind in ("street", "town", "country", "vat", "contact", "bank")},
        "legal": any(FOLDED_FORM.search(folded_words(p.text)) for b in entity.blocks for p in b.pieces("name")),
        "in_foot": any(in_foot),
        "only_foot": all(in_foot),
        "repeated": len(entity.blocks) > 1,
        "sender_line": any(_is_sender_line(block, others) for block in entity.blocks),
        "mail_matches": _has_own_mail(entity, entity.blocks),
        "mail_elsewhere": _has_own_mail(entity, [b for b in blocks if b not in entity.blocks]),
        "bank_holder": any(
            len(entity.name) > 4 and entity.name in "".join(folded_words(row.text) for row in b.rows).replace(" ", "")
            for b in blocks
            if b not in entity.blocks and (b.role == "bank" or b.has("bank"))
        ),
        "customer_no": any(CUSTOMER_NUMBER.search(text) for text in texts),
        "attention": any(ATTENTION.search(text) for text in texts),
        "below_middle": first.top > 0.5 * height,
        "register": any(REGISTER.search(text) for text in texts),
    }
    return np.array([float(found[name]) for name in FEATURES])


def _is_sender_line(block: Block, others: Sequence[Entity]) -> bool:
    """Whether a block is the sender's address on one line above the addressee's in a letter's window."""
    if len(block.rows) > 1 or len(block.rows[0].pieces) < 3 or not block.has("town"):
        return False
    below = [b for e in others for b in e.blocks if 0 < b.top - block.bottom < 5 * block.rows[0].height]
    return any(abs(b.left - block.left) < 2 * block.rows[0].height for b in below)


def _has_own_mail(entity: Entity, blocks: Sequence[Block]) -> bool:
    """Whether an e-mail or web address in some blocks has the entity's name in its domain."""
    return any(is_own_domain(domain, entity.name) for block in blocks for domain in domains_of(block))
