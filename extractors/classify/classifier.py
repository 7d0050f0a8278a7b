"""Which class a document is of, by words, pieces of words and the shape of the page: multinomial logistic regression.

The weights are made by ``training/classifier.py`` and need numpy only: a few milliseconds a document.
Source: Weinberger et al. 2009, Feature hashing for large scale multitask learning; Guo et al. 2017, On calibration of
modern neural networks (the temperature).
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from schemas.document import Page, ReadDocument
from schemas.errors import ConfigurationError
from schemas.extraction import Classification
from schemas.general import OTHER

WEIGHTS_FILE = "weights.npz"

BUCKETS = 1 << 16
"""Features are hashed into this many columns."""

FEW_WORDS = 5
"""With fewer words of letters than this a class cannot be determined: rows of digits are on every document."""

FIRST_PAGE, LATER_PAGE = 1.0, 0.3
"""A word on a later page counts less: the first page defines the document, annexes may be of any kind."""

MAX_WORDS = 2000
"""Words looked at; longer documents repeat themselves."""

_TOKEN = re.compile(r"[^\W_]+|[$€£¥%]")
_DIGIT = re.compile(r"\d")
_MONEY = re.compile(r"-?[$€£]?\d{1,3}([.,' ]?\d{3})*[.,]\d{2}[$€£]?")


@dataclass(frozen=True)
class PageWords:
    """What the classifier sees of a page: its lines of text, and the ratio of its width to its height."""

    lines: tuple[str, ...]
    aspect: float | None = None


Bag = dict[int, float]
"""Bucket to how often its features occur, weighed by page."""


@dataclass(frozen=True)
class Bags:
    """The three views on a document; each has the same say however long the document is."""

    words: Bag
    pieces: Bag
    shape: Bag


def page_words(page: Page) -> PageWords:
    """Returns what the classifier sees of a page."""
    return PageWords(tuple(line.text for line in page.lines), page.width / page.height)


def bags(pages: Sequence[PageWords]) -> Bags:
    """Counts a document's features: words and pairs of neighbors, pieces of words, and the shape of the first page."""
    words: Counter[int] = Counter()
    pieces: Counter[int] = Counter()
    left = MAX_WORDS
    for index, page in enumerate(pages):
        weight = FIRST_PAGE if index == 0 else LATER_PAGE
        for line in page.lines:
            tokens = tokens_of(line)[:left]
            left -= len(tokens)
            for token in tokens:
                words[_bucket(f"w {token}")] += weight  # type: ignore[assignment]  # counts are shares of a page
                for piece in _pieces(token):
                    pieces[piece] += weight  # type: ignore[assignment]
            for first, second in pairwise(tokens):
                words[_bucket(f"p {first} {second}")] += weight  # type: ignore[assignment]
    shape = {_bucket(f"s {name}"): 1.0 for name in _shape(pages[0])} if pages else {}
    return Bags(dict(words), dict(pieces), shape)


