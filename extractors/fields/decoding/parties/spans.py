"""Names and addresses with clean ends: the lines of a party's block complete what the labels left out.

In: words with probabilities of one party's labels. Out: the same words with whole names and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.fields.decoding.parties.blocks import Block
from extractors.fields.decoding.parties.entities import Entity
from extractors.fields.decoding.parties.names import NAME_LABELS, address_of, is_alone, name_of
from extractors.fields.token_scores import LabelledWords
from values.folding import folded_words
from values.legal_forms import FOLDED_FORM

LIKELY = 0.5
"""A word is labeled from this probability on."""

SURE = 0.6
"""Below this confidence in a party's role, its block adds nothing to the labels."""

PAYMENT = re.compile(r"remit|pay to|payable to|payments? to|zahlung an|zahlbar an|paiement a|pago a")
"""Captions of a block to which payments go."""

ADDED = 0.85
"""Probability of a word that only its block makes part of a value, as a share of the role's confidence."""


def with_spans(words: LabelledWords, entity: Entity, side: str, confidence: float) -> LabelledWords:
    """Returns the words with the name and the address of a party completed from its main block."""
    if confidence < SURE:
        return words
    blocks = sorted(entity.blocks, key=lambda b: (b.role == "ship", not b.has("town"), b.top))
    named = next(((b, name) for b in blocks if (name := name_of(words, b)) is not None), None)
    if named is not None:
        words = _with_name(words, entity, named[0], named[1], f"{side}_name", confidence)
    # A sender's line above the address window is small print, and its end often cut: the letterhead comes first.
    whole = sorted(blocks, key=_is_one_line)
    placed = next(((b, address) for b in whole if (address := address_of(b)) is not None), None)
    if placed is not None:
        words = _with_address(words, entity, placed[0], placed[1], f"{side}_address", confidence)
    return words


def _is_one_line(block: Block) -> bool:
    """Whether a block prints name and street on one row."""
    return any(row.has("name") and row.has("street") for row in block.rows)


def with_captioned_lines(words: LabelledWords, blocks: Sequence[Block]) -> LabelledWords:
    """Returns the words where the second line of a captioned name continues it and begins no other."""
    named = ([p for p in row.pieces if (p.caption, p.kind) == ("name", "name")] for b in blocks for row in b.rows)
    later = [i for pieces in named for piece in pieces[1:] for i in piece.word_ids]
    begins = {name: p.copy() for name, p in words.begins.items()}
    for name in begins:
        if name in NAME_LABELS:
            begins[name][later] = 0.0
    return replace(words, begins=begins)


def _with_name(
    words: LabelledWords, entity: Entity, block: Block, name: Sequence[int], label: str, confidence: float
) -> LabelledWords:
    own, labelled = set(name), _labelled_ids(words, entity, label, confidence)
    if labelled - own and not labelled & own and not _beats_labels(words, block, name, labelled):
        return words
    kinds = {i: piece.kind for piece in block.pieces() for i in piece.word_ids}
    lines = {words.read.words[i].line for i in own}
    extra = labelled - own
    goes_on = any(kinds.get(i, "name") == "name" and words.read.words[i].line not in lines for i in extra)
    if goes_on and labelled & own:
        if _is_whole(words, entity, block, name):
            return _labelled(words, label, name, [i for i in entity.word_ids if i not in own], confidence)
        whole = own | labelled | _completed(block, labelled)
        return words if whole == labelled else _labelled(words, label, sorted(whole), [], confidence)
    return _labelled(words, label, name, sorted(extra), confidence)


def _completed(block: Block, labelled: set[int]) -> set[int]:
    """Returns the words of the lines of a name that are labeled for the most part."""
    lines = ({i for piece in row.pieces if piece.kind == "name" for i in piece.word_ids} for row in block.rows)
    return {i for line in lines if 2 * len(line & labelled) > len(line) for i in line}


def _is_whole(words: LabelledWords, entity: Entity, block: Block, name: Sequence[int]) -> bool:
    """Whether a name ends with its line: true above the party's address in another block."""
    text = _text(words, name)
    others = (name_of(words, b) for b in entity.blocks if b is not block and is_alone(b) and b.has("street", "town"))
    return any(other is not None and _text(words, other) == text for other in others)


