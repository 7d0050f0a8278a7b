"""Which entry of the directory is a party of a document: by its identifiers first, then by name and address.

A name alone is proof where its letters are the directory's, or those that recognition takes for them. A name with other
letters may be another company's: it needs an identifier or the address beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from directory.compare import RANK, NameLikeness, all_numbers_agree, compare_names, numbers_agree
from directory.directory import Directory
from directory.forms import identifier_key, key_of
from directory.index import term_of
from directory.words import Mention, Words
from schemas.document import ReadDocument
from schemas.extraction import ExtractedField, Extraction
from schemas.parties import MatchedBy, PartyEntry, PartyRole
from schemas.vocabulary import DocumentClass, FieldRole, FieldSpec
from values.folding import folded_words
from values.misreadings import characters_of

SURE = 0.9
"""From this score an entry is taken for the party, unless another is as likely."""

MARGIN = 0.02
"""By how much the best entry must be more likely than the next."""

RATIO_MARGIN = 0.05
"""By how much more of its letters must be those of the document, where two entries are as likely."""

STRONG: tuple[MatchedBy, ...] = ("vat_id", "iban", "registration_number", "tax_id")
STRONG_LENGTH = 8
"""A shorter number is also that of an invoice or an amount by chance."""

SAME_ADDRESS, NEAR_ADDRESS = 0.9, 0.8
"""Shares of an address's letters that are together on the page."""

MOST_MISREAD = 3
"""Characters of a name that recognition may have taken for others."""

MOST_ADDRESSES = 400
"""Branches of one chain whose addresses are compared."""

FAR = NameLikeness("far", 0.0)


@dataclass(frozen=True)
class Place:
    """A name or an address of an entry, and its words."""

    text: str
    word_ids: tuple[int, ...]


@dataclass(frozen=True)
class Candidate:
    """One entry as one party of a document, with what speaks for it.

    ``name`` is how its name is like the one on the document, ``at`` where that is. ``address`` is set where one of
    its addresses is on the document; ``exactly`` where that is the whole of it. ``apart``: the name is at the
    head of the document, and the field names somebody else.
    """

    entry: PartyEntry
    name: NameLikeness = FAR
    at: tuple[int, ...] = ()
    ids: tuple[tuple[MatchedBy, tuple[int, ...]], ...] = ()
    address: Place | None = None
    exactly: bool = False
    apart: bool = False

    @property
    def by(self) -> tuple[MatchedBy, ...]:
        """What of the entry is on the document, gravest first."""
        kinds: list[MatchedBy] = [kind for kind, _ in self.ids]
        if RANK[self.name.level]:
            kinds.append("name")
        if self.address is not None:
            kinds.append("address")
        return tuple(dict.fromkeys(kinds))

    @property
    def strong(self) -> bool:
        """Whether an identifier that nobody else has is on the document."""
        return any(kind in STRONG for kind, _ in self.ids)

    @property
    def score(self) -> float:
        """How likely the entry is the party. Source: ``python -m benchmarks directory``."""
        level = self.name.level
        if self.strong:
            return 0.99 if RANK[level] else 0.93 if not self.at else 0.6
        helped = self.address is not None or bool(self.ids)
        if self.apart and not helped:
            return 0.6
        if level == "near":
            return 0.92 + 0.05 * self.name.ratio if helped else 0.5 * self.name.ratio
        if level == "far":
            return 0.3 if helped else 0.0
        alone = {"exact": 0.97, "look_alike": 0.95, "core": 0.93}[level]
        return alone + (0.02 if helped else 0.0)


@dataclass(frozen=True)
class Party:
    """A party of a document that the directory knows."""

    spec: FieldSpec
    best: Candidate
    runner_up: float


