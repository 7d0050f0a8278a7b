from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from services.workbench import Workbench
from tests.browsers import chromium, serving
from tests.elasticsearch_node import NODE, start_node
from tests.mail_server import mail_server
from tests.object_stores import moto_server, object_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["mail_server", "moto_server", "object_store"]


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """The address of a real node: FIELDWRIGHT_TEST_ELASTICSEARCH_URL, else one started here and ended afterwards."""
    if url := os.environ.get("FIELDWRIGHT_TEST_ELASTICSEARCH_URL"):
        yield url
        return
    if not NODE.exists():
        pytest.skip(f"no Elasticsearch: {NODE} is absent and FIELDWRIGHT_TEST_ELASTICSEARCH_URL is not set")
    if shutil.which("java") is None:
        pytest.skip("no Elasticsearch: the test node needs Java 17, such as apt-get install openjdk-17-jre-headless")
    with start_node() as (_, url):
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(bench: Workbench) -> Iterator[str]:
    with serving(bench) as url:
        yield url
