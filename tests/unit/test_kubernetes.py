"""The objects of ops/kubernetes and ops/compose.yaml: their form, and what they promise about safety and scaling."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from registry.class_files import TAUGHT
from registry.releases import RELEASES
from schemas.settings import ENV_PREFIX, Settings
from telemetry import catalog
from tests.workbenches import ROOT

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    kubernetes_validate = pytest.importorskip("kubernetes_validate", reason="make setup installs it")

FOLDER = ROOT / "ops" / "kubernetes"
Object = dict[str, Any]


def objects() -> list[Object]:
    """Every object that kustomization.yaml lists."""
    listed = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())["resources"]
    assert sorted(listed) == sorted(path.name for path in FOLDER.glob("*.yaml") if path.name != "kustomization.yaml")
    return [one for name in listed for one in yaml.safe_load_all((FOLDER / name).read_text())]


OBJECTS = objects()


def of_kind(kind: str) -> dict[str, Object]:
    return {one["metadata"]["name"]: one for one in OBJECTS if one["kind"] == kind}


DEPLOYMENTS = of_kind("Deployment")


def pods() -> Iterator[tuple[str, Object]]:
    for name, one in DEPLOYMENTS.items():
        yield name, one["spec"]["template"]["spec"]


@pytest.mark.parametrize("one", OBJECTS, ids=lambda one: f"{one['kind']}-{one['metadata']['name']}")
def test_every_object_has_the_form_of_its_kind(one: Object) -> None:
    assert one["kind"] == "Namespace" or one["metadata"]["namespace"] == "fieldwright"
    if one["kind"] == "ScaledObject":  # KEDA's own kind
        assert one["apiVersion"] == "keda.sh/v1alpha1"
        return
    kubernetes_validate.validate(one, kubernetes_validate.latest_version(), strict=True)


def test_a_wrong_form_would_be_noticed() -> None:
    wrong = {**DEPLOYMENTS["portal"], "spec": {**DEPLOYMENTS["portal"]["spec"], "replica": 2}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, kubernetes_validate.latest_version(), strict=True)


@pytest.mark.parametrize(("name", "pod"), list(pods()), ids=[name for name, _ in pods()])
def test_pods_meet_the_restricted_standard(name: str, pod: Object) -> None:
    """Source: kubernetes.io, "Pod Security Standards", restricted."""
    labels = of_kind("Namespace")["fieldwright"]["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"]["type"] == "RuntimeDefault"
    assert all(set(volume) - {"name"} <= {"emptyDir", "secret", "configMap"} for volume in pod["volumes"])
    for container in pod["containers"]:
        context = container["securityContext"]
        assert context["allowPrivilegeEscalation"] is False
        assert context["readOnlyRootFilesystem"] is True
        assert context["capabilities"]["drop"] == ["ALL"]
        assert {"cpu", "memory"} <= set(container["resources"]["requests"])
        assert "memory" in container["resources"]["limits"]


def test_every_scaled_or_open_pod_has_probes_and_a_disruption_budget() -> None:
    budgets = {str(one["spec"]["selector"]["matchLabels"]) for one in of_kind("PodDisruptionBudget").values()}
    for name, one in DEPLOYMENTS.items():
        if name == "listener":  # one pod that nobody asks; what it misses waits in mailbox and queue
            continue
        (container,) = one["spec"]["template"]["spec"]["containers"]
        assert {"startupProbe", "livenessProbe"} <= set(container), name
        ports = {port["name"] for port in container["ports"]}
        assert {container[probe]["httpGet"]["port"] for probe in ("startupProbe",)} <= ports
        assert str(one["spec"]["selector"]["matchLabels"]) in budgets, name
    assert "readinessProbe" in DEPLOYMENTS["portal"]["spec"]["template"]["spec"]["containers"][0]


def test_selectors_fit_the_pods_they_mean() -> None:
    labels = {name: one["spec"]["template"]["metadata"]["labels"] for name, one in DEPLOYMENTS.items()}
    for name, one in DEPLOYMENTS.items():
        assert one["spec"]["selector"]["matchLabels"].items() <= labels[name].items()
    for one in (*of_kind("PodDisruptionBudget").values(), *of_kind("NetworkPolicy").values()):
        selector = one["spec"].get("selector") or one["spec"]["podSelector"]
        wanted = selector.get("matchLabels", {}).items()
        assert any(wanted <= found.items() for found in labels.values()), one["metadata"]["name"]
    assert of_kind("Service")["portal"]["spec"]["selector"] == labels["portal"]


def test_workers_scale_on_a_metric_that_exists() -> None:
    scaled = of_kind("ScaledObject")
    assert set(scaled) == {"worker-cpu", "worker-gpu"}
    for name, one in scaled.items():
        assert one["spec"]["scaleTargetRef"]["name"] in DEPLOYMENTS
        # Two controllers of one number would fight.
        assert "replicas" not in DEPLOYMENTS[name]["spec"]
        assert one["spec"]["minReplicaCount"] < one["spec"]["maxReplicaCount"]
        (trigger,) = one["spec"]["triggers"]
        assert float(trigger["metadata"]["threshold"]) > 0
        assert f"fieldwright_{catalog.QUEUE_AGE.name}" in trigger["metadata"]["query"]


def test_secrets_are_named_and_never_written() -> None:
    assert "Secret" not in {one["kind"] for one in OBJECTS}
    given = of_kind("ConfigMap")["fieldwright"]["data"]
    assert not [name for name in given if re.search("PASSWORD|SECRET|TOKEN|KEY|DATABASE_URL", name)]
    for _, pod in pods():
        for container in pod["containers"]:
            assert {"secretRef": {"name": "fieldwright"}} in container["envFrom"]
            for variable in container.get("env", ()):
                assert "value" in variable or "secretKeyRef" in variable["valueFrom"]


def variables() -> Iterator[str]:
    yield from of_kind("ConfigMap")["fieldwright"]["data"]
    for _, pod in pods():
        for container in pod["containers"]:
            yield from (variable["name"] for variable in container.get("env", ()))
    for service in COMPOSE["services"].values():
        yield from service.get("environment", {})


COMPOSE: Object = yaml.safe_load((ROOT / "ops" / "compose.yaml").read_text())


def test_every_variable_is_a_setting() -> None:
    ours = {name for name in variables() if name.startswith(ENV_PREFIX)}
    assert len(ours) > 10
    for name in ours:
        group, _, part = name.removeprefix(ENV_PREFIX).lower().partition("__")
        assert group in Settings.model_fields, name
        kind = next(iter([*getattr(Settings.model_fields[group].annotation, "__args__", ())]), None)
        kind = kind if hasattr(kind, "model_fields") else Settings.model_fields[group].annotation
        assert not part or part in kind.model_fields, name  # type: ignore[union-attr]


def test_nothing_is_reachable_but_what_a_policy_names() -> None:
    policies = of_kind("NetworkPolicy")
    closed = policies["nothing"]["spec"]
    assert (closed["podSelector"], closed["policyTypes"]) == ({}, ["Ingress", "Egress"])
    assert not {"ingress", "egress"} & set(closed)
    assert [name for name, one in policies.items() if "ingress" in one["spec"]] == ["portal-in"]


def test_the_commands_of_pods_and_services_exist() -> None:
    import typer.main

    from fieldwright.cli import app

    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    called = [container["args"] for _, pod in pods() for container in pod["containers"]]
    called += [
        s["command"] for s in COMPOSE["services"].values() if "entrypoint" not in s and "build" in s and "command" in s
    ]
    assert len(called) >= 7
    for name, *arguments in called:
        known[name].make_context(name, [str(one) for one in arguments])


SHARED = {f"/app/models/{RELEASES}", f"/app/models/{TAUGHT}"}
"""Where the images have the folders that a registry of several containers needs."""


def test_pods_can_share_releases_and_taught_classes() -> None:
    folder = FOLDER / "shared-models"
    component = yaml.safe_load((folder / "kustomization.yaml").read_text())
    claims = [c for name in component["resources"] for c in yaml.safe_load_all((folder / name).read_text())]
    for claim in claims:
        kubernetes_validate.validate(claim, kubernetes_validate.latest_version(), strict=True)
        assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    (patch,) = component["patches"]
    assert patch["target"] == {"kind": "Deployment"}
    added: dict[str, list[Object]] = {}
    for one in yaml.safe_load(patch["patch"]):
        added.setdefault(one["path"].rpartition("/spec/")[2], []).append(one["value"])
    assert {one["mountPath"] for one in added["containers/0/volumeMounts/-"]} == SHARED
    used = {one["name"]: one["persistentVolumeClaim"]["claimName"] for one in added["volumes/-"]}
    assert set(used.values()) == {claim["metadata"]["name"] for claim in claims}
    assert {one["name"] for one in added["containers/0/volumeMounts/-"]} == set(used)


@pytest.mark.parametrize("name", ["Dockerfile", "Dockerfile.cuda"])
def test_images_have_the_shared_folders_for_their_user(name: str) -> None:
    made = re.search(r"chown -R fieldwright (.*)", (ROOT / "ops" / name).read_text())
    assert made is not None
    assert {f"/app/{folder}" for folder in made[1].split()} >= SHARED


@pytest.mark.parametrize("name", ["Dockerfile", "Dockerfile.cuda"])
def test_images_end_as_a_user_that_is_not_root(name: str) -> None:
    lines = (ROOT / "ops" / name).read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001"]
    assert 'ENTRYPOINT ["fieldwright"]' in lines


def test_gpu_runs_go_to_a_pool_of_their_own() -> None:
    (gpu,) = yaml.safe_load((ROOT / "ops" / "prefect" / "gpu.yaml").read_text())["deployments"]
    arguments = DEPLOYMENTS["worker-gpu"]["spec"]["template"]["spec"]["containers"][0]["args"]
    assert gpu["work_pool"]["name"] == arguments[arguments.index("--pool") + 1]
    (everything,) = [
        one for one in yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"] if one["name"] == "arrivals"
    ]
    assert gpu["entrypoint"] == everything["entrypoint"]
    # Other deployments have one run at a time: these are what several workers share.
    assert everything["concurrency_limit"]["limit"] > 16
