"""Every drill is played on real models, and every runbook's commands are run in a home with its fault."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gameday.alerts import alert_of, runbook_of
from gameday.bases import Bases
from gameday.drill import play
from gameday.game import all_drills
from gameday.system import Engines, System
from registry.releases import releases
from services.operations.objectives import load_objectives
from tests.commands import run_command
from tests.models import models_folder

ROOT = Path(__file__).resolve().parents[2]
OBJECTIVES = load_objectives(ROOT / "ops" / "slo.yaml")
RUNBOOKS = sorted((ROOT / "ops" / "runbooks").glob("*.md"))
NOT_ENDING = ("portal", "worker", "metrics --port")
"""Commands that run until somebody ends them: that they parse is checked with those of the documentation."""
NEEDS_DATA = ("train",)
"""Commands that need a labeled set, which no drill makes."""

LONG = {"F1", "F2", "camera-app", "low-confidence", "minority-language"}
"""Drills of two minutes and more; others of their kind, F4, F8, new-template and F6, run with every change."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is missing: apt-get install prometheus"),
]


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    with closing(Engines(tmp_path_factory.mktemp("engines"), models_folder())) as made:
        yield made


@pytest.fixture(scope="module")
def bases(tmp_path_factory, engines):
    return Bases(tmp_path_factory.mktemp("bases"), models_folder(), engines)


def steps(runbook: Path) -> Iterator[tuple[str, list[str]]]:
    """Yields the section and the words of each command of a runbook that can be run by itself."""
    section = ""
    for block in re.split(r"^## ", runbook.read_text(encoding="utf-8"), flags=re.MULTILINE):
        section = block.partition("\n")[0]
        for lines in re.findall(r"^```sh\n(.*?)^```", block, re.MULTILINE | re.DOTALL):
            for line in lines.splitlines():
                command = line.removeprefix("fieldwright ")
                if line.startswith("fieldwright ") and not command.startswith((*NOT_ENDING, *NEEDS_DATA)):
                    yield section, shlex.split(command, comments=True)


def filled(words: list[str], system: System) -> list[str]:
    """Returns a command with what a person on call would put in place of its names."""
    kinds = [document.document_class for document in system.bench.store.documents(limit=1)]
    users = [user.name for user in system.bench.store.accounts.users()]
    known = {
        "CLASS": kinds[0] or "receipt",
        "DOCUMENT": system.bench.store.documents(limit=1)[0].id[:16],
        "VERSION": next((one.version for one in releases(system.bench.settings.models)), ""),
        "SOURCE": f"{system.inbox}/app/",
        "NAME": users[0] if users else "somebody",
    }
    return [re.sub(r"\b[A-Z]{4,}\b", lambda name: known.get(name[0], name[0]), word) for word in words]


def ended(words: list[str], system: System) -> tuple[int, str]:
    done = run_command(words, system.environment(), system.home)
    return done.code, done.output + done.errors


class WithRunbook:
    """A drill whose runbook is followed: its looks while the fault lasts, its other steps once all is over."""

    def __init__(self, drill, runbook):
        self._drill, self._runbook, self.run = drill, runbook, []

    def __getattr__(self, name):
        return getattr(self._drill, name)

    def mitigate(self, system):
        self._follow(system, lambda section: section == "Look")
        return self._drill.mitigate(system)

    def recover(self, system):
        told = self._drill.recover(system)
        system.scrape()
        self._follow(system, lambda section: section != "Look")
        return told

    def _follow(self, system, wanted):
        system.bench.save_counts()
        for section, words in steps(self._runbook):
            if wanted(section):
                command = filled(words, system)
                if "VERSION" in words and "" in command:
                    continue  # no release is to blame in this drill
                self.run.append((shlex.join(words), *ended(command, system)))


@pytest.mark.parametrize(
    "drill",
    [pytest.param(drill, id=drill.name, marks=[pytest.mark.long] * (drill.name in LONG)) for drill in all_drills()],
)
def test_a_fault_is_detected_alerted_mitigated_and_recovered_and_its_runbook_runs(drill, tmp_path, engines, bases):
    runbook = ROOT / runbook_of(alert_of(OBJECTIVES, drill.alert))
    followed = WithRunbook(drill, runbook)
    made = play(followed, tmp_path / "home", models_folder(), engines, bases.home(drill.base))
    assert (made.problem, made.passed) == ("", True), made
    assert made.mitigated_by or made.mitigation
    assert followed.run
    assert [one for one in followed.run if one[1] not in OF_DOCTOR.get(one[0], (0,))] == []


OF_DOCTOR = {"doctor": (0, 1)}
"""``doctor`` ends with 1 where something is missing, as on a machine without a Prefect server."""


@pytest.fixture(scope="module")
def released(tmp_path_factory, engines, bases):
    """The home of a system with documents, and a release that was promoted."""
    home = tmp_path_factory.mktemp("released") / "home"
    with System(home, models_folder(), engines, base=bases.home("text")) as system:
        assert ended(["models", "add", str(models_folder() / "layoutlm"), "--name", "later"], system)[0] == 0
        [version] = [one.version for one in releases(system.bench.settings.models)]
        assert ended(["models", "promote", version], system)[0] == 0
        system.save()
    return home


@pytest.mark.parametrize("runbook", RUNBOOKS, ids=lambda path: path.stem)
def test_every_step_of_a_runbook_runs(runbook, tmp_path, engines, released):
    with System(tmp_path / "home", models_folder(), engines, base=released) as system:
        if "user disable" in runbook.read_text():
            system.bench.store.accounts.add_user("somebody", "viewer", actor="test")
        if "models recall" in runbook.read_text():
            [version] = [one.version for one in releases(system.bench.settings.models)]
            assert ended(["models", "rollback", version], system)[0] == 0
        failed = []
        for _, words in steps(runbook):
            command = filled(words, system)
            code, told = ended(command, system)
            if code not in OF_DOCTOR.get(shlex.join(words), (0,)) and not _is_expected(told):
                failed.append((shlex.join(command), code, told))
        assert failed == []


def _is_expected(told: str) -> bool:
    """Whether a step says that there is nothing for it to do in this home."""
    return any(phrase in told for phrase in ("no documents are kept", "is not held", "has no version before"))
