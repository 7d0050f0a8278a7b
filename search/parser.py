"""From the text of a query to clauses: a small recursive descent, one function a rule of the grammar.

::

    all    := either+                     blanks (or AND) between them
    either := one ("OR" one)*
    one    := ("-" | "NOT ") one | "(" all ")" | '"' phrase '"' | name ":" value | word
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence

from search.analysis import has_tokens, key, tokens
from search.clauses import MIN_STARRED, All, Clause, Either, Match, Not, Part, Phrase, QueryError, Word
from search.values import amount_range, date_range, is_written_amount, is_written_day
from search.vocabulary import Filter, SearchVocabulary

MAX_CHARACTERS = 2000
MAX_CLAUSES = 64
MAX_DEPTH = 10

_QUOTES = str.maketrans("“”„‟", '""""')
_BLANK = re.compile(r"\s*")
_NAME = re.compile(r"([A-Za-z_][A-Za-z0-9_]*):")
_BARE = re.compile(r'[^\s()"]+')
_STARRED = re.compile(r"(\*?)([^*]+)(\*?)[.,;!?]?", re.DOTALL)
_KEYWORD = re.compile(r"(AND|OR|NOT)(?![^\s()\"])")


def parse(text: str, vocabulary: SearchVocabulary) -> Clause | None:
    """Returns the clauses of a query; None for an empty one.

    Raises:
        QueryError: The text breaks the rules; the message states where and what to write instead.
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryError(f"the query is longer than {MAX_CHARACTERS} characters: search for fewer words")
    parser = _Parser(text.translate(_QUOTES), vocabulary)
    clause = parser.all(depth=0)
    if not parser.at_end():
        raise parser.error('this ")" has no "(" before it: remove it or put the text in quotes')
    if clause is None and parser.dropped:
        raise QueryError("there is no letter or digit to search for: write a word or a filter such as class:invoice")
    return clause


class _Parser:
    """The text and how far it has been read."""

    def __init__(self, text: str, vocabulary: SearchVocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.position = 0
        self.clauses = 0
        self.dropped = False

    def all(self, depth: int) -> Clause | None:
        if depth > MAX_DEPTH:
            raise self.error(f"brackets and minus signs are nested deeper than {MAX_DEPTH}: write a simpler query")
        found: list[Clause] = []
        while not self.at_end() and self.peek() != ")":
            if self.keyword("AND"):
                continue
            if (clause := self.either(depth)) is not None:
                found.append(clause)
        found = _with_joins(found)
        return found[0] if len(found) == 1 else All(clauses=tuple(found)) if found else None

    def either(self, depth: int) -> Clause | None:
        start = self.position
        first = None if self.ahead("OR") else self.one(depth)
        found = [] if first is None else [first]
        while self.keyword("OR"):
            if not found or self.at_end() or self.peek() == ")":
                raise self.error('OR needs a word on both sides; in quotes, "OR" is a word', start)
            if (clause := self.one(depth)) is not None:
                found.append(clause)
        return found[0] if len(found) == 1 else Either(clauses=tuple(found)) if found else None

    def one(self, depth: int) -> Clause | None:
        self.skip_blanks()
        start = self.position
        self.clauses += 1
        if self.clauses > MAX_CLAUSES:
            raise self.error(f"the query has more than {MAX_CLAUSES} parts: search for fewer words")
        if self.keyword("NOT") or (self.peek() == "-" and self.minus()):
            return self.negated(depth, start)
        if self.peek() == "(":
            return self.group(depth, start)
        if self.peek() == '"':
            return self.words(self.quoted(), exact=True)
        if (name := _NAME.match(self.text, self.position)) and (clause := self.filtered(name)) is not None:
            return clause
        try:
            return self.words(self.bare())
        except ValueError as error:
            raise self.error(str(error), start) from None

    def negated(self, depth: int, start: int) -> Clause | None:
        if self.at_end() or self.peek() == ")":
            raise self.error("there is nothing behind this NOT: write the word that a hit must not have", start)
        if depth >= MAX_DEPTH:
            raise self.error(f"brackets and minus signs are nested deeper than {MAX_DEPTH}: write a simpler query")
        clause = self.one(depth + 1)
        return None if clause is None else Not(clause=clause)

    def group(self, depth: int, start: int) -> Clause | None:
        self.position += 1
        clause = self.all(depth + 1)
        if self.at_end():
            raise self.error('this "(" is never closed: add ")" or put the text in quotes', start)
        self.position += 1
        return clause

    def filtered(self, name: re.Match[str]) -> Clause | None:
        """Returns a filter, or None where the colon belongs to ordinary text, as in ``Total:`` or ``http://``."""
        start, self.position = self.position, name.end()
        quoted = not self.at_end(blanks=False) and self.text[self.position] == '"'
        value_match = _BARE.match(self.text, self.position)
        value = self.quoted() if quoted else value_match.group() if value_match else ""
        if not quoted:
            self.position += len(value)
        wanted = name.group(1).lower()
        known = self.vocabulary.called(wanted)
        # "Total:" with a blank behind it is text, "seller:" a filter that somebody has not finished.
        if known and (wanted in self.vocabulary.filters or has_tokens(value)):
            return _either([_filter_clause(one, value, exact=quoted, position=start) for one in known])
        if value.startswith("//") or not has_tokens(value):
            self.position = start
            return None
        raise self.error(_unknown(wanted, self.vocabulary), start)

    def words(self, text: str, *, exact: bool = False) -> Clause | None:
        if not has_tokens(text):
            self.dropped = True
            return None
        return Phrase(text=text) if exact else self.written(text)

    def written(self, text: str) -> Clause:
        """Returns the clause for text without a name; an amount or a day is looked for as a fact too."""
        filters = self.vocabulary.filters
        facts: list[Clause | None] = []
        if is_written_day(text):
            facts = [_quietly(date_range, filters["date"], text)]
        elif is_written_amount(text):
            facts = [_quietly(amount_range, filters["amount"], text)]
        return _either([_word(text), *(fact for fact in facts if fact is not None)])

    def quoted(self) -> str:
        start = self.position
        end = self.text.find('"', start + 1)
        if end < 0:
            raise self.error('this quote is never closed: add " at the end of the phrase or remove it', start)
        self.position = end + 1
        return self.text[start + 1 : end]

    def bare(self) -> str:
        match = _BARE.match(self.text, self.position)
        if match is None:
            return ""
        self.position = match.end()
        return match.group()

    def minus(self) -> bool:
        """Takes a minus sign that negates: one with something right behind it."""
        if re.match(r"-+[^\s)-]", self.text[self.position :]) is None:
            return False
        self.position += 1
        return True

    def ahead(self, keyword: str) -> bool:
        self.skip_blanks()
        match = _KEYWORD.match(self.text, self.position)
        return match is not None and match.group(1) == keyword

    def keyword(self, keyword: str) -> bool:
        if not self.ahead(keyword):
            return False
        self.position += len(keyword)
        return True

    def skip_blanks(self) -> None:
        match = _BLANK.match(self.text, self.position)
        self.position = match.end() if match else self.position

    def at_end(self, *, blanks: bool = True) -> bool:
        if blanks:
            self.skip_blanks()
        return self.position >= len(self.text)

    def peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def error(self, message: str, position: int | None = None) -> QueryError:
        at = self.position if position is None else position
        return QueryError(f"character {at + 1}: {message}", position=at)


