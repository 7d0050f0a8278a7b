"""Signed-in browsers, links that sign in once, and wrong passwords."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select, text, update

from store.account_tables import sessions, sign_in_failures, sign_in_links, users
from store.account_types import AttemptLimits, Session, SignInMethod, User
from store.base import ClockPart, from_row
from store.events import append
from store.secrets import new_token, token_hash
from store.users import USER, as_user, folded

SEEN_EVERY = timedelta(minutes=1)
"""Resolution of a session's last activity: a write for every click would be too many."""
FAILURES_KEPT = timedelta(days=1)
ATTEMPTS_LOCK = 0x7369676E  # "sign": as MIGRATION_LOCK, one number for each purpose


class Sessions(ClockPart):
    """Sessions: begun by signing in, ended by signing out, by idleness, by age, or by an admin."""

    def begin_session(
        self, user: User, method: SignInMethod, *, lasts: timedelta, address: str = "", browser: str = ""
    ) -> str:
        """Begins a session and returns its token, which is not stored and never shown again."""
        token, now = new_token(), self.now()
        row = {"user_id": user.id, "method": method, "address": address[:64], "browser": browser[:256]}
        moments = {"created_at": now, "seen_at": now, "expires_at": now + lasts}
        with self._database.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
            connection.execute(insert(sessions).values(token_hash=token_hash(token), **row, **moments))
            connection.execute(update(users).where(users.c.id == user.id).values(signed_in_at=now))
            append(connection, None, "signed_in", {"method": method}, actor=user.name)
        return token

    def session(self, token: str, *, idle: timedelta) -> Session | None:
        """Returns the session of a token and notes that it was used, or None: unknown, ended, idle, user disabled."""
        now, key = self.now(), token_hash(token)
        with self._database.read() as connection:
            row = connection.execute(_sessions().where(sessions.c.token_hash == key)).first()
        if row is None or row.their_disabled or row.expires_at <= now or row.seen_at + idle <= now:
            return None
        if row.seen_at + SEEN_EVERY <= now:
            with self._database.write() as connection:
                connection.execute(update(sessions).where(sessions.c.token_hash == key).values(seen_at=now))
        return _as_session(row)

    def sessions(self, user: User | None = None) -> list[Session]:
        """Returns the sessions of a user, or of all, the last used first."""
        query = _sessions().where(sessions.c.expires_at > self.now()).order_by(sessions.c.seen_at.desc())
        if user is not None:
            query = query.where(sessions.c.user_id == user.id)
        with self._database.read() as connection:
            return [_as_session(row) for row in connection.execute(query)]

    def end_session(self, session_id: str, *, actor: str, kind: str = "signed_out") -> bool:
        """Ends a session by its id; False when it had ended already."""
        with self._database.write() as connection:
            row = connection.execute(_sessions().where(sessions.c.token_hash == session_id)).first()
            if row is None:
                return False
            connection.execute(delete(sessions).where(sessions.c.token_hash == session_id))
            append(connection, None, kind, {"user": row.their_name}, actor=actor)
        return True


class SignIns(ClockPart):
    """What happens before a session."""

    def new_link(self, user: User, *, lasts: timedelta, actor: str) -> str:
        """Returns the token of a link that signs the user in once; an earlier link of theirs ends."""
        token = new_token()
        with self._database.write() as connection:
            connection.execute(delete(sign_in_links).where(sign_in_links.c.user_id == user.id))
            row = {"token_hash": token_hash(token), "user_id": user.id, "expires_at": self.now() + lasts}
            connection.execute(insert(sign_in_links).values(row))
            append(connection, None, "link_made", {"user": user.name}, actor=actor)
        return token

    def use_link(self, token: str) -> User | None:
        """Returns the user that a link signs in, and invalidates it; None if it is unknown, used or too old."""
        with self._database.write() as connection:
            used = delete(sign_in_links).where(sign_in_links.c.token_hash == token_hash(token))
            row = connection.execute(used.returning(sign_in_links.c.user_id, sign_in_links.c.expires_at)).first()
            if row is None or row.expires_at <= self.now():
                return None
            user = connection.execute(select(*USER).where(users.c.id == row.user_id)).one()
        return None if user.their_disabled else as_user(user)

    def begin_attempt(self, name: str, address: str, limits: AttemptLimits) -> int | None:
        """Counts an attempt as failed before its password is looked at; None where the limits allow no more.

        Counting first keeps the limit for attempts that are made at one time. `end_attempt` follows.
        """
        key, now = token_hash(folded(name)), self.now()
        by_name, by_address = sign_in_failures.c.name == key, sign_in_failures.c.address == address[:64]
        count = select(func.count()).select_from(sign_in_failures).where(sign_in_failures.c.at > now - limits.within)
        with self._database.write() as connection:
            if not self._database.is_sqlite:  # where the write transaction is no lock on the whole database
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ATTEMPTS_LOCK})
            connection.execute(delete(sign_in_failures).where(sign_in_failures.c.at < now - FAILURES_KEPT))
            for most, *these in (
                (limits.of_pair, by_name, by_address),
                (limits.of_name, by_name),
                (limits.of_address, by_address),
            ):
                if connection.execute(count.where(*these)).scalar_one() >= most:
                    return None
            row = insert(sign_in_failures).values(name=key, address=address[:64], at=now)
            attempt: int = connection.execute(row.returning(sign_in_failures.c.id)).scalar_one()
            return attempt

    def end_attempt(self, attempt: int, name: str, *, succeeded: bool) -> None:
        """Takes back an attempt that succeeded, or notes in the audit log that it failed.

        What was typed as a name may be a password: only known names reach the audit log.
        """
        with self._database.write() as connection:
            if succeeded:
                connection.execute(delete(sign_in_failures).where(sign_in_failures.c.id == attempt))
                return
            known = connection.execute(select(users.c.name).where(users.c.name == folded(name))).scalar()
            append(connection, None, "sign_in_failed", {"user": known}, actor=known or "unknown")


def _sessions() -> Select[Any]:
    return select(sessions, *USER).join(users, users.c.id == sessions.c.user_id)


def _as_session(row: Row[Any]) -> Session:
    return from_row(Session, row, id=row.token_hash, user=as_user(row))
