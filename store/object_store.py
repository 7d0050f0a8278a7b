"""Single objects of an S3 bucket, named by a notification: exactly that object, no pattern and no folder."""

from __future__ import annotations

from typing import Any

from schemas.errors import ConfigurationError
from store.sources import Found, is_skipped, object_of, typed_error


def object_at(bucket: str, key: str) -> Found | None:
    """Finds an object.

    Args:
        bucket: Its bucket. Endpoint and credentials are those of the environment (``AWS_*``).
        key: Its key, as the store has it: not URL-encoded.

    Returns:
        The object, or None where it is gone, is a folder's marker or an unfinished, hidden or system file.

    Raises:
        ConfigurationError: The driver is not installed.
        StoreUnavailable: The object store does not answer.
    """
    if key.endswith("/") or any(is_skipped(part) for part in key.split("/") if part):
        return None
    system, path = s3(), f"{bucket}/{key}"
    try:
        system.invalidate_cache()
        facts = system.info(path)
    except FileNotFoundError:
        return None
    except Exception as error:
        raise typed_error(error, f"s3://{path}") from None
    return object_of(system, path, facts) if facts.get("type") == "file" else None


def s3() -> Any:
    """Returns fsspec's S3 file system, set by the environment.

    Raises:
        ConfigurationError: The driver is not installed.
    """
    import fsspec

    # Not by URL: fsspec reads "::" in a URL as a chain of file systems, and a key may hold that.
    try:
        return fsspec.filesystem("s3")
    except ImportError:
        raise ConfigurationError("object stores need another package: pip install s3fs") from None