def tokens_of(text: str) -> list[str]:
    """Returns the words of a text without case, accents and the values of digits."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return [_DIGIT.sub("0", token)[:30] for token in _TOKEN.findall(plain)]


@lru_cache(maxsize=50_000)
def _pieces(token: str) -> tuple[int, ...]:
    # OCR loses letters and blanks between words: pieces of three to five characters survive both.
    if len(token) < 4 or token[0] == "0":
        return ()
    edged = f" {token} "
    return tuple(_bucket(f"c {edged[i : i + size]}") for size in (3, 4, 5) for i in range(len(edged) - size + 1))


@lru_cache(maxsize=100_000)
def _bucket(feature: str) -> int:
    # Not hash(): that changes from process to process.
    return zlib.crc32(feature.encode()) % BUCKETS


def _shape(page: PageWords) -> Iterator[str]:
    words = [word for line in page.lines for word in line.split()]
    count = max(len(words), 1)
    digits = sum(_DIGIT.search(word) is not None for word in words) / count
    money = sum(_MONEY.fullmatch(word) is not None for word in words) / count
    yield f"words {_step(len(words), (20, 60, 120, 250, 500, 900))}"
    yield f"digits {_step(digits, (0.05, 0.15, 0.25, 0.4, 0.6))}"
    yield f"money {_step(money, (0.005, 0.02, 0.05, 0.1, 0.2))}"
    if page.aspect is not None:
        yield f"aspect {_step(page.aspect, (0.5, 0.65, 0.85, 1.2))}"


def _step(value: float, bounds: Iterable[float]) -> int:
    return sum(value >= bound for bound in bounds)


SHARES = (0.7, 0.7, 0.15)
"""Length of the three views in the feature vector: words, pieces, shape. The shape is a hint, never the ground."""


def vector(seen: Bags, idf: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Returns a document's buckets and their values; each view has its share as length.

    Args:
        seen: The features counted.
        idf: How rare each bucket is. Words that training never saw are rarest and take their part of the length, so a
            document of unknown words has low scores.
    """
    parts = [_view(bag, idf, share) for bag, share in zip((seen.words, seen.pieces, seen.shape), SHARES, strict=True)]
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def _view(
    bag: Mapping[int, float], idf: npt.NDArray[np.float32], share: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    buckets = np.fromiter(bag.keys(), dtype=np.int64, count=len(bag))
    counts = np.fromiter(bag.values(), dtype=np.float32, count=len(bag))
    values = np.log1p(counts) * idf[buckets]
    length = float(np.linalg.norm(values))
    return buckets, values * (share / length) if length else values


def _has_letter(word: str) -> bool:
    return any(c.isalpha() for c in word)


class Classifier:
    """Tells document classes by the weights in a folder.

    Args:
        folder: Holds ``weights.npz`` beside its model card.

    Raises:
        ConfigurationError: The weights are missing, damaged or made for another program version.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / WEIGHTS_FILE
        try:
            # Opened here, because numpy leaves the file open when it is no archive.
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                self.classes = tuple(str(name) for name in stored["classes"])
                self._weights = stored["weights"].astype(np.float32)
                self._bias = stored["bias"].astype(np.float32)
                self._idf = stored["idf"].astype(np.float32)
                self._temperature = float(stored["temperature"])
                self.version = str(stored["version"])
        except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
            message = f"no usable classifier in {path}; run: python -m training.classifier"
            raise ConfigurationError(message) from error
        if self._weights.shape != (BUCKETS, len(self.classes)) or self._idf.shape != (BUCKETS,):
            raise ConfigurationError(f"the classifier in {path} is for another program version; train it again")

    @property
    def idf(self) -> npt.NDArray[np.float32]:
        """How rare each bucket of features is, (BUCKETS,)."""
        idf: npt.NDArray[np.float32] = self._idf
        return idf

    def classify(self, batch: Sequence[ReadDocument]) -> list[Classification]:
        """Returns the class of each document, in the same order, with a calibrated confidence.

        A document with next to no words of letters is ``other`` with no confidence.
        """
        return [self._classify(read) for read in batch]

    def _classify(self, read: ReadDocument) -> Classification:
        name, confidence = OTHER.name, 0.0
        if sum(_has_letter(word.text) for word in read.words) >= FEW_WORDS:
            shares = self.probabilities([page_words(page) for page in read.pages])
            best = int(shares.argmax())
            name, confidence = self.classes[best], float(shares[best])
        return Classification(
            document_id=read.document_id,
            document_class=name,
            confidence=min(confidence, 1.0),
            model=f"classifier {self.version}",
        )

    def probabilities(self, pages: Sequence[PageWords]) -> npt.NDArray[np.float32]:
        """Returns how likely each of `classes` is; the values add up to one."""
        buckets, values = vector(bags(pages), self._idf)
        scores = (values @ self._weights[buckets] + self._bias) / self._temperature
        shares = np.exp(scores - scores.max())
        return np.asarray(shares / shares.sum(), dtype=np.float32)