class Matcher:
    """Matches the parties of one document.

    Args:
        directory: Who is known.
        read: The document's words.
        extraction: Its fields, as read without the directory.
        document_class: Its class: the roles of the fields say what is a party.
    """

    def __init__(
        self, directory: Directory, read: ReadDocument, extraction: Extraction, document_class: DocumentClass
    ) -> None:
        self._directory = directory
        self._read = read
        self._extraction = extraction
        self._class = document_class
        self._words = Words(read)
        self._mentions = self._words.identifiers() if read.words else []
        self._heads = self._words.names() if read.words else []
        self._titles = self._words.titles() if read.words else []

    def parties(self) -> list[Party]:
        """Returns the parties that the directory surely knows, each entry as one party at most."""
        found: list[Party] = []
        if not self._read.words:
            return found
        by_id, by_head = self._looked_up()
        for spec in self._class.parties:
            candidates = self._candidates(spec, by_id, by_head)
            party = _decided(spec, candidates)
            if party is not None and all(party.best.entry.id != other.best.entry.id for other in found):
                found.append(party)
        return found

    def _looked_up(self) -> tuple[dict[int, list[Mention]], dict[int, list[Mention]]]:
        """Returns the entries whose identifiers are on the document, and those whose names are at its head."""
        mentions = [*self._mentions, *self._heads]
        found = self._directory.with_terms([(m.term, m.key) for m in mentions])
        by_id: dict[int, list[Mention]] = {}
        by_head: dict[int, list[Mention]] = {}
        for entry, places in found.items():
            for place in places:
                (by_head if mentions[place].term == "core" else by_id).setdefault(entry, []).append(mentions[place])
        return by_id, by_head

    def _candidates(
        self, spec: FieldSpec, by_id: dict[int, list[Mention]], by_head: dict[int, list[Mention]]
    ) -> list[Candidate]:
        role: PartyRole = "party" if spec.role == "party" else "counterparty"
        field = self._extraction.field(spec.name)
        ids = list(by_id)
        if role == "party":
            ids += by_head
        if field is not None:
            ids += self._directory.like(field.value or field.raw)
        elif role == "party":
            ids += [i for title in self._titles for i in self._directory.like(self._words.text(title.word_ids))]
        entries = [entry for entry in self._directory.entries(ids) if entry.may_be(role)]
        made = (self._candidate(spec, role, field, e, by_id.get(e.id, []), by_head.get(e.id, [])) for e in entries)
        return [candidate for candidate in made if candidate.by]

    def _candidate(
        self,
        spec: FieldSpec,
        role: PartyRole,
        field: ExtractedField | None,
        entry: PartyEntry,
        mentions: Sequence[Mention],
        heads: Sequence[Mention],
    ) -> Candidate:
        name, at = self._named(role, field, entry, heads)
        apart = field is not None and bool(RANK[name.level]) and set(field.word_ids).isdisjoint(at)
        if apart and self._is_of_another(spec, at):
            return Candidate(entry)
        ids = tuple(self._identified(spec, entry, mentions))
        made = Candidate(entry, name, at, ids, apart=apart and bool(field and field.word_ids))
        if RANK[name.level] or made.ids:
            made = self._addressed(made)
        return made

    def _named(
        self, role: PartyRole, field: ExtractedField | None, entry: PartyEntry, heads: Sequence[Mention]
    ) -> tuple[NameLikeness, tuple[int, ...]]:
        """Returns how an entry's name is like that of the field or one at the head, and where that is."""
        best = FAR
        at: tuple[int, ...] = ()
        if field is not None:
            best, at = _best(entry, (field.value or field.raw, field.raw)), field.word_ids
            if best.level == "near" and self._is_misread(field.word_ids, entry):
                best = NameLikeness("look_alike", best.ratio)
        if role == "party":
            for mention in heads if field is not None else (*heads, *self._titles):
                inside = field is not None and set(field.word_ids) <= set(mention.word_ids)
                if not inside and not self._words.is_alone(mention.word_ids):
                    continue
                here = _best(entry, (self._words.text(mention.word_ids),))
                apart = field is not None and set(field.word_ids).isdisjoint(mention.word_ids)
                if RANK[here.level] > (RANK["core"] if apart else 0) and here > best:
                    best, at = here, mention.word_ids
        return best, at

    def _is_of_another(self, spec: FieldSpec, at: Sequence[int]) -> bool:
        """Whether words are in the field that names another party of the document.

        A company may be a supplier on one document and the buyer on the next: as a buyer it replaces no other seller.
        """
        others = [self._extraction.field(party.name) for party in self._class.parties if party != spec]
        return any(other is not None and not set(other.word_ids).isdisjoint(at) for other in others)

    def _is_misread(self, word_ids: Sequence[int], entry: PartyEntry) -> bool:
        """Whether words are one of an entry's names but for characters that recognition was not sure of."""
        letters = [(key, c.unsure) for c in characters_of(self._read, word_ids) if (key := key_of(c.text))]
        text = "".join(key for key, _ in letters)
        unsure = [doubt for key, doubt in letters for _ in key]
        for name in map(key_of, entry.names):
            edits = Levenshtein.editops(text, name)
            if len(edits) <= MOST_MISREAD and all(e.tag == "replace" and unsure[e.src_pos] for e in edits):
                return True
        return False

    def _identified(
        self, spec: FieldSpec, entry: PartyEntry, mentions: Sequence[Mention]
    ) -> Iterable[tuple[MatchedBy, tuple[int, ...]]]:
        """Yields the entry's identifiers on the document, except those that a field gives to another party."""
        others = {
            i
            for field in self._extraction.fields
            if (owner := self._owner(field.name)) is not None and owner != spec
            for i in field.word_ids
        }
        there = {(m.term, m.key): m.word_ids for m in mentions}
        for identifier in entry.identifiers:
            key = identifier_key(identifier.kind, identifier.value)
            words = there.get((term_of(identifier.kind), key))
            short = identifier.kind in STRONG and len(key) < STRONG_LENGTH
            if words and not short and others.isdisjoint(words):
                yield identifier.kind, words

    def _owner(self, name: str) -> FieldSpec | None:
        spec = next((s for s in self._class.fields if s.name == name), None)
        identifying: tuple[FieldRole, ...] = ("vat_id", "tax_id", "address", "phone", "bank_account", "provider_id")
        return self._class.party_of(spec) if spec is not None and spec.role in identifying else None

    def _addressed(self, candidate: Candidate) -> Candidate:
        """Returns a candidate with the address of its entry that is on the document, if one is."""
        best: Place | None = None
        score, exactly = 0.0, False
        for address in candidate.entry.addresses[:MOST_ADDRESSES]:
            ratio, word_ids = self._words.align(folded_words(address))
            if ratio <= max(score, NEAR_ADDRESS):
                continue
            text = self._words.text(word_ids)
            if numbers_agree(address, text):
                best, score = Place(address, word_ids), ratio
                exactly = ratio >= SAME_ADDRESS and all_numbers_agree(address, text)
        return replace(candidate, address=best, exactly=exactly)


def _best(entry: PartyEntry, texts: Iterable[str]) -> NameLikeness:
    best = FAR
    for text in dict.fromkeys(texts):
        for name in entry.names:
            here = compare_names(text, name)
            best = here if here > best else best
    return best


def _decided(spec: FieldSpec, candidates: Sequence[Candidate]) -> Party | None:
    """Returns the party where one entry is sure and no other is as likely."""
    ranked = sorted(candidates, key=_order, reverse=True)
    if not ranked or ranked[0].score < SURE or any(_is_rival(ranked[0], other) for other in ranked[1:]):
        return None
    return Party(spec, ranked[0], max((c.score for c in ranked[1:]), default=0.0))


def _order(candidate: Candidate) -> tuple[float, int, bool, float]:
    return candidate.score, RANK[candidate.name.level], candidate.exactly, candidate.name.ratio


def _is_rival(best: Candidate, other: Candidate) -> bool:
    """Whether another entry may be the party as well as the best one."""
    return (
        other.score > best.score - MARGIN
        and RANK[other.name.level] >= RANK[best.name.level]
        and other.exactly >= best.exactly
        and other.name.ratio > best.name.ratio - RATIO_MARGIN
    )
