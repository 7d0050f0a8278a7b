"""Which drills there are, and playing some of them one after the other."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from gameday import costs, indexes, inputs, leaks, load, regressions, templates
from gameday.bases import Bases
from gameday.drill import Drill, Played, play
from gameday.system import Engines
from schemas.errors import ConfigurationError
from values.wording import quantity


def all_drills() -> list[Drill]:
    """Returns every drill: F1 to F8, then the stories from production."""
    found: list[Drill] = []
    for module in (inputs, load, templates, costs, leaks, regressions, indexes):
        found += module.drills()
    return sorted(
        found, key=lambda drill: (not _is_numbered(drill.name), drill.name if _is_numbered(drill.name) else "")
    )


def chosen_drills(names: Sequence[str]) -> list[Drill]:
    """Returns the drills of these names; without names, all.

    Raises:
        ConfigurationError: There is no such drill.
    """
    drills = all_drills()
    known = {drill.name.lower(): drill for drill in drills}
    if unknown := [name for name in names if name.lower() not in known]:
        raise ConfigurationError(
            f"there is no drill {unknown[0]}; there are {', '.join(drill.name for drill in drills)}"
        )
    return [known[name.lower()] for name in dict.fromkeys(names)] if names else drills


def play_all(
    drills: Sequence[Drill], models: Path, home: Path | None, *, begun: Callable[[Drill], None] = lambda _: None
) -> Iterator[Played]:
    """Plays drills, and yields what became of each.

    Args:
        drills: What to play.
        models: The shipped models.
        home: Where the drills' systems stay; it must be empty or missing. None removes them at the end.
        begun: Is told which drill begins.

    Raises:
        ConfigurationError: The folder holds something, or a program is missing.
    """
    with _folder(home) as folder, closing(Engines(folder / "engines", models)) as engines:
        bases = Bases(folder, models, engines)
        for drill in drills:
            begun(drill)
            yield play(drill, folder / drill.name, models, engines, bases.home(drill.base))


@contextmanager
def _folder(home: Path | None) -> Iterator[Path]:
    if home is None:
        with tempfile.TemporaryDirectory(prefix="fieldwright-gameday-") as made:
            yield Path(made)
        return
    if home.exists() and any(home.iterdir()):
        held = quantity(len(list(home.iterdir())), "entry", "entries")
        raise ConfigurationError(f"{home} holds {held}: drills need an empty folder, for they break what is in it")
    home.mkdir(parents=True, exist_ok=True)
    yield home


def _is_numbered(name: str) -> bool:
    return len(name) == 2 and name[0] == "F" and name[1].isdigit()
