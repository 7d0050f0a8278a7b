"""The services of ops/compose.yaml: the form that the Compose Specification gives them, and what they need of each other.

The plugin of Docker that validates such a file is not everywhere; `Compose` has the part of the specification that we
use, and refuses all else. Source: https://github.com/compose-spec/compose-spec, 05-services.md.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

import prefect.settings
import pytest
import yaml
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from portal.app import create_app
from registry.class_files import TAUGHT
from registry.releases import RELEASES
from tests.workbenches import ROOT, workbench

FILE = ROOT / "ops" / "compose.yaml"
Object = dict[str, Any]
Duration = Annotated[str, Field(pattern=r"^([0-9]+(us|ms|s|m|h))+$")]
Port = Annotated[str, Field(pattern=r"^127\.0\.0\.1:[0-9]{2,5}:[0-9]{2,5}$")]
"""A port that this host alone can reach."""
Volume = Annotated[str, Field(pattern=r"^(\.\.?/)?[\w./-]+:/[\w./-]+(:ro)?$")]
Image = Annotated[str, Field(pattern=r"^[\w./-]+:([\w.-]+|\$\{IMAGE_TAG:-latest\})$")]
"""An image with its version; only our own follow a variable."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Build(Strict):
    context: str
    dockerfile: str


class Needed(Strict):
    condition: Literal["service_started", "service_healthy", "service_completed_successfully"]


class HealthCheck(Strict):
    test: Annotated[list[str], Field(min_length=2)]
    interval: Duration
    retries: Annotated[int, Field(gt=0)]


class Device(Strict):
    driver: str
    count: int
    capabilities: list[str]


class Reservations(Strict):
    devices: list[Device]


class Resources(Strict):
    reservations: Reservations


class Deploy(Strict):
    resources: Resources


class Service(Strict):
    image: Image
    build: Build | None = None
    profiles: list[str] = Field(default_factory=list)
    restart: Literal["no", "always", "on-failure", "unless-stopped"] | None = None
    entrypoint: list[str] | None = None
    command: list[str] | None = None
    environment: dict[str, str | None] = Field(default_factory=dict)
    volumes: list[Volume] = Field(default_factory=list)
    ports: list[Port] = Field(default_factory=list)
    depends_on: dict[str, Needed] = Field(default_factory=dict)
    healthcheck: HealthCheck | None = None
    deploy: Deploy | None = None


class Compose(Strict):
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    services: dict[str, Service]
    volumes: dict[str, None]


def parsed(text: str) -> Compose:
    read = yaml.safe_load(text)
    return Compose.model_validate({name: value for name, value in read.items() if not name.startswith("x-")})


TEXT = FILE.read_text(encoding="utf-8")
COMPOSE = parsed(TEXT)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("healthcheck:", "heathcheck:"),
        ("condition: service_healthy", "condition: healthy"),
        ("interval: 5s", "interval: 5"),
        ("image: postgres:15", "image: postgres"),
        ("- 127.0.0.1:8000:8000", "- 8000:8000"),
        ("restart: unless-stopped", "restart: sometimes"),
        ("command: [worker]", "command: {worker: 1}"),
    ],
)
def test_a_wrong_form_would_be_noticed(right: str, wrong: str) -> None:
    assert right in TEXT
    with pytest.raises(ValidationError):
        parsed(TEXT.replace(right, wrong, 1))


def test_services_depend_on_what_exists_and_volumes_are_declared() -> None:
    services = COMPOSE.services
    assert {"portal", "prefect", "worker", "gpu-worker", "listener", "postgres", "elasticsearch", "minio"} <= set(
        services
    )
    for name, service in services.items():
        for needed, condition in service.depends_on.items():
            assert needed in services, name
            if condition.condition == "service_healthy":
                assert services[needed].healthcheck is not None, needed
            if condition.condition == "service_completed_successfully":
                # A service that starts again and again never ends.
                assert services[needed].restart is None, needed
            # A service of a profile that is off would never be there.
            assert set(services[needed].profiles) <= set(service.profiles), name
        for volume in service.volumes:
            source = volume.partition(":")[0]
            assert source.startswith("..") or source in COMPOSE.volumes, name
        if service.build is not None:
            assert (FILE.parent / service.build.context / service.build.dockerfile).exists()


def test_no_volume_is_declared_that_no_service_mounts() -> None:
    mounted = {volume.partition(":")[0] for service in COMPOSE.services.values() for volume in service.volumes}
    assert set(COMPOSE.volumes) <= mounted


SHARED = {f"/app/models/{RELEASES}", f"/app/models/{TAUGHT}"}


def test_services_share_releases_and_taught_classes() -> None:
    for name, service in COMPOSE.services.items():
        if service.build is not None and service.entrypoint is None:
            assert {volume.split(":")[1] for volume in service.volumes} >= SHARED, name


def test_variables_of_prefect_are_its_settings() -> None:
    given = {name for service in COMPOSE.services.values() for name in service.environment}
    ours = {name for name in given if name.startswith("PREFECT_")}
    assert len(ours) >= 4
    assert not [name for name in ours if not hasattr(prefect.settings, name)]


def test_a_variable_that_must_be_set_is_required_everywhere_and_told_above() -> None:
    """A password that one service requires and another leaves empty would start with an empty one."""
    head = TEXT.partition("\nname:")[0]
    used: dict[str, set[str]] = {}
    for name, default in re.findall(r"(?<!\$)\$\{(\w+)(:?[-?][^}]*)?\}", TEXT.partition("\nname:")[2]):
        used.setdefault(name, set()).add(default)
    assert all(len(defaults) == 1 for defaults in used.values()), used
    required = {name for name, defaults in used.items() if ":?set it" in defaults}
    assert required == {"POSTGRES_PASSWORD", "ELASTIC_PASSWORD"}
    assert all(name in head for name in required)


def test_health_checks_ask_what_answers(tmp_path: Path) -> None:
    asked = {name: " ".join(s.healthcheck.test) for name, s in COMPOSE.services.items() if s.healthcheck is not None}
    address = re.search(r"http://localhost:(\d+)(/[a-z]+)'", asked["portal"])
    assert address is not None
    assert f"127.0.0.1:{address[1]}:{address[1]}" in COMPOSE.services["portal"].ports
    with workbench(tmp_path) as bench:
        assert TestClient(create_app(bench)).get(address[2]).status_code == 200
