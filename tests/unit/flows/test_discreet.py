"""Exceptions lose their texts and causes before Prefect sees them."""

from __future__ import annotations

import traceback

import pytest

from flows.discreet import Defect, discreet
from schemas.errors import EngineUnavailable, UnreadableDocument


def shown(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def read_page() -> None:
    try:
        raise OSError("SECRET")
    except OSError as error:
        raise UnreadableDocument("page 3 is damaged", page_number=3) from error


def test_an_error_of_ours_keeps_its_message_and_loses_its_cause():
    with pytest.raises(UnreadableDocument, match="page 3 is damaged") as caught, discreet():
        read_page()
    assert "SECRET" not in shown(caught.value)


@pytest.mark.parametrize(
    ("error", "raised"), [(ValueError("SECRET"), Defect), (TimeoutError("SECRET"), EngineUnavailable)]
)
def test_another_error_becomes_its_kind_and_its_place(error, raised):
    with pytest.raises(raised, match=rf"{type(error).__name__} at .*test_discreet.py:\d+") as caught, discreet():
        raise error
    assert "SECRET" not in shown(caught.value)
