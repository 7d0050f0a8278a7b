"""The connection to Elasticsearch, and its errors in our words: no address with a password, no text of a document."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import elasticsearch
from elasticsearch import helpers

from schemas.errors import ConfigurationError, IndexUnavailable

TRANSIENT = frozenset({408, 429, 502, 503, 504})
RETRIES = 2
TOO_LARGE = 413

_OF_THE_REQUEST = frozenset({400, TOO_LARGE})
"""With these the server refuses what a request holds, and not the caller."""

_CHUNK_ENTRIES = 200
_CHUNK_BYTES = 16 * 1024 * 1024  # a sixth of what a node takes in one request

# Its warnings repeat, with tracebacks, what the error that is raised states in a sentence.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)


def connect(url: str, *, api_key: str | None, timeout_s: float) -> elasticsearch.Elasticsearch:
    """Returns a client; nothing is sent yet.

    Raises:
        ConfigurationError: The address is no URL of a server.
    """
    try:
        return elasticsearch.Elasticsearch(
            url, api_key=api_key, request_timeout=timeout_s, max_retries=RETRIES, retry_on_timeout=True
        )
    except ValueError:
        raise ConfigurationError(
            "the Elasticsearch address needs scheme, host and port, such as http://localhost:9200", stage="index"
        ) from None


@contextmanager
def translated() -> Iterator[None]:
    """Turns the client's errors into ``IndexUnavailable`` (try again) and ``ConfigurationError`` (alert operators)."""
    try:
        yield
    except elasticsearch.ApiError as error:
        status = error.status_code
        if status in TRANSIENT:
            raise IndexUnavailable(
                f"Elasticsearch is overloaded or starting ({status}): try again later", stage="index"
            ) from None
        if status in (401, 403):
            raise ConfigurationError(
                f"Elasticsearch refused the API key ({status}): it needs read, write, manage on the index",
                stage="index",
            ) from None
        # The error's type only: its reason may quote a value of the document.
        raise ConfigurationError(
            f"Elasticsearch refused a request ({status} {error.message}): see its log", stage="index"
        ) from None
    except elasticsearch.UnsupportedProductError:
        raise ConfigurationError("the server at this address is not Elasticsearch", stage="index") from None
    except elasticsearch.TransportError as error:
        raise IndexUnavailable(
            f"Elasticsearch {_failure(error)}: check that it runs, then try again", stage="index"
        ) from None


def _failure(error: elasticsearch.TransportError) -> str:
    if isinstance(error, elasticsearch.ConnectionTimeout):
        return "does not answer in time"
    if isinstance(error, elasticsearch.SSLError):
        return "has no certificate that this machine trusts"
    return "does not answer"


def bulk(client: elasticsearch.Elasticsearch, actions: Iterable[dict[str, Any]]) -> dict[str, tuple[int, str]]:
    """Sends all actions in chunks; returns (status, error type) of those that failed, by document id.

    A request that the server rejects as a whole, such as one that is too large, is sent again action by action. Only
    actions that it rejects alone have failed. Actions use aliases only: a write must not recreate an index that a
    rebuild has just removed.
    """
    failed: dict[str, tuple[int, str]] = {}
    with translated():
        refused: list[dict[str, Any]] = []
        for operation, result in _failures(client, actions, _CHUNK_ENTRIES):
            if "exception" in result:
                refused.append(_again(operation, result))
            else:
                failed[result["_id"]] = _status_and_type(result)
        for _, result in _failures(client, refused, 1):
            failed[result["_id"]] = _status_and_type(result)
    return failed


def _failures(
    client: elasticsearch.Elasticsearch, actions: Iterable[dict[str, Any]], chunk_size: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields the kind and the result of each action that failed, alone or with its whole request.

    Raises:
        elasticsearch.ApiError: The server refused a request for another reason than what is in it.
    """
    for done, item in helpers.streaming_bulk(
        client,
        actions,
        chunk_size=chunk_size,
        max_chunk_bytes=_CHUNK_BYTES,
        raise_on_error=False,
        raise_on_exception=False,
        max_retries=RETRIES,
        initial_backoff=0.5,
        require_alias=True,
    ):
        if not done:
            [(operation, result)] = item.items()
            cause = result.get("exception")
            if cause is not None and getattr(cause, "status_code", None) not in _OF_THE_REQUEST:
                raise cause
            yield operation, result


def _again(operation: str, result: dict[str, Any]) -> dict[str, Any]:
    """Returns the action that a refused request held."""
    action = {"_op_type": operation, "_index": result["_index"], "_id": result["_id"]}
    return action if "data" not in result else {**action, "_source": result["data"]}


def _status_and_type(result: dict[str, Any]) -> tuple[int, str]:
    status = int(result.get("status", 0))
    if "exception" in result:
        return status, "request_too_large" if status == TOO_LARGE else str(result["exception"].message)
    error = result.get("error")
    return status, str(error.get("type", "error") if isinstance(error, dict) else result.get("result", "error"))
