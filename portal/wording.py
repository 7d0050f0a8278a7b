"""What people read for the codes of the program: statuses, stages, events. No page has words of its own for them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from schemas.outcome import STATUS_TITLES

STANDINGS: dict[str, tuple[str, str]] = {
    "accepted": (STATUS_TITLES["accepted"], "good"),
    "needs_review": (STATUS_TITLES["needs_review"], "warn"),
    "rejected": (STATUS_TITLES["rejected"], "bad"),
    "waiting": ("Waiting", "info"),
    "processing": ("Processing", "info"),
    "stopped": ("Processing stopped", "warn"),
}
"""The status of a document: its title, and the tone of its badge."""

NO_ADVICE = "Send it again from its source."


EVENTS = {
    "finished": "Processed", "viewed": "Opened", "reopened": "Reopened", "reviewed": "Reviewed",
    "review_skipped": "Skipped in review", "review_escalated": "Escalated", "review_taken_over": "Taken over in review",
    "index_refused": "Refused by the search index", "received_again": "Received again",
    "divided": "Documents of the file stated",
    "layout_taught": "Layout learned", "layout_forgotten": "Layout forgotten",
    "tier_stated": "Tier stated",
    "promise_stated": "Promise changed",
    "promise_withdrawn": "Promise reset to the settings",
}  # fmt: skip
"""What happened to a document, by the kind of the event; other kinds are written as they are called."""

STEPS = {
    "pages": "Reading the words", "read": "Looking for further documents in the file", "parts": "Recognizing the class",
    "class": "Reading the fields", "report": "Hiding personal data", "redacted": "Deciding",
}  # fmt: skip
"""What is done with a document after a stage; the fields are checked after all others."""

_PAIR = re.compile(r"\b([a-z][a-z0-9_]*) = ")
_CODE = re.compile(r"[a-z]+(?:_[a-z0-9]+)+")


def event_title(kind: str) -> str:
    """Returns what a kind of event is called."""
    return EVENTS.get(kind) or kind.replace("_", " ").capitalize()


def step_title(done: str | None) -> str:
    """Returns what is being done with a document whose last saved stage is ``done``; None where there is none."""
    return "Waiting to be read" if done is None else STEPS.get(done, "Checking the fields")


def plain(value: object) -> str:
    """Writes a value of an event: lists with commas, yes and no instead of true and false, codes as words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(plain(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{plain(name)} {plain(part)}" for name, part in value.items())
    text = str(value)
    return text.replace("_", " ") if _CODE.fullmatch(text) else text


def value_text(value: object, kind: str) -> str:
    """Writes a field's value: yes and no instead of true and false."""
    return {"true": "Yes", "false": "No"}.get(str(value), str(value)) if kind == "bool" else str(value)


def observed_text(observed: str, titles: Mapping[str, str]) -> str:
    """Writes what a check observed, ``name = value`` pairs, with the fields' titles in place of their names."""
    return _PAIR.sub(lambda pair: f"{titles.get(pair[1], plain(pair[1]))}: ", observed)


def standing_title(name: str) -> str:
    """Returns what a status is called."""
    return STANDINGS[name][0] if name in STANDINGS else name.replace("_", " ").capitalize()


def standing_tone(name: str) -> str:
    """Returns the tone of a status's badge."""
    return STANDINGS[name][1] if name in STANDINGS else "neutral"


def check_title(name: str) -> str:
    """Returns what an expectation is called: ``total_is_net_plus_tax`` is total is net plus tax."""
    return "it was found" if name.endswith("_present") else name.replace("_", " ")


def sentence(text: str) -> str:
    """Writes a message as a sentence: a capital first, a full stop at the end."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}" if text else ""


def cause_and_advice(message: str) -> tuple[str, str]:
    """Splits the message of a rejection into what happened and what to do: it has both, parted by a semicolon."""
    cause, _, advice = message.rpartition("; ")
    return (sentence(cause), sentence(advice)) if cause else (sentence(message), NO_ADVICE)
