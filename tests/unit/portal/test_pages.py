"""How values are written, who sees which section, and how often one may ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.limits import REMEMBERED, Throttle
from portal.navigation import SECTIONS
from portal.pages import ago, browser, count, percent, size, static_url
from portal.wording import cause_and_advice, event_title, observed_text, plain
from services.workbench import Workbench
from tests.portals import stranger

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "written"),
    [
        ({"seconds": 0}, "just now"), ({"seconds": 59}, "just now"), ({"seconds": -5}, "just now"),
        ({"seconds": 60}, "1 min ago"), ({"minutes": 59, "seconds": 59}, "59 min ago"), ({"hours": 1}, "1 h ago"),
        ({"hours": 23, "minutes": 59}, "23 h ago"), ({"hours": 24}, "1 day ago"), ({"days": 6}, "6 days ago"),
        ({"days": 7}, "2026-01-03"),
    ],
)  # fmt: skip
def test_how_long_ago(before: dict[str, float], written: str) -> None:
    assert ago(NOW - timedelta(**before), NOW) == written


def test_never_is_never() -> None:
    assert ago(None) == "never"


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (44_884, "45 kB"), (3_400_000, "3.4 MB")]
)
def test_sizes(value: int, written: str) -> None:
    assert size(value) == written


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0 %"), (0.29, "29 %"), (0.58, "58 %"), (0.999, "99 %"), (1, "100 %"), (0.995, "99 %")]
)
def test_shares_never_look_surer_than_they_are(value: float, written: str) -> None:
    assert percent(value) == written


def test_numbers_and_their_nouns() -> None:
    assert (count(1, "entry", "entries"), count(2000, "entry", "entries"), count(0, "page")) == (
        "1 entry", "2,000 entries", "0 pages",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("agent", "written"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18 Safari/605", "Safari on macOS"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/140 Mobile Safari/537", "Chrome on Android"),
        ("curl/8.5.0", "curl"),
        ("", "Unknown browser"),
    ],
)
def test_browsers(agent: str, written: str) -> None:
    assert browser(agent) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "yes"),
        (3, "3"),
        (["a", False], "a, no"),
        ({"a": 1, "b": ["x"]}, "a 1, b x"),
        ("text", "text"),
        (["field_uncertain", "total_mismatch"], "field uncertain, total mismatch"),
        ("invoice_1.pdf", "invoice_1.pdf"),
    ],
)
def test_values_of_events(value: object, written: str) -> None:
    assert plain(value) == written


def test_events_and_observations_are_written_without_names_of_the_program() -> None:
    assert (event_title("finished"), event_title("webhook_sent")) == ("Processed", "Webhook sent")
    titles = {"due_date": "Due date"}
    observed = observed_text("due_date = 2024-01-02, totals_gap = 3", titles)
    assert observed == "Due date: 2024-01-02, totals gap: 3"


def test_a_rejection_tells_what_happened_and_what_to_do() -> None:
    assert cause_and_advice("this is a mail; save its PDF") == ("This is a mail.", "Save its PDF.")
    assert cause_and_advice("it broke") == ("It broke.", "Send it again from its source.")


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Search"), ("/search", "Search"), ("/documents/abc", "Documents"), ("/review", "Review"),
        ("/review/abc", "Review"), ("/admin/users", "Admin"), ("/reviews", None), ("/account", None),
    ],
)  # fmt: skip
def test_the_section_of_a_page(path: str, title: str | None) -> None:
    assert [section.title for section in SECTIONS if section.holds(path)] == ([title] if title else [])


def test_static_files_are_kept_under_their_version_only(bench: Workbench) -> None:
    client = stranger(bench)
    kept = {
        path: (answer.status_code, answer.headers["cache-control"])
        for path in (static_url("app.js"), "/static/app.js", "/static/v000000000000/app.js", "/static/vain/app.js")
        for answer in [client.get(path)]
    }
    assert list(kept.values())[:3] == [
        (200, "public, max-age=31536000, immutable"), (200, "no-cache"), (200, "no-cache"),
    ]  # fmt: skip
    assert kept["/static/vain/app.js"][0] == 404
    for path in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        f"{static_url('')}../../app.py",
        f"{static_url('')}%2e%2e/app.py",
    ):
        assert client.get(path).status_code in (303, 404)


def test_a_bucket_empties_and_fills_again() -> None:
    now = 0.0
    throttle = Throttle(60, clock=lambda: now)
    assert [throttle.wait_s("a") for _ in range(61)] == [0] * 60 + [1]
    assert throttle.wait_s("b") == 0
    now = 2.0
    assert [throttle.wait_s("a") for _ in range(3)] == [0, 0, 1]
    now = 10_000.0
    assert [throttle.wait_s("a") for _ in range(61)].count(0) == 60


def test_the_quiet_are_forgotten_first() -> None:
    throttle = Throttle(1, clock=lambda: 0.0)
    throttle.wait_s("first")
    for number in range(REMEMBERED):
        throttle.wait_s(str(number))
    assert throttle.wait_s("first") == 0
    assert throttle.wait_s(str(REMEMBERED - 1)) > 0