def _text(words: LabelledWords, ids: Sequence[int]) -> str:
    return folded_words(" ".join(words.read.words[i].text for i in ids))


def _labelled_ids(words: LabelledWords, entity: Entity, label: str, confidence: float) -> set[int]:
    """Returns the words of a party that already carry a label."""
    return {i for i in entity.word_ids if words.inside[label][i] >= LIKELY * confidence}


def _beats_labels(words: LabelledWords, block: Block, name: Sequence[int], labelled: set[int]) -> bool:
    """Whether a name is a company's by its legal form where the labeled words of the same block are none."""
    ids = {i for row in block.rows for i in row.word_ids}
    texts = [folded_words(" ".join(words.read.words[i].text for i in sorted(part))) for part in (set(name), labelled)]
    return labelled <= ids and FOLDED_FORM.search(texts[0]) is not None and FOLDED_FORM.search(texts[1]) is None


def _with_address(
    words: LabelledWords, entity: Entity, block: Block, address: Sequence[int], label: str, confidence: float
) -> LabelledWords:
    if label not in words.inside:
        return words
    kinds = {i: piece.kind for piece in block.pieces() for i in piece.word_ids}
    captioned = {i for piece in block.pieces() if piece.caption is not None for i in piece.word_ids}
    labelled = _labelled_ids(words, entity, label, confidence)
    strange = {i for i in labelled if kinds.get(i) in ("contact", "vat", "bank", "number")}
    is_whole = {"street", "town"} <= {kinds.get(i) for i in address}
    if is_whole and not PAYMENT.search(folded_words(block.role_text)):
        strange |= labelled & _for_payment(entity)
    core = {i for i in labelled - strange if kinds.get(i) != "country"}
    if is_whole and (not core or core <= set(address)):
        name = _labelled_ids(words, entity, label.replace("_address", "_name"), confidence)
        address = _from_street([i for i in address if i not in name], kinds, core)
        strange |= {i for i in labelled - core if kinds.get(i) == "country"}
    elif labelled - strange and not set(address) & captioned:
        return words
    return _labelled(words, label, address, sorted(strange - set(address)), confidence)


def _from_street(address: Sequence[int], kinds: Mapping[int, str], core: set[int]) -> Sequence[int]:
    """Returns an address from its first labeled word on, or from its last street if only the town is labeled.

    What is above it may be a second line of the name.
    """
    known = [at for at, i in enumerate(address) if i in core]
    if not known:
        return address
    first = known[0]
    if any(kinds.get(i) == "street" for i in core):
        return address[first:]
    streets = [at for at in range(first) if kinds.get(address[at]) == "street"]
    if not streets:
        return address[first:]
    at = streets[-1]
    while at > 0 and kinds.get(address[at - 1]) == "street" and address[at - 1] == address[at] - 1:
        at -= 1
    return address[at:]


def _for_payment(entity: Entity) -> set[int]:
    """Returns the words of blocks to which payments go: their address may be another one than the party's own."""
    return {
        i for b in entity.blocks if PAYMENT.search(folded_words(b.role_text)) for row in b.rows for i in row.word_ids
    }


def _labelled(
    words: LabelledWords, label: str, ids: Sequence[int], others: Sequence[int], confidence: float
) -> LabelledWords:
    """Returns the words with a label on the given words, beginning with the first, and on no others."""
    inside = {name: p.copy() for name, p in words.inside.items()}
    begins = {name: p.copy() for name, p in words.begins.items()}
    least = ADDED * confidence
    outside = words.outside.copy()
    for i in ids:
        outside[i] = min(float(outside[i]), 1 - least)
        inside[label][i] = max(float(inside[label][i]), least)
        begins[label][i] = inside[label][i] if i == ids[0] else 0.0
        for name in inside:
            if name != label:
                inside[name][i] = min(float(inside[name][i]), 1 - least)
                begins[name][i] = min(float(begins[name][i]), float(inside[name][i]))
    inside[label][list(others)] = 0.0
    begins[label][list(others)] = 0.0
    return replace(words, outside=outside, inside=inside, begins=begins)
