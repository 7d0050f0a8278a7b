"""``fieldwright export`` as a person meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reviewing import process, reviewing

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    with reviewing(folder) as bench:
        process(bench, "claim_list.pdf", document_class="claim")
    return folder


@pytest.fixture
def call(run_cli: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("FIELDWRIGHT_HOME", str(home))
    return run_cli


@pytest.mark.parametrize(
    ("form", "beginning"), [("pdf", b"%PDF-"), ("hocr", b"<?xml"), ("alto", b"<?xml"), ("json", b"{")]
)
def test_every_format_is_written_whole_and_redacted(call: Call, tmp_path: Path, form: str, beginning: bytes) -> None:
    whole, redacted = tmp_path / "whole", tmp_path / "redacted"
    code, out, _ = call("export", "claim_list.pdf", "--format", form, "--output", whole)
    assert (code, str(whole.stat().st_size) in out) == (0, True)
    assert call("export", "claim_list.pdf", "-f", form, "-o", redacted, "--redacted")[0] == 0
    assert whole.read_bytes().startswith(beginning)
    assert redacted.read_bytes().startswith(beginning)
    if form != "pdf":  # whose text is looked into by the tests of exports
        assert b"Jeffrey" in whole.read_bytes()
        assert b"Jeffrey" not in redacted.read_bytes()


def test_what_was_exported_is_in_the_history(call: Call, tmp_path: Path) -> None:
    call("export", "claim_list.pdf", "--format", "json", "--output", tmp_path / "x.json", "--redacted")
    events = json.loads(call("show", "claim_list.pdf", "--json")[1])["events"]
    assert {k: events[-1][k] for k in ("kind", "actor", "format", "redacted")} == {
        "kind": "exported", "actor": "terminal", "format": "json", "redacted": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("claim_list.pdf", "--format", "docx", "--output", "x"), "choose one of pdf, hocr, alto, json"),
        (("nowhere.pdf", "--output", "x"), "no document"),
        (("claim_list.pdf", "--output", "/nowhere/x.pdf"), "cannot be written"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(call: Call, arguments: tuple[str, ...], told: str) -> None:
    code, _, err = call("export", *arguments)
    assert code == 2
    assert told in err
