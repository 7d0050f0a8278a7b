"""Passwords and tokens: how they are made, hashed and compared."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from schemas.errors import AccountError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST_PASSWORD = 12
"""Characters. Length is what counts; rules about kinds of characters are not asked. Source: NIST SP 800-63B, 5.1.1."""
LONGEST_PASSWORD = 512
TOKEN_BYTES = 32

# One hash takes 64 MiB: many at once would be a way to bring the machine down.
_hashing = BoundedSemaphore(4)


def new_token(prefix: str = "") -> str:
    """Returns a random token of 256 bits that is safe in URLs and cookies."""
    return prefix + secrets.token_urlsafe(TOKEN_BYTES)


def new_password() -> str:
    """Returns a random password in five groups, easy to copy from a terminal: about 100 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(5))


def token_hash(token: str) -> str:
    """Returns what is stored of a token. It is random and long, so a plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def check_password(password: str, name: str) -> None:
    """Checks that a new password is worth having.

    Raises:
        AccountError: Too short, too long or too simple; the message states which.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise AccountError(f"the password has fewer than {SHORTEST_PASSWORD} characters; take a few words")
    if len(password) > LONGEST_PASSWORD:
        raise AccountError(f"the password has more than {LONGEST_PASSWORD} characters")
    if len(set(password)) < 5 or (name in password.casefold() and len(password) < len(name) + 8):
        raise AccountError("the password is too easy to guess; take a few words that do not belong together")


def password_hash(password: str) -> str:
    """Returns the argon2id hash of a password, with its own salt and parameters in it."""
    with _hashing:
        return _hasher().hash(password)


def verify_password(password: str, hashed: str) -> bool:
    """Whether a password fits; without a hash it takes as long and never does, so timing reveals no names."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        with _hashing:
            return _hasher().verify(hashed or _nobody(), password) and hashed != ""
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(hashed: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(hashed)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()  # the second recommendation of RFC 9106: 64 MiB, three passes


@cache
def _nobody() -> str:
    return _hasher().hash(new_token())
