"""The words of a document, folded for comparison: where names, addresses and numbers of the directory are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import filterfalse
from typing import NamedTuple

from rapidfuzz import fuzz

from directory.forms import domain_of, identifier_key, legal_form, number_key, skeleton_of, words_of
from directory.index import Term
from schemas.document import PlacedWord, ReadDocument
from values.folding import folded_words

LONGEST_NUMBER = 8
"""Parts of a number with blanks, dots or hyphens in it: an IBAN has seven groups."""
LETTERS_OF_A_NUMBER = 4
"""Letters that may be together in a number: those of a bank in an IBAN."""
LENGTH_OF_A_NUMBER = 34
"""Source: ISO 13616, the longest IBAN."""
LEAST_OF_A_NUMBER = 6
LEAST_DIGITS = 4

WORDS_OF_A_NAME = 9
LINES_OF_A_NAME = 3
LEAST_OF_A_NAME = 4

TITLE_LINES = 4
"""Lines of the first page whose text may be a misread name."""

HEAD_LINES = 12
"""Lines of the first page among which the issuer's name is."""

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SITE = re.compile(r"(?:https?://|www\.)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_PIECE = re.compile(r"[^\W_]+")


class Mention(NamedTuple):
    """A term that is on a document, and in which words."""

    term: Term
    key: str
    word_ids: tuple[int, ...]


class Words:
    """The words of one document, ready for many questions."""

    def __init__(self, read: ReadDocument) -> None:
        self.words: Sequence[PlacedWord] = read.words
        self._lines: dict[tuple[int, int], list[int]] = {}
        for word in self.words:
            self._lines.setdefault(word.line, []).append(word.id)

    @cached_property
    def head(self) -> tuple[tuple[int, ...], ...]:
        """The words of the first lines of the first page, line by line."""
        first = [ids for (page, _), ids in self._lines.items() if page == self.words[0].page_number]
        return tuple(tuple(ids) for ids in first[:HEAD_LINES])

    def identifiers(self) -> list[Mention]:
        """Returns everything that may be a number, a telephone number, an address of mail or web."""
        found: dict[tuple[Term, str], tuple[int, ...]] = {}
        for line in self._lines.values():
            for mention in (*self._numbers(line), *self._addresses(line)):
                found.setdefault((mention.term, mention.key), mention.word_ids)
        return [Mention(term, key, ids) for (term, key), ids in found.items()]

    def names(self) -> list[Mention]:
        """Returns the runs of words at the head of the first page that may be a name, by skeleton."""
        found: dict[str, tuple[int, ...]] = {}
        for start, line in enumerate(self.head):
            for first in range(len(line)):
                for last in range(first, min(first + WORDS_OF_A_NAME, len(line))):
                    self._note(found, line[first : last + 1])
            for below in range(start + 2, min(start + LINES_OF_A_NAME, len(self.head)) + 1):
                self._note(found, tuple(i for other in self.head[start:below] for i in other))
        return [Mention("core", key, ids) for key, ids in found.items()]

    def titles(self) -> list[Mention]:
        """Returns the first lines of the first page, without the numbers behind a name."""
        made = []
        for line in self.head[:TITLE_LINES]:
            last = max((n for n, i in enumerate(line) if not _is_number(self.words[i].text)), default=-1)
            if len(core := self.core(line[: last + 1])) >= LEAST_OF_A_NAME:
                made.append(Mention("core", core, line[: last + 1]))
        return made

    def _note(self, found: dict[str, tuple[int, ...]], ids: Sequence[int]) -> None:
        core = self.core(ids)
        if len(core) >= LEAST_OF_A_NAME and len(ids) > len(found.get(core, ())):
            found[core] = tuple(ids)

    def core(self, ids: Sequence[int]) -> str:
        """Returns the skeleton of words as a name without its legal form."""
        words = [word for i in ids for word in self._head_words[i]]
        return skeleton_of("".join([*words[:1], *filterfalse(legal_form, words[1:])]))

    @cached_property
    def _head_words(self) -> dict[int, list[str]]:
        """The folded words of each word of the head."""
        return {i: words_of(self.words[i].text) for line in self.head for i in line}

    def is_alone(self, ids: Sequence[int]) -> bool:
        """Whether a name fills its lines: only legal forms, numbers and marks are beside it."""
        chosen = set(ids)
        beside = [i for line in {self.words[i].line for i in ids} for i in self._lines[line] if i not in chosen]
        return all(_adds_nothing(self.words[i].text) for i in beside)

    def text(self, ids: Sequence[int]) -> str:
        """Returns words with a blank between them."""
        return " ".join(self.words[i].text for i in ids)

    def _numbers(self, line: Sequence[int]) -> Iterator[Mention]:
        """Yields every run of parts on a line that may be one number: digits, with few letters in a group."""
        pieces = [
            (piece, i, sum(map(str.isdigit, piece))) for i in line for piece in _PIECE.findall(self.words[i].text)
        ]
        for first, (opening, _, _) in enumerate(pieces):
            text, digits = "", 0
            ids: dict[int, None] = {}
            if len(opening) == 1 and opening.isalpha():
                continue
            for piece, i, more in pieces[first : first + LONGEST_NUMBER]:
                if not more and len(piece) > LETTERS_OF_A_NUMBER:
                    break
                text, digits = text + piece, digits + more
                ids[i] = None
                if len(text) > LENGTH_OF_A_NUMBER:
                    break
                if len(text) >= LEAST_OF_A_NUMBER and digits >= LEAST_DIGITS:
                    yield Mention("number", number_key(text), tuple(ids))
                if digits == len(text) and (phone := identifier_key("phone", text)):
                    yield Mention("phone", phone, tuple(ids))

    def _addresses(self, line: Sequence[int]) -> Iterator[Mention]:
        for i in line:
            text = self.words[i].text
            for mail in _MAIL.findall(text):
                yield Mention("email", mail.casefold(), (i,))
                yield Mention("domain", domain_of(mail), (i,))
            for site in _SITE.findall(text):
                yield Mention("domain", domain_of(site), (i,))

    @cached_property
    def _running(self) -> tuple[str, list[int], list[int]]:
        """The folded text of all words, where each word begins in it, and which word that is."""
        parts: list[str] = []
        starts: list[int] = []
        ids: list[int] = []
        at = 0
        for word in self.words:
            if folded := folded_words(word.text):
                parts.append(folded)
                starts.append(at)
                ids.append(word.id)
                at += len(folded) + 1
        return " ".join(parts), starts, ids

    def align(self, text: str) -> tuple[float, tuple[int, ...]]:
        """Returns how well the document covers a folded text, from 0 to 1, and the covering words."""
        running, starts, ids = self._running
        if not text or len(running) < len(text) / 2:
            return 0.0, ()
        found = fuzz.partial_ratio_alignment(text, running)
        if found is None or found.dest_end <= found.dest_start:
            return 0.0, ()
        first = bisect_right(starts, found.dest_start) - 1
        last = bisect_right(starts, found.dest_end - 1)
        # The alignment may begin in the last letters of the word before.
        if found.dest_start > starts[first] and first + 1 < last:
            ends = starts[first + 1] - 1
            first += ends - found.dest_start < found.dest_start - starts[first]
        if last - 1 > first and found.dest_end - starts[last - 1] < _half(starts, last - 1, running):
            last -= 1
        return found.score / 100, tuple(ids[first:last])


def _half(starts: Sequence[int], at: int, running: str) -> float:
    end = starts[at + 1] - 1 if at + 1 < len(starts) else len(running)
    return (end - starts[at]) / 2


def _is_number(word: str) -> bool:
    return not any(w.isalpha() and len(w) > 1 for w in words_of(word))


def _adds_nothing(word: str) -> bool:
    words = words_of(word)
    return all(legal_form(w) or any(c.isdigit() for c in w) or len(w) == 1 for w in words)
