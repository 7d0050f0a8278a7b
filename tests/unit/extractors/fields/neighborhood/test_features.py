import numpy as np

from extractors.fields.neighborhood.features import (
    ABOVE,
    BELOW,
    LEFT,
    NUMBERS,
    RIGHT,
    SLOTS,
    Box,
    candidates_of,
)


def box(x: int, y: int, width: int = 60, height: int = 12) -> Box:
    return (x, y, x + width, y + height)


TEXTS = ["Invoice", "No.", "4711", "Date", "Total", "03.02.2026", "119,00", "Thanks", "19,00"]
BOXES = [
    box(100, 50, height=30), box(170, 62), box(240, 62), box(400, 200), box(600, 200), box(400, 220), box(600, 220),
    box(100, 900), box(600, 235),
]  # fmt: skip


def found() -> tuple[dict[str, int], np.ndarray]:
    candidates = candidates_of(TEXTS, BOXES, first_page=True, last_page=True)
    return {TEXTS[word]: i for i, word in enumerate(candidates.words)}, candidates.neighbors[..., 0]


def bucket_of(text: str) -> int:
    """The bucket of a word, as the neighbor of the number beside it."""
    beside = candidates_of([text, "1"], [box(100, 100), box(200, 100)], first_page=True, last_page=True)
    return int(beside.neighbors[-1, 0, 0])


def test_only_words_with_digits_are_candidates() -> None:
    at, _ = found()
    assert set(at) == {"4711", "03.02.2026", "119,00", "19,00"}


def test_captions_to_the_left_and_above_have_slots_of_their_own() -> None:
    at, neighbors = found()
    assert neighbors[at["4711"], 0] == bucket_of("No.")
    above = slice(LEFT, LEFT + ABOVE)
    assert neighbors[at["03.02.2026"], above][0] == bucket_of("Date")
    assert neighbors[at["119,00"], above][0] == bucket_of("Total")
    # The date is left of the amount on its row; what is far below is no neighbor.
    assert neighbors[at["119,00"], 0] == bucket_of("03.02.2026")
    below = slice(LEFT + ABOVE + RIGHT, LEFT + ABOVE + RIGHT + BELOW)
    assert neighbors[at["03.02.2026"], below].tolist() == [0, 0]


def test_digits_and_case_do_not_change_a_neighbor() -> None:
    assert bucket_of("NO.") == bucket_of("no")
    assert bucket_of("4711") == bucket_of("0815") != bucket_of("47115")


def test_the_largest_amount_of_a_page_is_known() -> None:
    candidates = candidates_of(TEXTS, BOXES, first_page=True, last_page=False)
    at = {TEXTS[word]: i for i, word in enumerate(candidates.words)}
    is_largest = candidates.numbers[:, NUMBERS.index("is_largest")]
    assert [bool(is_largest[at[text]]) for text in ("119,00", "19,00", "4711")] == [True, False, False]
    assert candidates.numbers[:, NUMBERS.index("last_page")].sum() == 0


def test_a_page_without_digits_has_no_candidates() -> None:
    for texts in ([], ["Thanks"]):
        empty = candidates_of(texts, [box(1, 1)] * len(texts), first_page=True, last_page=True)
        assert empty.neighbors.shape == (0, SLOTS, 2)
        assert empty.numbers.shape == (0, len(NUMBERS))
