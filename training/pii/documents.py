"""Pieces of generated invoices, orders, receipts and claims, their words labeled by the roles of their fields."""

from __future__ import annotations

import random
from functools import cache

from schemas.classes import SHIPPED
from training.pii.text import IGNORED, Text
from training.recipe import makers
from training.synthetic.countries import COUNTRIES
from training.synthetic.document import SyntheticDocument, SyntheticPage
from training.synthetic.parties import _pool

_WIDE_GAP = 1.3
"""Words further apart than this many heights of a word are in different cells."""


@cache
def _names() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Given names, surnames, and words of streets and towns of the generator, in lower case."""
    drawn = [_pool(country.faker) for country in COUNTRIES.values()]
    given = {name.casefold() for pool in drawn for name in pool.first_names}
    surnames = {name.casefold() for pool in drawn for name in pool.surnames}
    places = {
        word.casefold()
        for pool in drawn
        for text in (*pool.streets, *pool.cities)
        for word in text.split()
        if len(word) > 3
    }
    return frozenset(given), frozenset(surnames), frozenset(place for place in places if len(place) > 3)


class Documents:
    """Draws pieces of documents, a few from each that is generated."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._makers = list(makers().items())
        self._waiting: list[Text] = []

    def draw(self, most_words: int = 70) -> Text:
        """Returns a piece of a page."""
        while not self._waiting:
            name, make = self._rng.choice(self._makers)
            document = make(self._rng)
            labels = _labels(document, name)
            for page in document.pages:
                self._waiting += _pieces(page, labels, self._rng.randint(20, most_words))
            self._rng.shuffle(self._waiting)
        return self._waiting.pop()


def _labels(document: SyntheticDocument, name: str) -> dict[str, str]:
    """Returns each field's label."""
    kind = SHIPPED.require(name)
    by_role = {"address": "ADDRESS", "place": "PLACE", "person": "PERSON", "party": "party", "counterparty": "party"}
    return {spec.name: by_role.get(spec.role, "") for spec in kind.fields}


def _pieces(page: SyntheticPage, labels: dict[str, str], most: int) -> list[Text]:
    pieces, text, words, last = [], Text(), 0, ""
    for line in page.lines:
        if words >= most:
            pieces.append(text)
            text, words, last = Text(), 0, ""
        text.text += "\n" if text.text else ""
        end = 0.0
        names = _runs(line, labels)
        for i, word in enumerate(line):
            label = names.get(i, "")
            if i:
                height = (word.box[3] - word.box[1]) * page.height_pt
                gap = (word.box[0] - end) * page.width_pt
                text.text += "\t" if gap > _WIDE_GAP * height else " "
            start = len(text.text)
            text.text += word.text
            same = label and label == last and not word.begins and (i or label == "ADDRESS") and text.spans
            if same:
                text.spans[-1] = (text.spans[-1][0], len(text.text), label)
            elif label:
                text.spans.append((start, len(text.text), label))
            last, end = label, word.box[2]
            words += 1
    return [*pieces, text] if words else pieces


def _runs(line: list, labels: dict[str, str]) -> dict[int, str]:  # type: ignore[type-arg]
    """Returns the labels of a line's words, by index; names that no field holds are persons or are not judged."""
    given, surnames, places = _names()
    found: dict[int, str] = {}
    plain = [word.text.strip(".,:;()").casefold() for word in line]
    for i, word in enumerate(line):
        label = labels.get(word.label or "", "")
        if label == "party":
            same = [k for k, other in enumerate(line) if other.label == word.label]
            persons = len(same) in (2, 3) and plain[same[0]] in given and plain[same[-1]] in surnames
            label = "PERSON" if persons else "ORG"
        if label:
            found[i] = label
        elif not word.label and i not in found:
            if i + 1 < len(line) and plain[i] in given and plain[i + 1] in surnames and not line[i + 1].label:
                found[i] = found[i + 1] = "PERSON"
            elif plain[i] in given or plain[i] in surnames or plain[i] in places:
                found[i] = IGNORED
    return found
