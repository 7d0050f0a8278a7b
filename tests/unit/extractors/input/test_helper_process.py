from __future__ import annotations

import pytest

from extractors.input import helper_process
from extractors.input.helper_process import HelperFailed, HelperTimedOut, borrowed

SCRIPT = """
import json, os, sys, time
for line in sys.stdin:
    request = json.loads(line)
    if request == "die":
        os._exit(3)
    if request == "sleep":
        time.sleep(60)
    if request == "babble":
        print("this is no answer", flush=True)
        continue
    size = request if isinstance(request, int) else 0
    print(json.dumps({"pid": os.getpid(), "bytes": size}), flush=True)
    sys.stdout.buffer.write(b"x" * (size - 1 if request == 7 else size))
    sys.stdout.buffer.flush()
    if request == 7:
        os._exit(0)
"""


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "helper.py"
    path.write_text(SCRIPT)
    return path


def pid(script):
    with borrowed(script) as helper:
        return helper.ask("who", 10)[0]["pid"]


def test_one_process_serves_one_document_after_the_other(script):
    assert pid(script) == pid(script)


def test_a_process_serves_one_document_at_a_time(script):
    with borrowed(script) as one, borrowed(script) as other:
        assert one.ask("who", 10)[0] != other.ask("who", 10)[0]


def test_bytes_behind_an_answer_arrive_whole(script):
    with borrowed(script) as helper:
        for size in (0, 1, 3_000_000):
            assert helper.ask(size, 10)[1] == b"x" * size


@pytest.mark.parametrize("request_", ["die", "babble", 7])
def test_a_process_that_fails_is_replaced(script, request_):
    before = pid(script)
    with pytest.raises(HelperFailed), borrowed(script) as helper:
        helper.ask(request_, 10)
    assert pid(script) != before


def test_a_process_that_takes_too_long_is_replaced(script):
    before = pid(script)
    with pytest.raises(HelperTimedOut), borrowed(script) as helper:
        helper.ask("sleep", 0.1)
    assert pid(script) != before


def test_a_process_is_replaced_after_many_requests(script, monkeypatch):
    monkeypatch.setattr(helper_process, "MOST_REQUESTS", 2)
    assert pid(script) == pid(script) != pid(script)
