"""``fieldwright archive`` as a person or a script meets it."""

from __future__ import annotations

import json

import pytest

from schemas.settings import load_settings
from services.workbench import Workbench
from tests.archives import folder, open_manifest, work
from tests.workbenches import workbench


@pytest.fixture
def call(run_cli, tmp_path, monkeypatch):
    """Runs the command line on a home of its own."""
    monkeypatch.setenv("FIELDWRIGHT_HOME", str(tmp_path / "home"))
    return run_cli


def test_plan_status_and_raise(call, tmp_path):
    nas, manifest = folder(tmp_path / "nas", "letter.pdf", "damaged_on_purpose.pdf"), tmp_path / "m.jsonl"
    code, out, err = call("archive", "plan", nas, "--output", manifest, "--workers", 4)
    told = " ".join(out.split())
    assert code == 0
    assert "1 files" in told
    assert "1 not usable" in told
    assert "the shipped benchmark" in told
    assert "hours with 4 workers" in told
    assert "damaged_on_purpose.pdf" in "".join(err.split())
    code, out, _ = call("archive", "status", manifest)
    assert "1 waiting" in out
    assert "no estimate before two shards" in " ".join(out.split())
    with workbench(tmp_path / "home") as bench:
        work(bench, open_manifest(manifest))
    code, out, _ = call("archive", "status", manifest, "--json")
    found = json.loads(out)
    assert (found["shards"]["done"], found["pages"], found["pages_left"]) == (1, 1, 0)
    assert [one["path"].rpartition("/")[2] for one in found["failures"]] == ["damaged_on_purpose.pdf"]
    code, out, _ = call("archive", "raise", manifest, "--where", "needs_review", "--json")
    assert (code, len(json.loads(out)["raised"]["taken"])) == (0, 1)
    with Workbench(load_settings()) as bench:
        assert len(bench.store.waiting(9)) == 1


def test_a_plan_as_json_has_the_range_and_its_source(call, tmp_path):
    manifest = tmp_path / "m.jsonl"
    code, out, _ = call("archive", "plan", folder(tmp_path / "nas"), "-o", manifest, "--json", "--tier", "premium")
    found = json.loads(out)
    assert (code, found["pages"], found["archive"]) == (0, 3, open_manifest(manifest).id)
    hours = found["forecast"]["hours"]
    assert 0 < hours["low"] < hours["middle"] < hours["high"]
    assert "benchmark" in found["forecast"]["source"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("status", "{tmp}/nowhere.jsonl"), "archive plan"),
        (("run", "{tmp}/nowhere.jsonl"), "archive plan"),
        (("run", "{manifest}", "--tier", "best"), "best"),
        (("raise", "{manifest}", "--where", "rich"), "amount>1000"),
        (("raise", "{manifest}", "--where", "needs_review", "--tier", "draft"), "lowest"),
        (("raise", "{manifest}", "--where", "class=poem"), "poem"),
        (("plan", "{tmp}/nas", "-o", "{manifest}"), "exists"),
        (("plan", "{tmp}/nowhere", "-o", "{tmp}/other.jsonl"), "nowhere"),
    ],
)
def test_wrong_usage_is_one_sentence_and_code_2(call, tmp_path, arguments, told):
    manifest = tmp_path / "m.jsonl"
    call("archive", "plan", folder(tmp_path / "nas", "letter.pdf"), "-o", manifest, "--quiet")
    code, _, err = call("archive", *(one.format(tmp=tmp_path, manifest=manifest) for one in arguments))
    assert code == 2
    assert told in err
    assert "Traceback" not in err
