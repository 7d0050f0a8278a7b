"""How often passwords may be wrong, before nobody is asked for a while."""

from __future__ import annotations

from datetime import timedelta

from fastapi import HTTPException

from store.accounts import Accounts, User

WINDOW = timedelta(minutes=15)
MOST_FAILURES = {"pair": 5, "name": 50, "address": 50}
"""Wrong passwords in the window: for a name from one address, for a name, from an address. The first stops one guesser
without locking the person out elsewhere, the others many guessers at one name and one guesser at many names."""


def checked_user(accounts: Accounts, name: str, password: str, address: str) -> User | None:
    """Returns the user whose password this is, or None, which is counted.

    Raises:
        HTTPException: 429, too many were wrong lately; the password is not even looked at.
    """
    if (
        accounts.failures(WINDOW, name=name, address=address) >= MOST_FAILURES["pair"]
        or accounts.failures(WINDOW, name=name) >= MOST_FAILURES["name"]
        or accounts.failures(WINDOW, address=address) >= MOST_FAILURES["address"]
    ):
        wait = {"Retry-After": f"{WINDOW.total_seconds():.0f}"}
        raise HTTPException(429, "Too many wrong passwords. Try again in a quarter of an hour, or ask an admin.", wait)
    user = accounts.check_sign_in(name, password)
    if user is None:
        accounts.note_failure(name, address)
    return user
