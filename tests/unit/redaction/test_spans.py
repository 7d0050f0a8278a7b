"""One token for each span: an address of three lines is one, two names beside each other are two."""

import json

from redaction.view import redacted_extraction, redacted_reading
from schemas.document import Block
from tests.builders import box, extraction, field, page, read_document


def redact(redactor, *lines, fields=(), document_class="other"):
    read = read_document(page(*lines))
    return read, redactor.redact([(read, extraction(*fields, document_class=document_class))])[0]


def test_an_address_over_three_lines_is_one_token(redactor):
    _, redacted = redact(redactor, "Ship to", "12 Main Street", "Apt. 4", "Springfield, IL 62704", "Thank you")
    assert redacted.text == "Ship to\n[STREET_ADDRESS]\nThank you"
    assert len(redacted.spans) == 1


def test_two_persons_and_two_numbers_are_two_tokens(redactor):
    _, redacted = redact(redactor, "Mr. Jonas Behrendt, Mrs. Dana Whitlock", "SSN 123-45-6789", "card 4111111111111111")
    assert redacted.text.splitlines()[0].count("[PERSON]") == 2
    assert redacted.text.splitlines()[1:] == ["SSN [US_SSN]", "card [CREDIT_CARD]"]


def test_a_reading_without_personal_data_has_one_word_a_span_and_no_word_lost_otherwise(redactor):
    read, redacted = redact(redactor, "Ship to 12 Main Street", "Springfield, IL 62704", "Total 30.91")
    blocks = (Block(kind="paragraph", box=box(), lines=(0, 1)), Block(kind="paragraph", box=box(), lines=(2,)))
    read = read.model_copy(update={"pages": (read.pages[0].model_copy(update={"blocks": blocks}),)})
    shown = redacted_reading(read, redacted)
    assert shown.text == "Ship to [STREET_ADDRESS]\nTotal 30.91" == redacted.text
    assert [block.lines for block in shown.pages[0].blocks] == [(0,), (1,)]
    token = shown.words[2]
    assert (token.box.left, token.box.right) == (read.words[2].box.left, read.words[4].box.right)
    assert "Main" not in json.dumps(shown.model_dump(mode="json"))


def test_the_fields_point_to_the_words_of_the_redacted_reading(redactor):
    total = field("total_amount", "30.91", kind="money", word_ids=(9,))
    read, redacted = redact(
        redactor,
        "Ship to 12 Main Street",
        "Springfield, IL 62704",
        "Total 30.91",
        fields=(total,),
        document_class="receipt",
    )
    shown = redacted_extraction(extraction(total), redacted).field("total_amount")
    assert [redacted_reading(read, redacted).words[i].text for i in shown.word_ids] == ["30.91"]


def test_tokens_of_a_page_cover_the_words_of_each_line(redactor):
    read, redacted = redact(redactor, "Ship to 12 Main Street", "Springfield, IL 62704")
    tokens = redacted.pages[0].tokens
    assert [text for text, _ in tokens] == ["[STREET_ADDRESS]"] * 2
    assert tokens[1][1].left == read.words[5].box.left
