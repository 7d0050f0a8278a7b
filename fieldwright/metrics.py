"""``fieldwright metrics``: the figures for Prometheus, printed, served on a port, or sent to a Pushgateway."""

from __future__ import annotations

import signal
import threading

from fieldwright.console import console, notes
from flows.local_server import check_port
from schemas.errors import ConfigurationError, EngineUnavailable
from schemas.settings import load_settings
from services.operations.exporter import Exporter
from services.workbench import Workbench
from telemetry.exposition import exposition, push, serve


def run(*, port: int | None, host: str, gateway: str | None) -> None:
    """Prints the figures once, serves them until Ctrl-C, or sends them once."""
    if port is not None and gateway is None:
        check_port(port, host)
    with Workbench(load_settings()) as bench:
        figures = Exporter(bench).figures
        if gateway is not None:
            try:
                push(figures, gateway)
            except OSError as error:
                raise EngineUnavailable(f"{gateway} does not take the figures ({type(error).__name__})") from None
            except ValueError:
                raise ConfigurationError(
                    f"{gateway} is no address of a Pushgateway: state one such as http://gateway:9091"
                ) from None
            return
        if port is None:
            console.file.write(exposition(figures)[0].decode())
            return
        try:
            end = serve(figures, port, host)
        except OSError as error:
            raise ConfigurationError(
                f"port {port} of {host} cannot be used ({error.strerror}): choose another"
            ) from None
        notes.print(f"metrics      http://{host}:{port}/metrics")
        wanted = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: wanted.set())
        wanted.wait()
        end()
