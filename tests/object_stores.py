"""An object store for tests: moto's server in a process of its own, which speaks S3's and SQS's protocols."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote_plus

import fsspec
import pytest

from tests.mail_server import free_port


@dataclass(frozen=True)
class ObjectStore:
    """The server's address, and clients of it."""

    url: str

    def client(self, service: str) -> Any:
        return _client(service, self.url)

    def bucket(self, name: str) -> str:
        self.client("s3").create_bucket(Bucket=name)
        return name

    def put(self, bucket: str, key: str, data: bytes) -> None:
        self.client("s3").put_object(Bucket=bucket, Key=key, Body=data)

    def queue(self, name: str) -> str:
        return str(self.client("sqs").create_queue(QueueName=name)["QueueUrl"])


@cache
def _client(service: str, url: str) -> Any:
    """Made once: a client reads its service's description, which takes longer than a test."""
    from botocore.session import get_session

    return get_session().create_client(
        service, "us-east-1", endpoint_url=url, aws_access_key_id="test", aws_secret_access_key="test"
    )


@pytest.fixture(scope="module")
def moto_server() -> Iterator[str]:
    pytest.importorskip("moto", reason="moto is not installed: make setup")
    pytest.importorskip("s3fs", reason="s3fs is not installed: make setup")
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "moto.server", "-p", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{url}/moto-api/data.json", timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                assert time.monotonic() < until, "moto's server does not answer"
                assert process.poll() is None, "moto's server ended"
                time.sleep(0.1)
        # fsspec keeps file systems: one of an earlier module leads to a server that is gone.
        fsspec.get_filesystem_class("s3").clear_instance_cache()
        yield url
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def object_store(moto_server: str, monkeypatch: pytest.MonkeyPatch) -> ObjectStore:
    """An empty object store; the environment leads to it."""
    for name, value in {
        "AWS_ENDPOINT_URL": moto_server, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    urllib.request.urlopen(urllib.request.Request(f"{moto_server}/moto-api/reset", method="POST"), timeout=10).close()
    return ObjectStore(moto_server)


def notification(bucket: str, *keys: str, event: str = "ObjectCreated:Put") -> dict[str, Any]:
    """What S3 sends, shortened to what names the objects."""
    return {
        "Records": [
            {
                "eventVersion": "2.1", "eventSource": "aws:s3", "eventName": event,
                "s3": {"bucket": {"name": bucket}, "object": {"key": quote_plus(key, safe="/"), "size": 1}},
            }
            for key in keys
        ]
    }  # fmt: skip


def inside_sns(message: dict[str, Any]) -> dict[str, Any]:
    """The same as an SNS topic hands it on."""
    return {"Type": "Notification", "MessageId": "1", "TopicArn": "arn:aws:sns:x", "Message": json.dumps(message)}
