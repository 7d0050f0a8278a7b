"""A generated text with its labeled spans."""

from __future__ import annotations

from dataclasses import dataclass, field

IGNORED = "?"
"""The label of words of which nobody knows what they are: they teach nothing."""


@dataclass
class Text:
    """A text that grows, with the spans that are labeled. A tab parts two cells of one row."""

    text: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, text: str, label: str = "") -> None:
        """Appends a text, all of it with one label."""
        if label and text:
            self.spans.append((len(self.text), len(self.text) + len(text), label))
        self.text += text
