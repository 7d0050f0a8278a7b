"""Keeps texts of exceptions out of Prefect's logs, states and results: they may quote a document or name a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from schemas.errors import DocumentError, EngineUnavailable, is_transient
from services.stage_runner import where


class Defect(RuntimeError):
    """An error that nobody foresaw; the message names its kind and its place in the code."""


@contextmanager
def discreet() -> Iterator[None]:
    """Lets out the product's own errors, without their causes, and of others the kind and the place only.

    Raises:
        DocumentError: As the block raised it; `EngineUnavailable` where a connection failed.
        Defect: For every other exception.
    """
    try:
        yield
    except (DocumentError, Defect) as error:
        error.__context__ = None
        raise error from None
    except Exception as error:
        if is_transient(error):
            raise EngineUnavailable(f"a connection failed: {where(error)}") from None
        raise Defect(f"{where(error)}; please report it") from None
