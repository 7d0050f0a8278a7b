"""Limits on wrong passwords: after too many, sign-in is blocked for a while."""

from __future__ import annotations

from datetime import timedelta

from fastapi import HTTPException

from store.accounts import Accounts, AttemptLimits, User

LIMITS = AttemptLimits(within=timedelta(minutes=15), of_pair=5, of_name=50, of_address=50)
"""The first stops one guesser without locking the person out elsewhere.

The others stop many guessers at one name, and one guesser at many names.
"""


def checked_user(accounts: Accounts, name: str, password: str, address: str) -> User | None:
    """Returns the user whose password this is, or None, which is counted.

    Raises:
        HTTPException: 429, too many were wrong recently; the password is not checked.
    """
    attempt = accounts.begin_attempt(name, address, LIMITS)
    if attempt is None:
        wait = {"Retry-After": f"{LIMITS.within.total_seconds():.0f}"}
        raise HTTPException(429, "Too many wrong passwords. Try again in a quarter of an hour, or ask an admin.", wait)
    user = accounts.check_sign_in(name, password)
    accounts.end_attempt(attempt, name, succeeded=user is not None)
    return user