def _either(clauses: Sequence[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else Either(clauses=tuple(clauses))


def _quietly(parsed: Callable[[Filter, str], Clause], known: Filter, text: str) -> Clause | None:
    try:
        return parsed(known, text)
    except ValueError:
        return None


def _filter_clause(known: Filter, value: str, *, exact: bool, position: int) -> Clause:
    try:
        if known.kind == "amount":
            return amount_range(known, value)
        if known.kind == "date":
            return date_range(known, value)
        bare, part = (value, None) if exact else _starred(value)
        if part is not None:
            return _starred_match(known, bare, part)
        return Match(filter=known, text=_checked(known, value), exact=exact)
    except ValueError as error:
        raise QueryError(f"character {position + 1}: {known.name}: {error}", position=position) from None


def _word(text: str) -> Clause:
    """Returns the clause for text without blanks."""
    bare, part = _starred(text)
    if part is None:
        return Word(text=text)
    return _all([Word(text=t, part=p) if p else Phrase(text=t) for t, p in _pieces(bare, part)])


def _all(clauses: Sequence[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else All(clauses=tuple(clauses))


def _pieces(text: str, part: Part) -> list[tuple[str, Part | None]]:
    """Returns the words of a starred text: a star belongs to the adjacent word, the others are a phrase.

    Raises:
        ValueError: The word next to a star is too short.
    """
    plain = tokens(text)
    if len(plain) == 1:
        pieces: list[tuple[str, Part | None]] = [(text, part)]
    else:
        first, last = part != "begins", part != "ends"
        whole = " ".join(plain[first : len(plain) - last])
        pieces = [(plain[0], "ends")] if first else []
        pieces += [(whole, None)] if whole else []
        pieces += [(plain[-1], "begins")] if last else []
    for piece, starred in pieces:
        # A phrase before it narrows the search enough for a single digit.
        if starred and len(key(piece)) < MIN_STARRED[starred] and not (starred == "begins" and len(plain) > 1):
            raise ValueError(f"a star needs at least {MIN_STARRED[starred]} letters or digits beside it")
    return pieces


def _starred(text: str) -> tuple[str, Part | None]:
    """Returns a text without the stars at its ends, and what they mean; a star in the middle is punctuation."""
    match = _STARRED.fullmatch(text)
    if match is None or not (match.group(1) or match.group(3)) or not has_tokens(text):
        return text, None
    before, bare, after = match.groups()
    return bare, "holds" if before and after else "ends" if before else "begins"


def _starred_match(known: Filter, text: str, part: Part) -> Clause:
    if known.kind == "text":
        return _all([Match(filter=known, text=t, exact=p is None, part=p) for t, p in _pieces(text, part)])
    if known.kind == "key" and part != "begins":
        raise ValueError(f"takes a star at the end only, such as {known.name}:{text}*")
    return Match(filter=known, text=_checked(known, text), part=part if known.kind == "key" else None)


def _checked(known: Filter, value: str) -> str:
    if known.kind == "choice":
        written = dict(zip(map(key, known.choice_titles), known.choices, strict=False))
        written |= {key(choice): choice for choice in known.choices}
        if key(value) not in written:
            raise ValueError(f"needs one of {', '.join(known.choices)}")
        return written[key(value)]
    if known.kind == "hash":
        if not re.fullmatch(r"[0-9a-f]{4,64}", value.lower()):
            raise ValueError("needs at least the first 4 characters of a document id, 0 to 9 and a to f")
        return value.lower()
    if not has_tokens(value):
        raise ValueError(f"needs a value right behind the colon, such as {known.name}:acme")
    return value


def _unknown(name: str, vocabulary: SearchVocabulary) -> str:
    close = difflib.get_close_matches(name, [*vocabulary.filters, *vocabulary.names], n=3)
    hint = f"; did you mean {' or '.join(f'{c}:' for c in close)}?" if close else "."
    common = ", ".join(n for n in vocabulary.filters if n not in vocabulary.fields)
    fields = f"; those of some classes: {', '.join(sorted(vocabulary.fields))}" if vocabulary.fields else ""
    return (
        f"there is no such field{hint} To search for text with a colon, put it in quotes. "
        f"Fields of every document: {common}{fields}"
    )


def _with_joins(clauses: Sequence[Clause]) -> list[Clause]:
    """Tells each word how it looks written together with its neighbors: OCR loses blanks."""
    result: list[Clause] = []
    for i, clause in enumerate(clauses):
        if isinstance(clause, Word) and clause.part is None and len(tokens(clause.text)) == 1:
            before = clauses[i - 1] if i > 0 else None
            after = clauses[i + 1] if i + 1 < len(clauses) else None
            joined = [before.text + clause.text] if isinstance(before, Word) else []
            joined += [clause.text + after.text] if isinstance(after, Word) else []
            clause = Word(text=clause.text, joins=tuple(j for j in joined))
        result.append(clause)
    return result
