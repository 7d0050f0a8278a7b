"""Users: who may sign in, with which role."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, update

from schemas.errors import AccountError
from schemas.roles import Role
from store.account_tables import api_tokens, sessions, sign_in_links, users
from store.account_types import User
from store.base import ClockPart
from store.events import append
from store.secrets import check_password, is_outdated, password_hash, verify_password

_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")


class Users(ClockPart):
    """Adding, changing and recognizing users."""

    def add_user(
        self, name: str, role: Role, *, password: str | None = None, subject: str | None = None, actor: str
    ) -> User:
        """Adds a user. Without a password only a sign-in link or OpenID Connect lets them in.

        Args:
            name: Letters, digits and ``._@+-``; upper case does not matter.
            role: What they may do.
            password: At least twelve characters.
            subject: Issuer and subject of OpenID Connect, for a user who comes from there.
            actor: Who adds them, for the audit log.

        Raises:
            AccountError: The name is taken or unusable, or the password is too weak.
        """
        key = name_key(name)
        if password is not None:
            check_password(password, key)
        row = {"name": key, "role": role, "subject": subject, "disabled": False, "created_at": self.now()}
        row["password_hash"] = password_hash(password) if password is not None else None
        with self._database.write() as connection:
            new = self._database.insert(users).values(row).on_conflict_do_nothing().returning(users.c.id)
            if connection.execute(new).first() is None:
                raise AccountError(f"there is a user {key} already")
            append(connection, None, "user_added", {"user": key, "role": role}, actor=actor)
        return self.user(key)

    def user(self, name: str) -> User:
        """Returns a user by name.

        Raises:
            AccountError: There is none.
        """
        with self._database.read() as connection:
            return _known(connection, name)

    def user_of_subject(self, subject: str) -> User | None:
        """Returns the user that OpenID Connect knows by this issuer and subject."""
        with self._database.read() as connection:
            row = connection.execute(select(*USER).where(users.c.subject == subject)).first()
        return None if row is None else as_user(row)

    def users(self) -> list[User]:
        """Returns all users by name, the disabled too."""
        with self._database.read() as connection:
            return [as_user(row) for row in connection.execute(select(*USER).order_by(users.c.name))]

    def set_role(self, name: str, role: Role, *, actor: str) -> User:
        """Gives a user another role; it holds from their next click.

        Raises:
            AccountError: There is no such user, or no admin would be left.
        """
        with self._database.write() as connection:
            return _changed(connection, name, {"role": role}, "role_changed", {"role": role}, actor)

    def set_password(self, name: str, password: str, *, actor: str, keep_session: str | None = None) -> User:
        """Sets a new password, and signs the user out everywhere but in the session to keep.

        Raises:
            AccountError: There is no such user, or the password is too weak.
        """
        check_password(password, name_key(name))
        hashed = {"password_hash": password_hash(password)}
        with self._database.write() as connection:
            _sign_out(connection, _known(connection, name).id, keep_session)
            return _changed(connection, name, hashed, "password_changed", {}, actor)

    def set_disabled(self, name: str, disabled: bool, *, actor: str) -> User:
        """Locks a user out, at once and with every session and token, or lets them in again.

        Raises:
            AccountError: There is no such user, or no admin would be left.
        """
        kind = "user_disabled" if disabled else "user_enabled"
        with self._database.write() as connection:
            if disabled:
                user = _known(connection, name)
                _sign_out(connection, user.id)
                mine = api_tokens.c.user_id == user.id, api_tokens.c.revoked_at.is_(None)
                connection.execute(update(api_tokens).where(*mine).values(revoked_at=self.now()))
            return _changed(connection, name, {"disabled": disabled}, kind, {}, actor)

    def check_sign_in(self, name: str, password: str) -> User | None:
        """Returns the user whose password this is, or None; both answers take about as long."""
        with self._database.read() as connection:
            row = connection.execute(select(*USER).where(users.c.name == folded(name))).first()
        hashed = "" if row is None else row.their_password_hash or ""
        if not verify_password(password, hashed) or row is None or row.their_disabled:
            return None
        if is_outdated(hashed):
            with self._database.write() as connection:
                renewed = password_hash(password)
                connection.execute(update(users).where(users.c.id == row.their_id).values(password_hash=renewed))
        return as_user(row)


def name_key(name: str) -> str:
    """Returns the name under which a user is kept.

    Raises:
        AccountError: It has characters that a name cannot have.
    """
    key = folded(name)
    if not key:
        raise AccountError("a user's name has 1 to 64 letters, digits or . _ @ + -, and begins with a letter or digit")
    return key


def folded(name: str) -> str:
    """Returns a name in its stored form, or nothing if no user can have it."""
    key = name.strip().casefold()
    return key if _NAME.fullmatch(key) else ""


def usable_name(wanted: str) -> str:
    """Returns the valid user name nearest to a name of an operating system or a sign-in service."""
    kept = re.sub(r"[^a-z0-9._@+-]+", "-", wanted.strip().casefold()).lstrip("._@+-")[:64]
    return kept or "user"


USER = tuple(column.label(f"their_{column.name}") for column in users.c)
"""A user's columns beside those of another table."""


def as_user(row: Row[Any]) -> User:
    """Returns the user in a row that has the columns `USER`."""
    return User(
        id=row.their_id,
        name=row.their_name,
        role=row.their_role,
        disabled=row.their_disabled,
        has_password=row.their_password_hash is not None,
        subject=row.their_subject,
        created_at=row.their_created_at,
        signed_in_at=row.their_signed_in_at,
    )


def _known(connection: Connection, name: str) -> User:
    row = connection.execute(select(*USER).where(users.c.name == folded(name))).first()
    if row is None:
        raise AccountError(f"there is no user {name.strip()[:64]!r}; fieldwright user list shows them")
    return as_user(row)


def _changed(
    connection: Connection, name: str, values: dict[str, Any], kind: str, data: dict[str, str], actor: str
) -> User:
    user = _known(connection, name)
    connection.execute(update(users).where(users.c.id == user.id).values(values))
    if user.role == "admin" and not connection.execute(_admins()).scalar():
        raise AccountError(f"{user.name} is the only admin: make another one first")
    append(connection, None, kind, {"user": user.name, **data}, actor=actor)
    return _known(connection, name)


def _admins() -> Select[tuple[int]]:
    """Counts those who can manage users."""
    return select(func.count()).select_from(users).where(users.c.role == "admin", users.c.disabled.is_(False))


def _sign_out(connection: Connection, user_id: int, keep_session: str | None = None) -> None:
    others = sessions.c.user_id == user_id, sessions.c.token_hash != (keep_session or "")
    connection.execute(sessions.delete().where(*others))
    connection.execute(sign_in_links.delete().where(sign_in_links.c.user_id == user_id))
