"""What people read for the codes of the program: statuses, stages, events. No page has words of its own for them."""

from __future__ import annotations

from schemas.outcome import STATUS_TITLES

STANDINGS: dict[str, tuple[str, str]] = {
    "accepted": (STATUS_TITLES["accepted"], "good"),
    "needs_review": (STATUS_TITLES["needs_review"], "warn"),
    "rejected": (STATUS_TITLES["rejected"], "bad"),
    "waiting": ("Waiting", "info"),
    "processing": ("In work", "info"),
    "stopped": ("Stopped before", "warn"),
}
"""Where a document stands: its title, and the tone of its badge."""

NO_ADVICE = "Send it again from its source."


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
