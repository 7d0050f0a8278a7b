"""The directory's page and API."""

from __future__ import annotations

from services.workbench import Workbench
from tests.portals import program, signed_in

FILE = """\
role,name,spelling,address,vat_id,phone
seller,<Acme> GmbH,Akme,"Hauptstr. 1",DE123456789,1
buyer,Bolt AG,,,,
"""
UPLOAD = {"file": ("directory.csv", FILE.encode(), "text/csv")}
WRONG = {"file": ("directory.csv", b"name,color\nAcme,red\n", "text/csv")}


def test_an_admin_previews_imports_finds_exports_and_removes(bench: Workbench) -> None:
    admin = signed_in(bench, "admin")
    assert "Nobody is known yet" in admin.get("/admin/directory").text
    preview = admin.post("/admin/directory", files=UPLOAD, data={"dry_run": "true"}).text
    assert "2 would be added" in preview
    assert "Line 2: phone is none: left out" in preview
    assert bench.store.parties.count() == 0
    page = admin.post("/admin/directory", files=UPLOAD).text
    assert "2 added" in page
    assert "&lt;Acme&gt; GmbH" in page
    found = admin.get("/admin/directory?q=hauptstr").text
    assert "Bolt AG" not in found
    exported = admin.get("/admin/directory/export")
    assert exported.headers["content-type"].startswith("text/csv")
    assert "DE123456789" in exported.text
    acme, bolt = bench.store.parties.page()
    gone = {"kind": "vat_id", "value": "DE123456789"}
    assert admin.post(f"/admin/directory/{acme.id}/remove", data=gone).headers["location"].endswith("done=removed")
    assert bench.store.parties.entry(acme.id).identifiers == ()
    assert admin.post(f"/admin/directory/{bolt.id}/remove").status_code == 303
    assert admin.post(f"/admin/directory/{bolt.id}/remove").status_code == 404
    assert [e.name for e in bench.store.parties.page()] == ["<Acme> GmbH"]


def test_more_entries_are_a_page_further(bench: Workbench) -> None:
    admin = signed_in(bench, "admin")
    rows = "name\n" + "\n".join(f"Company {n:03} & Sons" for n in range(60))
    page = admin.post("/admin/directory", files={"file": ("x.csv", rows.encode(), "text/csv")}).text
    assert "60 entries" in page
    assert "Company 050" not in page
    more = page.partition('<a href="/admin/directory?')[2].partition('"')[0].replace("&amp;", "&")
    assert "Company 050" in admin.get(f"/admin/directory?{more}").text


def test_programs_of_admins_do_the_same(bench: Workbench) -> None:
    client = program(bench, "admin", "admin")
    made = client.post("/api/v1/directory/import", files=UPLOAD)
    assert made.json() | {"errors": []} == {
        "rows": 2, "added": 2, "changed": 0, "same": 0, "dry_run": False, "errors": [],
    }  # fmt: skip
    [acme] = client.get("/api/v1/directory", params={"q": "akme"}).json()
    assert client.get(f"/api/v1/directory/{acme['id']}").json() == acme
    assert "Akme" in client.get("/api/v1/directory/export").text
    assert client.delete(f"/api/v1/directory/{acme['id']}").status_code == 204
    missing = client.get(f"/api/v1/directory/{acme['id']}")
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_party")


def test_a_wrong_file_is_explained(bench: Workbench) -> None:
    page = signed_in(bench, "admin").post("/admin/directory", files=WRONG)
    assert page.status_code == 422
    assert "The header has &#39;color&#39;" in page.text or "the header has &#39;color&#39;" in page.text
    client = program(bench, "admin", "admin")
    assert client.post("/api/v1/directory/import", files=WRONG).status_code == 422
    latin = {"file": ("x.csv", "name\nMüller".encode("latin-1"), "text/csv")}
    assert "UTF-8" in client.post("/api/v1/directory/import", files=latin).json()["detail"]


def test_nobody_else_sees_or_changes_the_directory(bench: Workbench) -> None:
    for role in ("viewer", "reviewer", "auditor"):
        assert signed_in(bench, role).get("/admin/directory").status_code == 403
        client = program(bench, role, "admin")
        assert client.get("/api/v1/directory").status_code == 403
        assert client.post("/api/v1/directory/import", files=UPLOAD).status_code == 403
    assert program(bench, "admin", "search", name="boss").get("/api/v1/directory").status_code == 403
