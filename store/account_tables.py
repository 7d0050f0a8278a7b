"""The tables of users and of how they are recognized. Every secret is kept as a hash only."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from store.models import UtcDateTime, metadata


def _user_id() -> Column[int]:
    return Column("user_id", Integer, ForeignKey("users.id"), nullable=False)


users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password_hash", Text),
    Column("subject", Text),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("signed_in_at", UtcDateTime),
    CheckConstraint("role IN ('viewer', 'reviewer', 'auditor', 'admin')", name="role"),
    Index(None, "name", unique=True),
    Index(None, "subject", unique=True),
)
"""``name`` is lower case. ``subject`` is issuer and subject of OpenID Connect. A user is disabled, never deleted: the
audit log and corrections refer to the name."""

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _user_id(),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("method", String(16), nullable=False),
    Column("address", Text, nullable=False),
    Column("browser", Text, nullable=False),
    Index(None, "user_id"),
    Index(None, "expires_at"),
)
"""Signed-in browsers. ``method`` is how the user was recognized: password, link or oidc."""

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    _user_id(),
    Column("name", Text, nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("hint", String(16), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Index(None, "token_hash", unique=True),
    Index(None, "user_id"),
)
"""``hint`` is the beginning of the token, by which its owner knows it; ``scopes`` are divided by spaces."""

sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _user_id(),
    Column("expires_at", UtcDateTime, nullable=False),
)
"""Links that sign a user in once."""

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "name", "at"),
    Index(None, "address", "at"),
)
"""Wrong passwords of the last day, also for unknown names: the basis of the limits on guessing."""
