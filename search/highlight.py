"""Which words of a found document answered the query: snippets with marks, and boxes on the page.

Uses the stored pages with the analysis and probes that found the document, so marked words are found words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.analysis import JOIN_SIZES, fold, is_near, tokens
from search.index import HitBox, Snippet
from search.packing import StoredPage, whole_words
from search.probes import Probe, text_probes
from search.query import SearchQuery

MAX_PAGES = 3
"""Of a long document, the pages with most of the searched words are shown."""

MAX_SNIPPETS = 3
SNIPPET_CHARACTERS = 160


@dataclass(frozen=True)
class _Found:
    """What one page has of a query: word index -> the parts of the query that it answers."""

    page: StoredPage
    words: dict[int, set[int]]

    @property
    def parts(self) -> int:
        return len(set().union(*self.words.values()))


def highlight(pages: Iterable[StoredPage], query: SearchQuery) -> tuple[tuple[Snippet, ...], tuple[HitBox, ...]]:
    """Returns the snippets and the boxes of all words that answer a query, in reading order of the chosen pages."""
    parts = [text_probes(clause, tolerant=query.tolerant) for clause in query.words()]
    if not parts:
        return (), ()
    found = [f for page in pages if (f := _find(page, parts)).words]
    best = sorted(found, key=lambda f: (-f.parts, -len(f.words), f.page.number))[:MAX_PAGES]
    best.sort(key=lambda f: f.page.number)
    return _best_snippets(best), tuple(box for f in best for box in _boxes(f))


def _find(page: StoredPage, parts: Sequence[tuple[Probe, ...]]) -> _Found:
    view = _PageView(page)
    words: dict[int, set[int]] = {}
    for part, probes in enumerate(parts):
        for probe in probes:
            for position, size in view.matches(probe):
                for token in range(position, position + size):
                    words.setdefault(view.word_of[token], set()).add(part)
    return _Found(page, words)


class _PageView:
    """The tokens of a page in all views; ``word_of`` maps a token to its word."""

    def __init__(self, page: StoredPage) -> None:
        self.plain: list[str] = []
        self.word_of: list[int] = []
        for index, word in enumerate(page.words):
            if index not in page.redacted:
                found = tokens(word)
                self.plain += found
                self.word_of += [index] * len(found)
        self.ocr = [fold(token) for token in self.plain]
        broken = dict(whole_words(page.words, page.lines, page.redacted))
        last = {word: position for position, word in enumerate(self.word_of)}
        self.whole = [(last[i], "".join(tokens(text))) for i, text in broken.items() if i in last]

    def matches(self, probe: Probe) -> Iterable[tuple[int, int]]:
        """Yields the (first token, number of tokens) of each place that a probe finds."""
        yield from ((position, 2) for position, token in self.whole if _answers(token, probe))
        if probe.view == "joined":
            yield from self._joined(probe.terms[0])
            return
        if probe.view == "misread":
            yield from ((position, 1) for position, token in enumerate(self.ocr) if token in probe.terms)
            return
        if probe.view in ("begins", "ends", "holds"):
            yield from ((position, 1) for position, token in enumerate(self.plain) if _has_part(token, probe))
            return
        view = self.plain if probe.view == "plain" else self.ocr
        size = len(probe.terms)
        for position, token in enumerate(view):
            same = is_near(token, probe.terms[0]) if probe.view == "near" else token == probe.terms[0]
            if same and (size == 1 or tuple(view[position : position + size]) == probe.terms):
                yield position, size

    def _joined(self, term: str) -> Iterable[tuple[int, int]]:
        for position, token in enumerate(self.ocr):
            # The pair rn across a gap folds to m, so the last character of the first token cannot be relied upon.
            if not term.startswith(token[:-1]) or len(token) > len(term):
                continue
            for size in JOIN_SIZES:
                together = self.plain[position : position + size]
                if len(together) == size and fold("".join(together)) == term:
                    yield position, size


def _answers(token: str, probe: Probe) -> bool:
    """Whether one word answers a probe; the view of joined words finds words in two parts by itself."""
    if probe.view in ("begins", "ends", "holds"):
        return _has_part(token, probe)
    if probe.view == "near":
        return is_near(fold(token), probe.terms[0])
    if probe.view == "misread":
        return fold(token) in probe.terms
    return probe.view != "joined" and probe.terms == ((token if probe.view == "plain" else fold(token)),)


def _has_part(token: str, probe: Probe) -> bool:
    if probe.view == "begins":
        return token.startswith(probe.terms)
    if probe.view == "ends":
        return token.endswith(probe.terms)
    return any(term in token for term in probe.terms)


def _boxes(found: _Found) -> Iterable[HitBox]:
    page = found.page
    for index in sorted(found.words):
        yield HitBox(page_number=page.number, word_id=page.word_ids[index], text=page.words[index], box=page.box(index))


def _best_snippets(found: Sequence[_Found]) -> tuple[Snippet, ...]:
    windows = list(enumerate(window for f in found for window in _windows(f)))
    best = sorted(windows, key=lambda numbered: -numbered[1][0])[:MAX_SNIPPETS]
    return tuple(snippet for _, (_, snippet) in sorted(best, key=lambda numbered: numbered[0]))


def _windows(found: _Found) -> Iterable[tuple[int, Snippet]]:
    """Yields (parts of the query inside, snippet) for stretches of words that do not overlap."""
    words, last = found.page.words, -1
    for index in sorted(found.words):
        if index <= last:
            continue
        start = index
        room = SNIPPET_CHARACTERS // 3
        while start - 1 > last and len(words[start - 1]) < room:
            start -= 1
            room -= len(words[start]) + 1
        last = index
        room = SNIPPET_CHARACTERS - sum(len(word) + 1 for word in words[start : index + 1])
        while last + 1 < len(words) and len(words[last + 1]) < room:
            last += 1
            room -= len(words[last]) + 1
        inside = [i for i in range(start, last + 1) if i in found.words]
        yield len(set().union(*(found.words[i] for i in inside))), _snippet(found, start, last)


def _snippet(found: _Found, start: int, last: int) -> Snippet:
    marks: list[tuple[int, int]] = []
    text = ""
    for index in range(start, last + 1):
        text += " " if text else ""
        word = found.page.words[index]
        if index in found.words:
            marks.append((len(text), len(text) + len(word)))
        text += word
    return Snippet(page_number=found.page.number, text=text, marks=tuple(marks))
