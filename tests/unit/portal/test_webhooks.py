from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.outcome import Outcome
from services.workbench import Workbench
from tests.portals import program, signed_in
from tests.workbenches import workbench

URL = "https://erp.example/hook"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with workbench(tmp_path) as made:
        yield made


def finished(bench: Workbench) -> str:
    document = bench.store.add(b"x", name="a.pdf", media_type="application/pdf", source="x").document
    bench.store.finish(Outcome(document_id=document.id, document_class="invoice", status="rejected"))
    return document.id


def test_an_admin_adds_a_webhook_looks_at_its_messages_and_removes_it(bench: Workbench) -> None:
    admin = signed_in(bench, "admin")
    assert "No webhooks" in admin.get("/admin/webhooks").text
    made = admin.post("/admin/webhooks", data={"name": "<erp>", "url": URL, "statuses": ["rejected"]})
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", made.text)
    assert secret is not None
    assert "&lt;erp&gt;" in made.text
    assert secret.group() not in admin.get("/admin/webhooks").text
    document_id = finished(bench)
    page = admin.get("/admin/webhooks/1").text
    assert document_id[:12] in page
    (delivery,) = bench.store.webhooks.deliveries(1)
    for action, data in (("test", {}), ("switch", {"active": "false"}), (f"deliveries/{delivery.id}/again", {})):
        assert admin.post(f"/admin/webhooks/1/{action}", data=data).status_code == 303
    assert not bench.store.webhooks.get(1).active
    assert len(bench.store.webhooks.deliveries(1)) == 2
    renewed = admin.post("/admin/webhooks/1/secret").text
    assert "whsec_" in renewed
    assert secret.group() not in renewed
    assert admin.post("/admin/webhooks/1/remove").headers["location"] == "/admin/webhooks?done=removed"
    assert admin.get("/admin/webhooks/1").status_code == 404


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"name": "x", "url": "http://erp.example/"}, "needs https"),
        ({"name": "x", "url": "https://127.0.0.1/"}, "inside the network"),
        ({"name": "x", "url": "nonsense"}, "no web address"),
        ({"name": " ", "url": URL}, "needs a name"),
        ({"name": "x", "url": URL, "statuses": []}, "at least one status"),
    ],
)
def test_what_cannot_be_is_explained(bench: Workbench, data: dict, message: str) -> None:
    answer = signed_in(bench, "admin").post("/admin/webhooks", data={"statuses": ["accepted"], **data})
    assert answer.status_code == 422
    assert message in answer.text
    assert bench.store.webhooks.all() == []


def test_programs_of_admins_do_the_same(bench: Workbench) -> None:
    client = program(bench, "admin", "admin")
    made = client.post("/api/v1/webhooks", json={"name": "erp", "url": URL, "document_class": "invoice"})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    number = made.json()["id"]
    assert client.get("/api/v1/webhooks").json() == [{k: v for k, v in made.json().items() if k != "secret"}]
    finished(bench)
    assert client.post(f"/api/v1/webhooks/{number}/test").status_code == 202
    sent = client.get(f"/api/v1/webhooks/{number}/deliveries").json()
    assert len(sent) == 2
    assert client.post(f"/api/v1/webhooks/{number}/deliveries/{sent[0]['id']}/again").status_code == 202
    other = client.post("/api/v1/webhooks", json={"name": "other", "url": URL}).json()["id"]
    assert client.post(f"/api/v1/webhooks/{other}/deliveries/{sent[0]['id']}/again").status_code == 404
    assert client.patch(f"/api/v1/webhooks/{number}", json={"active": False}).json()["active"] is False
    assert client.post(f"/api/v1/webhooks/{number}/secret").json()["secret"].startswith("whsec_")
    assert client.delete(f"/api/v1/webhooks/{number}").status_code == 204
    assert client.get(f"/api/v1/webhooks/{number}").status_code == 404
    inside = client.post("/api/v1/webhooks", json={"name": "x", "url": "https://169.254.169.254/"})
    assert (inside.status_code, inside.json()["code"]) == (422, "webhook_error")


def test_nobody_else_sees_or_adds_webhooks(bench: Workbench) -> None:
    for role in ("viewer", "reviewer", "auditor"):
        assert signed_in(bench, role).get("/admin/webhooks").status_code == 403
        assert program(bench, role, "admin").get("/api/v1/webhooks").status_code == 403
    assert program(bench, "admin", "search", name="boss").get("/api/v1/webhooks").status_code == 403
