from __future__ import annotations

import pytest

from extractors.fields.decoding.clock_stamps import SEVERAL, clock_stamps, with_clock_stamp
from tests.builders import field, page, read_document


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (["CRIMINAL DIVISION", "95", "JUL", "10", "PM", "4:", "15"], "1995-07-10"),
        (["REGISTRATION UNIT", "2010 NOV 22 PM 2:02"], "2010-11-22"),
        (["92 JUN 30 P3:06 RECEIVED"], "1992-06-30"),
        (["93 MAY-7 PM 3:48"], "1993-05-07"),  # month and day in one word
        (["93 SEP14 PM 12:33"], "1993-09-14"),
        (["205 SEP 21 PH 4:54"], "2005-09-21"),  # its zeros run into one, and M is read as H
        (["2011 HAY 27 AM 7:31"], "2011-05-27"),
        (["93 NV 23 PM 5:11"], "1993-11-23"),  # a letter is lost
        (["208 0CT 15 PM 2 32"], "2008-10-15"),
        (["AUG 15 12 59 PM '79 (Rev"], "1979-08-15"),  # older clocks: the time before the year
        (["MAR 9 1 55 PM 1966"], "1966-03-09"),
    ],
)
def test_the_date_of_a_time_clock_is_read(lines: list[str], value: str) -> None:
    [stamp] = clock_stamps(read_document(page(*lines)))
    assert stamp.value == value
    assert [word.id for word in stamp.words] == sorted(word.id for word in stamp.words)


@pytest.mark.parametrize(
    "lines",
    [
        ["FORM CRM-159 SEP. 69 AM 11:52"],  # the form's edition
        ["207 J 13 PM 4:51"],  # January, June or July
        ["93 JN 23 PM 5:11"],
        ["20 JUL 20 PM 3:39"],  # 2000, or 2002 with a lost digit
        ["JAN 10 P2:18 INTERNAL SECURITY"],  # no year
        ["95 JUL 10 Libraries"],  # no clock
        ["95 FEB 30 PM 4:15"],
        ["February 9, 1993"],
    ],
)
def test_what_is_no_legible_stamp_is_none(lines: list[str]) -> None:
    assert list(clock_stamps(read_document(page(*lines)))) == []


def test_the_date_of_most_stamps_replaces_another_one() -> None:
    read = read_document(page("95 JUN 29 PM 3:06", "7-5-95"), page("95 JUN 29 PM 3:06"), page("95 JUN 28 PM 3:06"))
    signed = field("stamped_date", "1995-07-05", kind="date", raw="7-5-95", word_ids=(5,))
    found = with_clock_stamp(read, {"stamped_date": signed})["stamped_date"]
    assert (found.value, found.raw, found.confidence) == ("1995-06-29", "95 JUN 29", SEVERAL)
    assert found.page_number == 1


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Received by the unit 11/30/2011", True),
        ("FILED 11/30/2011", True),
        ("11/30/2011 4:34:12 PM", True),
        ("(Signature) 11/30/2011 Director", False),
    ],
)
def test_without_a_clock_a_date_needs_a_sign_of_receipt(line: str, stays: bool) -> None:
    read = read_document(page(line))
    [word] = [w for w in read.words if w.text == "11/30/2011"]
    seen = field("stamped_date", "2011-11-30", kind="date", raw=word.text, word_ids=(word.id,))
    other = field("registrant_name", "JETRO", kind="name", word_ids=(0,))
    found = with_clock_stamp(read, {"stamped_date": seen, "registrant_name": other})
    assert ("stamped_date" in found) is stays
    assert "registrant_name" in found
