"""One `fieldwright serve` for a home folder, and nothing left of one that was killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from flows import serve_lock
from flows.local_server import LocalPrefect, check_port
from schemas.errors import ConfigurationError
from schemas.settings import Settings
from store.leases import is_dead, process_name

URL = "http://127.0.0.1:4200"


def test_a_second_one_is_refused_with_the_process_of_the_first(tmp_path):
    with (
        serve_lock.held(tmp_path, URL),
        pytest.raises(ConfigurationError, match=rf"process {os.getpid()} at {URL}"),
        serve_lock.held(tmp_path, "http://127.0.0.1:4300"),
    ):
        pass
    with serve_lock.held(tmp_path, URL):
        assert serve_lock.running(tmp_path).url == URL
    assert serve_lock.running(tmp_path) is None


def test_what_a_killed_one_left_running_is_ended_by_the_next(tmp_path):
    with (
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as left,
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as killed,
    ):
        names = process_name(left.pid), process_name(killed.pid)
        killed.kill()
        killed.wait()
        served = serve_lock.Served(process=names[1], url=URL, children=names[:1])
        (tmp_path / serve_lock.FILE).write_text(served.model_dump_json())
        assert serve_lock.running(tmp_path) is None
        with serve_lock.held(tmp_path, URL) as lock:
            assert is_dead(names[0])
            assert serve_lock.running(tmp_path).children == ()
            lock.note_children([os.getpid()])
            assert serve_lock.running(tmp_path).children == (process_name(os.getpid()),)


def test_ports_are_checked_when_what_a_killed_one_left_running_has_ended(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    listen = "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); input()"
    with (
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as killed,
        subprocess.Popen(
            [sys.executable, "-c", listen], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        ) as portal,
        socket.create_server(("127.0.0.1", 0)) as foreign,
    ):
        portal_port = int(portal.stdout.readline())
        served = serve_lock.Served(process=process_name(killed.pid), url=URL, children=(process_name(portal.pid),))
        killed.kill()
        killed.wait()
        (tmp_path / serve_lock.FILE).write_text(served.model_dump_json())
        # Another program's port ends the start before anything is started.
        ports = (portal_port, foreign.getsockname()[1])
        with (
            pytest.raises(ConfigurationError, match=f"port {ports[1]} "),
            LocalPrefect(Settings(home=tmp_path), port=ports[0], needed=ports[1:]),
        ):
            pass
        with (
            pytest.raises(ConfigurationError, match=f"port {ports[1]} "),
            LocalPrefect(Settings(home=tmp_path), port=ports[1], needed=ports[:1]),
        ):
            pass


@pytest.mark.parametrize(("port", "told"), [(70000, "no port"), (0, "no port"), (None, "cannot be used")])
def test_a_port_that_cannot_be_used_is_named(port, told):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1] if port is None else port
        with pytest.raises(ConfigurationError, match=f"{port}.*{told}"):
            check_port(port)
