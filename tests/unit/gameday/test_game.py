"""Drills are chosen by name, keep to an empty folder, and say honestly what was not seen."""

from __future__ import annotations

import json
import shutil
from contextlib import closing

import pytest

from fieldwright import gameday as command
from gameday import alerts
from gameday.drill import Usual, play
from gameday.game import all_drills, chosen_drills, play_all
from gameday.system import CommandFailed, Engines, System
from schemas.errors import ConfigurationError
from schemas.settings import Settings

MODELS = Settings.model_fields["models"].default


class NoEngines:
    """Lends nothing: the documents of these drills are not read."""

    def lend(self, bench):
        pass


class Still(Usual):
    """A drill whose steps the test chooses."""

    name, fault, alert = "still", "nothing happens", "FieldwrightQueueAge"

    def __init__(self, *, detected=None, age_s=0, mitigated=None, recovered=None):
        self.told, self.age_s, self.mitigated, self.recovered = detected, age_s, mitigated, recovered

    def break_it(self, system):
        self.age_now = self.age_s
        system.scrape = lambda: system.note(
            [("fieldwright_queue_age_seconds", {"queue": "processing"}, float(self.age_now))]
        )

    def detected(self, system):
        return self.told

    def mitigate(self, system):
        self.age_now = 0
        return self.mitigated

    def recover(self, system):
        return self.recovered


def played(tmp_path, **steps):
    return play(Still(**steps), tmp_path / "home", MODELS, NoEngines(), None)


def test_there_are_eight_faults_and_five_stories_each_with_an_alert():
    names = [drill.name for drill in all_drills()]
    assert names[:8] == [f"F{number}" for number in range(1, 9)]
    assert len(names) == len(set(names)) == 13


def test_drills_are_chosen_by_name_in_any_case():
    assert [drill.name for drill in chosen_drills(["f4", "F1", "f4"])] == ["F4", "F1"]
    with pytest.raises(ConfigurationError, match="no drill F9; there are F1"):
        chosen_drills(["F9"])


def test_a_folder_that_holds_something_is_refused(tmp_path):
    (tmp_path / "fieldwright.db").write_text("mine")
    with pytest.raises(ConfigurationError, match="drills need an empty folder"):
        list(play_all([], MODELS, tmp_path))


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is missing")
@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        ({}, "not detected"),
        ({"detected": "seen"}, "FieldwrightQueueAge did not fire"),
        ({"detected": "seen", "age_s": 4000}, "not mitigated"),
        ({"detected": "seen", "age_s": 4000, "mitigated": "done"}, "not recovered"),
        ({"detected": "seen", "age_s": 4000, "mitigated": "done", "recovered": "as before"}, ""),
    ],
)
def test_what_is_missing_is_told(tmp_path, steps, problem):
    made = played(tmp_path, **steps)
    assert (made.problem, made.passed) == (problem, not problem)
    assert json.loads(json.dumps(made.as_row()))["runbook"] == "ops/runbooks/queue-age.md"


@pytest.mark.parametrize(
    ("steps", "problem", "unchecked"),
    [
        ({}, "not detected", False),
        ({"detected": "seen"}, "not mitigated", True),
        ({"detected": "seen", "mitigated": "done", "recovered": "as before"}, "", True),
    ],
)
def test_without_promtool_a_drill_is_played_and_its_alert_is_not_checked(
    tmp_path, monkeypatch, steps, problem, unchecked
):
    monkeypatch.setattr(alerts, "PROMTOOL", "no-such-promtool")
    made = played(tmp_path, **steps)
    assert (made.problem, made.passed, made.ended, made.alerted_s) == (problem, False, not problem, None)
    assert made.unchecked == ("alert not checked: promtool is missing" if unchecked else "")


def test_engines_leave_the_store_of_the_settings_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("FIELDWRIGHT_HOME", str(tmp_path / "real"))
    monkeypatch.setenv("FIELDWRIGHT_DATABASE_URL", "postgresql://real/real")
    with (
        closing(Engines(tmp_path / "engines", MODELS)) as engines,
        System(tmp_path / "home", MODELS, engines) as system,
    ):
        assert system.bench.redactor is engines._donor.redactor
        assert system.bench.settings.promise.thresholds == {}
    assert (tmp_path / "engines" / "fieldwright.db").exists()
    assert not (tmp_path / "real").exists()


def test_commands_use_the_system_of_the_drill_and_no_other(tmp_path, monkeypatch):
    monkeypatch.setenv("FIELDWRIGHT_HOME", str(tmp_path / "real"))
    monkeypatch.setenv("FIELDWRIGHT_DATABASE_URL", "postgresql://real/real")
    with System(tmp_path / "home", MODELS, NoEngines()) as system:
        environment = system.environment()
        assert environment["FIELDWRIGHT_HOME"] == str(tmp_path / "home")
        assert "FIELDWRIGHT_DATABASE_URL" not in environment
        assert "0 rejected documents" in system.command("failed")
        with pytest.raises(CommandFailed, match="sources release"):
            system.command("sources", "release", "nothing")
    assert not (tmp_path / "real").exists()
    assert system.commands == ["fieldwright failed", "fieldwright sources release nothing"]


def test_the_exit_code_is_1_unless_all_passed(tmp_path, monkeypatch, capsys):
    from gameday import game
    from gameday.drill import Played

    good = Played("F1", "f", "A", detected_s=1, alerted_s=2, mitigated_s=3, recovered_s=400_000)
    bad = Played("F2", "f", "A", problem="not detected")
    blind = Played("F3", "f", "A", detected_s=1, mitigated_s=3, recovered_s=4, unchecked="alert not checked")
    for told, code in (([good], 0), ([good, blind], 2), ([good, blind, bad], 1), ([good, bad], 1)):
        monkeypatch.setattr(game, "play_all", lambda *_, told=told, **__: iter(told))
        assert command.run([], output=tmp_path / "seen.json", home=None) == code
    assert [row["passed"] for row in json.loads((tmp_path / "seen.json").read_text())] == [True, False]
    assert "1 of 2 drills" in capsys.readouterr().out
