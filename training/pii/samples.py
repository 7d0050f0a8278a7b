"""Training samples: texts with labeled spans, made of sentences, forms, letters and lists, with real text's faults."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from training.pii import english, tongues
from training.pii.faults import damaged
from training.pii.text import Text
from training.pii.values import Values

_SLOT = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")

_HELD_OUT_TEMPLATES = 9
"""Every so manyth sentence is kept aside with the names that are."""


_NEUTRAL = (
    "number", "date", "money", "phone", "email", "work", "job", "thing", "nation", "count", "phrase", "word", "ssn",
)  # fmt: skip
"""Slots that fill boxes of forms in which nobody is named."""


def _lines(texts: str, *, held_out: bool) -> list[str]:
    lines = texts.strip().splitlines()
    aside = [line for i, line in enumerate(lines) if i % _HELD_OUT_TEMPLATES == 4]
    return aside if held_out else [line for i, line in enumerate(lines) if i % _HELD_OUT_TEMPLATES != 4]


class Samples:
    """Draws samples for ever.

    Args:
        seed: Another one draws others.
        held_out: Whether to draw from the names and sentences that are kept aside.
    """

    def __init__(self, seed: int, *, held_out: bool = False) -> None:
        self._rng = random.Random(seed)
        self._values = Values(self._rng, held_out=held_out)
        self._english = _lines(english.SENTENCES, held_out=held_out)
        self._others = [_lines(texts, held_out=held_out) for texts in tongues.OTHERS]
        self._captions = {
            label: [c.strip() for c in texts.replace("\n", "").split("|") if c.strip()]
            for label, texts in tongues.CAPTIONS.items()
        }
        self._makers: tuple[tuple[Callable[[Text], None], float], ...] = (
            (self._sentences, 0.37), (self._dialog, 0.04), (self._foreign, 0.14), (self._form, 0.20),
            (self._block, 0.10), (self._table, 0.06), (self._listing, 0.05), (self._ordinary, 0.06),
        )  # fmt: skip

    def draw(self) -> Text:
        """Returns one sample, mostly of 5 to 80 words."""
        text = Text()
        [make] = self._rng.choices([m for m, _ in self._makers], [w for _, w in self._makers])
        make(text)
        if self._rng.random() < 0.15:
            text.add("\n")
            [make] = self._rng.choices([m for m, _ in self._makers], [w for _, w in self._makers])
            make(text)
        return damaged(text.text, text.spans, self._rng)

    def _fill(self, template: str, text: Text) -> None:
        while match := _CHOICE.search(template):
            template = template[: match.start()] + self._rng.choice(match[1].split("|")) + template[match.end() :]
        place = 0
        for match in _SLOT.finditer(template):
            text.add(template[place : match.start()])
            text.add(*self._values.draw(match[1]))
            place = match.end()
        text.add(template[place:])

    def _sentences(self, text: Text) -> None:
        for i in range(self._rng.choice((1, 1, 1, 2, 2, 3))):
            text.add(self._rng.choice((" ", " ", "\n")) if i else "")
            self._fill(self._rng.choice(self._english), text)

    def _dialog(self, text: Text) -> None:
        """Who says what, a line each."""
        rng = self._rng
        after = rng.choice((": ", ":", " - ", ': "', ":\n"))
        for i in range(rng.randint(1, 4)):
            text.add("\n" if i else "")
            text.add(*self._values.draw(rng.choice(("first", "first", "person", "last"))))
            text.add(after)
            self._fill(rng.choice(self._english), text)
            text.add('"' if after.endswith('"') else "")

    def _foreign(self, text: Text) -> None:
        lines = self._rng.choice(self._others)
        for i in range(self._rng.choice((1, 2, 2, 3))):
            text.add(self._rng.choice((" ", "\n")) if i else "")
            self._fill(self._rng.choice(lines), text)

    def _value_of(self, label: str, text: Text) -> None:
        rng, values = self._rng, self._values
        if not label:
            text.add(values.draw(rng.choice(_NEUTRAL))[0])
        elif label == "PERSON":
            if rng.random() < 0.12:
                text.add(values.title() + " ")
            text.add(*values.draw("person" if rng.random() < 0.93 else "first"))
        elif label == "ADDRESS":
            text.add(*values.draw(rng.choice(("address", "street"))))
        else:
            text.add(
                *values.draw({"ZIP": "zip", "FIRST": "first", "LAST": "last", "PLACE": "place", "ORG": "org"}[label])
            )

    def _form(self, text: Text) -> None:
        """A form: captions with their values beside them, below them, or in a grid; some boxes are empty."""
        rng = self._rng
        labels = rng.choices(list(self._captions), (6, 1, 1, 2, 1, 0.6, 2, 6), k=rng.randint(1, 7))
        style = rng.random()
        case = rng.choice((str, str, str.lower, str.upper, str.capitalize))
        after = rng.choice((":", ":", ":", " :", "", ".", ":\n", "\n", "\t", ":\t"))
        captions = [case(rng.choice(self._captions[label])) for label in labels]
        if style < 0.2:
            text.add("\t".join(captions) + "\n")
            for i, label in enumerate(labels):
                text.add("\t" if i else "")
                self._value_of(label, text)
            return
        between = rng.choice(("\n", "\n", "\n", "\t", "  ", "\n\n", "; "))
        for i, (caption, label) in enumerate(zip(captions, labels, strict=True)):
            text.add((between if i else "") + caption + after + (" " if after[-1:] in ":." or not after else ""))
            if rng.random() < 0.9:
                self._value_of(label, text)

    def _block(self, text: Text) -> None:
        """A card, a letterhead or a signature: who, where, how to reach."""
        rng, values = self._rng, self._values
        parts = [
            rng.choice((["person"], ["person", "org"], ["org"], ["org", "person"], ["person", "job", "org"],
                        ["org", "org"])),
            rng.choice((["address"], ["street", "city"], ["address", "country"], [])),
            rng.choice(([], ["phone"], ["email", "phone"], ["url"], ["phone", "phone", "email"])),
        ]  # fmt: skip
        mark = rng.choice(("", "", "", "> ", ">", "* ", "- ", "| ", "?? ", "# "))
        between = rng.choice(("\n", "\n", "\n", "\n\n", ", ", " | ", "\t", " "))
        for i, slot in enumerate(slot for group in parts for slot in group):
            text.add((between if i else "") + mark)
            if slot == "person" and rng.random() < 0.2:
                text.add(values.title() + " ")
            if slot in ("phone", "email", "url") and rng.random() < 0.5:
                text.add({"phone": "Tel. ", "email": "E-mail: ", "url": "Web "}[slot])
            text.add(*values.draw(slot))

    def _table(self, text: Text) -> None:
        """Rows of goods or of persons, with numbers."""
        rng, values = self._rng, self._values
        kind = rng.choice(("thing", "thing", "thing", "work", "phrase", "org", "person", "person"))
        columns = rng.sample(("count", "money", "date", "number", "money", "job", "city"), rng.randint(1, 4))
        between = rng.choice(("\t", "\t", " ", " | ", ", "))
        if rng.random() < 0.4:
            heads = self._captions[""] if kind != "person" else [*self._captions[""], *self._captions["PERSON"]]
            text.add(between.join(rng.choice(heads) for _ in (kind, *columns)) + "\n")
        for i in range(rng.randint(1, 5)):
            text.add(("\n" if i else "") + (f"{i + 1}{between}" if rng.random() < 0.4 else ""))
            text.add(*values.draw(kind))
            for slot in columns:
                text.add(between)
                text.add(*values.draw(slot))

    def _listing(self, text: Text) -> None:
        """Names, or what is no name, one after another."""
        rng = self._rng
        slot = rng.choice(("person", "person", "first", "last", "work", "org", "city", "thing", "phrase"))
        between = rng.choice((", ", "\n", "; ", " and ", " / ", "\n- "))
        for i in range(rng.randint(1, 6)):
            text.add(between if i else "")
            text.add(*self._values.draw(slot))

    def _ordinary(self, text: Text) -> None:
        """Captions, goods and sentences of business documents, in which there is nobody."""
        rng = self._rng
        for i in range(rng.randint(1, 6)):
            text.add(rng.choice((" ", "\n", "\t")) if i else "")
            words = self._values.draw(rng.choice(("phrase", "phrase", "thing", "work", "month", "nation")))[0]
            text.add(words.title() if rng.random() < 0.2 else words)
            if rng.random() < 0.3:
                text.add(" " + self._values.draw(rng.choice(("number", "money", "date", "count")))[0])
