"""API tokens: how programs are recognized."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update

from schemas.errors import AccountError
from schemas.roles import SCOPES, Scope
from store.account_tables import api_tokens, users
from store.account_types import ApiToken, User
from store.base import ClockPart, from_row
from store.events import append
from store.secrets import new_token, token_hash
from store.users import USER, as_user

PREFIX = "fw_"
"""Tokens begin so: scanners for leaked secrets can look for it."""
HINT_LENGTH = 8
USED_EVERY = timedelta(minutes=1)
MOST = 50
"""Tokens of one user that work at the same time."""


class ApiTokens(ClockPart):
    """Made by their owner, shown once, revoked by owner or admin."""

    def add_token(
        self, user: User, name: str, scopes: Iterable[Scope], *, lasts: timedelta | None = None
    ) -> tuple[ApiToken, str]:
        """Makes a token for a user; returns what is kept of it, and the token, which is never shown again.

        Args:
            user: Its owner; it may do at most what they may.
            name: What it is for, in the owner's words.
            scopes: What it may be used for.
            lasts: How long it works; None means until it is revoked.

        Raises:
            AccountError: Name or scopes are missing, or the user has too many tokens.
        """
        wanted = [scope for scope in SCOPES if scope in set(scopes)]
        title = "".join(letter for letter in name if letter.isprintable()).strip()[:100]
        if not title or not wanted:
            raise AccountError("a token needs a name and at least one scope")
        token, now = new_token(PREFIX), self.now()
        row = {"user_id": user.id, "name": title, "scopes": " ".join(wanted), "created_at": now}
        row |= {
            "token_hash": token_hash(token),
            "hint": token[:HINT_LENGTH],
            "expires_at": now + lasts if lasts else None,
        }
        with self._database.write() as connection:
            mine = api_tokens.c.user_id == user.id, api_tokens.c.revoked_at.is_(None)
            if connection.execute(select(func.count()).select_from(api_tokens).where(*mine)).scalar_one() >= MOST:
                raise AccountError(f"{user.name} has {MOST} tokens: revoke one that is no longer used")
            token_id = connection.execute(insert(api_tokens).values(row).returning(api_tokens.c.id)).scalar_one()
            made = connection.execute(_tokens().where(api_tokens.c.id == token_id)).one()
            append(connection, None, "token_added", {"token": token_id, "scopes": wanted}, actor=user.name)
        return _as_token(made), token

    def token(self, token: str) -> ApiToken | None:
        """Returns what is known of a token and notes its use, or None: unknown, revoked, too old, user disabled."""
        now = self.now()
        with self._database.read() as connection:
            row = connection.execute(_tokens().where(api_tokens.c.token_hash == token_hash(token))).first()
        if row is None or row.their_disabled or row.revoked_at is not None:
            return None
        if row.expires_at is not None and row.expires_at <= now:
            return None
        if row.used_at is None or row.used_at + USED_EVERY <= now:
            with self._database.write() as connection:
                connection.execute(update(api_tokens).where(api_tokens.c.id == row.id).values(used_at=now))
        return _as_token(row)

    def tokens(self, user: User | None = None) -> list[ApiToken]:
        """Returns the tokens of a user, or of all, that were not revoked; the newest first."""
        query = _tokens().where(api_tokens.c.revoked_at.is_(None)).order_by(api_tokens.c.id.desc())
        if user is not None:
            query = query.where(api_tokens.c.user_id == user.id)
        with self._database.read() as connection:
            return [_as_token(row) for row in connection.execute(query)]

    def revoke_token(self, token_id: int, *, owner: User | None = None, actor: str) -> bool:
        """Ends a token, with ``owner`` only one of theirs; False when there is none such that works."""
        query = update(api_tokens).where(api_tokens.c.id == token_id, api_tokens.c.revoked_at.is_(None))
        if owner is not None:
            query = query.where(api_tokens.c.user_id == owner.id)
        with self._database.write() as connection:
            if connection.execute(query.values(revoked_at=self.now())).rowcount == 0:
                return False
            append(connection, None, "token_revoked", {"token": token_id}, actor=actor)
        return True


def _tokens() -> Select[Any]:
    return select(api_tokens, *USER).join(users, users.c.id == api_tokens.c.user_id)


def _as_token(row: Row[Any]) -> ApiToken:
    scopes = frozenset(scope for scope in SCOPES if scope in row.scopes.split())
    return from_row(ApiToken, row, user=as_user(row), scopes=scopes)
