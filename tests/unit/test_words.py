"""The check of prose: what it finds, and what it leaves alone."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "ops"))
check_words = importlib.import_module("check_words")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The caption stands above its value.", ["stands above"]),
        ("Whom the page is for", ["Whom"]),
        ("A colour of the Organisation is normalised", ["colour", "Organisation", "normalised"]),
        ("0.80 is asked for\nby papers", ["asked for", "papers"]),
        ("A stand-alone standing order stands for a promise.", []),
        ('Captions such as "Your behaviour" and ``colour`` are data.', []),
    ],
)
def test_banned_words(text: str, words: list[str]) -> None:
    assert [word for _, word, _ in check_words.banned_words(text)] == words


def test_sentences_of_a_docstring() -> None:
    text = """Returns a place. It may be empty: see below.

    Args:
        words: The words of
            a document.
        near: A place.
    """
    assert "The words of a document." in check_words.sentences(text)
    assert [len(s.split()) for s in check_words.sentences(text)] == [3, 6, 1, 1, 5, 1, 2]


def test_prose_is_docstrings_and_comments(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text('"""Doc."""\n\nNAME = "text"  # why\n"""Unit."""\n')
    assert sorted(check_words.prose(file)) == [(1, "Doc."), (3, "# why"), (4, "Unit.")]
    page = tmp_path / "a.md"
    page.write_text("Text\n```\ncode\n```\n")
    assert [text for _, text in check_words.prose(page) if text] == ["Text"]


def test_the_words_of_the_project() -> None:
    assert check_words.main() == 0
